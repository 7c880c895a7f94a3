"""The room: levers, six figures, trajectories, the map and the targets of one scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboards import process
from dashboards.board import Board
from dashboards.components import About, Figures, Goals, Levers, Notices, TopBar
from dashboards.figures import cards, goal_rows
from dashboards.numbers import digits
from dashboards.panels import ParkMap, Trajectories
from dashboards.runs import Runs
from dashboards.shelf import BASELINE, Shelf
from dashboards.texts import LANGUAGES, TEXTS, text
from dashboards.toolkit import box, component, head, packed, use_memo, use_search, use_state
from dashboards.viewstate import LARGEST_SEED, STEP, Notice, ViewState, read_query, write_query

STYLE = Path(__file__).parent / "vue" / "page.css"

Change = Callable[[ViewState], None]


@component
def Page() -> None:
    """Show one scenario beside its baseline; the state starts from the link."""
    runs = process.runs()
    search = use_search()
    first, asked = use_memo(lambda: read_query(search, runs.shelf), [])
    state, change = use_state(first)
    notices, set_notices = use_state(asked)
    lang, words = state.lang, _words(state.lang)
    baseline, board, fault = use_boards(runs, state)
    said = [_said(notice, lang) for notice in notices]
    said += [text("run_failed", lang, error=fault)] if fault else []

    head(text("title", lang), STYLE)
    with box("pl-page"):
        _top(state, change, runs.shelf, words)
        Notices(notices=said, words=words, event_close=lambda _: set_notices([]))
        with box("pl-room"):
            with box("pl-rail"):
                _levers(state, change, runs.shelf, words)
                _about(state, board, runs.shelf, words)
            if board is not None and baseline is not None:
                compared = runs.shelf.package_title(BASELINE, lang)
                Outcome(board, baseline, compared, lang, write_query(state, runs.shelf))


@component
def Outcome(board: Board, baseline: Board, compared: str, lang: str, view: str) -> None:
    """Show the figures, trajectories, map and targets of a run beside its baseline."""
    caption = text("against", lang, year=board.years[-1], package=compared)
    with box("pl-main"):
        Figures(cards=cards(board, baseline, lang), caption=caption)
        Trajectories(board, baseline, compared, lang)
        ParkMap(board, baseline, lang)
        Goals(rows=packed(goal_rows(board, baseline, lang)), words=_words(lang), view=view)


@component
def Layout(children: list[Any]) -> None:
    """Frame the page with nothing of its own."""
    box(children=children)


def use_boards(runs: Runs, state: ViewState) -> tuple[Board | None, Board | None, str]:
    """Return the baseline's board, the state's, and what went wrong where one is missing.

    The run happens here, in the session's own thread: while it lasts the browser's moves pile up
    to one, so that a drag never queues runs.
    """

    def run() -> tuple[Board | None, Board | None, str]:
        try:
            return runs.board(state.baseline()), runs.board(state), ""
        except Exception as error:
            return None, None, f"{type(error).__name__}: {error}"

    return use_memo(run, [state.park, state.package, state.moved, state.seed])


def _top(state: ViewState, change: Change, shelf: Shelf, words: dict[str, str]) -> None:
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
        seed=state.seed,
        on_seed=lambda seed: change(replace(state, seed=_whole(seed, state.seed))),
        lang=lang,
        on_lang=lambda new: change(replace(state, lang=new if new in LANGUAGES else lang)),
        largest_seed=LARGEST_SEED,
        query=write_query(state, shelf),
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
        words=words,
        event_reset=lambda _: change(replace(state, moved=())),
    )


def _about(state: ViewState, board: Board | None, shelf: Shelf, words: dict[str, str]) -> None:
    info = shelf.parks[state.park].info
    About(
        kind=text(f"kind_{info['kind']}", state.lang),
        note=str(info.get("note") or ""),
        seconds="" if board is None else text("seconds", state.lang, seconds=digits(board.seconds)),
        words=words,
    )


def _whole(value: Any, otherwise: int) -> int:
    """Return a seed from the browser, or the present one where it is none."""
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEED
    return value if whole else otherwise


def _said(notice: Notice, lang: str) -> str:
    return text(notice.key, lang, word=notice.word, value=notice.value)


def _words(lang: str) -> dict[str, str]:
    """Return the texts that components show as they are."""
    return {key: pair[LANGUAGES.index(lang)] for key, pair in TEXTS.items() if "{" not in pair[0]}
