"""How far the session's sweep is: a small component, so that progress draws nothing else."""

from __future__ import annotations

from typing import Final

from dashboards.pages.sweep.components import ProgressBar
from dashboards.sweeps.desk import Desk
from dashboards.sweeps.setup import MOST_S
from dashboards.sweeps.sweep import RUNNING, Sweep
from dashboards.texts import text
from dashboards.toolkit import component, use_effect, use_state

PROGRESS_S: Final = 0.25
RESULTS_S: Final = 1.0
"""Progress and results are drawn at most once in so many seconds."""


def use_desk(desk: Desk, every_s: float) -> int:
    """Draw the component again when the desk's sweep goes on, at most once in `every_s`."""
    count, show = use_state(0)
    counted = [count]

    def listen() -> None:
        counted[0] += 1
        show(counted[0])

    use_effect(lambda: desk.listen(listen, every_s), [id(desk), every_s])
    return count


@component
def Running(desk: Desk, lang: str, words: dict[str, str]) -> None:
    """Draw the progress of the sweep, with the button that stops it."""
    use_desk(desk, PROGRESS_S)
    sweep = desk.sweep
    if sweep is None:
        return
    through = sweep.done + sweep.failed
    ProgressBar(
        share=through / max(1, sweep.runs),
        said=said_of(sweep, lang),
        running=sweep.status == RUNNING,
        words=words,
        event_cancel=lambda _: desk.cancel(),
    )


def said_of(sweep: Sweep, lang: str) -> str:
    """Return how far a sweep is, or how it ended."""
    through = sweep.done + sweep.failed
    facts = {"done": through, "runs": sweep.runs, "time": lasting(sweep.seconds, lang),
             "minutes": round(MOST_S / 60), "error": sweep.error}  # fmt: skip
    if sweep.status != RUNNING:
        said = text(f"sweep_said_{sweep.status}", lang, **facts)
    elif not through:
        said = text("sweep_opening", lang, runs=sweep.runs)
    else:
        said = text("sweep_at", lang, left=lasting(sweep.left_s, lang), **facts)
    if sweep.failed:
        said += " " + text("sweep_some_failed", lang, failed=sweep.failed)
    return said


def lasting(seconds: float, lang: str) -> str:
    """Return a time as one says it.

    >>> lasting(0.4, "en"), lasting(41.2, "en"), lasting(300.0, "en")
    ('1 s', '42 s', '5 min')
    """
    if seconds < 90:
        return text("sweep_seconds", lang, seconds=max(1, -int(-seconds // 1)))
    return text("sweep_minutes", lang, minutes=round(seconds / 60))
