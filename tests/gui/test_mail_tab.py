"""The Mail tab as its user sees it."""
from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_captures import mail_capture
from PySide6.QtCore import QBuffer, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QTest
from window_waiting import opened, wait

from gui.mail_tab import MailTab
from gui.mail_table import MailColumn
from gui.main_window import MainWindow
from gui.reading import reading
from gui.views.mail_html import pictures
from gui.views.reading_pane import HTML, PARTS

IMAGE = QTextDocument.ResourceType.ImageResource.value


def mail_tab(window: MainWindow, name: str | Path) -> MailTab:
    opened(window, name)
    window.actions_["tab_mail"].trigger()
    tab = window.tabs.mail
    wait(lambda: tab.model.rowCount() > 0 and tab.page.pane.source.toPlainText() != "")
    return tab


def column(tab: MailTab, column: MailColumn) -> list[str]:
    return [line.cells[column] for line in tab.model.lines(0, tab.model.rowCount())]


def letter(html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "Ann <a@example.com>", "Plans"
    for name, value in headers.items():
        made[name] = value
    made.set_content("Dear reader,\n\nlook at this.\n")
    if html:
        made.add_alternative(html, subtype="html")
    return made


def red_dot() -> bytes:
    image, buffer = QImage(3, 3, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor("red"))
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_emails_are_listed(window: MainWindow) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    rows = list(window.workspace.session.analysis.mail_rows())
    assert column(tab, MailColumn.SUBJECT) == [row["subject"] for row in rows]
    assert column(tab, MailColumn.STATE) == ["Complete" if row["complete"] else "Incomplete" for row in rows]
    assert column(tab, MailColumn.CARRIER)[:2] == ["SMTP, sent", "SMTP, sent"]
    assert column(tab, MailColumn.DATE)[0] == "2026-11-21 09:00"
    assert window.tabs.tabText(3) == f"Mail ({len(rows)})"


def test_reading_pane_shows_head_text_headers_parts_and_source(window: MainWindow) -> None:
    pane = mail_tab(window, "09-journey.pcap").page.pane
    for words in ("The lighthouse plan", "Alice Harbor", "bob@lantern.test", "Ok: queued as", "same as mail"):
        assert words in pane.head.text()
    assert pane.text.toPlainText().startswith("See the drawing.\n")
    assert "Message-ID" in pane.headers.toPlainText()
    assert pane.tabs.tabText(PARTS) == "Parts (4)" and pane.parts.topLevelItem(0).childCount() == 3
    assert "Subject: The lighthouse plan\n" in pane.source.toPlainText()
    assert pane.files.files.count() == 2 and not pane.tabs.isTabVisible(HTML)


def test_sorting_and_filtering(window: MainWindow) -> None:
    tab = mail_tab(window, "10-reply-and-bounce.pcapng")
    header = tab.page.table.horizontalHeader()
    header.setSortIndicator(MailColumn.SUBJECT, Qt.SortOrder.AscendingOrder)
    wait(lambda: column(tab, MailColumn.NUMBER) == ["2", "0", "1"])
    tab.page.filters.text.setText("wick dora")
    tab.page.filters.apply()
    wait(lambda: column(tab, MailColumn.NUMBER) == ["0", "1"])
    assert tab.page.filters.count.text() == "2 of 3"


def test_from_a_mail_to_its_packets_and_dialogue_and_back(window: MainWindow) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    tab.page.table.go_to(1)
    row = tab.model.entries[1].row
    tab.page.pane.packets.click()
    space = window.workspace
    assert (window.tabs.currentIndex(), space.state.flow, space.state.packet) == (
        0, row["flow"], row["first_packet"] - 1)
    tab.page.table.go_to(0)
    space.go_to_packet(row["last_packet"] - 1)
    window.actions_["reveal"].trigger()
    assert (window.tabs.currentIndex(), tab.page.table.current_line()) == (3, 1)


def test_links_lead_to_the_packet_and_to_the_same_mail(window: MainWindow) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    tab.page.pane.head.linkActivated.emit("mail:2")
    assert tab.page.table.current_line() == 2
    tab.page.pane.head.linkActivated.emit("packet:7")
    assert (window.tabs.currentIndex(), window.workspace.state.packet) == (0, 6)


def test_missing_bytes_are_told_where_they_are_missing(window: MainWindow, tmp_path: Path) -> None:
    text = "".join(f"line {number:04}\n" for number in range(400))
    message = ("From: a@example.com\nSubject: Long\n\n" + text).replace("\n", "\r\n").encode()
    tab = mail_tab(window, mail_capture(tmp_path / "lost.pcap", message, lost=2))
    pane = tab.page.pane
    assert column(tab, MailColumn.STATE) == ["Incomplete"]
    assert "1,000 of its bytes are missing" in pane.bar.text and pane.bar.isVisible()
    before, gap, behind = pane.source.toPlainText().partition("\n[1,000 bytes are missing in the capture]\n")
    assert gap and "line 0170\n" in before and "line 0270\n" in behind and "line 0200" not in before + behind


def test_html_shows_pictures_of_the_same_mail_and_loads_nothing(window: MainWindow, tmp_path: Path) -> None:
    made = letter('<p>Hello <img src="cid:dot"><img src="http://192.0.2.1/x.png"><img src="file:///etc/hostname">'
                  '<script>alert(1)</script><a href="https://example.org/">there</a></p>')
    made.get_payload()[1].add_related(red_dot(), "image", "png", cid="<dot>")
    tab = mail_tab(window, mail_capture(tmp_path / "html.pcap", made.as_bytes().replace(b"\n", b"\r\n")))
    html = tab.page.pane.html
    assert tab.page.pane.tabs.isTabVisible(HTML) and "Hello" in html.toPlainText()
    assert html.loadResource(IMAGE, QUrl("cid:dot")).size().width() == 3
    for url in ("http://192.0.2.1/x.png", "file:///etc/hostname", "qrc:/x", "cid:other", "/etc/hostname"):
        assert html.loadResource(IMAGE, QUrl(url)).size().width() == 1     # an empty one
    assert html.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl("cid:dot")) is None
    assert "3 images, scripts or forms" in tab.page.pane.bar.text


def test_a_link_in_html_is_told_and_not_opened(window: MainWindow, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", lambda url: pytest.fail("opened"))
    made = letter('<a href="https://example.org/a">there</a>')
    tab = mail_tab(window, mail_capture(tmp_path / "link.pcap", made.as_bytes().replace(b"\n", b"\r\n")))
    html = tab.page.pane.html
    html.anchorClicked.emit(QUrl("https://example.org/a"))
    assert tab.page.pane.bar.text == "Links are not opened. This one leads to https://example.org/a"
    html.setSource(QUrl("file:///etc/hostname"))
    assert "there" in html.toPlainText()


def test_pictures_that_are_none_are_left_out() -> None:
    found = pictures({"dot": red_dot(), "text": b"no picture", "empty": b"", "cut": red_dot()[:30]})
    assert set(found) == {"dot"}


def test_text_of_a_mail_can_not_pretend_to_be_the_window(window: MainWindow, tmp_path: Path) -> None:
    made = letter(To="<b@example.net>")
    made.replace_header("Subject", "<b>bold</b><img src=x> \N{RIGHT-TO-LEFT OVERRIDE}gpj")
    tab = mail_tab(window, mail_capture(tmp_path / "odd.pcap", made.as_bytes().replace(b"\n", b"\r\n")))
    assert "&lt;b&gt;bold&lt;/b&gt;&lt;img" in tab.page.pane.head.text()
    assert r"\u202egpj" in column(tab, MailColumn.SUBJECT)[0]


def test_long_words_do_not_widen_the_window(window: MainWindow, tmp_path: Path) -> None:
    message = b"From: %b@example.com\r\nSubject: %b\r\nDate: %b\r\n\r\nx" % (b"y" * 900, b"x" * 3_000, b"z" * 3_000)
    before = window.minimumSizeHint().width()
    tab = mail_tab(window, mail_capture(tmp_path / "wide.pcap", message))
    assert "x" * 99 in tab.page.pane.head.text()
    assert tab.page.pane.save.isVisible() and window.minimumSizeHint().width() <= before
    assert tab.page.pane.head.width() < 1_200


def test_attachments_are_saved_with_safe_names_and_overwrite_nothing(window: MainWindow, tmp_path: Path) -> None:
    made = letter()
    made.add_attachment(b"one", "application", "pdf", filename="../../plan.pdf")
    made.add_attachment(b"two", "application", "pdf", filename="PLAN.pdf")
    tab = mail_tab(window, mail_capture(tmp_path / "files.pcap", made.as_bytes().replace(b"\n", b"\r\n")))
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.pdf").write_bytes(b"mine")
    tab.saving.save_all(str(out))
    wait(lambda: tab.page.pane.bar.text.startswith("Saved: "))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "plan.pdf": b"mine", "plan-2.pdf": b"one", "PLAN-3.pdf": b"two"}
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".pdf"] == []


def test_a_mail_is_saved_as_it_was_transferred(window: MainWindow, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
    proposed: list[str] = []

    def ask(_parent: object, _title: str, path: str) -> tuple[str, str]:
        proposed.append(Path(path).name)
        return str(tmp_path / "mail.eml"), ""

    monkeypatch.setattr("gui.mail_saving.QFileDialog.getSaveFileName", ask)
    made = letter()
    made.replace_header("Subject", "con/aux: 50%?")
    message = made.as_bytes().replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    tab = mail_tab(window, mail_capture(tmp_path / "one.pcap", message))
    tab.page.pane.save.click()
    wait(lambda: (tmp_path / "mail.eml").exists() and tab.page.pane.bar.text.startswith("Saved: "))
    assert (tmp_path / "mail.eml").read_bytes().removesuffix(b"\r\n") == message
    assert proposed == ["aux_ 50%_.eml"]


def test_a_file_that_can_not_be_written_is_told(window: MainWindow, tmp_path: Path) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    tab.saving.save(tab.model.entries[0].mail, str(tmp_path / "no" / "folder.eml"))
    wait(lambda: tab.page.pane.bar.text.startswith("This can't be saved: "))
    assert "folder.eml" in tab.page.pane.bar.text


def test_long_mail_is_shown_in_part(window: MainWindow, tmp_path: Path) -> None:
    body = base64.b64encode(bytes(300_000)).decode()
    message = f"From: a@example.com\r\nSubject: Long\r\n\r\n{body}".encode()
    tab = mail_tab(window, mail_capture(tmp_path / "long.pcap", message))
    assert len(tab.page.pane.text.toPlainText()) < 210_000
    assert "It is long" in tab.page.pane.bar.text and "more bytes are not shown" in tab.page.pane.source.toPlainText()


def test_each_line_of_the_dialogue_leads_to_its_packet(window: MainWindow) -> None:
    space = opened(window, "01-smtp-textbook.pcap").workspace
    space.state.choose_flow(0)
    dialogue = space.panes.dialogue
    wait(lambda: "C: QUIT" in dialogue.toPlainText())
    space.panes.raise_dialogue()
    for command in ("MAIL FROM", "QUIT"):
        block = dialogue.document().find(f"C: {command}").block()
        cursor = dialogue.textCursor()
        cursor.setPosition(block.position())
        dialogue.setTextCursor(cursor)
        QTest.keyClick(dialogue, Qt.Key.Key_Return)
        packet = space.state.packet
        assert command.encode() in space.session.analysis.packets.payload(packet)
        assert dialogue.extraSelections()[0].cursor.block().text() == block.text()


def test_clicking_a_line_of_the_dialogue(window: MainWindow) -> None:
    space = opened(window, "01-smtp-textbook.pcap").workspace
    space.state.choose_flow(0)
    dialogue = space.panes.dialogue
    wait(lambda: "C: QUIT" in dialogue.toPlainText())
    space.panes.raise_dialogue()
    wait(dialogue.isVisible)
    place = dialogue.cursorRect(dialogue.document().find("S: 220")).center()
    QTest.mouseClick(dialogue.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert b"220 " in space.session.analysis.packets.payload(space.state.packet)


def test_an_email_that_is_read_too_late_is_not_shown(window: MainWindow) -> None:
    tab = mail_tab(window, "09-journey.pcap")
    late, shown = next(reading(tab.model.entries[3].mail)), tab.page.pane.head.text()
    tab._read_came((late, {}))
    assert tab.page.pane.head.text() == shown
    window.close_file()
    shown = tab.page.pane.head.text()
    tab._read_came((late, {}))
    assert tab.page.pane.head.text() == shown and not tab.model.entries
