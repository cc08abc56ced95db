"""Safe tags: which tags, attributes and styles of a mail's HTML are written again; plain Python without Qt."""
from __future__ import annotations

import re
from html import unescape

PLAIN = frozenset((
    "b", "i", "u", "s", "em", "strong", "small", "big", "sub", "sup", "code", "tt", "pre", "p", "div", "span", "font",
    "center", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "del", "ins",
    "cite"))
"""Tags that are written as they are."""
TABLE = frozenset(("table", "tbody", "thead", "tfoot", "tr", "td", "th"))
ALONE = frozenset(("br", "hr"))
BLOCKS = frozenset((
    "p", "div", "tr", "li", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "br", "hr",
    "center"))
SKIPPED = frozenset((
    "script", "style", "title", "iframe", "object", "svg", "math", "textarea", "noscript", "template", "select",
    "head"))
"""Elements whose content is no text for readers."""
_ATTRIBUTES = {
    "align": re.compile(r"left|right|center|justify"), "valign": re.compile(r"top|middle|bottom"),
    "color": re.compile(r"#[0-9a-f]{3,6}|[a-z]{3,20}"), "bgcolor": re.compile(r"#[0-9a-f]{3,6}|[a-z]{3,20}"),
    "size": re.compile(r"[+-]?[1-7]"), "width": re.compile(r"\d{1,3}%?"), "border": re.compile(r"\d"),
    "cellpadding": re.compile(r"\d{1,2}"), "cellspacing": re.compile(r"\d{1,2}"), "colspan": re.compile(r"[1-9]|10")}
"""Not rowspan: cells over many rows take very long to lay out."""
_STYLES = {
    "color": _ATTRIBUTES["color"], "background-color": _ATTRIBUTES["bgcolor"],
    "font-weight": re.compile(r"bold|[1-9]00"), "font-style": re.compile(r"italic"), "text-align": _ATTRIBUTES["align"],
    "text-decoration": re.compile(r"underline|line-through|none")}
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]{1,20})\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""")


def read_attributes(inside: str) -> dict[str, str]:
    """The attributes that stand in a tag, all of them."""
    return {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(inside)}


def write_attributes(attributes: dict[str, str]) -> str:
    """Those attributes and styles that are known, with values that they may have."""
    kept = [f' {name}="{value.lower()}"' for name, value in attributes.items()
            if name in _ATTRIBUTES and _ATTRIBUTES[name].fullmatch(value.lower())]
    styles = [part.partition(":") for part in attributes.get("style", "").lower().split(";")[:20]]
    styled = [f"{name.strip()}:{value.strip()}" for name, _, value in styles
              if name.strip() in _STYLES and _STYLES[name.strip()].fullmatch(value.strip())]
    return "".join(kept) + (f' style="{";".join(styled)}"' if styled else "")
