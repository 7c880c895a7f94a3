"""Undo and redo: the scenarios that were shown, as one immutable value."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboards.viewstate import Key, ViewState

MOST = 200
TOGETHER_S = 1.0
"""Moves of the same lever no further apart than this are one step back, as in a drag."""


@dataclass(frozen=True)
class History:
    """The state that is shown, with the scenarios before it and those undone.

    Language, page and picks are how one looks and not a step; undoing keeps them.
    """

    now: ViewState
    past: tuple[Key, ...] = ()
    future: tuple[Key, ...] = ()
    at_s: float = float("-inf")

    def to(self, state: ViewState, at_s: float) -> History:
        """Return the history with `state` shown from the time `at_s` on."""
        if state.key == self.now.key:
            return replace(self, now=state)
        if at_s - self.at_s <= TOGETHER_S and self.past and _same_lever(state.key, self.now.key):
            return replace(self, now=state, future=(), at_s=at_s)
        return History(state, (*self.past, self.now.key)[-MOST:], (), at_s)

    def back(self) -> History:
        """Return the history one step back; the same where there is none."""
        if not self.past:
            return self
        shown = self.now.with_key(self.past[-1])
        return History(shown, self.past[:-1], (self.now.key, *self.future))

    def forward(self) -> History:
        """Return the history one undone step forward; the same where there is none."""
        if not self.future:
            return self
        shown = self.now.with_key(self.future[0])
        return History(shown, (*self.past, self.now.key), self.future[1:])

    def without(self, park: str, instead: str) -> History:
        """Return the history without the scenarios of a park; `instead` is shown in its place."""
        pins = tuple(pin for pin in self.now.pins if pin[0] != park)
        shown = instead if self.now.park == park else self.now.park
        return replace(
            self,
            now=replace(self.now, park=shown, pins=pins),
            past=tuple(key for key in self.past if key[0] != park),
            future=tuple(key for key in self.future if key[0] != park),
        )


def _same_lever(one: Key, other: Key) -> bool:
    """Say whether two scenarios differ in one lever alone."""
    differing = set(one[2]) ^ set(other[2])
    return one[:2] + one[3:] == other[:2] + other[3:] and len({name for name, _ in differing}) == 1
