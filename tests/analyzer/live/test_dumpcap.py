"""dumpcap: its command line, and what it says."""
from __future__ import annotations

from analyzer.live import dumpcap, events
from analyzer.live.dumpcap import Listener
from analyzer.live.events import Event
from analyzer.live.settings import Settings

SAID = """\
Capturing on 'Loopback: lo' and 'eth0'
File: /a/x.pcapng
Packets captured: 12
Packets received/dropped on interface 'Loopback: lo': 7/2 (pcap:1/dumpcap:1/flushed:0/ps_ifdrop:0) (77.8%)
Packets received/dropped on interface 'eth0': 5/1 (pcap:1/dumpcap:0/flushed:0/ps_ifdrop:0) (83.3%)
"""


def heard(said: str, code: int) -> list[Event]:
    listener = Listener()
    found = [event for line in said.encode().splitlines() for event in listener.hear(line)]
    return [*found, listener.end(code)]


def test_every_value_is_the_argument_of_an_option() -> None:
    settings = Settings(("lo", "eth0"), "/a/-x.pcapng", "-w /etc/x", 96, False, 8, 5, 6, 7_000_500, 2_000_000, 9, 3)
    assert dumpcap.arguments("dumpcap", settings) == [
        "dumpcap", "-q", "-B", "8", "-s", "96", "-p", "-f", "-w /etc/x", "-i", "lo", "-i", "eth0", "-w", "/a/-x.pcapng",
        "-c", "5", "-a", "duration:6", "-a", "filesize:7001", "-b", "filesize:2000", "-b", "duration:9",
        "-b", "files:3"]


def test_what_it_says_are_events() -> None:
    found = heard(SAID, 0)
    assert [event.kind for event in found[:2]] == [events.FILE, events.STARTED] and found[0].text == "/a/x.pcapng"
    assert found[-1] == Event(events.ENDED, "", 12, 3, 12)


def test_why_it_ended_is_handed_on() -> None:
    failed = heard('dumpcap: There is no device named "nope".\n', 1)
    assert failed == [Event(events.FAILED, 'dumpcap: There is no device named "nope".')]
    assert heard('dumpcap: Invalid capture filter "x" for interface \'lo\'.\n', 1)[-1].usage
    assert heard("", 2)[-1].text == "dumpcap: ended with code 2"
