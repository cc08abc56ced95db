"""Takes a picture of the window: opens a capture, chooses a flow, a packet and a field, writes a PNG.

    python docs/pictures/take.py captures/NAME.pcap docs/pictures/window.png --service mail
"""
from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEventLoop, QSettings, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from analyzer.services import MAIL
from gui.app import make_application
from gui.main_window import MainWindow
from gui.models.nodes import NO_NODE
from gui.settings import Settings
from gui.theme import Appearance
from gui.views.table_page import TablePage

PATIENCE_MS = 60_000
COLORS, VIVID = 256, 64
PLAIN = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither


def wait(until: Callable[[], bool], most_ms: int = PATIENCE_MS) -> None:
    """Lets the window work until something is so."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start(20)
    QTimer.singleShot(most_ms, loop.quit)
    loop.exec()
    if not until():
        sys.exit("the window did not get ready for the picture")


def pause(time_ms: int) -> None:
    """Lets the window draw."""
    loop = QEventLoop()
    QTimer.singleShot(time_ms, loop.quit)
    loop.exec()


def choose(window: MainWindow, options: argparse.Namespace) -> None:
    """Chooses what is to be seen."""
    space = window.workspace
    if options.service:
        services = MAIL if options.service == "mail" else (options.service,)
        flows = [flow for flow in range(space.flows.rowCount()) if space.flows.service(flow) in services]
        if not flows:
            sys.exit(f"no flow of {options.service} in this capture")
        options.flow = max(flows, key=lambda flow: space.session.analysis.flows.value(flow, "bytes_sent")
                           if space.session and space.session.analysis else 0) if options.flow is None else options.flow
    if options.flow is not None:
        space.state.choose_flow(options.flow)
        wait(lambda: space.packets.rowCount() < space.session.progress.rows
             if space.session and space.session.progress else False, 2_000)
    if options.packet:
        space.go_to_packet(options.packet - 1)
    pause(700)
    nodes = space.fields.nodes
    if nodes is not None and options.field:
        node = next((n for n in range(len(nodes)) if nodes.name(n) == options.field), NO_NODE)
        space.panes.field_tree.choose(node)
    if options.pane:
        getattr(space.panes, f"raise_{options.pane}")()


def type_filter(window: MainWindow, text: str) -> None:
    """Types into the filter line; the names that are offered are part of the picture."""
    edit = window.workspace.panes.filter_line.edit
    edit.setFocus()
    for letter in text:
        QTest.keyClick(edit, letter)
    pause(1_500)


def follow(window: MainWindow, flow: int | None) -> QWidget:
    """The window that follows a stream; without a flow the main window."""
    if flow is None:
        return window
    window.tabs.following.open(flow)
    found = window.tabs.following.followed[0].window
    wait(lambda: found.page.toPlainText() != "")
    return found


def grab(window: QWidget) -> QImage:
    """The window, with what it has opened above itself."""
    image = window.grab()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        painter = QPainter(image)
        painter.drawPixmap(window.mapFromGlobal(popup.pos()), popup.grab())
        painter.end()
        popup.hide()
    return image.toImage()


def choose_in_tab(window: MainWindow, options: argparse.Namespace) -> None:
    """Chooses what is to be seen in another tab."""
    window.actions_[f"tab_{options.tab}"].trigger()
    if options.tab == "statistics":
        wait(lambda: window.tabs.statistics.page.notice == "" and window.tabs.statistics.page.latency.bars is not None)
        window.tabs.statistics.page.sections.setCurrentRow(options.view or 0)
        return
    pages: dict[str, TablePage] = {"flows": window.tabs.flows.page, "dns": window.tabs.dns.page,
                                   "mail": window.tabs.mail.page}
    views = {"dns": window.tabs.dns.page.lookup.tabs, "mail": window.tabs.mail.page.pane.tabs}
    page = pages[options.tab]
    wait(lambda: page.notice == "" or page.notice.startswith("This"))
    if options.sort is not None:
        down = options.sort < 0
        page.table.horizontalHeader().setSortIndicator(
            -options.sort - 1 if down else options.sort,
            Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder)
    if options.filter:
        page.filters.text.setText(options.filter)
        page.filters.apply()
    pause(1_000)
    if options.line is not None:
        page.table.go_to(options.line)
        page.table.setFocus()
    if options.view is not None:
        views[options.tab].setCurrentIndex(options.view)
        pause(1_500)


def with_few_colors(image: QImage) -> QImage:
    """The picture in its most frequent colours, which takes half the room."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    colors, counts = np.unique(np.frombuffer(image.constBits(), np.uint32), return_counts=True)
    channels = colors.view(np.uint8).reshape(-1, 4)[:, :3].astype(int)
    # small signs are told apart by their colours; of greys there are many
    vivid = (channels.max(axis=1) - channels.min(axis=1)) ** 2
    frequent = np.argsort(-counts)[:COLORS - VIVID]
    counts[frequent] = 0
    table = colors[[*frequent, *np.argsort(-counts * vivid)[:VIVID]]].tolist()
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, PLAIN)


def read_options() -> argparse.Namespace:
    """What is to be on the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("capture", nargs="?", help="without one, the start page is shown")
    parser.add_argument("out")
    parser.add_argument("--flow", type=int, help="a flow to choose")
    parser.add_argument("--service", help="chooses the largest flow of a service; `mail` for any of mail")
    parser.add_argument("--packet", type=int)
    parser.add_argument("--field", help="a field to choose, by its name for filters")
    parser.add_argument("--pane", choices=("bytes", "dialogue"))
    parser.add_argument("--tab", choices=("packets", "flows", "dns", "mail", "statistics"), default="packets")
    parser.add_argument("--follow", type=int, help="a flow whose stream is followed: the picture is of that window")
    parser.add_argument("--line", type=int, help="a line of the tab's table to choose, from 0")
    parser.add_argument("--filter", help="what to type into the tab's filter line")
    parser.add_argument("--sort", type=int, help="a column of the tab's table to sort by; -1 and below: descending")
    parser.add_argument("--view", type=int,
                        help="which view of the reading pane or of the detail, or which list of statistics, from 0")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--appearance", type=Appearance, default=Appearance.LIGHT, choices=list(Appearance))
    parser.add_argument("--error", help="a file to try to open afterwards")
    return parser.parse_args()


def main() -> None:
    """Takes the picture."""
    options = read_options()
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        make_application(options.appearance)
        window = MainWindow(Settings())
        window.resize(*map(int, options.size.split("x")))
        window.show()
        if options.capture:
            ended = []
            window.reading_ended.connect(lambda: ended.append(True))
            window.open_file(options.capture)
            wait(lambda: bool(ended) or window.error_bar.isVisible())
            if ended:
                pause(300)
                choose(window, options)
                if options.tab == "packets" and options.filter:
                    type_filter(window, options.filter)
                if options.tab != "packets":
                    choose_in_tab(window, options)
        if options.error:
            window.open_file(options.error)
        pause(700)
        with_few_colors(grab(follow(window, options.follow))).save(options.out)
        window.close()


if __name__ == "__main__":
    main()
