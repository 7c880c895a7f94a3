"""How much a park file may hold before it is refused unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Limits:
    """Sizes in MB (a million bytes) as stored and as unpacked, packed parts, and cells."""

    file_mb: int
    unpacked_mb: int
    parts: int
    cells: int
    """Cells that are visited, empty ones before the last of a row among them."""


FILE: Final = Limits(file_mb=20, unpacked_mb=200, parts=2_000, cells=5_000_000)
"""Of a file that the user names on the own machine."""

UPLOAD: Final = Limits(file_mb=8, unpacked_mb=60, parts=500, cells=1_000_000)
"""Of a file that comes over a network."""
