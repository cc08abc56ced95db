"""The Mail tab: filters, the list of emails, and the reading pane."""
from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QAbstractItemView, QPushButton, QWidget

from gui.icons import icon
from gui.mail_table import MailColumn, MailWish
from gui.models.mails import RIGHT, MailsModel
from gui.views.filter_bar import FilterBar
from gui.views.progress_strip import ProgressStrip
from gui.views.reading_pane import ReadingPane
from gui.views.row_table import RowTable
from gui.views.table_page import TablePage

LEAST = {MailColumn.NUMBER: "10000", MailColumn.FROM: "Somebody <somebody@example.net>",
         MailColumn.SUBJECT: "A subject of a usual length for a mail", MailColumn.TO: "somebody@example.net",
         MailColumn.DATE: "2000-00-00 00:00", MailColumn.SIZE: "99.9 MB", MailColumn.ATTACHMENTS: "1: report.pdf"}
WIDEST = {MailColumn.FROM: 30, MailColumn.SUBJECT: 36, MailColumn.TO: 26, MailColumn.ATTACHMENTS: 22}
CARRIERS = {"smtp": "SMTP", "pop": "POP3", "imap": "IMAP"}


class MailPage(TablePage):
    """The page of the Mail tab."""
    export_wanted = Signal()

    def __init__(self, model: MailsModel, parent: QWidget | None = None) -> None:
        self.pane = ReadingPane()
        translate = QCoreApplication.translate     # before QObject is there, self.tr knows no class
        filters = FilterBar(translate("MailPage", "Filter: part of a subject, a name, an address or a file name"),
                            translate("MailPage", "Several words must all occur"),
                            {"carrier": translate("MailPage", "Which protocols are listed")})
        least = {MailColumn.STATE: translate("MailsModel", "Incomplete"),
                 MailColumn.CARRIER: "IMAP, " + translate("MailsModel", "fetched"), **LEAST}
        super().__init__(RowTable(model, RIGHT, mark_column=MailColumn.STATE), filters, self.pane, MailColumn.NUMBER,
                         {int(name): text for name, text in least.items()},
                         {int(name): most for name, most in WIDEST.items()}, parent)
        self._model = model
        self.table.setObjectName("mails")
        self.table.setAccessibleName(self.tr("Emails"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.export, self.progress = QPushButton(self.tr("&Export…"), self), ProgressStrip(self)
        self.export.setToolTip(self.tr("Write all emails, or those that are selected, as files"))
        self.export.clicked.connect(self.export_wanted)
        filters.add(self.export)
        self.put_below_filters(self.progress)
        self.recolor()
        self.splitter.setStretchFactor(1, 2)
        self.pane.packet_wanted.connect(self.packet_wanted)

    def wish(self) -> MailWish:
        """What is to be listed by the filters and the header."""
        carrier = self.filters.chosen("carrier")
        return MailWish(self.filters.text.text(), carrier if isinstance(carrier, str) else "",
                        MailColumn(self.sorted_by), self.descending)

    def show_mails(self) -> None:
        """Offers the protocols that occur as choices."""
        carriers = [entry.row["protocol"] for entry in self._model.entries]
        self.filters.fill("carrier", self.tr("All protocols"), [
            (name, CARRIERS.get(name, name), carriers.count(name)) for name in sorted(set(carriers))])

    def show_count(self) -> None:
        """Says how many emails are listed."""
        self.filters.show_count(self._model.rowCount(), len(self._model.entries), self.tr("1 email"),
                                self.tr("{0:,} emails"))

    def set_points(self, larger_by: int) -> None:
        """Sets the size of text, in points more than the system's."""
        super().set_points(larger_by)
        for view in (self.pane.head, self.pane.html, self.pane.headers, self.pane.parts, self.pane.files):
            view.setFont(self.table.font())
        self.pane.set_points(larger_by)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.pane.recolor()
        self.export.setIcon(icon("save"))
