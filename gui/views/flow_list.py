"""The flow list: a row a flow, with a choice of services above it."""
from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from analyzer.services import MAIL
from gui.models.flows import RIGHT, FlowColumn, FlowsModel
from gui.views.row_table import RowTable

LEAST = {FlowColumn.NUMBER: "100000", FlowColumn.SERVICE: "LLMNR", FlowColumn.CLIENT: "255.255.255.255:65535",
         FlowColumn.SERVER: "255.255.255.255:65535", FlowColumn.PACKETS: "10,000", FlowColumn.BYTES: "99.9 MB",
         FlowColumn.DURATION: "59:59 min"}


class FlowList(QWidget):
    """Shows the flows that the model lists, and lets choose which services these are."""
    services_chosen = Signal(tuple)

    def __init__(self, model: FlowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._choices: list[tuple[str, tuple[str, ...]]] = []
        self.table = RowTable(model, RIGHT, self)
        self.table.setObjectName("flows")
        self.table.setAccessibleName(self.tr("Flows"))
        self.choice = QComboBox(self)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.choice.activated.connect(self._choose)
        self.choice.setAccessibleName(self.tr("Which flows are listed"))
        self.head = self._head()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.refresh_choice()

    def _head(self) -> QWidget:
        """What stands in place of the pane's title."""
        head = QWidget()
        hint = QLabel(self.tr("Choose a flow to see only its packets"))
        hint.setEnabled(False)
        row = QHBoxLayout(head)
        row.setContentsMargins(6, 2, 8, 2)
        for widget in (QLabel(self.tr("Flows")), self.choice):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(hint)
        return head

    def fit(self) -> None:
        """Sets the width of the columns."""
        self.table.fit_columns({int(column): text for column, text in LEAST.items()})

    def refresh_choice(self) -> None:
        """Brings the numbers of flows up to date."""
        counts = self._model.counts()
        chosen = self._choices[self.choice.currentIndex()][1] if self._choices else ()
        choices: list[tuple[str, tuple[str, ...]]] = [(self.tr("All flows"), ())]
        if any(name in counts for name in MAIL):
            choices.append((self.tr("Mail ({0:,})").format(sum(counts.get(name, 0) for name in MAIL)), MAIL))
        choices += [(f"{name.upper()} ({count:,})", (name,)) for name, count in sorted(counts.items())]
        self._choices = choices
        self.choice.clear()
        self.choice.addItems([text for text, _ in choices])
        self.choice.setCurrentIndex(next((i for i, (_, services) in enumerate(choices) if services == chosen), 0))

    def _choose(self, index: int) -> None:
        self.services_chosen.emit(self._choices[index][1])
