"""The window that follows a stream, as its user sees it."""
from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sample_captures import FOLDER
from window_waiting import opened, wait

from analyzer import follow_pages
from analyzer.analysis import Analysis
from dissectors.stream import Side
from gui.follow_control import Following
from gui.follow_text import How
from gui.main_window import MainWindow
from gui.tabs import PACKETS
from gui.theme import colors

RELAY, LOOKUP = 25, 15


def followed(window: MainWindow, flow: int = RELAY) -> Following:
    opened(window, "09-journey.pcap")
    window.tabs.following.open(flow)
    [found] = window.tabs.following.followed
    wait(lambda: found.window.page.toPlainText() != "")
    return found


def choose(found: Following, how: How | None = None, way: Side | None = None) -> str:
    before = found.window.page.toPlainText()
    forms = found.window._forms
    if how is not None:
        found.window.how.setCurrentIndex(forms.index(how))
    found.window.way.setCurrentIndex(0 if way is None else 1 + way)
    found.window.form_changed.emit()
    wait(lambda: found.window.page.toPlainText() != before)
    return found.window.page.toPlainText()


def find(found: Following, text: str) -> None:
    before = found.window.page.textCursor().position()
    found.window.text.setText(text)
    QTest.keyClick(found.window.text, Qt.Key.Key_Return)
    wait(lambda: found.window.page.textCursor().position() != before or "does not occur" in found.window.bar.text)


def test_dialogue_text_hex_and_raw(window: MainWindow) -> None:
    found = followed(window)
    text = found.window.page.toPlainText()
    assert text.startswith("S: 220 mxb.lantern.test ESMTP Postfix\nC: EHLO mxa.harbor.example\nS: 250-")
    assert choose(found, How.TEXT).startswith("── server, packet 96 ──\n220 mxb.lantern.test ESMTP Postfix\n── client,")
    assert choose(found, How.HEX).startswith("S 00000000  32 32 30 20 6d 78 62 2e  6c 61 6e")
    assert choose(found, How.RAW).startswith("S 323230206d78")


def test_sides_have_colours_and_signs_and_can_be_shown_alone(window: MainWindow) -> None:
    found = followed(window)
    shades = {found.window.page.document().findBlockByNumber(number).begin().fragment().charFormat().foreground()
              .color().name() for number in range(12)}
    assert shades == {colors().client.name(), colors().server.name()}
    assert {line[:2] for line in choose(found, way=Side.SERVER).split("\n")} == {"S:"}
    assert {line[:2] for line in choose(found, way=Side.CLIENT).split("\n")} == {"C:"}


def test_finding_lights_the_line_and_goes_on_around(window: MainWindow) -> None:
    found = followed(window)
    places = []
    for _ in range(3):
        find(found, "rcpt to")
        places.append(found.window.page.textCursor().block().text()[:24])
    assert places == ["C: RCPT TO:<bob@lantern.", "C: RCPT TO:<carol@lanter", "C: RCPT TO:<bob@lantern."]
    assert found.window.page.textCursor().selectedText() == "RCPT TO"
    find(found, "nowhere")
    assert found.window.bar.text == "“nowhere” does not occur."


def test_finding_in_a_hex_dump(window: MainWindow) -> None:
    found = followed(window)
    choose(found, How.HEX)
    find(found, "QUIT")
    assert "51 55 49 54" in found.window.page.textCursor().block().text()


def test_pages_on_demand(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_pages, "PAGE", 1_000)
    found = followed(window)
    assert found.window.where.text() == "Page 1 of 10"
    bar, page = found.window.page.verticalScrollBar(), found.window.page
    bar.setValue(bar.maximum())
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    wait(lambda: found.window.where.text() == "Page 2 of 10")
    bar.setValue(0)
    QTest.keyClick(page, Qt.Key.Key_PageUp)
    wait(lambda: found.window.where.text() == "Page 1 of 10")
    assert bar.value() == bar.maximum()
    found.window._turns["last"].click()
    wait(lambda: "S: 221" in page.toPlainText())
    find(found, "ehlo")
    assert found.window.where.text() == "Page 1 of 10"


def test_a_line_leads_to_its_packet(window: MainWindow) -> None:
    found = followed(window)
    find(found, "QUIT")
    space = window.workspace
    QTest.keyClick(found.window.page, Qt.Key.Key_Return)
    wait(lambda: b"QUIT" in space.session.analysis.packets.payload(space.state.packet))
    assert window.tabs.currentIndex() == PACKETS


@pytest.mark.parametrize("way", [Side.CLIENT, Side.SERVER])
def test_raw_bytes_are_saved(window: MainWindow, tmp_path: Path, way: Side) -> None:
    found = followed(window)
    choose(found, How.RAW, way)
    found.save(str(tmp_path / "out"))
    wait(lambda: found.window.bar.text.startswith("Saved: "))
    with Analysis.open(FOLDER / "09-journey.pcap") as analysis:
        assert (tmp_path / "out").read_bytes() == b"".join(analysis.stream_bytes(RELAY, way))


def test_text_is_saved_as_it_is_shown(window: MainWindow, tmp_path: Path) -> None:
    found = followed(window)
    found.save(str(tmp_path / "out"))
    wait(lambda: found.window.bar.text.startswith("Saved: "))
    assert (tmp_path / "out").read_text() == found.window.page.toPlainText() + "\n"
    found.save(str(tmp_path / "no" / "out"))
    wait(lambda: found.window.bar.text.startswith("This can't be saved: "))


def test_datagrams_have_no_dialogue(window: MainWindow) -> None:
    found = followed(window, LOOKUP)
    assert found.window.chosen_form[0] is How.TEXT
    assert "lantern" in found.window.page.toPlainText() and choose(found, How.HEX).startswith("C 00000000  ")


def test_a_stream_is_followed_from_a_packet_and_from_the_flows_tab(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    space.go_to_packet(84)
    window.actions_["follow_stream"].trigger()
    window.actions_["tab_flows"].trigger()
    tab = window.tabs.flows
    wait(lambda: tab.page.table.current_line() == RELAY and tab.page.flow.follow.isEnabled())
    tab.page.flow.follow.click()
    tab.page.table.go_to(0)
    window.actions_["follow_stream"].trigger()
    *titles, other = [one.window.windowTitle() for one in window.tabs.following.followed]
    assert other == "Flow 0: SMTP  10.77.0.50:47646 → 10.77.0.10:587"
    assert titles == ["Flow 25: SMTP  10.77.0.10:60760 → 10.77.0.20:25"] * 2


def test_windows_close_with_their_capture(window: MainWindow) -> None:
    found = followed(window)
    assert found.window.isVisible()
    window.close_file()
    assert window.tabs.following.followed == [] and not found.window.isVisible()


def test_the_colours_follow_the_theme(window: MainWindow) -> None:
    found = followed(window)
    text = found.window.page.toPlainText()
    QApplication.sendEvent(found.window, QEvent(QEvent.Type.PaletteChange))
    assert found.window.page.toPlainText() == text
