"""The display filter of a window: ties the filter line to the session and to the lists that it narrows."""
from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit

from analyzer.errors import FilterError
from gui.filtering import FieldName, Filtered, Verdict, checked, filtered, joined, names
from gui.session import Session
from gui.settings import Settings
from gui.views.filter_line import FilterLine

LONGEST_NAME = 30


class PacketFilter(QObject):
    """One filter is applied at a time; it stays when another capture is opened."""
    kept = Signal(object)       # Filtered, or None where all packets are listed
    kept_more = Signal(object)  # Filtered, with packets that came since

    def __init__(self, line: FilterLine, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.line, self._settings = line, settings
        self.applied = ""
        self._session: Session | None = None
        self._named = False
        self._found: Filtered | None = None     # of the filter that is applied
        edit = line.edit
        edit.check_wanted.connect(self._check)
        edit.apply_wanted.connect(lambda: self.apply(edit.text()))
        edit.clear_wanted.connect(lambda: self.apply(""))
        line.chosen.connect(self.apply)
        line.save_wanted.connect(self._ask_name)
        line.forget_wanted.connect(self._forget)
        line.cancelled.connect(self.cancel)
        line.show_history(settings.filter_history)
        line.show_saved(settings.saved_filters)

    def show(self, session: Session | None) -> None:
        """Filters another capture; its packets come later."""
        self._session, self._named, self._found = session, False, None
        self.line.show_running(None)
        if session is not None:
            session.stopped.connect(self._select)

    def apply(self, text: str) -> None:
        """Lists only what this filter keeps; "" lists all."""
        text = text.strip()
        self.prepare(text)
        if text and self._session is None:
            return
        self.line.edit.check_now()
        if text:
            self._ask_select(text)
        else:
            self._drop()

    def prepare(self, text: str) -> None:
        """Puts a filter into the line without applying it."""
        if self.line.edit.text() != text:
            self.line.edit.setText(text)

    def lift(self) -> None:
        """Lists all packets; the filter stays in its line, to be applied again."""
        self._drop()

    def cancel(self) -> None:
        """Gives up filtering; what is listed stays."""
        if self._session is not None:
            self._session.drop("filter")
        self.line.show_running(None)

    # How a filter is looked at.

    def _check(self, text: str) -> None:
        session = self._session
        if session is None or session.analysis is None:
            return
        if not self._named:
            self._named = True
            session.ask(names(session.analysis.registry), self._named_all, "filter names")
        session.ask(checked(text, session.analysis.registry), self.line.show_verdict, "filter check")

    def _named_all(self, found: list[FieldName]) -> None:
        edit = self.line.edit
        edit.completer_.fill(found)
        if edit.hasFocus():
            edit.completer_.offer()

    # How it is applied.

    def _select(self) -> None:
        """Applies the filter anew: there are other packets."""
        if self.applied:
            self._ask_select(self.applied)

    def _ask_select(self, text: str) -> None:
        assert self._session is not None
        if self._session.analysis is not None:
            self.line.show_running(0.0)
            self._session.ask(filtered(self._session.analysis, text), self._part_came, "filter",
                              on_fault=lambda fault: self._failed(text, fault), background=True)

    def _part_came(self, part: float | Filtered) -> None:
        if isinstance(part, float):
            self.line.show_running(part)
            return
        self.line.show_running(None)
        self.applied, self._found = part.text, part
        self._settings.add_filter(part.text)
        self.line.show_history(self._settings.filter_history)
        self.kept.emit(part)

    def grow(self) -> None:
        """Applies the filter to the packets that came since; what it said of the others stays for now."""
        found, session = self._found, self._session
        if found is not None and session is not None and session.analysis is not None \
                and found.known < session.analysis.packets.rows:
            session.ask(filtered(session.analysis, found.text, found.known),
                        lambda part: self._more_came(found, part), "filter more")

    def _more_came(self, before: Filtered, part: float | Filtered) -> None:
        if isinstance(part, Filtered) and before is self._found:
            self._found = joined(before, part)
            self.kept_more.emit(self._found)

    def _failed(self, text: str, fault: BaseException) -> None:
        self.line.show_running(None)
        if not isinstance(fault, FilterError):
            raise fault
        self.line.show_verdict(Verdict(text, str(fault).partition(": ")[2], fault.column))
        self.line.go_to_column(fault.column)

    def _drop(self) -> None:
        self.cancel()
        self._found = None
        if self.applied:
            self.applied = ""
            self.kept.emit(None)

    # Saved filters.

    def save(self, name: str, text: str) -> None:
        """Keeps a filter as a button."""
        self._settings.saved_filters = self._settings.saved_filters | {name[:LONGEST_NAME]: text}
        self.line.show_saved(self._settings.saved_filters)

    def _ask_name(self) -> None:
        text = self.line.edit.text().strip()
        name, agreed = QInputDialog.getText(self.line, self.tr("Save this filter"), self.tr("Name of the button:"),
                                            QLineEdit.EchoMode.Normal, text[:LONGEST_NAME])
        if agreed and name.strip():
            self.save(name.strip(), text)

    def _forget(self, name: str) -> None:
        self._settings.saved_filters = {
            other: text for other, text in self._settings.saved_filters.items() if other != name}
        self.line.show_saved(self._settings.saved_filters)
