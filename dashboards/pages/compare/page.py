"""Compare: the scenario beside pinned ones and the baseline, and what makes the difference."""

from __future__ import annotations

from dataclasses import replace

from dashboards.choosing import draw_choice, draw_year, one_of, year_of
from dashboards.components import Choices, Table
from dashboards.pages.compare.change import (
    OF,
    change_of,
    change_text,
    meanings_table,
    waterfall_frame,
    waterfall_scale,
    waterfall_step,
    waterfall_table,
)
from dashboards.pages.compare.charts import (
    BARRED,
    MODES,
    bars_frame,
    bars_step,
    line_scale,
    lines_frame,
    lines_step,
    lines_table,
    plain_label,
    rows,
)
from dashboards.pages.compare.columns import BEFORE, NOW, Column, columns_of, full_name, pins_of
from dashboards.pages.compare.components import Pins
from dashboards.pages.compare.explaining import Explaining
from dashboards.pages.compare.measured import DRAWN
from dashboards.panel import ChartPanel, Heading
from dashboards.room import PageKind, Room
from dashboards.shelf import BASELINE
from dashboards.tables import table
from dashboards.texts import text
from dashboards.toolkit import box, component, fold, packed


@component
def Compare(room: Room) -> None:
    """Draw the page."""
    columns = columns_of(room)
    _pins(room, columns)
    with box("pl-trajectories"):
        frame = packed(lines_frame(columns, room.lang))
        for name in DRAWN:
            _lines(room, columns, name, frame)
    _table(room, columns)
    _bars(room, columns)
    _changes(room, columns)
    Explaining(room)


def _pins(room: Room, columns: list[Column]) -> None:
    pins, lang = pins_of(room), room.lang

    def load(letter: str) -> None:
        if letter in pins:
            room.change(room.state.with_key(pins[letter]))

    def remove(letter: str) -> None:
        kept = tuple(key for name, key in pins.items() if name != letter)
        room.change(replace(room.state, pins=kept))

    Pins(
        pins=[
            {
                "name": one.name,
                "title": one.title,
                "detail": full_name(one.key, room.shelf, lang),
                "colour": one.colour,
                "pin": one.name in pins,
                "shown": one.key == room.state.key,
            }
            for one in columns
        ],
        pinned=room.state.key in pins.values(),
        words=room.words,
        event_pin=lambda _: room.change(room.state.with_pin()),
        event_load=load,
        event_remove=remove,
    )


def _lines(room: Room, columns: list[Column], name: str, frame: str) -> None:
    lang = room.lang
    label = plain_label(name, lang)
    ChartPanel(
        title=label,
        unit=line_scale(columns, name, lang).name,
        frame=frame,
        step=packed(lines_step(columns, name, lang)),
        label=text("compare_lines_label", lang, label=label),
        lang=lang,
        name=f"compare_{name}",
        table=packed(lines_table(columns, name, lang)),
    )


def _table(room: Room, columns: list[Column]) -> None:
    lang, mode = room.lang, one_of(room, "compare_mode", MODES)
    shown = columns if mode == "values" else [one for one in columns if one.name != BEFORE]
    first, last = columns[0].measured.years[0], columns[0].measured.years[-1]
    with box("pl-panel", "pl-compare-wide"):
        draw_choice(room, "compare_mode", MODES)
        Table(
            title=text("compare_table", lang, year=last),
            table=table(
                [text("compare_indicator", lang), *(one.title for one in shown)],
                rows(shown, mode, lang),
            ),
            words=room.words,
            name=f"compare_{mode}",
            note=text("compare_table_note", lang, first=first, year=last),
        )


def _bars(room: Room, columns: list[Column]) -> None:
    lang = room.lang
    if all(
        (package, moved) == (BASELINE, ()) for _, package, moved, *_ in (c.key for c in columns)
    ):
        with box("pl-panel"):
            box("pl-faint", children=[text("compare_none", lang)])
        return
    ChartPanel(
        title=text("compare_bars", lang, year=columns[0].measured.years[-1]),
        unit="%",
        frame=packed(bars_frame(columns, lang)),
        step=packed(bars_step(columns, lang)),
        label=text("compare_bars_label", lang),
        lang=lang,
        name="compare_differences",
        height=f"{40 + len(BARRED) * (14 + 8 * (len(columns) - 1))}px",
        note=text("compare_bars_note", lang),
    )


def _changes(room: Room, columns: list[Column]) -> None:
    """Draw why the scenario's total changed since the first year, and that of a pin."""
    lang, year = room.lang, year_of(room, "compare_year")
    of = one_of(room, "compare_of", OF)
    others = {one.name: one for one in columns if one.name != NOW}
    beside = room.pick("compare_beside")
    if beside not in others:
        beside = next((one for one in pins_of(room)), BEFORE)
    with box("pl-panel"):
        Heading(text("compare_changes", lang), "")
        with box("pl-controls"):
            draw_choice(room, "compare_of", OF)
            draw_year(room, "compare_year")
            if len(others) > 1:
                Choices(
                    title=text("compare_beside", lang),
                    options=[{"name": n, "title": one.title} for n, one in others.items()],
                    chosen=beside,
                    on_chosen=lambda new: room.choose("compare_beside", new),
                )
    with box("pl-compare-pair"):
        for one in (columns[0], others[beside]):
            change = room.runs.view(one.key, change_of, year, of)
            ChartPanel(
                title=one.title,
                unit=waterfall_scale(change, of, lang).name,
                frame=packed(waterfall_frame(lang)),
                step=packed(waterfall_step(change, of, lang)),
                label=text("compare_change_label", lang, title=one.title),
                lang=lang,
                name=f"change_{one.name}_{of}_{year}",
                table=packed(waterfall_table(change, of, lang)),
                height="300px",
                note=change_text(change, of, lang),
            )
    with box("pl-panel"), fold(text("compare_meanings", lang), is_open=False):
        Table(
            title=text("compare_meanings_table", lang),
            table=meanings_table(lang),
            words=room.words,
        )


PAGE = PageKind(
    "compare",
    "page_compare",
    Compare,
    {
        "compare_mode": "values",
        "compare_year": "",
        "compare_of": "co2",
        "compare_beside": "",
        "compare_what": "co2",
        "compare_seeds": "4",
    },
)
