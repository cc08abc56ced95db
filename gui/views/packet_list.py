"""The packet list: a row a packet."""
from __future__ import annotations

from PySide6.QtWidgets import QWidget

from gui.models.packets import RIGHT, Column, PacketsModel
from gui.views.row_table import RowTable

LEAST = {Column.NUMBER: "1000000", Column.TIME: "1000.000000", Column.SOURCE: "255.255.255.255",
         Column.DESTINATION: "255.255.255.255", Column.PROTOCOL: "ICMPv6", Column.LENGTH: "65535"}


class PacketList(RowTable):
    """Shows the packets that the model lists."""

    def __init__(self, model: PacketsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, RIGHT, parent)
        self.setObjectName("packets")
        self.setAccessibleName(self.tr("Packets"))

    def fit(self) -> None:
        """Sets the width of the columns."""
        self.fit_columns({int(column): text for column, text in LEAST.items()})
