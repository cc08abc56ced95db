"""Fills in the templates of configuration files and zones: `{{name}}` stands for a value."""
from __future__ import annotations

import re
from pathlib import Path

from servers.network import NODES, address, address6

TEMPLATES = Path(__file__).parent / "templates"
ADDRESSES = {node: address(node) for node in NODES} | {f"{node}6": address6(node) for node in NODES}
"""In every file, the name of a node stands for its IPv4 address, with a 6 behind it for its IPv6 address."""


def filled(template: str, **values: object) -> str:
    """The text of a template with the nodes' addresses and the values in it."""
    known: dict[str, object] = ADDRESSES | values
    return re.sub(r"\{\{(\w+)\}\}", lambda name: str(known[name[1]]), (TEMPLATES / template).read_text("utf-8"))


def write(target: Path, text: str) -> Path:
    """Writes a file, with the folders that it needs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, "utf-8")
    return target
