"""The strip of a mail's journey as its user sees it."""
from __future__ import annotations

from pathlib import Path

from mail_captures import mail_capture
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from window_waiting import opened, wait

from gui.mail_tab import MailTab
from gui.main_window import MainWindow
from gui.models.journey import Kind
from gui.views.journey_strip import CARD, JourneyStrip
from gui.views.reading_pane import JOURNEY


def strip(window: MainWindow, name: str | Path, mail: int = 0) -> JourneyStrip:
    opened(window, name)
    window.actions_["tab_mail"].trigger()
    tab: MailTab = window.tabs.mail
    wait(lambda: tab.model.rowCount() > 0 and tab.page.pane.source.toPlainText() != "")
    tab.page.table.go_to(mail)
    tab.page.pane.tabs.setCurrentIndex(JOURNEY)
    wait(lambda: tab.page.pane.journey.stations.count() > 0)
    return tab.page.pane.journey


def cards(found: JourneyStrip) -> list[tuple[Kind, str]]:
    items = [found.stations.item(row).data(CARD) for row in range(found.stations.count())]
    return [(card.kind, card.what) for card in items]


def test_stations_in_order_of_time(window: MainWindow) -> None:
    found = strip(window, "09-journey.pcap")
    assert cards(found)[:3] == [(Kind.LOOKUP, "PTR 50.0.77.10.in-addr.arpa"),
                                (Kind.LOOKUP, "A edge-7.pool.harbor.example"), (Kind.SENT, "10.77.0.50 → 10.77.0.10")]
    assert [kind for kind, _ in cards(found)[-3:]] == [Kind.TRACE, Kind.FETCHED, Kind.FETCHED]
    assert found.summary.text().startswith("4 transfers of this mail, 7 lookups that belong to it, 1 more")
    assert found.stations.currentRow() == 2 and "It is the chosen mail" in found.detail.toPlainText()


def test_each_station_says_why_it_is_there_and_leads_to_its_packets(window: MainWindow) -> None:
    found = strip(window, "09-journey.pcap")
    for row in range(found.stations.count()):
        found.stations.setCurrentRow(row)
        assert "Why here" in found.detail.toPlainText()
    found.stations.setCurrentRow(3)
    assert "the resolver asked" in found.detail.toPlainText()
    found.stations.setFocus()
    QTest.keyClick(found.stations, Qt.Key.Key_Return)
    assert (window.tabs.currentIndex(), window.workspace.state.packet) == (0, 62)


def test_links_lead_to_packets_and_mails(window: MainWindow) -> None:
    found = strip(window, "09-journey.pcap")
    found.stations.setCurrentRow(8)
    found.detail.anchorClicked.emit("mail:1")
    wait(lambda: window.tabs.mail.page.table.current_line() == 1 and found.stations.currentRow() == 8)
    found.detail.anchorClicked.emit("packet:103")
    assert window.workspace.state.packet == 102


def test_another_mail_has_another_journey(window: MainWindow) -> None:
    found = strip(window, "10-reply-and-bounce.pcapng", 2)
    wait(lambda: found.stations.count() == 3)
    assert found.summary.text().startswith("Only this transfer of the mail was found, no lookups that belong to it")
    window.tabs.mail.page.table.go_to(0)
    wait(lambda: found.stations.count() == 10)


def test_a_journey_is_followed_only_when_looked_at(window: MainWindow) -> None:
    found = strip(window, "09-journey.pcap")
    window.tabs.mail.page.pane.tabs.setCurrentIndex(0)
    window.tabs.mail.page.table.go_to(1)
    wait(lambda: not window.workspace.session._worker._jobs)
    assert found.stations.count() == 0


def test_text_of_a_journey_can_not_pretend_to_be_the_window(window: MainWindow, tmp_path: Path) -> None:
    message = b"From: a@example.com\r\nReceived: from x by <b>y</b>\x1b[1m; <img src=x>\r\n\r\nHi\r\n"
    found = strip(window, mail_capture(tmp_path / "odd.pcap", message))
    found.stations.setCurrentRow(0)
    html = found.detail.toHtml()
    assert cards(found)[0][0] is Kind.TRACE and "<img" not in html and "\x1b" not in found.detail.toPlainText()


def test_cards_are_painted(window: MainWindow) -> None:
    found = strip(window, "09-journey.pcap")
    window.actions_["zoom_in"].trigger()
    image = QImage(found.stations.viewport().size(), QImage.Format.Format_RGB32)
    found.stations.viewport().render(image)
    shades = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(shades) > 10
