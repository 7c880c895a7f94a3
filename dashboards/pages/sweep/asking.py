"""What the session is about to sweep: the form, what it would cost, and the start."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from dashboards.pages.sweep.components import Form
from dashboards.pages.sweep.running import RESULTS_S, lasting, use_desk
from dashboards.room import Room
from dashboards.sweeps.desk import Desk
from dashboards.sweeps.setup import DESIGNS, MOST_RUNS, MOST_S, Setup, read_setup, usual
from dashboards.sweeps.sweep import Task
from dashboards.texts import text
from dashboards.toolkit import component, use_effect, use_state
from dashboards.viewstate import STEP


@component
def Asking(room: Room, desk: Desk) -> None:
    """Draw the form."""
    use_desk(desk, RESULTS_S)
    setup, show = use_state(desk.setup or usual(room.shelf))
    refused, refuse = use_state("")
    lang = room.lang
    pace = use_pace(room)
    sweep = desk.sweep
    if sweep is not None and sweep.done and sweep.task.key[0] == room.state.park:
        pace = sweep.pace_s
    seconds = None if pace is None else setup.runs * pace / desk.workers
    fault = setup.fault(seconds or 0.0)

    def put(form: Any) -> None:
        desk.setup = read_setup(form, room.shelf, setup)
        refuse("")
        show(desk.setup)

    def start(_: Any) -> None:
        if fault:
            return
        try:
            desk.start(task_of(room, setup), room.shelf, pace or room.ran.seconds)
            refuse("")
        except Exception as error:
            refuse(text("sweep_refused", lang, error=str(error)))

    listed = room.shelf.packages[room.state.package].strength
    Form(
        levers=[
            {
                "name": lever.name,
                "title": lever.title[lang],
                "most": lever.most,
                "listed": lever.name in listed,
            }
            for lever in room.shelf.levers
        ],
        designs=[{"name": one, "title": text(f"sweep_design_{one}", lang)} for one in DESIGNS],
        form=setup.plain(),
        on_form=put,
        step=STEP,
        said=text(
            "sweep_estimate", lang, points=setup.points, seeds=setup.seeds, runs=setup.runs,
            time=text("sweep_unknown", lang) if seconds is None else lasting(seconds, lang),
            workers=desk.workers,
        ),
        fault=_fault(fault, lang) or refused,
        running=desk.running,
        words=room.words,
        event_start=start,
    )  # fmt: skip


def use_pace(room: Room) -> float | None:
    """Return about what a run takes; None until it is known, which a run in a thread finds out."""
    _, found = use_state(0.0)
    runs, key = room.runs, room.state.key

    def find() -> None:
        def work() -> None:
            with suppress(Exception):  # the page says itself why a scenario cannot be run
                found(runs.find_pace(key))

        if runs.pace(key[0]) is None:
            threading.Thread(target=work, daemon=True).start()

    use_effect(find, [key[0]])
    return runs.pace(key[0])


def task_of(room: Room, setup: Setup) -> Task:
    """Return the sweep of a setup around the scenario that the sliders show."""
    lang, state = room.lang, room.state
    title = text(
        "sweep_title",
        lang,
        park=room.shelf.park_title(state.park, lang),
        package=room.shelf.package_title(state.package, lang),
    )
    return Task(setup, state.key, room.years[-1], title)


def _fault(key: str, lang: str) -> str:
    return text(key, lang, runs=MOST_RUNS, minutes=round(MOST_S / 60)) if key else ""
