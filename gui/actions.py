"""Actions: what menus, toolbar and keys do; with Wireshark's keys where it has the same function."""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from gui.icons import icon
from gui.wording import _


class Entry(NamedTuple):
    """An action: name, text, keys, icon, and whether it is on or off."""
    name: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    is_switch: bool = False


ENTRIES = (
    Entry("new_window", _("&New window"), ("Ctrl+Alt+N",)),
    Entry("open", _("&Open…"), ("Ctrl+O",), "open"),
    Entry("close", _("&Close"), ("Ctrl+W",), "close"),
    Entry("reload", _("&Reload"), ("Ctrl+R",), "reload"),
    Entry("save", _("&Save"), ("Ctrl+S",), "save"),
    Entry("save_as", _("Save &as…"), ("Ctrl+Shift+S",)),
    Entry("export_packets", _("&Packets as a capture…")),
    Entry("export_list", _("Packet &list…")),
    Entry("export_flows", _("&Flows…")),
    Entry("export_dns", _("&DNS transactions…")),
    Entry("export_mail", _("Table of &emails…")),
    Entry("export_bytes", _("Save &bytes…"), ("Ctrl+Shift+X",)),
    Entry("export_field_tree", _("Fields of th&is packet…")),
    Entry("export_field_trees", _("Fields of &all displayed packets…")),
    Entry("comment", _("&Add comment…"), ("Ctrl+Alt+C",)),
    Entry("stop", _("Stop rea&ding"), ("Ctrl+E",)),
    Entry("save_capture", _("Sa&ve capture…"), ("Ctrl+S",), "save"),
    Entry("capture_options", _("&Options…"), ("Ctrl+K",)),
    Entry("capture_start", _("&Start"), ("Ctrl+E",), "capture"),
    Entry("capture_stop", _("S&top"), ("Ctrl+E",), "capture-stop"),
    Entry("capture_restart", _("&Restart"), ("Ctrl+R",)),
    Entry("autoscroll", _("&Follow the newest packet"), (), "autoscroll", is_switch=True),
    Entry("quit", _("&Quit"), ("Ctrl+Q",)),
    Entry("copy_line", _("Copy &line"), ("Ctrl+Shift+C",)),
    Entry("next", _("&Next packet"), ("Ctrl+Down", "F8"), "next"),
    Entry("previous", _("&Previous packet"), ("Ctrl+Up", "F7"), "previous"),
    Entry("next_in_flow", _("N&ext packet in flow"), ("Ctrl+.",)),
    Entry("previous_in_flow", _("P&revious packet in flow"), ("Ctrl+,",)),
    Entry("first", _("&First packet"), ("Ctrl+Home",), "first"),
    Entry("last", _("&Last packet"), ("Ctrl+End",), "last"),
    Entry("goto", _("&Go to packet…"), ("Ctrl+G",), "goto"),
    Entry("follow", _("&Follow flow of this packet"), ("Ctrl+Alt+Shift+T",), "follow"),
    Entry("follow_stream", _("Follow &stream in a window…"), ("Ctrl+Shift+F",)),
    Entry("all", _("Show &all packets"), ("Ctrl+Alt+Shift+A",), "all"),
    Entry("reveal", _("Show this packet in the tab of its &protocol"), ("Ctrl+J",)),
    Entry("find", _("&Find packet…"), ("Ctrl+F",), "find"),
    Entry("find_next", _("Find n&ext"), ("Ctrl+N",)),
    Entry("find_previous", _("Find pre&vious"), ("Ctrl+B",)),
    Entry("mark", _("&Mark or unmark packet"), ("Ctrl+M",)),
    Entry("next_mark", _("Next m&ark"), ("Ctrl+Shift+N",)),
    Entry("previous_mark", _("Previous ma&rk"), ("Ctrl+Shift+B",)),
    Entry("unmark_all", _("&Unmark all"), ("Ctrl+Alt+M",)),
    Entry("time_reference", _("Set or unset &time reference"), ("Ctrl+T",)),
    Entry("filter", _("Display f&ilter"), ("Ctrl+/",)),
    Entry("tab_packets", _("&Packets"), ("Alt+1",)),
    Entry("tab_flows", _("&Flows"), ("Alt+2",)),
    Entry("tab_dns", _("&DNS"), ("Alt+3",)),
    Entry("tab_mail", _("&Mail"), ("Alt+4",)),
    Entry("tab_statistics", _("&Statistics"), ("Alt+5",)),
    Entry("columns", _("Col&umns…")),
    Entry("apply_column", _("Apply as Colu&mn"), ("Ctrl+Shift+I",)),
    Entry("colorize", _("Colorize pac&ket list"), is_switch=True),
    Entry("color_rules", _("Colorin&g rules…")),
    Entry("ask_tshark", _("Ask &tshark about unknown protocols"), is_switch=True),
    Entry("expand", _("E&xpand all fields"), ("Ctrl+Right",)),
    Entry("collapse", _("&Collapse all fields"), ("Ctrl+Left",)),
    Entry("zoom_in", _("Zoom &in"), ("Ctrl++", "Ctrl+="), "zoom-in"),
    Entry("zoom_out", _("Zoom &out"), ("Ctrl+-",), "zoom-out"),
    Entry("zoom_normal", _("Normal si&ze"), ("Ctrl+0",)),
    Entry("full_screen", _("Full scr&een"), ("F11",)),
    Entry("fit", _("Fit colum&ns to content"), ("Ctrl+Shift+R",)),
    Entry("reset", _("&Reset panes"), ()),
    Entry("keys", _("&Keyboard shortcuts…"), ("F1",)),
    Entry("about", _("&About pilotfish")),
)
NEEDS_CAPTURE = frozenset((
    "close", "reload", "copy_line", "next", "previous", "next_in_flow", "previous_in_flow", "first", "last", "goto",
    "follow", "follow_stream", "reveal", "find", "find_next", "find_previous", "mark", "next_mark", "previous_mark",
    "unmark_all", "time_reference", "filter", "color_rules", "tab_packets", "tab_flows", "tab_dns", "tab_mail",
    "tab_statistics", "expand", "collapse", "fit", "reset", "columns", "apply_column", "save", "save_as",
    "export_packets", "comment", "export_list", "export_flows", "export_dns", "export_mail", "export_field_tree",
    "export_field_trees", "export_bytes"))


class Actions:
    """All actions of a window, by name."""

    def __init__(self, window: QWidget) -> None:
        self._icons = {entry.name: entry.icon for entry in ENTRIES if entry.icon}
        self._actions: dict[str, QAction] = {}
        for entry in ENTRIES:
            action = QAction(QApplication.translate("", entry.text), window)
            action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
            action.setObjectName(entry.name)
            action.setCheckable(entry.is_switch)
            window.addAction(action)
            self._actions[entry.name] = action
            plain = action.text().replace("&", "").rstrip("…")
            action.setToolTip(f"{plain} ({entry.keys[0]})" if entry.keys else plain)
        self.recolor()
        self.enable(False)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect(self, **slots: Callable[[], None]) -> None:
        """Connects actions by name."""
        for name, slot in slots.items():
            self._actions[name].triggered.connect(lambda _=False, slot=slot: slot())

    def enable(self, has_capture: bool) -> None:
        """Enables what needs an open capture."""
        for name in NEEDS_CAPTURE:
            self._actions[name].setEnabled(has_capture)

    def recolor(self) -> None:
        """Draws the icons in the colours of the present theme."""
        for name, shape in self._icons.items():
            self._actions[name].setIcon(icon(shape))
