"""Runs of the model for the page: one pure call each, the latest results kept for all sessions."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dashboards.board import Board, board_of
from dashboards.shelf import OWN, UNTIL, Shelf, own_name
from dashboards.stops import Stops
from dashboards.viewstate import Key, ViewState
from experiments.pasts import Pasts

if TYPE_CHECKING:
    from experiments.results import Results
    from experiments.scenario import Scenario
    from sim.park import Park

KEPT = 512
"""Views kept in memory, a few tens of kilobytes each; the one used longest ago goes first."""

FOUND_KEPT = 64
"""Findings of pages kept."""

RESULTS_KEPT = 8
"""Whole results kept, some megabytes each: those of the scenarios looked at last."""

PASTS_BYTES = 48_000_000
"""Room for years before packages come into force: a dozen worlds of a hundred enterprises."""

OWN_PARKS = 6
"""Parks that a session may be given."""

OWN_KEPT, OWN_RESULTS_KEPT, OWN_PASTS_BYTES = 64, 3, 8_000_000
"""Views and whole results kept of a session's own parks, and room for their years before."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class Ran:
    """What is known of every run: its years, and what it took."""

    years: tuple[int, ...]
    seconds: float


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


class Kept:
    """What is kept of runs: views, whole results with their seconds, findings, and paces."""

    def __init__(self, views: int, results: int, found: int, pasts_bytes: int) -> None:
        self.views: Latest[Any] = Latest(views)
        self.results: Latest[tuple[Results, float]] = Latest(results)
        self.found: Latest[Any] = Latest(found)
        """What pages worked out by many runs, by names that begin with their module's."""
        self.pasts = Pasts(pasts_bytes)
        self.paces: dict[str, float] = {}
        self.warm = False


class Runs:
    """The runs of one process: what the shelf offers, each worked out once while it is kept."""

    def __init__(self, shelf: Shelf, most: int = KEPT) -> None:
        self.shelf = shelf
        self.all = Kept(most, RESULTS_KEPT, FOUND_KEPT, PASTS_BYTES)

    def kept(self, park: str) -> Kept:
        """Return what is kept of a park's runs."""
        return self.all

    def scenario(self, key: Key) -> Scenario:
        """Return the scenario of a state's key."""
        from experiments.scenario import Scenario

        park, package, moved, seed, since = key
        return Scenario(
            park=self.shelf.parks[park],
            package=self.shelf.package(package, since),
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
        found: Value = self.kept(key[0]).views.get(named, lambda: make(self.results(key), *given))
        return found

    def ran(self, key: Key) -> Ran:
        """Run a scenario, unless that was done, and return what is known of the run."""

        def make() -> Ran:
            results, seconds = self._timed(key)
            return Ran(tuple(results.years.tolist()), seconds)

        found: Ran = self.kept(key[0]).views.get((key, "ran"), make)
        return found

    def board(self, state: ViewState) -> Board:
        """Return what the overview shows of a state, with what the run took."""

        def make() -> Board:
            results, seconds = self._timed(state.key)
            return replace(board_of(results), seconds=seconds)

        found: Board = self.kept(state.park).views.get((state.key, "board"), make)
        return found

    def pace(self, park: str) -> float | None:
        """Return about what a run of a park takes in seconds; None where none is known."""
        return self.kept(park).paces.get(park)

    def note_pace(self, park: str, seconds: float) -> None:
        """Take in what a run of a park took, here or in a worker process."""
        paces = self.kept(park).paces
        before = paces.get(park, seconds)
        paces[park] = 0.5 * before + 0.5 * seconds

    def find_pace(self, key: Key) -> float:
        """Return the pace of a scenario's park; one run of the next seed tells it where unknown."""
        park, package, moved, seed, since = key
        if self.pace(park) is None:
            begun = time.perf_counter()
            self.scenario((park, package, moved, seed + 1, since)).run()
            self.note_pace(park, time.perf_counter() - begun)
        return self.kept(park).paces[park]

    def _timed(self, key: Key) -> tuple[Results, float]:
        def run() -> tuple[Results, float]:
            begun = time.perf_counter()
            results = self.scenario(key).run(simulate=self.kept(key[0]).pasts.simulate)
            seconds = time.perf_counter() - begun
            if self.all.warm:  # the first run of a process loads what all others find loaded
                self.note_pace(key[0], seconds)
            self.all.warm = True
            return results, seconds

        return self.kept(key[0]).results.get(key, run)


class SessionRuns(Runs):
    """The runs of one session: those shared by all, and those of parks that its user gave it.

    Its own parks and what is worked out from them stand here alone, and end with the session.
    """

    def __init__(self, shared: Runs) -> None:
        super().__init__(shared.shelf)
        self.all = shared.all
        self.own = Kept(OWN_KEPT, OWN_RESULTS_KEPT, OWN_KEPT, OWN_PASTS_BYTES)
        self.stops = Stops()
        """Those of what is worked out beside the page for the scenario it shows."""

    def kept(self, park: str) -> Kept:
        """Return what is kept for all, or for this session of one of its own parks."""
        return self.own if park.startswith(OWN) else self.all

    def take(self, park: Park) -> str | None:
        """Offer a park to this session; return its name, or None where it has enough of them.

        A park that equals one that is offered already keeps that one's name.
        """
        digest = park.digest()
        for name, one in self.shelf.parks.items():
            if one.digest() == digest:
                return name
        if len(self.shelf.own) == OWN_PARKS:
            return None
        self.shelf = self.shelf.with_park(park)
        return own_name(park)

    def drop(self, park: str) -> bool:
        """Forget one of the session's own parks with all that was worked out of it; say whether.

        What is kept of its other own parks goes too and is worked out anew when it is asked for.
        """
        if park not in self.shelf.own:
            return False
        self.shelf = self.shelf.without_park(park)
        self.own = Kept(OWN_KEPT, OWN_RESULTS_KEPT, OWN_KEPT, OWN_PASTS_BYTES)
        return True
