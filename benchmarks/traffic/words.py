"""Words, names of zones and hosts, persons and lines of text, all made from one random source."""

from __future__ import annotations

from random import Random

import numpy as np

_SYLLABLES = [*(start + vowel for start in "bcdfgklmnprstv" for vowel in "aeiou"), "al", "an", "el", "en", "in", "un"]
_TLDS = ("example", "test", "com.example", "net.example", "org.example", "co.test", "info.example", "xn--p1b6ci.test")
_HOSTS = ("www", "mail", "api", "cdn", "static", "img", "login", "mx1", "ns1", "imap", "smtp", "telemetry", "update")
_FIRST = ("Ada", "Alan", "Björn", "Carla", "Chen", "Dana", "Elif", "Farid", "Hana", "José", "Kofi", "Olga", "Zoë")
ZIPF_EXPONENT = 0.95


class Words:
    """Makes words and what is made of them; the same for the same random numbers."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))) for _ in range(1500)]
        self.lines = [self._line() for _ in range(3000)]

    def _line(self) -> str:
        words = self._rng.choices(self.words, k=self._rng.randint(5, 14))
        start = "." if self._rng.random() < 0.01 else ""  # a line for dot-stuffing (RFC 5321 4.5.2)
        return start + " ".join(words).capitalize()[:76] + self._rng.choice((".", ",", "", "!", "?"))

    def zones(self, count: int) -> list[str]:
        """Names of zones, each different by its number."""
        rng = self._rng
        return [f"{rng.choice(self.words)}-{rng.choice(self.words)}{n}.{rng.choice(_TLDS)}" for n in range(count)]

    def host_names(self, zones: list[str], count: int) -> list[str]:
        """Names of hosts in the zones: the zones themselves, usual names, and long tails."""
        rng = self._rng
        tails = (f"{rng.choice(_HOSTS)}.{rng.choice(zones)}" for _ in range(count // 2))
        odd = (f"{rng.choice(self.words)}-{n}.{rng.choice(_HOSTS)}.{rng.choice(zones)}" for n in range(count // 2))
        names = list(dict.fromkeys([*zones, *tails, *odd]))
        rng.shuffle(names)
        return names

    def mailbox(self, domain: str) -> tuple[str, str]:
        """A person: display name and address."""
        first, last = self._rng.choice(_FIRST), self._rng.choice(self.words).capitalize()
        local = f"{first}.{last}".lower().encode("ascii", "ignore").decode()
        return f"{first} {last}", f"{local}@{domain}"


class Ranks:
    """Endless ranks below `count` in a Zipf-like distribution: rank 0 is asked for most."""

    def __init__(self, count: int, seed: int) -> None:
        weights = 1.0 / np.arange(1, count + 1) ** ZIPF_EXPONENT
        self._edges = np.cumsum(weights / weights.sum())
        self._edges[-1] = 1.0
        self._random = np.random.default_rng(seed)
        self._drawn: list[int] = []

    def next(self) -> int:
        if not self._drawn:
            self._drawn = np.searchsorted(self._edges, self._random.random(50_000), side="right").tolist()
        return self._drawn.pop()
