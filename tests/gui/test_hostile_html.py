"""HTML mail that would load, run or hang something, in the real window: a server that must not be asked, and 10 MB."""
from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import mail_captures
import pytest
from mail_captures import mail_capture
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from window_waiting import opened, wait

from gui.mail_tab import MailTab
from gui.main_window import MainWindow
from gui.reading import reading
from gui.safe_html import MOST_CELLS, MOST_TAGS
from gui.views.reading_pane import HTML, SOURCE

HEAD = b"From: a@example.com\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
HOSTILE = """
<html><head><base href="{0}/base/"><link rel="stylesheet" href="{0}/link.css"><link rel="prefetch" href="{0}/prefetch">
<meta http-equiv="refresh" content="0;url={0}/refresh"><style>@import url("{0}/import.css");
@font-face {{ font-family: x; src: url({0}/font.woff) }} body {{ background: url({0}/css.png) }}</style></head>
<body background="{0}/body.png" onload="fetch('{0}/onload')">Text to be read
<img src="{0}/img.png"><img src='{0}/img2.png'><img src={0}/img3.png srcset="{0}/set.png 2x"><img src="//{1}/rel.png">
<img src="img.png"><picture><source srcset="{0}/source.png"></picture><input type="image" src="{0}/input.png">
<script src="{0}/script.js"></script><script>new Image().src="{0}/script.png"</script>
<iframe src="{0}/iframe"></iframe><object data="{0}/object"></object><embed src="{0}/embed"><video src="{0}/video">
<audio src="{0}/audio" autoplay></audio><svg><image href="{0}/svg.png"/></svg><form action="{0}/form"><input name="q">
<button>go</button></form><p style="background-image:url({0}/style.png); color:url({0}/color)">styled</p>
<table background="{0}/table.png"><tr><td background="{0}/cell.png">cell</td></tr></table>
<div style="content:url({0}/content.png); list-style:url({0}/list.png)">div</div>
<a href="{0}/link" ping="{0}/ping">a link</a>
<img src="cid:x" style="border-image:url({0}/border.png)"><img src="cid:{0}/cid.png"><img lowsrc="{0}/lowsrc.png">
<img src="file:///etc/hostname"><a href="file:///etc/passwd">file</a><iframe src="file:///etc/passwd"></iframe>
<img src="&#104;ttp://{1}/entity.png"><img src="jav&#x0A;ascript:alert(1)"><body background="{0}/body2.png">
</body></html>"""


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_POST = do_HEAD = do_GET

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}", asked
    made.shutdown()
    thread.join()
    made.server_close()


def shown(window: MainWindow, capture: Path) -> MailTab:
    opened(window, capture)
    window.actions_["tab_mail"].trigger()
    tab = window.tabs.mail
    wait(lambda: tab.page.pane.source.toPlainText() != "")
    return tab


def look_at_everything(tab: MailTab) -> None:
    """Looks at each view, moves the pointer over the HTML and clicks on it."""
    pane = tab.page.pane
    for index in range(SOURCE + 1):
        pane.tabs.setCurrentIndex(index)
        QCoreApplication.processEvents()
    pane.tabs.setCurrentIndex(HTML)
    view = pane.html.viewport()
    for y in range(5, view.height(), 15):
        for x in range(5, min(view.width(), 600), 40):
            place = QPointF(x, y)
            for kind, button in ((QEvent.Type.MouseMove, Qt.MouseButton.NoButton),
                                 (QEvent.Type.MouseButtonPress, Qt.MouseButton.LeftButton),
                                 (QEvent.Type.MouseButtonRelease, Qt.MouseButton.LeftButton)):
                QCoreApplication.sendEvent(view, QMouseEvent(kind, place, view.mapToGlobal(place), button, button,
                                                             Qt.KeyboardModifier.NoModifier))
    for _ in range(20):
        QCoreApplication.processEvents()
        time.sleep(0.01)


def test_nothing_is_asked_of_a_server(window: MainWindow, tmp_path: Path, server: tuple[str, list[str]],
                                      monkeypatch: pytest.MonkeyPatch) -> None:
    url, asked = server
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda _url: pytest.fail("opened"))
    html = HOSTILE.format(url, url.removeprefix("http://"))
    tab = shown(window, mail_capture(tmp_path / "hostile.pcap", HEAD + html.replace("\n", "\r\n").encode()))
    look_at_everything(tab)
    pane = tab.page.pane
    assert asked == []
    assert "Text to be read" in pane.text.toPlainText() and "Text to be read" in pane.html.toPlainText()
    assert "styled" in pane.html.toPlainText() and "alert" not in pane.html.toPlainText()
    html = pane.html.toHtml().replace(f'href="{url}/link"', "").replace(f'src="cid:{url}/cid.png"', "")
    assert url not in html


def test_a_picture_that_is_missing_is_not_looked_for_among_files(window: MainWindow, tmp_path: Path,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    red = QImage(200, 200, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    for name in ("cid:x.png", "x.png"):
        assert red.save(str(tmp_path / name), "PNG")
    monkeypatch.chdir(tmp_path)
    tab = shown(window, mail_capture(tmp_path / "cid.pcap", HEAD + b'<p>x <img src="cid:x.png"> <img src="x.png"></p>'))
    tab.page.pane.tabs.setCurrentIndex(HTML)
    seen = tab.page.pane.html.grab().toImage()
    assert not any(seen.pixelColor(x, y) == QColor("red") for x in range(0, seen.width(), 20)
                   for y in range(0, seen.height(), 20))


@pytest.mark.parametrize("piece", [
    b"<table><tr><td>word\r\n", b"<div><table border=1><tr><td colspan=99>word</table>\r\n",
    b"<td rowspan=999>word <font size=7>\r\n", b"word<ul><li><blockquote>\r\n"])
def test_ten_megabytes_of_nested_html_are_little_to_lay_out(window: MainWindow, tmp_path: Path, piece: bytes,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_captures, "SEGMENT", 60_000)
    message = HEAD + b"Dear reader\r\n" + piece * (10_000_000 // len(piece))
    tab = shown(window, mail_capture(tmp_path / "nested.pcap", message))
    pane, entry = tab.page.pane, tab.model.entries[0]
    found = next(reading(entry.mail))
    pane.tabs.setCurrentIndex(HTML)
    pane.html.grab()
    assert pane.text.toPlainText().startswith("Dear reader") and pane.html.toPlainText().startswith("Dear reader")
    assert found.html is not None and not found.whole and "It is long" in pane.bar.text
    assert len(found.html.html) < 60 * MOST_TAGS and found.html.html.count("<td") <= MOST_CELLS
