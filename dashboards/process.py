"""What all sessions of this process share: the shelf and the runs that are kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from dashboards.runs import Runs
from dashboards.shelf import fill_shelf

_LOCK = threading.Lock()
_RUNS: list[Runs] = []


def start(parks: Sequence[str] = ()) -> Runs:
    """Offer these parks to every session; errors as of `fill_shelf`."""
    fresh = Runs(fill_shelf(parks))
    with _LOCK:
        _RUNS[:] = [fresh]
    return fresh


def runs() -> Runs:
    """Return the runs of this process; every example is offered where nothing was started."""
    return _RUNS[0] if _RUNS else start()
