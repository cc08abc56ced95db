"""The context menus."""
from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from window_waiting import opened, wait

from gui.main_window import MainWindow
from gui.models.flows import FlowColumn
from gui.packet_columns import Column


def menu_of(window: MainWindow, view: QWidget, point: QPoint) -> QMenu:
    """The menu that a right click opens."""
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, point, view.viewport().mapToGlobal(point)))
    return next(menu for menu in window.tabs.findChildren(QMenu) if menu.isVisible())


def choose(menu: QMenu, *titles: str) -> None:
    """Chooses an entry by the titles on the way to it."""
    whole = menu
    for title in titles[:-1]:
        menu = next(one.menu() for one in menu.actions() if one.menu() and one.text().replace("&", "") == title)
    next(one for one in menu.actions() if one.text().replace("&", "") == titles[-1]).trigger()
    whole.hide()


def test_a_field_becomes_the_filter(window: MainWindow) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    tree, nodes = space.panes.field_tree, space.fields.nodes
    node = nodes.find(("dns", "dns.id"))
    tree.choose(node)
    menu = menu_of(window, tree, tree.visualRect(space.fields.index_of(node)).center())
    value = nodes.show(node)
    choose(menu, "Apply as Filter", "Selected")
    wait(lambda: window.filter.applied == f"dns.id == {value}")
    assert 0 < space.packets.rowCount() < space.session.progress.rows


@pytest.mark.parametrize(("entry", "expected"), [
    ("Description", "Transaction ID: 0x"), ("Field Name", "dns.id"), ("Value", "0x"), ("As Filter", "dns.id == 0x"),
    ("Bytes as a Hex Stream", ""), ("Bytes as C Array", "static const unsigned char bytes[2] = {\n    0x"),
    ("Bytes as Escaped String", "\\x")])
def test_what_is_copied_of_a_field(window: MainWindow, entry: str, expected: str) -> None:
    space = opened(window, "06-dns-iterative.pcap").workspace
    tree = space.panes.field_tree
    tree.choose(space.fields.nodes.find(("dns", "dns.id")))
    QApplication.clipboard().clear()
    choose(menu_of(window, tree, tree.visualRect(tree.currentIndex()).center()), "Copy", entry)
    assert QApplication.clipboard().text().startswith(expected) and QApplication.clipboard().text()


def test_cells_are_added_to_the_filter(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    table, flows = space.panes.packet_list, space.panes.flow_list.table
    choose(menu_of(window, table, table.visualRect(space.packets.index(3, Column.SOURCE)).center()),
           "Prepare as Filter", "Selected")
    edit = space.panes.filter_line.edit
    assert (edit.text(), window.filter.applied) == ("ip.src == 10.77.0.10", "")
    choose(menu_of(window, flows, flows.visualRect(space.flows.index(0, FlowColumn.NUMBER)).center()),
           "Apply as Filter", "…and not Selected")
    wait(lambda: window.filter.applied == "(ip.src == 10.77.0.10) && !(tcp.stream == 0)")


def test_a_lookup_and_an_email_lead_to_their_packets(window: MainWindow) -> None:
    space = opened(window, "09-journey.pcap").workspace
    for name, tab, said in (("tab_dns", window.tabs.dns, "dns.qry.name =="), ("tab_mail", window.tabs.mail, "mail.")):
        window.actions_[name].trigger()
        table = tab.page.table
        wait(lambda page=tab.page: page.notice == "" and page.table.model().rowCount() > 0)
        column = 5 if name == "tab_dns" else 3
        choose(menu_of(window, table, table.visualRect(table.model().index(0, column)).center()),
               "Apply as Filter", "Selected")
        wait(lambda said=said: window.filter.applied.startswith(said))
        assert window.tabs.currentWidget() is space.panes
        assert 0 < space.packets.rowCount() < space.session.progress.rows
