"""What a design is: its options, what makes it impossible, how many points, and the points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Protocol

from experiments.design.space import Floats, Range, Space

Options = Mapping[str, Any]


class Complaint(NamedTuple):
    """What makes a design impossible; `option` is empty where it is the design as such."""

    option: str
    wrong: str
    mend: str


@dataclass(frozen=True)
class Option:
    """A setting of a design: a whole number of at least `least`, or a flag.

    Without a default it must be given; `example` is a good value.
    """

    what: str
    default: int | bool | None
    example: int | bool
    least: int = 1

    @property
    def flag(self) -> bool:
        """Whether it is true or false."""
        return isinstance(self.example, bool)


class Design(Protocol):
    """One way of choosing points; `samples` says whether it takes ranges as they are.

    `points` returns (point, factor) positions in 0..1. The same space, options and seed give the
    same points; rows may repeat, and their order is what an analysis of the design expects.
    """

    name: ClassVar[str]
    what: ClassVar[str]
    samples: ClassVar[bool]
    options: ClassVar[dict[str, Option]]

    def complaints(self, space: Space, options: Options) -> Iterator[Complaint]:
        """Yield what makes the design impossible in this space."""

    def count(self, space: Space, options: Options) -> int:
        """Return the number of points without making them."""

    def points(self, space: Space, options: Options, seed: int) -> Floats:
        """Return the (point, factor) positions."""


def nothing_varies(name: str, space: Space) -> Iterator[Complaint]:
    """Yield the complaint of a design that has nothing to vary."""
    if not space:
        mend = 'give a lever a range, as in [strength] subsidy = "range"; or design = "factorial"'
        yield Complaint("", f"{name} has nothing to vary", mend)


def no_power_of_two(size: int, why: str) -> Iterator[Complaint]:
    """Yield the complaint of a size that is no power of two."""
    if size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        mend = f"write {below} or {2 * below}"
        yield Complaint("size", f"is {size}, no power of two, {why}", mend)


def only_ranges(name: str, space: Space) -> Iterator[Complaint]:
    """Yield the complaint of each factor with listed values, where steps need a range."""
    for factor in space:
        if not isinstance(factor.values, Range):
            low, high = factor.bounds
            wrong = f"{name} moves along ranges, and {factor.column} lists values"
            mend = f"write {{ low = {low:g}, high = {high:g} }} without steps, or one number"
            yield Complaint("", wrong, mend)
