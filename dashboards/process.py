"""What all sessions of this process share: the shelf, the runs kept, and the worker processes."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Sequence
from weakref import WeakKeyDictionary

from dashboards.background import Background
from dashboards.bands import Bands
from dashboards.runs import Kept, Runs
from dashboards.shelf import fill_shelf
from dashboards.sweeps.desk import Desks

_LOCK = threading.Lock()
_RUNS: list[Runs] = []
_BACKGROUND = Background()
_DESKS = Desks(_BACKGROUND)
_BANDS: WeakKeyDictionary[Kept, Bands] = WeakKeyDictionary()
atexit.register(_BACKGROUND.close)


def start(parks: Sequence[str] = ()) -> Runs:
    """Offer these parks to every session; errors as of `fill_shelf`."""
    fresh = Runs(fill_shelf(parks))
    with _LOCK:
        _RUNS[:] = [fresh]
    return fresh


def runs() -> Runs:
    """Return the runs of this process; every example is offered where nothing was started."""
    return _RUNS[0] if _RUNS else start()


def background() -> Background:
    """Return the worker processes; none is started before there is work."""
    return _BACKGROUND


def bands(of: Runs, park: str) -> Bands:
    """Return the bands of a park; they last as long as what is kept of its runs."""
    with _LOCK:
        return _BANDS.setdefault(of.kept(park), Bands(_BACKGROUND))


def desks() -> Desks:
    """Return the sweeps of each session."""
    return _DESKS
