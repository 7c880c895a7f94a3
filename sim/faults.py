"""Faults in what a user gave, gathered and raised once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in an input: where it stands, what is wrong and what to write instead.

    `place` reads like `enterprises.csv line 4, column output` or
    `sheet enterprises, row 4, column output`.
    """

    place: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.wrong}; {self.mend}"


class InputError(ValueError):
    """Every fault found in one input, raised together.

    The command line prints the faults and ends with exit code 2.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise `InputError` with all `faults`; do nothing where there are none."""
    if faults:
        raise InputError(faults)
