"""How well a row of a park file is known, by what its source says."""

from __future__ import annotations

import re
from typing import Final

BASES: Final = ("data", "estimate", "composed", "unsaid")
"""A source, an estimate, drawn by a generator, or nothing said."""

_ESTIMATE = re.compile(r"estimat|估", re.IGNORECASE)
_COMPOSED = re.compile(r"^(composed|合成)", re.IGNORECASE)


def basis_of(source: str) -> str:
    """Return which of `BASES` a source is; one that names an estimate anywhere is one.

    >>> [basis_of(s) for s in ("Yearbook 2021", "output: 2019; land: estimate", "composed: x", "")]
    ['data', 'estimate', 'composed', 'unsaid']
    """
    if not source.strip():
        return "unsaid"
    if _COMPOSED.search(source.strip()):
        return "composed"
    return "estimate" if _ESTIMATE.search(source) else "data"
