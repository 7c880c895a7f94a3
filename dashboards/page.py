"""The frame of every page: top bar, navigation, levers, and the page that is shown."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboards import process
from dashboards.components import About, Levers, Notices, Pages, TopBar, Tour
from dashboards.history import History
from dashboards.numbers import digits
from dashboards.registry import all_picks, pages, style
from dashboards.room import Change, Room
from dashboards.runs import Ran, SessionRuns
from dashboards.sessions import this_session
from dashboards.share import Share
from dashboards.shelf import UNTIL, Shelf
from dashboards.texts import LANGUAGES, text, words_of
from dashboards.toolkit import (
    box,
    component,
    head,
    heading,
    landmark,
    use_memo,
    use_search,
    use_state,
)
from dashboards.tour import tour_steps
from dashboards.viewstate import LARGEST_SEED, STEP, Notice, ViewState, read_query, write_query
from sim.catalogue import FIRST_YEAR


@component
def Page() -> None:
    """Show one scenario beside its baseline; the state starts from the link."""
    runs = use_memo(lambda: SessionRuns(process.runs()), [])
    search = use_search()
    first, asked = use_memo(lambda: read_query(search, runs.shelf, all_picks()), [])
    history, set_history = use_state(History(first))
    notices, set_notices = use_state(asked)
    removed, set_removed = use_state(0)
    state, kind = history.now, pages()[history.now.page]
    lang, words = state.lang, words_of(state.page, state.lang)
    ran, fault = use_run(runs, state)
    said = [_said(notice, lang) for notice in notices]
    said += [text("run_failed", lang, error=fault)] if fault else []

    def change(new: ViewState) -> None:
        if new.park in runs.shelf.parks:
            set_history(history.to(new, time.monotonic()))

    def remove(park: str) -> None:
        if runs.drop(park):
            desks = process.desks()
            desks.of(this_session(desks.close)).forget(park)
            set_history(history.without(park, next(iter(runs.shelf.parks))))
            set_removed(removed + 1)

    head(text("title_of_page", lang, page=text(kind.title, lang)), style())
    with box("pl-page"):
        with landmark("header"):
            _top(history, set_history, change, runs.shelf, words)
            with box("pl-bar"):
                _pages(state, change, words)
                Share(runs, state, write_query(state, runs.shelf), words)
        Tour(steps=tour_steps(lang), words=words)
        Notices(notices=said, words=words, event_close=lambda _: set_notices([]))
        with box("pl-room", *([] if kind.rail else ["pl-bare"])):
            if kind.rail:
                with landmark("aside", "pl-rail"):
                    _levers(state, change, runs.shelf, words)
                    _about(state, ran, runs.shelf, words)
            with landmark("main", "pl-main"):
                with box("pl-title"):
                    heading(text(kind.title, lang), level=1)
                    box("pl-faint", children=[text(kind.intro, lang)])
                if ran is not None:
                    room = Room(state, change, runs, ran, kind.picks, remove)
                    kind.draw(room)
                    # Last, so that a test which waits for it finds all else drawn.
                    box(
                        "pl-hidden",
                        "pl-shown",
                        data={"view": room.query, "run": f"{ran.seconds:.4f}"},
                    )


@component
def Layout(children: list[Any]) -> None:
    """Frame the page with nothing of its own."""
    box(children=children)


def use_run(runs: SessionRuns, state: ViewState) -> tuple[Ran | None, str]:
    """Run the state's scenario; return what is known of the run, or what went wrong.

    The run happens here, in the session's own thread: while it lasts the browser's moves pile up
    to one, so that a drag never queues runs. What was worked out beside the page for the scenario
    before is stopped first.
    """

    def run() -> tuple[Ran | None, str]:
        runs.stops.set_all()
        try:
            return runs.ran(state.key), ""
        except Exception as error:
            return None, f"{type(error).__name__}: {error}"

    return use_memo(run, [state.key])


def _top(
    history: History,
    set_history: Callable[[History], None],
    change: Change,
    shelf: Shelf,
    words: dict[str, str],
) -> None:
    state = history.now
    lang = state.lang
    TopBar(
        parks=[{"name": name, "title": shelf.park_title(name, lang)} for name in shelf.parks],
        packages=[
            {"name": name, "title": shelf.package_title(name, lang)} for name in shelf.packages
        ],
        park=state.park,
        on_park=lambda park: change(
            replace(state, park=park if park in shelf.parks else state.park)
        ),
        package=state.package,
        on_package=lambda name: change(
            state.with_package(name if name in shelf.packages else state.package)
        ),
        since=state.since,
        on_since=lambda year: change(
            replace(state, since=year if year in range(FIRST_YEAR, UNTIL + 1) else state.since)
        ),
        years=list(range(FIRST_YEAR, UNTIL + 1)),
        seed=state.seed,
        on_seed=lambda seed: change(replace(state, seed=_whole(seed, state.seed))),
        lang=lang,
        on_lang=lambda new: change(replace(state, lang=new if new in LANGUAGES else lang)),
        largest_seed=LARGEST_SEED,
        query=write_query(state, shelf),
        undone={"back": bool(history.past), "forward": bool(history.future)},
        pinned=state.key in state.pins,
        words=words,
        event_pin=lambda _: change(state.with_pin()),
        event_back=lambda _: set_history(history.back()),
        event_forward=lambda _: set_history(history.forward()),
    )


def _pages(state: ViewState, change: Change, words: dict[str, str]) -> None:
    Pages(
        pages=[
            {"name": one.name, "title": text(one.title, state.lang)} for one in pages().values()
        ],
        page=state.page,
        on_page=lambda name: change(replace(state, page=name if name in pages() else state.page)),
        words=words,
    )


def _levers(state: ViewState, change: Change, shelf: Shelf, words: dict[str, str]) -> None:
    def move(values: Any) -> None:
        known = state.strengths(shelf)
        given = values if isinstance(values, dict) else {}
        known |= {
            name: float(value)
            for name, value in given.items()
            if name in known and isinstance(value, int | float)
        }
        change(state.with_strengths(known, shelf))

    listed = shelf.packages[state.package].strength
    Levers(
        levers=[
            {
                "name": lever.name,
                "title": lever.title[state.lang],
                "most": lever.most,
                "listed": lever.name in listed,
            }
            for lever in shelf.levers
        ],
        values=state.strengths(shelf),
        on_values=move,
        step=STEP,
        moved=bool(state.moved),
        note=text("lever_note", state.lang, since=state.since),
        words=words,
        event_reset=lambda _: change(replace(state, moved=())),
    )


def _about(state: ViewState, ran: Ran | None, shelf: Shelf, words: dict[str, str]) -> None:
    info = shelf.parks[state.park].info
    About(
        kind=text(f"kind_{info['kind']}", state.lang),
        note=str(info.get("note") or ""),
        seconds="" if ran is None else text("seconds", state.lang, seconds=digits(ran.seconds)),
        words=words,
    )


def _whole(value: Any, otherwise: int) -> int:
    """Return a seed from the browser, or the present one where it is none."""
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEED
    return value if whole else otherwise


def _said(notice: Notice, lang: str) -> str:
    return text(notice.key, lang, word=notice.word, value=notice.value)
