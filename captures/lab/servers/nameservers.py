"""The DNS servers: NSD for root and top-level domains, BIND and Knot for the mail domains, unbound as resolver."""
from __future__ import annotations

from pathlib import Path

from servers.configuration import filled, write
from servers.network import address, address6, wait_for_server
from servers.programs import Programs
from servers.zones import REVERSE, REVERSE6, make_zones, root_key

TLD_ZONES = ("example", "test", REVERSE, REVERSE6)


class NameServers:
    """All of them; their files stand in a folder each."""

    def __init__(self, folder: Path, programs: Programs) -> None:
        self.folder = folder
        self.programs = programs

    def start(self, dkim: str) -> None:
        """Makes the zones and starts all servers."""
        (self.folder / "zones").mkdir()
        zones = make_zones(self.folder / "zones", dkim)
        self._start_nsd("root", {".": zones["."]})
        self._start_nsd("tld", {name: zones[name] for name in TLD_ZONES})
        named = self._configure("nsa", "named.conf", file=zones["harbor.example"])
        self.programs.start("nsa", "nsa", "named", "-f", "-n", "1", "-c", named)
        knot = self._configure("nsb", "knot.conf", file=zones["lantern.test"])
        self.programs.start("nsb", "nsb", "knotd", "-c", knot)
        for node in ("root", "tld", "nsa", "nsb"):
            wait_for_server(node, 53)
        write(self.folder / "resolver" / "root.key", root_key(self.folder / "zones"))
        self._configure("resolver", "root.hints")
        self._configure("resolver", "unbound.conf")
        self._start_resolver()

    def restart_resolver(self) -> None:
        """The resolver knows nothing any more: it asks from the root down."""
        self.programs.stop("resolver")
        self._start_resolver()

    def _start_resolver(self) -> None:
        self.programs.start("resolver", "resolver", "unbound", "-d", "-c", self.folder / "resolver" / "unbound.conf")
        wait_for_server("resolver", 53)

    def _start_nsd(self, node: str, zones: dict[str, Path]) -> None:
        served = "".join(filled("nsd-zone.conf", zone=zone, file=file) for zone, file in zones.items())
        server = filled("nsd.conf", address=address(node), address6=address6(node), folder=self.folder / node)
        file = write(self.folder / node / "nsd.conf", server + served)
        self.programs.start(node, node, "nsd", "-d", "-c", file)

    def _configure(self, node: str, name: str, **values: object) -> Path:
        folder = self.folder / node
        return write(folder / name, filled(f"{name}", folder=folder, **values))
