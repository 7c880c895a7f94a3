"""One colour, dash and marker a package, the same in every figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from experiments.figures.style import BLUE, GREEN, INK, ORANGE, PINK, RED, SKY

Dash = str | tuple[int, tuple[float, ...]]


@dataclass(frozen=True)
class Look:
    """How a case is drawn; colour never tells alone, dash and marker tell too."""

    colour: str
    dash: Dash
    marker: str

    def line(self, **more: Any) -> dict[str, Any]:
        """Return the keywords of a line."""
        return {"color": self.colour, "ls": self.dash, **more}


SOLID: Dash = "-"
DASHED: Dash = (0, (5, 1.6))
DOTTED: Dash = (0, (1.4, 1.2))
MIXED: Dash = (0, (5, 1.4, 1.2, 1.4))

FIXED = {
    "none": Look("#8A8A8A", DASHED, "s"),
    "baseline": Look(BLUE, SOLID, "o"),
    "brokered": Look(ORANGE, MIXED, "^"),
    "green_upgrade": Look(GREEN, SOLID, "D"),
    "in_force": Look(SKY, DASHED, "v"),
    "adaptive": Look(PINK, MIXED, "P"),
    "no symbiosis": Look(INK, DOTTED, "x"),
}
"""The looks of the packages that ship, by name."""

_OTHERS = (
    Look(RED, SOLID, "<"), Look("#44AA99", DASHED, ">"), Look("#882255", MIXED, "h"),
    Look("#999933", SOLID, "p"), Look("#332288", DASHED, "*"), Look("#AA4499", DOTTED, "X"),
    Look("#117733", MIXED, "d"), Look("#661100", DOTTED, "8"),
)  # fmt: skip
"""Tol's muted scheme and what is left of Okabe and Ito's, for packages of one's own."""


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Return a look for each name: its own, or the next free one in the order given.

    >>> looks(["mine", "baseline"])["baseline"] == looks(["baseline"])["baseline"]
    True
    """
    found: dict[str, Look] = {}
    free = 0
    for name in names:
        if name in FIXED:
            found[name] = FIXED[name]
        elif name not in found:
            found[name] = _OTHERS[free % len(_OTHERS)]
            free += 1
    return found
