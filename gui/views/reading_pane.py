"""The reading pane: who wrote what to whom, the text, the safe part of the HTML, headers, parts and source."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QImage, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QTabWidget, QVBoxLayout, QWidget

from analyzer.export.moments import date
from gui.icons import icon
from gui.reading import Reading
from gui.text import plain
from gui.theme import colors, fixed_font
from gui.views.attachment_list import AttachmentList
from gui.views.escaped import foldable, packets_link, table
from gui.views.journey_strip import JourneyStrip
from gui.views.mail_html import MailHtml
from gui.views.message_bar import MessageBar
from gui.views.part_tree import PartTree
from gui.views.rich_text import RichText

MOST_NAMES = 8
TEXT, HTML, JOURNEY, HEADERS, PARTS, SOURCE = range(6)


class ReadingPane(QWidget):
    """Shows one Reading with the row of its email."""
    packet_wanted = Signal(int)
    mail_wanted = Signal(int)           # by its number
    flow_wanted = Signal()
    save_mail_wanted = Signal()
    save_part_wanted = Signal(object)
    save_all_wanted = Signal()
    open_part_wanted = Signal(object)
    journey_wanted = Signal()           # of the mail that is shown
    recolored = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head, self.bar, self.files = QLabel(self), MessageBar("warning", self), AttachmentList(self)
        self.text, self.html, self.headers = QPlainTextEdit(self), MailHtml(self), RichText(self)
        self.parts, self.source, self.tabs = PartTree(self), QPlainTextEdit(self), QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Views of the mail"))
        self.journey = JourneyStrip(self)
        self.save = QPushButton(self.tr("Save &mail…"), self)
        self.packets = QPushButton(self.tr("Show &packets and dialogue"), self)
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self._fill_next)
        self._to_fill: list[Callable[[], None]] = []
        self._shown: tuple[Reading, Mapping[str, Any], str, Mapping[str, QImage]] | None = None
        self._lay_out()
        self._connect()
        self.set_points(0)
        self.clear()

    def _lay_out(self) -> None:
        self.head.setTextFormat(Qt.TextFormat.RichText)
        self.head.setWordWrap(True)
        self.head.setMargin(8)
        self.head.setMinimumWidth(1)    # not that of its longest word, which is the sender's
        self.head.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        for view, name in ((self.text, self.tr("Text of the mail")), (self.source, self.tr("Source of the mail"))):
            view.setReadOnly(True)
            view.setUndoRedoEnabled(False)
            view.document().setDocumentMargin(8)
            view.setAccessibleName(name)
        self.source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.html.setAccessibleName(self.tr("HTML of the mail"))
        self.headers.setAccessibleName(self.tr("Headers of the mail"))
        self.tabs.setDocumentMode(True)
        for page, title in ((self.text, self.tr("Text")), (self.html, self.tr("HTML")),
                            (self.journey, self.tr("Journey")), (self.headers, self.tr("Headers")),
                            (self.parts, self.tr("Parts")), (self.source, self.tr("Source"))):
            self.tabs.addTab(page, title)
        self.tabs.setTabToolTip(JOURNEY, self.tr("Its lookups, transfers and fetches, as far as they are known"))
        self.tabs.setTabToolTip(HTML, self.tr("Nothing is loaded from outside, nothing runs, links open nothing"))
        buttons = QVBoxLayout()
        buttons.setContentsMargins(0, 8, 8, 8)
        buttons.setSpacing(6)
        for button in (self.save, self.packets):
            buttons.addWidget(button)
        buttons.addStretch()
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.bar)
        layout.addWidget(self.files)
        layout.addWidget(self.tabs, 1)
        self.recolor()

    def _connect(self) -> None:
        self.journey.packet_wanted.connect(self.packet_wanted)
        self.journey.mail_wanted.connect(self.mail_wanted)
        self.tabs.currentChanged.connect(lambda index: self.journey_wanted.emit() if index == JOURNEY else None)
        self.save.clicked.connect(self.save_mail_wanted)
        self.packets.clicked.connect(self.flow_wanted)
        self.files.save_wanted.connect(self.save_part_wanted)
        self.files.save_all_wanted.connect(self.save_all_wanted)
        self.files.open_wanted.connect(self.open_part_wanted)
        self.parts.save_wanted.connect(self.save_part_wanted)
        self.head.linkActivated.connect(self._link_chosen)
        self.html.link_chosen.connect(lambda link: self.bar.say(self.tr("Links are not opened. This one leads to {0}")
                                                                .format(plain(link))))

    def set_points(self, larger_by: int) -> None:
        """Sets the size of fonts, in points more than the system's."""
        font = fixed_font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        for view in (self.text, self.source):
            view.setFont(font)
        self.journey.set_points(larger_by)

    def clear(self) -> None:
        """Shows nothing."""
        self._shown = None
        self._to_fill = []
        hint = self.tr("Choose a mail to read it.")
        self.head.setText(f'<span style="color:{colors().faint.name()}">{hint}</span>')
        self.bar.hide()
        self.files.hide()
        for view in (self.text, self.html, self.journey, self.headers, self.parts, self.source):
            view.clear()
        self._enable(False)

    def show_reading(self, reading: Reading, row: Mapping[str, Any], carrier: str,
                     pictures: Mapping[str, QImage]) -> None:
        """Shows an email; `carrier` says how it was transferred."""
        self._shown = reading, row, carrier, pictures
        self._enable(True)
        self.head.setText("".join(self._head(row, carrier)))
        self._warn(reading, row)
        self.files.show_files(reading.attachments, [one["size"] for one in row["attachments"]])
        self.tabs.setTabVisible(HTML, reading.html is not None)
        self.tabs.setTabText(PARTS, self.tr("Parts ({0:,})").format(len(reading.message.parts)))
        fillers = {
            TEXT: lambda: self.text.setPlainText(reading.text or self.tr("This mail has no text.")),
            HTML: lambda: self.html.show_html(reading.html.html if reading.html is not None else "", pictures),
            HEADERS: lambda: self.headers.setHtml(table((escape(name), escape(it)) for name, it in reading.headers)),
            PARTS: lambda: self.parts.show_parts(reading.parts), SOURCE: lambda: self._show_source(reading)}
        # what is looked at comes first; each in an event of its own, so that none of them keeps the window waiting
        order = sorted(fillers, key=lambda tab: tab != self.tabs.currentIndex())
        self._to_fill = [fillers[tab] for tab in order]
        self._fill_next()

    def _fill_next(self) -> None:
        if self._to_fill:
            self._to_fill.pop(0)()
            self._filling.start()

    def tell(self, text: str) -> None:
        """Says what became of what was asked for."""
        self.bar.say(text)

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.save.setIcon(icon("save"))
        self.packets.setIcon(icon("packets"))
        self.files.recolor()
        self.bar.recolor()
        if self._shown is not None:
            self.show_reading(*self._shown)
        self.recolored.emit()

    def _enable(self, shown: bool) -> None:
        for widget in (self.save, self.packets, self.tabs):
            widget.setEnabled(shown)

    def _head(self, row: Mapping[str, Any], carrier: str) -> Iterator[str]:
        subject = row["subject"] or self.tr("(no subject)")
        yield f'<p style="font-size:large; margin:0"><b>{foldable(subject)}</b></p>'
        author = foldable(row["from"] or self.tr("(nobody)"))
        lines = [(self.tr("From"), author), (self.tr("To"), self._names(row["to"]))]
        if row["cc"]:
            lines.append((self.tr("Cc"), self._names(row["cc"])))
        lines.append((self.tr("Date"), foldable(row["date"] or self.tr("(none)"))))
        envelope = row["envelope_from"] is not None or row["envelope_to"]
        if envelope:
            sender = foldable(row["envelope_from"]) if row["envelope_from"] else "&lt;&gt;"
            lines.append((self.tr("Envelope"), f"{sender} → {self._names(row['envelope_to'])}"))
        lines.append((self.tr("Carried by"), " · ".join(self._carriage(row, carrier))))
        yield table(lines)

    def _carriage(self, row: Mapping[str, Any], carrier: str) -> Iterator[str]:
        yield foldable(carrier)
        yield foldable(f"{row['client']} → {row['server']}")
        yield foldable(date(row["time"], 0))
        yield packets_link(row["first_packet"], row["last_packet"])
        if row["mailbox"]:
            yield foldable(row["mailbox"] + (f" {row['uid']}" if row["uid"] is not None else ""))
        if row["status"]:
            yield foldable(row["status"])
        if row["same_as"]:
            links = ", ".join(f'<a href="mail:{number}">{number}</a>' for number in row["same_as"][:MOST_NAMES])
            yield self.tr("same as mail {0}").format(links)

    def _names(self, names: list[str]) -> str:
        shown = ", ".join(map(foldable, names[:MOST_NAMES]))
        rest = len(names) - MOST_NAMES
        return shown + (self.tr(" and {0:,} more").format(rest) if rest > 0 else "") or self.tr("(nobody)")

    def _warn(self, reading: Reading, row: Mapping[str, Any]) -> None:
        words = []
        if not row["complete"]:
            words.append(self.tr("This mail is not complete: {0:,} of its bytes are missing in the capture.").format(
                row["missing_bytes"]) if row["missing_bytes"] else self.tr(
                "This mail is not complete: only a part of it was transferred."))
        if reading.html is not None and reading.html.left_out:
            words.append(self.tr("{0:,} images, scripts or forms of its HTML are not shown; nothing was loaded from "
                                 "outside.").format(reading.html.left_out))
        if not reading.whole:
            words.append(self.tr("It is long and not shown to its end; save it to have all."))
        words += [self.tr("Byte {0:,}: {1}.").format(one.at, plain(one.reason)) for one in reading.message.problems[:3]]
        self.bar.hide()
        if words:
            self.bar.say(" ".join(words))

    def _show_source(self, reading: Reading) -> None:
        self.source.clear()
        cursor = QTextCursor(self.source.document())
        known, gap = QTextCharFormat(), QTextCharFormat()
        gap.setForeground(colors().problem_text)
        gap.setFontWeight(QFont.Weight.Bold)
        for piece in reading.source:
            cursor.insertText(f"\n{piece.text}\n" if piece.missing else piece.text, gap if piece.missing else known)
        self.source.moveCursor(QTextCursor.MoveOperation.Start)

    def _link_chosen(self, link: str) -> None:
        kind, _, number = link.partition(":")
        if kind == "packet":
            self.packet_wanted.emit(int(number) - 1)
        elif kind == "mail":
            self.mail_wanted.emit(int(number))
