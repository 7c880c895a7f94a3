"""Data and method: parks in and out, what a run rests on, assumptions, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.choosing import draw_choice, one_of
from dashboards.components import Table
from dashboards.pages.data.components import Command
from dashboards.pages.data.facts import (
    Rows,
    assumption_rows,
    factor_rows,
    facts_of,
    source_rows,
)
from dashboards.pages.data.parks import Parks
from dashboards.room import PageKind, Room
from dashboards.share import view_of
from dashboards.tables import Cell, table
from dashboards.texts import text
from dashboards.toolkit import box, component, heading
from sim.parkfile import BASES

TABLES = ("assumptions", "factors")
LEFT_OUT = ("waters", "heat", "goods", "prices", "boundary", "meaning")

_COLUMNS = {
    "assumptions": ("name", "basis", "value", "low", "high", "unit", "confidence", "source"),
    "factors": ("name", "label", "rows", "note"),
}


@component
def DataPage(room: Room) -> None:
    """Draw the page."""
    Parks(room)
    _run(room)
    _assumptions(room)
    _sources(room)
    with box("pl-panel", "pl-data-left"):
        heading(text("data_left_out", room.lang))
        with box():
            for one in LEFT_OUT:
                box("pl-data-item", children=[text(f"data_left_{one}", room.lang)])


def _run(room: Room) -> None:
    """Say what determined the run that is shown, and how to repeat it."""
    lang, facts = room.lang, room.view(facts_of)
    names = (
        "run_id",
        "result_hash",
        "park_digest",
        "package_digest",
        "tables_digest",
        "code_digest",
        "seed",
    )
    rows: Rows = [(name, [text(f"data_{name}", lang), str(getattr(facts, name))]) for name in names]
    rows += [(name, [name, value]) for name, value in facts.versions]
    with box("pl-panel", "pl-data-run"):
        Table(
            title=text("data_run", lang),
            table=table([text("data_what", lang), text("data_value", lang)], rows),
            words=room.words,
            name="run",
        )
        heading(text("data_command", lang))
        Command(command=view_of(room.runs, room.state).command, words=room.words)


def _assumptions(room: Room) -> None:
    lang, which = room.lang, one_of(room, "data_table", TABLES)
    rows = assumption_rows() if which == "assumptions" else factor_rows(lang)
    with box("pl-panel", "pl-data-tables"):
        draw_choice(room, "data_table", TABLES)
        Table(
            title=text(f"data_table_{which}", lang),
            table=table([text(f"data_col_{name}", lang) for name in _COLUMNS[which]], rows),
            words=room.words,
            name=which,
            note=text(f"data_note_{which}", lang),
            search=text("data_search", lang),
        ).key(which)


def _sources(room: Room) -> None:
    lang = room.lang
    counted = ("rows", *BASES, "given", "filled")
    with box("pl-panel"):
        Table(
            title=text("data_sources", lang),
            table=table(
                [text("data_sheet", lang), *(text(f"data_count_{one}", lang) for one in counted)],
                [
                    (name, [text(f"data_sheet_{name}", lang), *_counts(found, counted)])
                    for name, found in source_rows(room.shelf.parks[room.state.park])
                ],
            ),
            words=room.words,
            name="sources",
            note=text("data_note_sources", lang),
        )


def _counts(found: Mapping[str, int], counted: tuple[str, ...]) -> list[Cell]:
    return [(float(found[one]), f"{found[one]:,}") for one in counted]


PAGE = PageKind("data", "page_data", DataPage, {"data_table": "assumptions"}, rail=False)
