"""Save and share: the link, the command line, and the view as files, written in the background."""

from __future__ import annotations

import re

from dashboards import process
from dashboards.components import ShareMenu
from dashboards.runs import Runs
from dashboards.saving import Made, use_saving
from dashboards.texts import text
from dashboards.toolkit import component, use_memo, use_state
from dashboards.viewstate import ViewState
from experiments.report import FORMATS, View, write_view
from experiments.report.command import ships
from experiments.report.files import MEDIA

PATIENCE_S = 120.0
"""How long a file may take to be written."""


def view_of(runs: Runs, state: ViewState) -> View:
    """Return what is written of a state: its scenario beside the baseline, in its language."""
    return View(
        runs.scenario(state.key),
        runs.scenario(state.baseline().key),
        state.lang,
        dict(state.moved),
    )


def write(view: View, kind: str) -> Made:
    """Return a view as a file, written by a worker process.

    Errors: those of `experiments.report.write_view`, and `TimeoutError`.
    """
    content = process.background().submit(write_view, view, kind).result(PATIENCE_S)
    ending, media = MEDIA[kind]
    return Made(f"{_named(view)}.{ending}", media, content)


def _named(view: View) -> str:
    """Return a name of letters, digits and hyphens alone: park, package and the run's id."""
    one = view.scenario
    return re.sub(r"[^\w-]+", "_", f"{one.park.park_id}-{one.package.name}-{one.run_id()[:8]}")


@component
def Share(runs: Runs, state: ViewState, query: str, words: dict[str, str]) -> None:
    """Draw the menu. While it is closed a moved lever sends it nothing."""
    opened, set_opened = use_state(False)
    view = use_memo(lambda: view_of(runs, state) if opened else None, [opened, state])
    sent, ask, saved = use_saving(
        FORMATS, lambda kind: write(view_of(runs, state), kind), state.lang
    )
    ShareMenu(
        opened=opened,
        on_opened=lambda new: set_opened(bool(new)),
        query=query if opened else "",
        command=view.command if view else "",
        note=_note(view, state.lang),
        options=[{"name": kind, "title": text(f"share_{kind}", state.lang)} for kind in FORMATS],
        **sent,
        words=words,
        event_ask=ask,
        event_saved=saved,
    )


def _note(view: View | None, lang: str) -> str:
    if view is None or ships(view.scenario.park):
        return ""
    return text("share_own", lang, file=f"{view.scenario.park.park_id}.xlsx")
