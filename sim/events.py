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
    >>> events.tell_later(1, lambda: [{"month": 1, "event": "left", "enterprise": "mill"}])
    >>> [event["event"] for event in events.between(1, 2)]
    ['left']
    >>> [event["event"] for event in events]
    ['entered', 'left']
    """

    def __init__(self) -> None:
        self._parts: list[Event | tuple[int, Story] | list[Event]] = []
        self._told: list[Event] = []

    def append(self, event: Event) -> None:
        """Add an event."""
        self._parts.append(event)

    def tell_later(self, month: int, story: Story) -> None:
        """Add what a function will say of a month; it must say the same whenever it is asked."""
        self._parts.append((month, story))

    def between(self, first: int, until: int) -> list[Event]:
        """Return the events from month `first` to before `until`, in order."""
        parts = self._parts
        for k, part in enumerate(parts):
            if isinstance(part, tuple) and first <= part[0] < until:
                parts[k] = list(part[1]())
        told = [one for part in parts if not isinstance(part, tuple) for one in _listed(part)]
        return [event for event in (*self._told, *told) if first <= event["month"] < until]

    def _all(self) -> list[Event]:
        for part in self._parts:
            self._told.extend(part[1]() if isinstance(part, tuple) else _listed(part))
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


def _listed(part: Event | list[Event]) -> list[Event]:
    return part if isinstance(part, list) else [part]
