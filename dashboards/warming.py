"""What a fresh server does before it is asked, so that the first answers do not wait for it."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable

from dashboards import process
from dashboards.stops import Stop
from dashboards.viewstate import ViewState

REST_S = 2.0
"""Worker processes are started when the first page has stood so long."""

LONGEST_S = 20.0
"""They are started after this time where no page was opened."""

_POLL_S = 0.25


def begin(rested: Callable[[float], bool]) -> threading.Thread:
    """Warm up in a thread; `rested` says whether a page was answered and none for some seconds."""
    thread = threading.Thread(target=warm, args=(rested,), daemon=True)
    thread.start()
    return thread


def warm(rested: Callable[[float], bool]) -> None:
    """Load, and compile where need be, what a run takes; then let the workers do so.

    The run is that of the page that opens without a link, and the workers' work is its band: both
    are kept. The workers come after the run, so that they find compiled what it compiled.
    """
    runs = process.runs()
    state = ViewState(next(iter(runs.shelf.parks)))
    try:
        runs.board(state)
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end and not rested(REST_S):
            time.sleep(_POLL_S)
        gc.collect()
        gc.freeze()  # what is loaded now stays: no answer waits while it is searched for garbage
        if not process.background().opened:
            process.bands(runs, state.park).work_out(runs, state.key, "seeds", Stop())
    except Exception:  # a page will say what is wrong
        logging.getLogger(__name__).debug("unwarmed", exc_info=True)
