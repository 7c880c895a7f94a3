"""Runs of the model for the page: one pure call each, the latest results kept for all sessions."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Generic, TypeVar

from dashboards.board import Board, board_of
from dashboards.shelf import Shelf
from dashboards.viewstate import ViewState

UNTIL = 2030
KEPT = 256
"""Boards kept in memory, a few tens of kilobytes each; the one used longest ago goes first."""

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
        found = self._look(key)
        if found is not None:
            return found
        with self._work:
            found = self._look(key)
            if found is None:
                found = work()
                with self._lock:
                    self._values[key] = found
                    while len(self._values) > self.most:
                        self._values.popitem(last=False)
        return found

    def _look(self, key: Hashable) -> Value | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def __len__(self) -> int:
        return len(self._values)


class Runs:
    """The runs of one process: what the shelf offers, each worked out once while it is kept."""

    def __init__(self, shelf: Shelf, most: int = KEPT) -> None:
        self.shelf = shelf
        self._boards: Latest[Board] = Latest(most)

    def board(self, state: ViewState) -> Board:
        """Return what a state shows: kept, or from one run."""
        key = (state.park, state.package, state.moved, state.seed)
        return self._boards.get(key, lambda: self._run(state))

    def _run(self, state: ViewState) -> Board:
        from experiments.scenario import Scenario

        begun = time.perf_counter()
        scenario = Scenario(
            park=self.shelf.parks[state.park],
            package=self.shelf.packages[state.package],
            seed=state.seed,
            until=UNTIL,
            strength=dict(state.moved),
        )
        board = board_of(scenario.run())
        return replace(board, seconds=time.perf_counter() - begun)
