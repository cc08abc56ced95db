"""The chosen flow of the Flows tab: its figures, and the ways to its packets and its stream."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from analyzer.export.moments import date, span
from gui.icons import icon
from gui.models.flows import end_text, size_text
from gui.views.escaped import table, value
from gui.views.rich_text import RichText


class FlowDetail(QWidget):
    """Shows the row of a flow."""
    packets_wanted = Signal()
    follow_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = RichText(self)
        self.text.setAccessibleName(self.tr("The chosen flow"))
        self.text.setPlaceholderText(self.tr("Choose a flow to read its figures. Enter leads to its packets."))
        self.packets = QPushButton(self.tr("Show its &packets"), self)
        self.follow = QPushButton(self.tr("Follow &stream…"), self)
        self.packets.clicked.connect(self.packets_wanted)
        self.follow.clicked.connect(self.follow_wanted)
        buttons = QVBoxLayout()
        buttons.setContentsMargins(0, 8, 8, 8)
        buttons.setSpacing(6)
        for button in (self.packets, self.follow):
            buttons.addWidget(button)
        buttons.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self._shown: tuple[Mapping[str, Any], int] | None = None
        self.clear()

    def clear(self) -> None:
        """Shows nothing."""
        self._shown = None
        self.text.clear()
        for button in (self.packets, self.follow):
            button.setEnabled(False)

    def await_row(self) -> None:
        """Another flow is chosen; its row comes later."""
        self.clear()
        for button in (self.packets, self.follow):
            button.setEnabled(True)

    def show_row(self, row: Mapping[str, Any], digits: int) -> None:
        """Shows the row of `flows`."""
        self.await_row()
        self._shown = row, digits
        client, server = end_text(row["client"], row["client_port"]), end_text(row["server"], row["server_port"])
        name = (row["service"] or row["transport"]).upper()
        self.text.setHtml(f'<h3 style="margin:0 0 4px 0">{value(name)}: {value(client)} → {value(server)}</h3>'
                          + table(self._facts(row, digits)))

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        self.packets.setIcon(icon("packets"))
        self.follow.setIcon(icon("follow"))
        if self._shown is not None:
            self.show_row(*self._shown)

    def _facts(self, row: Mapping[str, Any], digits: int) -> Iterator[tuple[str, str]]:
        yield self.tr("Flow"), f"{row['flow']} · {row['transport'].upper()}"
        yield self.tr("Time"), self.tr("{0}, for {1}").format(date(row["start"], digits), span(row["duration"]))
        for label, way in ((self.tr("Sent"), "sent"), (self.tr("Received"), "received")):
            yield label, self.tr("{0:,} packets, {1} ({2:,} bytes)").format(
                row[f"packets_{way}"], size_text(row[f"bytes_{way}"]), row[f"bytes_{way}"])
        if row["state"]:
            yield self.tr("State"), self._states().get(row["state"], value(row["state"]))
            yield self.tr("Quality"), self.tr("{0:,} retransmissions, {1:,} out of order, {2:,} bytes missing").format(
                row["retransmissions"], row["out_of_order"], row["missing_bytes"])
        yield self.tr("Encrypted"), self.tr("yes, TLS") if row["encrypted"] else self.tr("no TLS was seen")
        yield self.tr("Community ID"), value(row["community_id"])

    def _states(self) -> dict[str, str]:
        return {"open": self.tr("open: its end was not captured"), "closed": self.tr("closed: both sides ended it"),
                "reset": self.tr("reset: one side broke it off"),
                "half-open": self.tr("half-open: the server answered, but the client did not go on"),
                "syn-only": self.tr("syn-only: nobody answered"),
                "midstream": self.tr("midstream: its begin was not captured")}
