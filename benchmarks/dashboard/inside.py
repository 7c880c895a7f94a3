"""The page's own Python: a page drawn in this process, without a browser, a lever moved."""

from __future__ import annotations

import time
from dataclasses import dataclass
from importlib import import_module
from statistics import median
from typing import Any

from dashboards import process
from dashboards.runs import Runs
from dashboards.shelf import Shelf, fill_shelf
from dashboards.viewstate import STEP
from experiments.scenario import Scenario
from sim.synth import synth

LEVER = "subsidy"


@dataclass(frozen=True)
class Inside:
    """Middle CPU times of a move in this process, ms: the model's run, and the page around it."""

    page: str
    run_ms: float
    page_ms: float


class ModelClock:
    """Adds up the CPU time of the model's runs in this process."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._run = Scenario.run
        setattr(Scenario, "run", lambda *given, **named: self._timed(*given, **named))  # noqa: B010

    def _timed(self, *given: Any, **named: Any) -> Any:
        begun = time.process_time()
        found = self._run(*given, **named)
        self.seconds += time.process_time() - begun
        return found

    def close(self) -> None:
        """Let the model run as before."""
        setattr(Scenario, "run", self._run)  # noqa: B010


def time_inside(enterprises: int, steps: int, page: str = "overview") -> Inside:
    """Move a lever so many times on a page that shows a composed park (seed 1)."""
    drawn = Drawn(enterprises, page)
    runs, pages = [], []
    for step in range(steps + 1):
        before, begun = drawn.model.seconds, time.process_time()
        drawn.move(STEP * (step % 40), seed=step // 40)
        spent, model = time.process_time() - begun, drawn.model.seconds - before
        runs.append(model)
        pages.append(spent - model)
    drawn.close()
    return Inside(page, 1e3 * median(runs[1:]), 1e3 * median(pages[1:]))


class Drawn:
    """A page drawn in this process, whose bands wait for ever."""

    def __init__(self, enterprises: int, page: str) -> None:
        import solara

        from dashboards.page import Page
        from dashboards.pages.overview import waiting

        waiting.QUIET_S = 1e9
        shelf = fill_shelf(["kalundborg"])
        park = synth(enterprises, 1)
        self.model = ModelClock()
        process._RUNS[:] = [Runs(Shelf({park.park_id: park}, shelf.packages, shelf.levers))]
        _, self._context = solara.render(Page(), handle_error=False)
        widgets = self._context.find(import_module("ipyvue").VueTemplate).widgets
        next(one for one in widgets if hasattr(one, "pages")).page = page
        self._levers = next(one for one in widgets if hasattr(one, "levers"))
        self._top = next(one for one in widgets if hasattr(one, "seed"))

    def move(self, value: float, seed: int = 0) -> None:
        """Move the lever, and once the slider's places are used up the seed too."""
        if self._top.seed != seed + 1:
            self._top.seed = seed + 1
        self._levers.values = {**self._levers.values, LEVER: round(value, 2)}

    def close(self) -> None:
        """End the session."""
        self._context.close()
        self.model.close()
