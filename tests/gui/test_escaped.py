"""Text of a capture inside of rich text of ours."""
from __future__ import annotations

from gui.views.escaped import BREAK, LONGEST_WORD, foldable, packet_link, packets_link, value


def test_links_to_packets_name_one_or_several() -> None:
    assert packets_link(31, 31) == '<a href="packet:31">packet 31</a>'
    assert packets_link(31, 1_032) == '<a href="packet:31">packets 31 to 1,032</a>'
    assert packet_link(None) == ""


def test_long_words_can_be_broken_in_labels_alone() -> None:
    word = "&" * LONGEST_WORD
    assert foldable(f"{word}< {word}") == f"{'&amp;' * LONGEST_WORD}{BREAK}&lt; {'&amp;' * LONGEST_WORD}"
    assert BREAK not in value(word + word)
