"""Save and share: the link, the command line, and the view as files, written in the background."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Any

from dashboards import process
from dashboards.components import ShareMenu
from dashboards.runs import Runs
from dashboards.texts import text
from dashboards.toolkit import component, use_effect, use_memo, use_state
from dashboards.viewstate import ViewState
from experiments.report import FORMATS, View, write_view
from experiments.report.command import ships
from experiments.report.files import MEDIA

PATIENCE_S = 120.0
"""How long a file may take to be written."""


@dataclass(frozen=True)
class File:
    """A file that waits for the browser to take it."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True)
class Writing:
    """How far a file is: the kind being written, why there is none, or the file."""

    busy: str = ""
    fault: str = ""
    file: File | None = None


def view_of(runs: Runs, state: ViewState) -> View:
    """Return what is written of a state: its scenario beside the baseline, in its language."""
    return View(
        runs.scenario(state.key),
        runs.scenario(state.baseline().key),
        state.lang,
        dict(state.moved),
    )


def write(view: View, kind: str) -> File:
    """Return a view as a file, written by a worker process.

    Errors: those of `experiments.report.write_view`, and `TimeoutError`.
    """
    content = process.background().submit(write_view, view, kind).result(PATIENCE_S)
    ending, media = MEDIA[kind]
    return File(f"{_named(view)}.{ending}", media, content)


def _named(view: View) -> str:
    """Return a name of letters, digits and hyphens alone: park, package and the run's id."""
    one = view.scenario
    return re.sub(r"[^\w-]+", "_", f"{one.park.park_id}-{one.package.name}-{one.run_id()[:8]}")


@component
def Share(runs: Runs, state: ViewState, query: str, words: dict[str, str]) -> None:
    """Draw the menu. While it is closed a moved lever sends it nothing."""
    opened, set_opened = use_state(False)
    writing, show = use_state(Writing())
    closed = use_memo(threading.Event, [])
    use_effect(lambda: closed.set, [])
    view = use_memo(lambda: view_of(runs, state) if opened else None, [opened, state])

    def ask(kind: Any) -> None:
        if kind not in FORMATS or writing.busy:
            return
        wanted = view_of(runs, state)
        show(Writing(busy=kind))
        threading.Thread(target=work, args=(wanted, kind), daemon=True).start()

    def work(wanted: View, kind: str) -> None:
        try:
            done = Writing(file=write(wanted, kind))
        except Exception as error:
            said = str(error) or type(error).__name__
            done = Writing(fault=text("share_failed", wanted.lang, error=said))
        if not closed.is_set():
            show(done)

    ShareMenu(
        opened=opened,
        on_opened=lambda new: set_opened(bool(new)),
        query=query if opened else "",
        command=view.command if view else "",
        note=_note(view, state.lang),
        kinds=[{"name": kind, "title": text(f"share_{kind}", state.lang)} for kind in FORMATS],
        busy=writing.busy,
        fault=writing.fault,
        file=None if writing.file is None else vars(writing.file),
        words=words,
        event_ask=ask,
        event_saved=lambda _: show(Writing()),
    )


def _note(view: View | None, lang: str) -> str:
    if view is None or ships(view.scenario.park):
        return ""
    return text("share_own", lang, file=f"{view.scenario.park.park_id}.xlsx")
