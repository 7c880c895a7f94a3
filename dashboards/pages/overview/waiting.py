"""The band of the scenario on the page: asked for when the levers rest, drawn when it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable

from dashboards import process
from dashboards.bands import Band
from dashboards.runs import SessionRuns
from dashboards.toolkit import use_effect, use_state
from dashboards.viewstate import Key

QUIET_S = 0.3
"""A band is begun when the scenario has stood this long."""

FIRST_S = 1.5
"""So long where no worker process runs yet, which would take the page's time to be painted."""


def use_band(runs: SessionRuns, key: Key, kind: str) -> Band | None:
    """Return the band of the scenario, or an earlier one until it is there; None for none."""
    first: Band | None = None
    band, show = use_state(first)
    bands = process.bands(runs, key[0])

    def begin() -> Callable[[], None] | None:
        if kind == "none":
            show(None)
            return None
        known = bands.kept(key, kind)
        if known is not None:
            show(known)
            return None
        stop = runs.stops.new()

        def work() -> None:
            opened = process.background().opened
            if stop.wait(QUIET_S if opened else max(FIRST_S, QUIET_S)):
                return
            found = bands.work_out(runs, key, kind, stop)
            if found is not None and not stop.is_set():
                show(found)

        threading.Thread(target=work, daemon=True).start()
        return stop.set

    use_effect(begin, [key, kind])
    same_park = band is not None and band.key[0] == key[0] and band.kind == kind
    return band if same_park else None
