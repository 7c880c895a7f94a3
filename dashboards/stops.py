"""What a session works on beside its page, told to stop in the moment another scenario is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Stop(threading.Event):
    """An event that calls back in the thread that sets it."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def then(self, call: Callable[[], None]) -> None:
        """Call once it is set; at once where it is already."""
        with self._lock:
            if not self.is_set():
                self._calls.append(call)
                return
        call()

    def set(self) -> None:
        """Set it."""
        with self._lock:
            super().set()
            calls, self._calls = self._calls, []
        for call in calls:
            call()


class Stops:
    """The stops of one session's work for the scenario it shows."""

    def __init__(self) -> None:
        self.waiting: set[Stop] = set()
        self._lock = threading.Lock()

    def new(self) -> Stop:
        """Return what is set when the session asks for another scenario."""
        stop = Stop()
        with self._lock:
            self.waiting.add(stop)
        stop.then(lambda: self.waiting.discard(stop))
        return stop

    def set_all(self) -> None:
        """Stop all work: the session's answer comes first."""
        with self._lock:
            stops = list(self.waiting)
        for stop in stops:
            stop.set()
