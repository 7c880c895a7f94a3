"""What could be: opportunities, what is missing and the optimum, worked out beside the page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards import process
from dashboards.runs import Runs, SessionRuns
from dashboards.shelf import UNTIL
from dashboards.stops import Stop
from dashboards.toolkit import use_effect, use_state
from dashboards.viewstate import Key

if TYPE_CHECKING:
    from experiments.symbiosis.missing import Missing
    from experiments.symbiosis.opportunities import Opportunities
    from experiments.symbiosis.optimum import YearOfOptimum

QUIET_S = 0.5
TOP = 60
"""Opportunities and sectors that are listed."""

_POLL_S = 0.1


@dataclass(frozen=True, eq=False)
class Looked:
    """What could be at the end of a scenario's last year."""

    opportunities: Opportunities
    missing: Missing
    optimum: YearOfOptimum


def use_look(runs: SessionRuns, key: Key) -> tuple[Looked | None, bool]:
    """Return what could be in a scenario, None until it is known; and whether that failed.

    Begun when the scenario has stood for a moment, stopped when another one is shown.
    """
    first: tuple[Key, bool] | None = None
    told, show = use_state(first)
    named = (__name__, key)

    def begin() -> Callable[[], None] | None:
        if runs.kept(key[0]).found.kept(named) is not None:
            return None
        stop = runs.stops.new()

        def work() -> None:
            if stop.wait(QUIET_S):
                return
            try:
                found = look(runs, key, stop)
            except Exception:  # a worker was lost, or the run itself failed
                if not stop.is_set():
                    show((key, False))
                return
            if found is not None:
                runs.kept(key[0]).found.get(named, lambda: found)
                if not stop.is_set():
                    show((key, True))

        threading.Thread(target=work, daemon=True).start()
        return stop.set

    use_effect(begin, [key])
    return runs.kept(key[0]).found.kept(named), told == (key, False)


def look(runs: Runs, key: Key, stop: Stop) -> Looked | None:
    """Work out what could be in worker processes; None once `stop` is set."""
    from experiments.symbiosis.missing import missing
    from experiments.symbiosis.opportunities import opportunities
    from experiments.symbiosis.optimum import benchmarks
    from experiments.symbiosis.programme import NET_BENEFIT

    scenario, lane = runs.scenario(key), process.background().lane()
    last = min(UNTIL, scenario.until)
    asked = [
        lane.submit(opportunities, scenario, NET_BENEFIT, TOP),
        lane.submit(benchmarks, scenario, [last]),
        lane.submit(missing, scenario, NET_BENEFIT, 1.0, TOP),
    ]
    stop.then(lane.stop)
    flying = set(asked)
    while flying:
        if stop.is_set():
            return None
        _, flying = wait(flying, _POLL_S)
    could, best, lacking = (one.result() for one in asked)
    return Looked(could, lacking, best.years[-1])
