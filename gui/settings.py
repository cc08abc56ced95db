"""Settings: what is remembered from one start to the next, in the place where the platform keeps such things."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from gui import packet_columns
from gui.coloring import DEFAULTS, Rule
from gui.language import Language
from gui.live_plan import Plan
from gui.models.style import Style
from gui.packet_columns import PacketColumn
from gui.packet_times import TimeFormat
from gui.theme import Appearance

_TIME_FORMATS = {form.value: form for form in TimeFormat}
_STYLES = {style.value: style for style in Style}
RECENT_FILES = 10
RECENT_FILTERS = 20


class Settings:
    """Geometry, panes, columns, recent files, appearance."""

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "pilotfish", "pilotfish")

    def layout(self, name: str) -> QByteArray:
        """A saved layout of a window, of panes or of columns; empty where there is none."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def save_layout(self, name: str, layout: QByteArray) -> None:
        """Remembers a layout."""
        self._store.setValue(f"layout/{name}", layout)

    @property
    def recent(self) -> list[str]:
        """The files that were opened, the latest first."""
        value = self._store.value("recent", [])
        return [value] if isinstance(value, str) else [str(path) for path in value] if isinstance(value, list) else []

    def add_recent(self, path: str) -> None:
        """Puts a file first."""
        path = str(Path(path).absolute())
        self._store.setValue("recent", [path, *(other for other in self.recent if other != path)][:RECENT_FILES])

    def forget_recent(self, path: str | None = None) -> None:
        """Forgets a file, or all."""
        self._store.setValue("recent", [other for other in self.recent if path and other != path])

    # Filters.

    @property
    def filter_history(self) -> list[str]:
        """The display filters that were applied, the latest first."""
        return [text for text in self._list("filters/history") if isinstance(text, str)]

    def add_filter(self, text: str) -> None:
        """Puts a display filter first."""
        others = [other for other in self.filter_history if other != text]
        self._save("filters/history", [text, *others][:RECENT_FILTERS])

    @property
    def saved_filters(self) -> dict[str, str]:
        """The display filters that stand as buttons beside the filter line: by name what each is."""
        return {one[0]: one[1] for one in self._list("filters/saved")
                if isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)}

    @saved_filters.setter
    def saved_filters(self, filters: dict[str, str]) -> None:
        self._save("filters/saved", [list(one) for one in filters.items()])

    @property
    def color_rules(self) -> tuple[Rule, ...]:
        """The colouring rules, in their order."""
        if self._store.value("colors/rules") is None:
            return DEFAULTS
        return tuple(Rule(one[0], one[1], _STYLES[one[2]], bool(one[3])) for one in self._list("colors/rules")
                     if isinstance(one, list) and len(one) == 4 and all(isinstance(part, str) for part in one[:3])
                     and one[2] in _STYLES)

    @color_rules.setter
    def color_rules(self, rules: Sequence[Rule]) -> None:
        self._save("colors/rules", [[rule.name, rule.text, rule.style.value, int(rule.used)] for rule in rules])

    @property
    def is_colored(self) -> bool:
        """Whether the packet list is coloured."""
        return str(self._store.value("colors/on", "true")) == "true"

    @is_colored.setter
    def is_colored(self, on: bool) -> None:
        self._store.setValue("colors/on", "true" if on else "false")

    @property
    def packet_columns(self) -> tuple[PacketColumn, ...]:
        """The columns of the packet list, in their order."""
        return packet_columns.from_json(self._list("columns/packets"))

    @packet_columns.setter
    def packet_columns(self, columns: Sequence[PacketColumn]) -> None:
        self._save("columns/packets", packet_columns.to_json(columns))

    # Live capture.

    @property
    def capture_plan(self) -> Plan | None:
        """What was captured last."""
        value = self._store.value("capture/plan")
        return Plan.of_line(value) if isinstance(value, str) else None

    @capture_plan.setter
    def capture_plan(self, plan: Plan) -> None:
        self._store.setValue("capture/plan", plan.line())

    @property
    def time_format(self) -> tuple[TimeFormat, int | None]:
        """How times of packets are written, and with how many digits; None: as the capture has them."""
        found = self._list("times/format")
        if len(found) == 2 and found[0] in _TIME_FORMATS and (found[1] is None or found[1] in range(10)):
            return _TIME_FORMATS[found[0]], found[1]
        return TimeFormat.SINCE_FIRST, None

    @time_format.setter
    def time_format(self, found: tuple[TimeFormat, int | None]) -> None:
        self._save("times/format", [found[0].value, found[1]])

    def _list(self, name: str) -> list[Any]:
        """A list as it was saved; what somebody else wrote there counts as empty."""
        value = self._store.value(name)
        try:
            found = json.loads(value) if isinstance(value, str) else []
        except ValueError:
            return []
        return found if isinstance(found, list) else []

    def _save(self, name: str, value: list[Any]) -> None:
        self._store.setValue(name, json.dumps(value))

    @property
    def appearance(self) -> Appearance:
        """Light, dark or as the system."""
        value = self._store.value("appearance")
        return next((choice for choice in Appearance if choice.value == value), Appearance.SYSTEM)

    @appearance.setter
    def appearance(self, choice: Appearance) -> None:
        self._store.setValue("appearance", choice.value)

    @property
    def language(self) -> Language:
        """The language of the window, from the next start on."""
        value = self._store.value("language")
        return next((choice for choice in Language if choice.value == value), Language.SYSTEM)

    @language.setter
    def language(self, choice: Language) -> None:
        self._store.setValue("language", choice.value)

    @property
    def zoom(self) -> int:
        """Points by which text is larger than the system's."""
        value = self._store.value("zoom", 0)
        return int(value) if isinstance(value, int | str) and str(value).lstrip("-").isdigit() else 0

    @zoom.setter
    def zoom(self, points: int) -> None:
        self._store.setValue("zoom", points)
