"""Translations: every text of the window can be translated, and is, with the same placeholders; German menus and pages
are as whole as the English ones."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QTabBar, QWidget
from translated_texts import calls, files, name_of, texts_of_source, translations
from window_waiting import opened, wait

from gui import wording
from gui.language import Language, install
from gui.main_window import MainWindow
from gui.settings import Settings

SHOWING = frozenset((
    "setText", "setToolTip", "setWindowTitle", "setStatusTip", "setWhatsThis", "setAccessibleName", "setTitle",
    "setAccessibleDescription", "setPlaceholderText", "addAction", "addMenu", "addTab", "addRow", "addItem",
    "setPlainText", "setHtml", "setSuffix", "setPrefix", "setSpecialValueText", "setHeaderLabels", "setTabText",
    "setInformativeText", "setTabToolTip", "addToolBar", "addButton", "say", "QLabel", "QPushButton", "QCheckBox",
    "QRadioButton", "QGroupBox", "QMenu", "QAction", "QDockWidget", "QMessageBox"))
"""What shows a text to people."""
OWN_NAMES = frozenset(("pilotfish", ".pcapng", "png", "svg"))
"""What is the same in all languages."""
MARKUP = re.compile(r"<[^>]*>?|[^<]*>")
WORD = re.compile(r"[A-Za-z]{2}")
every_file = pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)


def test_texts_that_are_shown_are_translated() -> None:
    found = [f"{module}:{call.lineno}: {word!r}" for module, _class, call in calls(*SHOWING)
             for word in untranslated(call) if word not in OWN_NAMES and WORD.search(MARKUP.sub("", word))]
    assert found == []


def untranslated(call: ast.Call) -> Iterator[str]:
    """The words in a call's arguments that no translation reaches."""
    pending: list[ast.AST] = [*call.args, *(one.value for one in call.keywords)]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Subscript) and not (isinstance(node, ast.Call) and name_of(node) != "format"):
            pending += ast.iter_child_nodes(node)


def test_only_whole_texts_are_looked_up() -> None:
    """A text that is put together before it is looked up is not found; nor is one of another object's class."""
    wrong = [f"{module}:{call.lineno}: {ast.unparse(call)}" for module, of_class, call in calls("tr", "_")
             if not (len(call.args) == 1 and isinstance(call.args[0], ast.Constant))
             or (name_of(call) == "tr" and (ast.unparse(call.func) != "self.tr" or not of_class))]
    assert wrong == []


@every_file
def test_every_text_has_a_finished_translation(path: Path) -> None:
    done = translations(path).keys()
    assert (texts_of_source() - done, done - texts_of_source()) == (set(), set()), \
        "CONTRIBUTING.md says how translations are renewed"
    assert all(translations(path).values())


@every_file
def test_placeholders_and_form_are_the_same(path: Path) -> None:
    for (_context, source), text in translations(path).items():
        assert sorted(re.findall(r"\{.*?\}", text)) == sorted(re.findall(r"\{.*?\}", source))
        assert text.count("&") == source.count("&")
        assert [text.startswith(" "), text.endswith(" "), text.endswith("…")] == [
            source.startswith(" "), source.endswith(" "), source.endswith("…")], source


@every_file
def test_the_compiled_file_says_the_same(path: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(path.with_suffix(".qm")))
    compiled = {text: translator.translate(*text) for text in translations(path)}
    assert compiled == translations(path)


def test_a_text_without_a_translation_stays_as_it_is(german: QApplication) -> None:
    assert QCoreApplication.translate("MailsModel", "Subject") == "Betreff"
    assert QCoreApplication.translate("MailsModel", "What nobody has translated") == "What nobody has translated"
    assert wording.translate("Finding", "the regular expression takes too long").startswith("der ")


def test_the_language_is_kept(window: MainWindow) -> None:
    assert Settings().language is Language.SYSTEM
    next(action for menu in window.findChildren(QMenu) for action in menu.actions()
         if action.text() == "&Deutsch").trigger()
    assert Settings().language is Language.GERMAN


def test_the_system_says_which_language(app: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QTranslator, "load", lambda _self, path: asked.append(Path(path).name))
    for names, wanted in ((["fr-FR", "de-AT", "en"], ["qtbase_de.qm", "pilotfish_de.qm"]), (["en-US", "de"], []),
                          (["ja"], [])):
        asked.clear()
        monkeypatch.setattr("gui.language.QLocale", SystemOf(names))
        install(app, Language.SYSTEM)
        assert asked == wanted
    wording.translate_by(lambda _context, text: text)


class SystemOf:
    """What is asked of QLocale."""

    def __init__(self, names: list[str]) -> None:
        self.uiLanguages = lambda: names

    def system(self) -> SystemOf:
        return self


@pytest.fixture
def german(app: QApplication) -> Iterator[QApplication]:
    """The application in German."""
    install(app, Language.GERMAN)
    yield app
    for translator in app.findChildren(QTranslator):
        app.removeTranslator(translator)
        translator.deleteLater()
    wording.translate_by(lambda _context, text: text)


def test_german_keys_of_menus_are_told_apart(german: QApplication, window: MainWindow) -> None:
    keys_are_told_apart(window)


def test_english_keys_of_menus_are_told_apart(window: MainWindow) -> None:
    keys_are_told_apart(window)


def keys_are_told_apart(window: MainWindow) -> None:
    for menu in window.menuBar().findChildren(QMenu):
        if not menu.title():
            continue
        keys = [found[1].lower() for action in menu.actions() if action.isVisible()
                if (found := re.search("&([^&])", action.text()))]
        assert sorted(keys) == sorted(set(keys)), menu.title()


@pytest.mark.parametrize("tab", ["packets", "flows", "dns", "mail", "statistics"])
def test_no_german_text_is_clipped(german: QApplication, window: MainWindow, tab: str) -> None:
    window.resize(1280, 800)
    opened(window, "09-journey.pcap")
    window.actions_[f"tab_{tab}"].trigger()
    wait(lambda: tab == "packets" or getattr(window.tabs, tab).page.notice == "")
    wait(lambda: clipped(window) == [])


def clipped(window: MainWindow) -> list[str]:
    """The texts that have less room than they need."""
    return [words(one) for one in window.findChildren(QWidget)
            if one.isVisible() and words(one) and one.width() < one.minimumSizeHint().width()]


def words(widget: QWidget) -> str:
    """What stands on a widget that can't be scrolled."""
    if isinstance(widget, QTabBar):
        return " ".join(widget.tabText(place) for place in range(widget.count()))
    if isinstance(widget, QLabel):
        return "" if widget.wordWrap() else widget.text()
    return widget.text() if isinstance(widget, QAbstractButton) else ""
