"""What happened in a run, in order; most of it is put into words only when somebody reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

Event = dict[str, Any]
Story = Callable[[], Iterable[Event]]


class Events(Sequence[Event]):
    """Events by month: each a dictionary with `month`, `event`, `enterprise` and its numbers.

    >>> events = Events()
    >>> events.append({"month": 0, "event": "entered", "enterprise": "mill"})
    >>> events.tell_later(lambda: [{"month": 1, "event": "left", "enterprise": "mill"}])
    >>> [event["event"] for event in events]
    ['entered', 'left']
    """

    def __init__(self) -> None:
        self._parts: list[Event | Story] = []
        self._told: list[Event] = []

    def append(self, event: Event) -> None:
        """Add an event."""
        self._parts.append(event)

    def tell_later(self, story: Story) -> None:
        """Add what a function will say; it must say the same whenever it is asked."""
        self._parts.append(story)

    def _all(self) -> list[Event]:
        for part in self._parts:
            if callable(part):
                self._told.extend(part())
            else:
                self._told.append(part)
        self._parts.clear()
        return self._told

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> list[Event]: ...
    def __getitem__(self, index: int | slice) -> Event | list[Event]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Event]:
        return iter(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __deepcopy__(self, memo: dict[int, Any]) -> Events:
        """Return the same events, to which others can be added."""
        copied = Events()
        copied._told = list(self._all())
        return copied
