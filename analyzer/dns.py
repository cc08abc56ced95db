"""DNS of a capture: its transactions, handed out as rows, text or totals."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from analyzer.columns import Array
from analyzer.dns_messages import Columns, DnsInput


@dataclass(frozen=True)
class Transactions:
    """The transactions of a capture.

    Attributes:
        messages: what they are made of.
        columns: what the walk found in the messages.
        transaction, role: of each message; -1 and NONE for one without a header.
        query, response: the message of each transaction, or -1.
        retransmissions, duplicates, mirrored: how many further messages of that kind each has.
        conflict: of each the transaction whose response says something else: of an answered one the first such, of such
            a response the answered one; or -1.
        retry: of each transaction cut short over UDP the one that asks again over TCP, of this the first; or -1.
        further, further_at: messages that go on with the responses of transfers, by transaction: those of the t-th
            are further[further_at[t]:further_at[t + 1]].
    """
    messages: DnsInput
    columns: Columns
    transaction: Array
    role: Array
    query: Array
    response: Array
    retransmissions: Array
    duplicates: Array
    mirrored: Array
    conflict: Array
    retry: Array
    further: Array
    further_at: Array

    def __len__(self) -> int:
        return len(self.query)

    def rows(self) -> Iterator[dict[str, Any]]:
        """A row a transaction, as the command line prints it."""
        from analyzer.dns_rows import rows
        return rows(self)

    def message_rows(self) -> Iterator[dict[str, Any]]:
        """A row a message."""
        from analyzer.dns_rows import message_rows
        return message_rows(self)

    def dig_text(self) -> Iterator[str]:
        """Each message as `dig` prints it."""
        from analyzer.dig import dig_text
        return dig_text(self)

    def json_lines(self, write: Callable[[memoryview], object], digits: int = 9) -> None:
        """Writes the rows as lines of JSON, many at once."""
        from analyzer.dns_json import json_lines
        json_lines(self, write, digits)

    def summary(self) -> dict[str, Any]:
        """Totals, from columns alone."""
        from analyzer.dns_summary import summary
        return summary(self)

    @cached_property
    def askers(self) -> Mapping[str, list[int]]:
        """Who asked: the numbers of each address, by its text."""
        found: dict[str, list[int]] = {}
        for number in np.unique(self.messages.source[self.query[self.query >= 0]]).tolist():
            found.setdefault(self.messages.address_text(number), []).append(number)
        return found

    @cached_property
    def facts(self) -> Callable[..., Mapping[str, Any]]:
        """What Wireshark's tree says of the nth message in a packet's row: response_in, response_to and so on."""
        from analyzer.dns_facts import Facts
        return Facts(self)
