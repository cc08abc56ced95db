"""The filter that a cell of a table stands for, by its row and column; "" where it stands for none."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.dns_states import State
from analyzer.flows import TCP, TRANSPORTS, UDP
from analyzer.tcp_state import tcp_state
from dissectors.show import duration_text
from gui.dns_table import NO_LATENCY, NO_TYPE, SortBy
from gui.filter_texts import quoted
from gui.flow_table import FlowSort
from gui.mail_table import MailColumn, recipients
from gui.models.flows import FlowColumn
from gui.packet_columns import Column

if TYPE_CHECKING:
    from analyzer.analysis import Analysis
    from gui.dns_table import DnsTable

FLOW_COLUMNS = {FlowSort.SERVICE: FlowColumn.SERVICE, FlowSort.CLIENT: FlowColumn.CLIENT,
                FlowSort.SERVER: FlowColumn.SERVER, FlowSort.STATE: FlowColumn.STATE}
"""The columns of the Flows tab that stand for the same as those of the flow list."""
HEADER_RCODE = 15
"""The bits of a response code that stand in the header (RFC 6891 6.1.3); the field is these."""


def of_packet(analysis: Analysis, row: int, column: Column, cell: str) -> str:
    """Of a cell of the packet list, which says `cell`."""
    packets = analysis.packets
    if column in (Column.SOURCE, Column.DESTINATION):
        side = "src" if column == Column.SOURCE else "dst"
        number = packets.column("source" if column == Column.SOURCE else "destination")[row]
        return _end(packets.addresses.octets(int(number)), cell, side)
    if column == Column.TIME:
        return f"frame.time_relative == {_since_first(analysis, row)}"
    if column == Column.PROTOCOL:
        return f"_ws.col.protocol == {quoted(cell)}"
    if column == Column.INFO:
        return f"_ws.col.info == {value}" if (value := quoted(cell)) else ""
    return f"frame.len == {cell}" if column == Column.LENGTH else f"frame.number == {row + 1}"


def of_flow(analysis: Analysis, flow: int, column: int, service: str) -> str:
    """Of a cell of the flow list."""
    flows, transport = analysis.flows, analysis.flows.value(flow, "transport")
    name = TRANSPORTS[transport]
    if column == FlowColumn.SERVICE:
        return service or name
    if column in (FlowColumn.CLIENT, FlowColumn.SERVER):
        end = "client" if column == FlowColumn.CLIENT else "server"
        number = flows.value(flow, end)
        address = _end(analysis.packets.addresses.octets(number), analysis.packets.addresses.text(number) or "", "addr")
        return f"{address} && {name}.port == {flows.value(flow, f'{end}_port')}" if name in ("tcp", "udp") else address
    if column == FlowColumn.STATE and transport == TCP:
        return f"flow.state == {quoted(tcp_state(flows.value(flow, 'seen')))}"
    if transport not in (TCP, UDP):
        return f"flow.flow == {flow}"
    stream = int((flows.column("transport")[:flow] == transport).sum())
    return f"{name}.stream == {stream}"


def of_transaction(analysis: Analysis, table: DnsTable, number: int, column: int) -> str:
    """Of a cell of the DNS table."""
    query, response = int(table.query[number]), int(table.response[number])
    row, text = query if query >= 0 else response, table.found.messages.address_text
    if column in (SortBy.CLIENT, SortBy.SERVER):
        end = text(int((table.client if column == SortBy.CLIENT else table.server)[number])) or ""
        return f"{'ipv6' if ':' in end else 'ip'}.addr == {end}" if end else ""
    if column == SortBy.NAME:
        return _of_name(table.name(number))
    if column == SortBy.TYPE:
        return f"dns.qry.type == {table.kind[number]}" if table.kind[number] != NO_TYPE else ""
    if column == SortBy.LATENCY:
        latency = int(table.latency[number])
        return f"dns.latency == {duration_text(latency)}" if latency != NO_LATENCY else ""
    if column == SortBy.TIME:
        return f"frame.time_relative == {_since_first(analysis, row)}"
    if column in (SortBy.STATE, SortBy.ANSWER):
        return _of_state(State(int(table.state[number])), int(table.rcode[number]))
    if column == SortBy.REPEATS:
        return f"dns.retransmissions == {table.found.retransmissions[number]}"
    return _packets(query, response)


def _of_name(name: str) -> str:
    value = quoted("<Root>" if name == "." else name)
    return f"dns.qry.name == {value}" if name and value else ""


def _of_state(state: State, rcode: int) -> str:
    if state in (State.UNANSWERED, State.UNSOLICITED):
        return f'dns.status == "{state.name.lower()}"'
    if state is State.TRUNCATED:
        return "dns.flags.truncated == 1"
    if state is State.MALFORMED:
        return "_ws.malformed && dns"
    return f"dns.flags.rcode == {rcode & HEADER_RCODE}"


def _packets(query: int, response: int) -> str:
    numbers = [str(row + 1) for row in (query, response) if row >= 0]
    return f"frame.number in {{{', '.join(numbers)}}}" if len(numbers) > 1 else f"frame.number == {numbers[0]}"


def of_mail(row: dict[str, Any], column: int) -> str:
    """Of a cell of the mail list."""
    number = f"mail.email == {row['email']}"
    to, files = recipients(row), [one["filename"] for one in row["attachments"] if one["filename"]]
    texts = {
        MailColumn.FROM: ("mail.from" if row["from"] else "mail.envelope_from", row["from"] or row["envelope_from"]),
        MailColumn.SUBJECT: ("mail.subject", row["subject"]), MailColumn.DATE: ("mail.date", row["date"]),
        MailColumn.TO: ("mail.to" if row["to"] else "mail.envelope_to", to[0] if to else None),
        MailColumn.ATTACHMENTS: ("mail.attachments", files[0] if files else None),
        MailColumn.CARRIER: ("mail.protocol", row["protocol"]),
    }
    if column in texts:
        name, value = texts[MailColumn(column)]
        return f"{name} == {written}" if value is not None and (written := quoted(str(value))) else ""
    if column == MailColumn.STATE:
        return f"mail.complete == {int(row['complete'])}"
    return f"mail.size == {row['size']}" if column == MailColumn.SIZE else number


def _end(octets: bytes, text: str, side: str) -> str:
    """An address of the network, or where a packet has none, of the link."""
    protocol = {4: "ip", 16: "ipv6", 6: "eth"}.get(len(octets))
    return f"{protocol}.{side} == {text}" if protocol and text else ""


def _since_first(analysis: Analysis, row: int) -> str:
    times = analysis.packets.column("time")
    return duration_text(int(times[row]) - int(times[0]))
