"""Runs of the model for the page: one pure call each, the latest results kept for all sessions."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dashboards.board import Board, board_of
from dashboards.shelf import OWN, Shelf, own_name
from dashboards.viewstate import Key, ViewState

if TYPE_CHECKING:
    from dashboards.bands import Bands
    from experiments.results import Results
    from experiments.scenario import Scenario
    from sim.park import Park

UNTIL = 2030
KEPT = 512
"""Views kept in memory, a few tens of kilobytes each; the one used longest ago goes first."""

FOUND_KEPT = 64
"""What pages worked out by many runs, kept by names that begin with their module's."""

RESULTS_KEPT = 8
"""Whole results kept, some megabytes each: those of the scenarios looked at last."""

OWN_PARKS = 6
"""Parks that a session may be given."""

OWN_KEPT, OWN_RESULTS_KEPT = 64, 3
"""Views and whole results kept of a session's own parks."""

Value = TypeVar("Value")


class Latest(Generic[Value]):
    """The latest values by key. One is worked out at a time; equal calls share one answer."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()
        self._work = threading.Lock()

    def get(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """Return the value of `key`, worked out where it is not kept."""
        found = self.kept(key)
        if found is not None:
            return found
        with self._work:
            found = self.kept(key)
            if found is None:
                found = work()
                with self._lock:
                    self._values[key] = found
                    while len(self._values) > self.most:
                        self._values.popitem(last=False)
        return found

    def kept(self, key: Hashable) -> Value | None:
        """Return a value that is kept; None where there is none."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def __len__(self) -> int:
        return len(self._values)


class Runs:
    """The runs of one process: what the shelf offers, each worked out once while it is kept."""

    def __init__(self, shelf: Shelf, most: int = KEPT, results: int = RESULTS_KEPT) -> None:
        self.shelf = shelf
        self.bands: Bands | None = None
        self.found: Latest[Any] = Latest(FOUND_KEPT)
        self._views: Latest[Any] = Latest(most)
        self._results: Latest[tuple[Results, float]] = Latest(results)
        self._paces: dict[str, float] = {}
        self._warm = False

    def home(self, key: Key) -> Runs:
        """Return the runs that hold a scenario: those shared by all, or a session's own."""
        return self

    def scenario(self, key: Key) -> Scenario:
        """Return the scenario of a state's key."""
        from experiments.scenario import Scenario

        park, package, moved, seed = key
        return Scenario(
            park=self.shelf.parks[park],
            package=self.shelf.packages[package],
            seed=seed,
            until=UNTIL,
            strength=dict(moved),
        )

    def results(self, key: Key) -> Results:
        """Return the results of a scenario: kept, or from one run."""
        return self._timed(key)[0]

    def view(self, key: Key, make: Callable[..., Value], *given: Hashable) -> Value:
        """Return what `make(results, *given)` gives of a scenario's results: kept, or made now.

        `make` is a function of a module (its name is part of the key) that returns plain,
        immutable data: it is shared between sessions.
        """
        named = (key, make.__module__, make.__qualname__, given)
        found: Value = self._views.get(named, lambda: make(self.results(key), *given))
        return found

    def board(self, state: ViewState) -> Board:
        """Return what the overview shows of a state, with what the run took."""

        def make() -> Board:
            results, seconds = self._timed(state.key)
            return replace(board_of(results), seconds=seconds)

        found: Board = self._views.get((state.key, "board"), make)
        return found

    def pace(self, park: str) -> float | None:
        """Return about what a run of a park takes in seconds; None where none is known."""
        return self._paces.get(park)

    def note_pace(self, park: str, seconds: float) -> None:
        """Take in what a run of a park took, here or in a worker process."""
        before = self._paces.get(park, seconds)
        self._paces[park] = 0.5 * before + 0.5 * seconds

    def find_pace(self, key: Key) -> float:
        """Return the pace of a scenario's park; one run of the next seed tells it where unknown."""
        park, package, moved, seed = key
        if park not in self._paces:
            begun = time.perf_counter()
            self.scenario((park, package, moved, seed + 1)).run()
            self.note_pace(park, time.perf_counter() - begun)
        return self._paces[park]

    def _timed(self, key: Key) -> tuple[Results, float]:
        def run() -> tuple[Results, float]:
            begun = time.perf_counter()
            results = self.scenario(key).run()
            seconds = time.perf_counter() - begun
            if self._warm:  # the first run of a process loads what all others find loaded
                self.note_pace(key[0], seconds)
            self._warm = True
            return results, seconds

        return self._results.get(key, run)


class SessionRuns(Runs):
    """The runs of one session: the shared ones, and those of parks that its user gave it.

    Its own parks and what is worked out from them stand here alone, and end with the session.
    """

    def __init__(self, shared: Runs) -> None:
        super().__init__(shared.shelf, OWN_KEPT, OWN_RESULTS_KEPT)
        self.shared = shared

    def take(self, park: Park) -> str | None:
        """Offer a park to this session; return its name, or None where it has enough of them."""
        name = own_name(park)
        if name not in self.shelf.parks:
            if len(self.own) == OWN_PARKS:
                return None
            self.shelf = self.shelf.with_park(park)
        return name

    @property
    def own(self) -> list[str]:
        """The names of the session's own parks."""
        return [name for name in self.shelf.parks if name.startswith(OWN)]

    def home(self, key: Key) -> Runs:
        """Return the shared runs, or this for one of the session's own parks."""
        return self if key[0].startswith(OWN) else self.shared

    def results(self, key: Key) -> Results:
        """Return the results of a scenario: kept, or from one run."""
        home = self.home(key)
        return super().results(key) if home is self else home.results(key)

    def view(self, key: Key, make: Callable[..., Value], *given: Hashable) -> Value:
        """Return what `make(results, *given)` gives of a scenario; see `Runs.view`."""
        home = self.home(key)
        if home is self:
            return super().view(key, make, *given)
        return home.view(key, make, *given)

    def board(self, state: ViewState) -> Board:
        """Return what the overview shows of a state, with what the run took."""
        home = self.home(state.key)
        return super().board(state) if home is self else home.board(state)
