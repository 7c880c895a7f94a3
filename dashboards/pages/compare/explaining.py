"""The part of the page that asks for reruns: begun by a button, in a component of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards import process
from dashboards.choosing import draw_choice, one_of
from dashboards.components import Choices, Table
from dashboards.pages.compare.attribution import SEEDS, Attribution, runs_of, work_out
from dashboards.pages.compare.charts import label_of
from dashboards.pages.compare.components import Work
from dashboards.pages.compare.levers import levers_apart
from dashboards.pages.compare.measured import MAIN
from dashboards.pages.compare.shares import (
    COLOURS,
    MOST,
    shares_frame,
    shares_of,
    shares_rows,
    shares_scale,
    shares_step,
)
from dashboards.panel import ChartPanel, Heading
from dashboards.room import Room
from dashboards.runs import Runs, SessionRuns
from dashboards.tables import table
from dashboards.texts import text
from dashboards.toolkit import box, component, packed, use_effect, use_memo, use_state
from dashboards.viewstate import Key, ViewState

if TYPE_CHECKING:
    from experiments.scenario import Scenario

Told = tuple[threading.Event | None, str, int]
"""Whose work it is, what it stands at (a key of the texts' ends), and the runs done."""

TICK_S = 0.2
"""Progress is told no more often than this."""


@component
def Explaining(room: Room) -> None:
    """Draw how much each lever explains of the scenario's difference to its baseline."""
    lang, key = room.lang, room.state.key
    name, seeds = one_of(room, "compare_what", MAIN), int(one_of(room, "compare_seeds", SEEDS))
    found, working = use_attribution(room.runs, key, seeds)
    levers = use_memo(lambda: _apart(room.runs, key), [key])
    with box("pl-panel"):
        Heading(text("compare_explain", lang), "")
        with box("pl-controls"):
            Choices(
                title=text("compare_what", lang),
                options=[{"name": one, "title": label_of(one, lang)} for one in MAIN],
                chosen=name,
                on_chosen=lambda one: room.choose("compare_what", one),
            )
            draw_choice(room, "compare_seeds", SEEDS)
        Work(
            note=_note(len(levers), seeds, lang),
            ready=bool(levers) and found is None,
            running=working.running,
            done=working.done,
            runs=runs_of(len(levers), seeds),
            said=_said(found, working, lang),
            words=room.words,
            event_begin=lambda _: working.begin(),
            event_cancel=lambda _: working.cancel(),
        )
    if found is not None:
        _draw(room, found, name)


@dataclass(frozen=True)
class Working:
    """What a session's reruns stand at, and what begins and cancels them."""

    said: str
    done: int
    begin: Callable[[], None]
    cancel: Callable[[], None]

    @property
    def running(self) -> bool:
        """Whether runs are under way."""
        return self.said == "running"


def use_attribution(runs: SessionRuns, key: Key, seeds: int) -> tuple[Attribution | None, Working]:
    """Return what is known of a scenario's levers, and the work that finds it out.

    Another scenario stops the work of the one before.
    """
    first: Told = (None, "", 0)
    told, show = use_state(first)
    halts = use_memo(lambda: list[threading.Event](), [key, seeds])
    use_effect(lambda: lambda: _halt(halts), [key, seeds])
    mine = bool(halts) and told[0] is halts[-1]
    named = (runs, key, seeds)

    def begin() -> None:
        if mine and told[1] == "running":
            return
        halts.append(runs.stops.new())
        show((halts[-1], "running", 0))
        threading.Thread(target=_work, args=(named, halts[-1], show), daemon=True).start()

    def cancel() -> None:
        _halt(halts)
        if halts:
            show((halts[-1], "cancelled", 0))

    said, done = told[1:] if mine else ("", 0)
    return runs.kept(key[0]).found.kept((__name__, key, seeds)), Working(said, done, begin, cancel)


def _halt(halts: list[threading.Event]) -> None:
    for one in halts:
        one.set()


def _work(
    named: tuple[Runs, Key, int], stop: threading.Event, show: Callable[[Told], None]
) -> None:
    """Work the levers out and tell how far it is."""
    runs, key, seeds = named
    last = [0.0]

    def tell(done: int) -> None:
        if time.monotonic() - last[0] >= TICK_S and not stop.is_set():
            last[0] = time.monotonic()
            show((stop, "running", done))

    try:
        scenario, baseline = _pair(runs, key)
        found = work_out(scenario, baseline, seeds, process.background(), stop, tell)
    except Exception:
        logging.getLogger(__name__).exception(key)
        found = None
    if found is not None:
        runs.kept(key[0]).found.get((__name__, key, seeds), lambda: found)
    if not stop.is_set():
        show((stop, "failed" if found is None else "done", 0))


def _pair(runs: Runs, key: Key) -> tuple[Scenario, Scenario]:
    baseline = ViewState(key[0]).with_key(key).baseline().key
    return runs.scenario(key), runs.scenario(baseline)


def _apart(runs: Runs, key: Key) -> list[str]:
    return levers_apart(*_pair(runs, key))


def _note(levers: int, seeds: int, lang: str) -> str:
    if not levers:
        return text("compare_no_levers", lang)
    return text("compare_explain_note", lang, levers=levers, runs=runs_of(levers, seeds))


def _said(found: Attribution | None, working: Working, lang: str) -> str:
    if found is None:
        return text(f"compare_{working.said}", lang) if working.said else ""
    return text("compare_missing", lang, count=found.failed) if found.failed else ""


def _draw(room: Room, found: Attribution, name: str) -> None:
    """Draw chart and table of what was worked out."""
    lang, shelf = room.lang, room.shelf
    shares = shares_of(found, name)
    rows = shares_rows(shares, name, shelf, lang)
    label = label_of(name, lang)
    ChartPanel(
        title=text("compare_shares", lang, label=label),
        unit=shares_scale(shares, name, lang).name,
        frame=packed(shares_frame(lang)),
        step=packed(shares_step(shares, name, shelf, lang)),
        label=text("compare_shares_label", lang, label=label),
        lang=lang,
        name=f"levers_{name}",
        height=f"{60 + 40 * min(len(shares), MOST + 2)}px",
        note=text("compare_shares_note", lang, seeds=len(found.seeds)),
    )
    with box("pl-legend"):
        for kind in COLOURS:
            with box("pl-key", "pl-compare-key", f"pl-compare-{kind}"):
                box(children=[text(f"compare_{kind}", lang)])
    with box("pl-panel"):
        Table(
            title=text("compare_shares_table", lang, label=label),
            table=table(
                [
                    text("compare_lever", lang),
                    text("compare_alone", lang),
                    text("compare_without", lang),
                ],
                rows,
            ),
            words=room.words,
            name=f"levers_{name}",
        )
