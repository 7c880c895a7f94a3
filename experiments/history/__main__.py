"""`python -m experiments.history` writes the block on history of `docs/validation.md`."""

from __future__ import annotations

from experiments.history.report import DOCUMENT, page, rewritten

if __name__ == "__main__":
    block = page()
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(rewritten(text, block), encoding="utf-8")
    print(block)
