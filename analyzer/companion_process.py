"""The process that asks tshark: runs it by pyshark over an extract of a capture, and prints its trees as lines of JSON.

A process of its own, and no thread, since pyshark takes its surroundings as they are: it looks for a `config.ini` with
the path of tshark in the current folder, hands its whole environment on, and sets the one child watcher of asyncio,
which Python 3.14 no longer has; none of which happens with a loop, a path and a folder of our own. The parser is ours
for one thing: pyshark's keeps of the fields of a layer neither their nesting nor their order.

It knows nothing of the rest of the program: companion.py starts it by its path.

    companion_process.py EXTRACT FIRST LAST TSHARK SECONDS
"""
from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import signal
import sys
from typing import Any

import pyshark
from lxml import etree  # type: ignore[import-untyped]
from pyshark.capture.capture import TSharkCrashException
from pyshark.tshark.output_parser.tshark_xml import DEL_BAD_XML_CHARS, TsharkXmlParser
from pyshark.tshark.tshark import TSharkNotFoundException

MEMORY = 3 << 30
DEEPEST, MOST_FIELDS = 50, 20_000
LONGEST_TEXT, LONGEST_BYTES = 2_000, 4 << 20
LONGEST_PACKET = 16 << 20
"""Bytes of PDML; pyshark looks through all that has come whenever more comes."""
CREATOR = re.compile(rb'<pdml [^>]*creator="wireshark/([0-9.]+)')
HEAD = 4096
LEFT_OUT = frozenset(("geninfo", "frame"))


def end(fault: str) -> None:
    """Tells what went wrong and ends this process at once, even where pyshark would wait for a tshark that hangs."""
    print(json.dumps({"fault": fault.partition("\n")[0][:LONGEST_TEXT]}), flush=True)
    os._exit(0)


class Parser(TsharkXmlParser):  # type: ignore[misc]  # pyshark has no types
    """Makes of each packet its number and its protocols, fields within fields."""
    version = ""

    def _extract_packet_from_data(self, data: bytes, got_first_packet: bool = True) -> Any:
        if not self.version and (found := CREATOR.search(data[:HEAD])):
            self.version = found[1].decode()
        if len(data) > LONGEST_PACKET:
            end(f"it says more than {LONGEST_PACKET >> 20} MB of one packet")
        return super()._extract_packet_from_data(data, got_first_packet)

    def _parse_single_packet(self, packet: bytes) -> dict[str, Any]:
        # as pyshark itself reads it, but for the entities
        reader = etree.XMLParser(huge_tree=True, recover=True, resolve_entities=False, no_network=True)
        root = etree.fromstring(packet.decode(errors="ignore").translate(DEL_BAD_XML_CHARS).encode(), reader)
        number = root.find("proto[@name='geninfo']/field[@name='num']")
        return {"packet": int(number.get("show")), "tshark": self.version, "protocols": protocols(root)}


class Capture(pyshark.FileCapture):  # type: ignore[misc]
    """An extract, read with our parser."""

    def _setup_tshark_output_parser(self) -> Parser:
        return Parser()

    @property
    def complaint(self) -> str:
        """What tshark said last on its standard error."""
        return self._last_error_line or ""


def protocols(root: Any) -> list[dict[str, Any]]:
    """The protocols of a packet as `{name, text, show, pos, size, bytes, hidden, fields}`."""
    top: list[dict[str, Any]] = []
    waiting = [(element, top, 0) for element in reversed(root)]
    count = 0
    while waiting and count < MOST_FIELDS:
        element, siblings, depth = waiting.pop()
        if depth > DEEPEST or (depth == 0 and element.get("name") in LEFT_OUT):
            continue
        count += 1
        made = field(element)
        siblings.append(made)
        waiting += [(child, made["fields"], depth + 1) for child in reversed(element)]
    return top


def field(element: Any) -> dict[str, Any]:
    """One protocol or field, without what is in it."""
    shown = element.get("show", "")
    text = element.get("showname") or shown
    octets = element.get("unmaskedvalue") or element.get("value", "")
    if len(octets) > LONGEST_BYTES:
        text, shown, octets = text.partition(":")[0], "", ""
    return {"name": element.get("name", ""), "text": text[:LONGEST_TEXT], "show": shown[:LONGEST_TEXT],
            "pos": int(element.get("pos", 0)), "size": int(element.get("size", 0)), "bytes": octets,
            "hidden": element.get("hide") == "yes", "is_protocol": element.tag == "proto", "fields": []}


def confine(seconds: int) -> None:
    """Bounds for this process and tshark, should nobody be left to end them."""
    for kind, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (limit, limit))
    signal.alarm(seconds)


def main(extract: str, first: str, last: str, tshark: str, seconds: str) -> None:
    """Prints a line a packet from `first` to `last`; a line with a fault where tshark failed."""
    confine(int(seconds))
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    wanted = f"frame.number >= {int(first)} and frame.number <= {int(last)}"
    # pyshark runs tshark with -n: no names are looked up
    capture = Capture(extract, tshark_path=tshark, eventloop=loop, custom_parameters=["-Y", wanted])
    count = 0

    def tell(packet: dict[str, Any]) -> None:
        nonlocal count
        count += 1
        print(json.dumps(packet), flush=True)

    try:
        capture.apply_on_packets(tell)
    except TSharkCrashException:
        end(capture.complaint or "it crashed")
    except (TSharkNotFoundException, OSError) as error:
        end(str(error))
    if not count:
        end(capture.complaint or "it said nothing of this packet")


if __name__ == "__main__":
    main(*sys.argv[1:])
