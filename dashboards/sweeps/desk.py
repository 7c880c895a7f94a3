"""The sweep of each session: one at a time, told to the page at a bounded rate, ended with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dashboards.background import Background
from dashboards.shelf import Shelf
from dashboards.sweeps.setup import Setup
from dashboards.sweeps.sweep import RUNNING, Sweep, Task


class Desk:
    """A session's setup and its latest sweep."""

    def __init__(self, background: Background) -> None:
        self.setup: Setup | None = None
        self.sweep: Sweep | None = None
        self.closed = False
        self._background = background
        self._lock = threading.Lock()
        self._listeners: dict[object, tuple[Callable[[], None], float]] = {}
        self._told: dict[object, float] = {}

    @property
    def workers(self) -> int:
        """The number of worker processes, shared with other sessions."""
        return self._background.workers

    @property
    def running(self) -> bool:
        """Whether a sweep is under way."""
        return self.sweep is not None and self.sweep.status == RUNNING

    def start(self, task: Task, shelf: Shelf, run_s: float) -> bool:
        """Begin a sweep; return whether it was begun: not beside another, not when closed."""
        with self._lock:
            if self.closed or self.running:
                return False
            self.sweep = Sweep(task, shelf, self._background, run_s, self._tell)
            self.sweep.start()
        self._tell(at_once=True)
        return True

    def cancel(self) -> None:
        """End the sweep under way."""
        if self.sweep is not None:
            self.sweep.cancel()
            self._tell(at_once=True)

    def forget(self, park: str) -> None:
        """End and forget a sweep of a park that is gone, and the setup that may name it."""
        with self._lock:
            sweep, self.setup = self.sweep, None
            if sweep is None or sweep.task.key[0] != park:
                return
            self.sweep = None
        sweep.cancel()
        self._tell(at_once=True)

    def close(self) -> None:
        """End the session's work and forget what it gave."""
        with self._lock:
            self.closed = True
            self._listeners.clear()
            sweep, self.sweep = self.sweep, None
        if sweep is not None:
            sweep.cancel()

    def listen(self, hear: Callable[[], None], every_s: float) -> Callable[[], None]:
        """Call `hear` when something changed, at most once in `every_s`; return what ends that."""
        mark = object()
        with self._lock:
            self._listeners[mark] = (hear, every_s)

        def leave() -> None:
            with self._lock:
                self._listeners.pop(mark, None)
                self._told.pop(mark, None)

        return leave

    def _tell(self, at_once: bool = False) -> None:
        now = time.monotonic()
        with self._lock:
            at_once = at_once or not self.running
            heard = []
            for mark, (hear, every_s) in self._listeners.items():
                if at_once or now - self._told.get(mark, 0.0) >= every_s:
                    self._told[mark] = now
                    heard.append(hear)
        for hear in heard:
            hear()


class Desks:
    """The desks of one server by session."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._lock = threading.Lock()
        self._desks: dict[str, Desk] = {}

    def of(self, session: str) -> Desk:
        """Return the desk of a session, an empty one at first."""
        with self._lock:
            if session not in self._desks:
                self._desks[session] = Desk(self._background)
            return self._desks[session]

    def close(self, session: str) -> None:
        """End a session."""
        with self._lock:
            desk = self._desks.pop(session, None)
        if desk is not None:
            desk.close()

    def __len__(self) -> int:
        return len(self._desks)
