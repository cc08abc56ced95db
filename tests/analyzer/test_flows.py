"""Flows: numbers, ends, states."""
from __future__ import annotations

from frame_builders import ACK, FIN, RST, SYN, ethernet, flow_table, ipv4, packet_table, received, sent, udp

from analyzer.tcp_state import tcp_state


def states(frames: list[bytes]) -> list[str]:
    flows = flow_table(packet_table(frames))
    return [tcp_state(flows.value(flow, "seen")) for flow in range(len(flows))]


OPEN = [sent(sequence=1, flags=SYN), received(sequence=1, flags=SYN | ACK), sent(sequence=2)]
CLOSED = [*OPEN, sent(sequence=2, flags=FIN | ACK), received(sequence=2, flags=FIN | ACK)]


def test_states_of_a_connection() -> None:
    assert states(OPEN) == ["open"]
    assert states(CLOSED) == ["closed"]
    assert states(OPEN[:1]) == ["syn-only"]
    assert states(OPEN[:2]) == ["half-open"]
    assert states([*OPEN, received(flags=RST)]) == ["reset"]
    assert states([sent(b"NOOP\r\n", 7)]) == ["midstream"]


def test_a_new_syn_on_a_used_port_pair_is_a_new_flow() -> None:
    table = packet_table([*CLOSED, sent(sequence=900, flags=SYN), received(sequence=77, flags=SYN | ACK)])
    flow_table(table)
    assert table.column("flow").tolist() == [0, 0, 0, 0, 0, 1, 1]


def test_a_repeated_syn_is_no_new_flow() -> None:
    table = packet_table([OPEN[0], *OPEN])
    flow_table(table)
    assert table.column("flow").tolist() == [0, 0, 0, 0]


def test_the_client_is_who_sent_the_syn_even_from_a_well_known_port() -> None:
    flows = flow_table(packet_table([received(flags=SYN)]))
    assert flows.value(0, "client_port") == 25


def test_without_a_syn_a_well_known_port_is_the_servers() -> None:
    flows = flow_table(packet_table([received(b"220 hi\r\n")]))
    assert (flows.value(0, "client_port"), flows.value(0, "server_port")) == (4000, 25)


def test_without_a_syn_and_a_known_port_the_first_sender_is_the_client() -> None:
    flows = flow_table(packet_table([ethernet(ipv4(udp(b"x", 7001, 7000), 17))]))
    assert flows.value(0, "client_port") == 7001


def test_counts_by_direction() -> None:
    question, answer = udp(b"question", 5000, 53), udp(b"answer", 53, 5000)
    flows = flow_table(packet_table([ethernet(ipv4(question, 17)),
                                     ethernet(ipv4(answer, 17, "10.0.0.2", "10.0.0.1"))]))
    assert len(flows) == 1
    assert (flows.value(0, "packets_sent"), flows.value(0, "packets_received")) == (1, 1)
    assert flows.value(0, "bytes_sent") == 14 + 20 + 8 + len(b"question")
    assert (flows.value(0, "payload_sent"), flows.value(0, "payload_received")) == (0, 1)


def test_thousands_of_flows_keep_their_numbers_while_the_tables_grow() -> None:
    frames = [ethernet(ipv4(udp(b"x", 1024 + n, 7), 17)) for n in range(6000)]
    table = packet_table(frames + frames)
    assert len(flow_table(table)) == 6000
    assert table.column("flow").tolist() == list(range(6000)) * 2
