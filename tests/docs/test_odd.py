"""The ODD document says what the code does."""

from __future__ import annotations

from experiments.odd import DOCUMENT, blocks, rewritten


def test_the_generated_tables_are_current() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert rewritten(text) == text, "run `python -m experiments.odd`"


def test_every_block_stands_in_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in blocks():
        assert f"<!-- {name}: written by experiments.odd -->" in text
