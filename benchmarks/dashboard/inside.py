"""The page's own Python: a page drawn in this process, without a browser, a lever moved."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from dashboards import process
from dashboards.runs import Runs
from dashboards.shelf import fill_shelf
from dashboards.viewstate import STEP
from sim.synth import synth

LEVER = "subsidy"


@dataclass(frozen=True)
class Inside:
    """Middle CPU times of a move in this process, ms: the model's run, and the page around it."""

    page: str
    run_ms: float
    page_ms: float


class TimedRuns(Runs):
    """Runs that add up the CPU time of the model."""

    model_s = 0.0

    def _timed(self, key: Any) -> Any:
        begun = time.process_time()
        found = super()._timed(key)
        self.model_s += time.process_time() - begun
        return found


def time_inside(enterprises: int, steps: int, page: str = "overview") -> Inside:
    """Move a lever so many times on a page that shows a composed park (seed 1)."""
    drawn = Drawn(enterprises, page)
    runs, pages = [], []
    for step in range(steps + 1):
        before, begun = drawn.runs.model_s, time.process_time()
        drawn.move(STEP * (step % 40), seed=step // 40)
        spent, model = time.process_time() - begun, drawn.runs.model_s - before
        runs.append(model)
        pages.append(spent - model)
    drawn.close()
    return Inside(page, 1e3 * median(runs[1:]), 1e3 * median(pages[1:]))


class Drawn:
    """A page drawn in this process, whose bands wait for ever."""

    def __init__(self, enterprises: int, page: str) -> None:
        import ipyvue
        import solara

        from dashboards.page import Page
        from dashboards.pages.overview import waiting

        waiting.QUIET_S = 1e9
        shelf = fill_shelf(["kalundborg"])
        park = synth(enterprises, 1)
        self.runs = TimedRuns(type(shelf)({park.park_id: park}, shelf.packages, shelf.levers))
        process._RUNS[:] = [self.runs]
        _, self._context = solara.render(Page(), handle_error=False)
        found: Callable[[], list[Any]] = lambda: self._context.find(ipyvue.VueTemplate).widgets  # noqa: E731
        self._levers = next(one for one in found() if hasattr(one, "levers"))
        self._top = next(one for one in found() if hasattr(one, "seed"))
        next(one for one in found() if hasattr(one, "pages")).page = page

    def move(self, value: float, seed: int = 0) -> None:
        """Move the lever, and once the slider's places are used up the seed too."""
        if self._top.seed != seed + 1:
            self._top.seed = seed + 1
        self._levers.values = {**self._levers.values, LEVER: round(value, 2)}

    def close(self) -> None:
        """End the session."""
        self._context.close()


