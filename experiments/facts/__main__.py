"""`python -m experiments.facts [SEEDS]` writes its table into `docs/validation.md`.

With a number of seeds other than that of the page the table is only printed.
"""

from __future__ import annotations

import sys

from experiments.facts.report import DOCUMENT, measure, rewritten, table
from experiments.facts.sample import FULL, Sample

if __name__ == "__main__":
    sample = Sample(int(sys.argv[1])) if len(sys.argv) > 1 else FULL
    measured = measure(sample)
    if sample == FULL:
        text = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(rewritten(text, measured), encoding="utf-8")
    print(table(measured))
