"""The detail pane of the DNS tab: question, answers and times of one transaction; and as `dig` prints it."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from analyzer.export.moments import date, span
from gui.questions import Lookup
from gui.theme import fixed_font
from gui.views.escaped import packet_link, table, title, value
from gui.views.rich_text import RichText

MOST_RECORDS = 200
LONGEST_DIG = 400_000
TAB = 8


class LookupDetail(QWidget):
    """Shows a Lookup."""
    packet_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overview, self.dig = RichText(self), QPlainTextEdit(self)
        self.overview.setAccessibleName(self.tr("The chosen transaction"))
        self.overview.setPlaceholderText(self.tr("Choose a transaction to read its question, answers and times."))
        self.overview.packet_wanted.connect(self.packet_wanted)
        self.dig.setReadOnly(True)
        self.dig.setUndoRedoEnabled(False)
        self.dig.document().setDocumentMargin(8)
        self.dig.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.dig.setAccessibleName(self.tr("The transaction as dig prints it"))
        self.tabs = QTabWidget(self)
        self.tabs.setAccessibleName(self.tr("Views of the transaction"))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.overview, self.tr("Overview"))
        self.tabs.addTab(self.dig, self.tr("As dig prints it"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)
        self._shown: tuple[Lookup, str, int] | None = None
        self.set_points(0)

    def set_points(self, larger_by: int) -> None:
        """Sets the size of the font, in points more than the system's."""
        font = fixed_font()
        font.setPointSizeF(max(font.pointSizeF() + larger_by, 4.0))
        self.dig.setFont(font)
        self.dig.setTabStopDistance(TAB * QFontMetricsF(font).horizontalAdvance(" "))

    def clear(self) -> None:
        """Shows nothing."""
        self._shown = None
        self.overview.clear()
        self.dig.clear()

    def show_lookup(self, lookup: Lookup, state: str, digits: int) -> None:
        """Shows a transaction; `state` is the word for what became of it."""
        self._shown = lookup, state, digits
        self.overview.setHtml("".join(self._parts(lookup.row, state, digits)))
        self.dig.setPlainText(lookup.dig[:LONGEST_DIG])

    def recolor(self) -> None:
        """Takes the colours of the present theme."""
        if self._shown is not None:
            self.show_lookup(*self._shown)

    def _parts(self, row: Mapping[str, Any], state: str, digits: int) -> Iterator[str]:
        questions = row["questions"] or [{"name": self.tr("(no question)"), "type": "", "class": "IN"}]
        for question in questions[:MOST_RECORDS]:
            number = "" if question["class"] == "IN" else question["class"] + " "
            yield f'<h3 style="margin:0">{value(question["name"])}&nbsp; {number}{question["type"]}</h3>'
        rcode = f" ({row['rcode']})" if row["rcode"] not in (None, "NOERROR") else ""
        latency = self.tr(" after {0}").format(span(row["latency"])) if row["latency"] is not None else ""
        yield f'<p style="margin-top:2px; margin-bottom:6px">{state}{rcode}{latency}</p>'
        yield table(self._facts(row, digits))
        for name, records in ((self.tr("Answers"), row["answers"]), (self.tr("Authorities"), row["authorities"]),
                              (self.tr("Additional records"), row["additionals"])):
            yield from self._section(name, records)
        yield from self._edns(row["edns"])

    def _facts(self, row: Mapping[str, Any], digits: int) -> Iterator[tuple[str, str]]:
        for label, packet, time in ((self.tr("Asked"), row["query_packet"], row["query_time"]),
                                    (self.tr("Answered"), row["response_packet"], row["response_time"])):
            if packet is not None:
                yield label, f"{date(time, digits)} · {packet_link(packet)}"
            else:
                yield label, self.tr("not in this capture")
        place = self.tr("{0} port {1}")
        yield self.tr("Client"), value(place.format(row["client"], row["client_port"]))
        yield self.tr("Server"), value(place.format(row["server"], row["server_port"]))
        yield self.tr("Carried by"), f"{row['protocol'].upper()} · {row['transport'].upper()} · id 0x{row['id']:04x}"
        flags = self._flags()
        words = [f"{flags[name]} ({name})" for name in row["flags"] if name in flags] or [self.tr("no flags")]
        yield self.tr("Operation"), f"{value(row['opcode'])} · {', '.join(words)}"
        for label, count in ((self.tr("Query seen again"), row["retransmissions"]),
                             (self.tr("Response seen again"), row["duplicates"])):
            if count:
                yield label, self.tr("{0:,} times").format(count) if count > 1 else self.tr("once")
        for label, name in ((self.tr("Another answer"), "conflict_packet"), (self.tr("Asked again"), "retry_packet")):
            if row.get(name) is not None:
                yield label, packet_link(row[name])

    def _flags(self) -> dict[str, str]:
        """What the header's bits mean; QR is told by there being a response."""
        return {"AA": self.tr("authoritative answer"), "TC": self.tr("truncated"), "RD": self.tr("recursion desired"),
                "RA": self.tr("recursion available"), "Z": self.tr("reserved bit"), "AD": self.tr("authentic data"),
                "CD": self.tr("checking disabled")}

    def _section(self, name: str, records: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        if not records:
            return
        yield title(f"{name} ({len(records):,})")
        yield table(((value(one["name"]), value(one["type"]), f"{one['ttl']:,} s", value(one["data"]))
                     for one in records[:MOST_RECORDS]),
                    (self.tr("Name"), self.tr("Type"), self.tr("Valid for"), self.tr("Data")))
        if len(records) > MOST_RECORDS:
            more = self.tr("and {0:,} more; “As dig prints it” has all").format(len(records) - MOST_RECORDS)
            yield f"<p>{more}</p>"

    def _edns(self, edns: Mapping[str, Any] | None) -> Iterator[str]:
        if edns is None:
            return
        yield title("EDNS")
        rows = [(self.tr("Largest datagram"), self.tr("{0:,} bytes").format(edns["udp_size"])),
                (self.tr("Wants DNSSEC"), self.tr("yes") if edns["do"] else self.tr("no"))]
        yield table([*rows, *((value(one["name"]), value(one["data"])) for one in edns["options"][:MOST_RECORDS])])
