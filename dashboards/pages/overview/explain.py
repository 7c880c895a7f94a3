"""The panel that explains a figure: from the number down to enterprises, links, terms and rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dashboards.charts import amount_text
from dashboards.components import Choices, Table
from dashboards.numbers import digits, scale_of, subscript
from dashboards.pages.compare.change import UNITS as CHANGE_UNITS
from dashboards.pages.compare.change import change_of
from dashboards.pages.overview.components import WhyFirm, WhyHead
from dashboards.pages.overview.shares import shares_of
from dashboards.pages.overview.why import (
    Asked,
    asked_of,
    facts,
    heads,
    most_changed,
    rows,
    ways,
)
from dashboards.pages.park.card import cards_of, firms_of
from dashboards.room import Room
from dashboards.tables import Cell, number, table
from dashboards.texts import LANGUAGES, text
from dashboards.toolkit import box, component

PICKS: Final = {"overview_why": "", "overview_by": "", "overview_firm": ""}
RULE: Final = ("decisions", "terms")
"""Sections of an enterprise's card that tell of rules and of what followed."""

_LEAST: Final = 1e-9


@component
def Explain(room: Room) -> None:
    """Draw the panel of the figure that is asked for; nothing where none is."""
    lang, word = room.lang, room.pick("overview_why")
    asked = asked_of(word, room.board, lang)
    if asked is None:
        return
    first = room.years[0]
    offered = ways(asked.kind, asked.year, first)
    chosen = room.pick("overview_by")
    by = chosen if chosen in offered else offered[0]
    counted = by if by not in ("rule", "effects") else "firm"
    here = room.view(shares_of, asked.kind, counted, asked.year)
    before = room.baseline_view(shares_of, asked.kind, counted, asked.year)
    start = room.view(shares_of, asked.kind, counted, first)
    with box("pl-panel", "pl-why"):
        WhyHead(
            asked=word,
            title=asked.title,
            note=asked.note,
            facts=facts(asked.kind, here, before, start, lang),
            words=room.words,
            event_close=lambda _: room.choose("overview_why", ""),
        )
        Choices(
            title=text("why_ways", lang),
            options=[{"name": one, "title": text(f"why_by_{one}", lang)} for one in offered],
            chosen=by,
            on_chosen=lambda one: room.choose("overview_by", one),
        )
        if by == "effects":
            _effects(room, asked)
        elif by == "rule":
            Rule(room, asked.year, _firm(room, most_changed(here, before)))
        else:
            Table(
                title=text(f"why_table_{by}", lang, year=asked.year),
                table=table(
                    heads(asked.kind, by, here, before, asked.year, lang),
                    rows(asked.kind, by, here, before, start, lang),
                ),
                words=room.words,
                name=f"why_{asked.kind}_{by}_{asked.year}",
                note=text("why_firm_note", lang) if by == "firm" else "",
                picks=by == "firm",
                event_pick=lambda firm: _to_rule(room, firm),
            )


def _to_rule(room: Room, firm: str) -> None:
    """Show the terms and decisions of an enterprise."""
    if firm:
        state = room.state.with_pick("overview_firm", firm).with_pick("overview_by", "rule")
        room.change(state)


def _firm(room: Room, otherwise: str) -> str:
    chosen = room.pick("overview_firm")
    return chosen if chosen in room.view(firms_of) else otherwise


@component
def Rule(room: Room, year: int, firm: str) -> None:
    """Draw what policies wrote for an enterprise and what it decided, with a way to its card."""
    lang = room.lang
    cards = room.view(cards_of, firm, year, lang) if firm else ()
    if not cards:
        box("pl-faint", children=[text("empty", lang)])
        return
    names = room.view(firms_of)
    k = LANGUAGES.index(lang)
    WhyFirm(
        firms=[
            {"name": one, "title": names[one][k]}
            for one in sorted(names, key=lambda one: (names[one][k].casefold(), one))
        ],
        firm=firm,
        on_firm=lambda one: room.choose("overview_firm", one if one in names else ""),
        words=room.words,
        event_park=lambda _: _to_park(room, firm, year),
    )
    wanted = {section.name: section for section in cards[0].sections}
    for name in reversed(RULE):
        for sheet in wanted[name].sheets:
            if sheet.rows:
                Table(
                    title=f"{cards[0].name}: {sheet.title}",
                    table=sheet.table,
                    words=room.words,
                    name=f"why_{firm}_{sheet.name}_{year}",
                ).key(sheet.name)


def _to_park(room: Room, firm: str, year: int) -> None:
    """Go to the enterprise's card on the park page."""
    last = room.years[-1]
    state = room.state.with_pick("park_firm", firm)
    state = state.with_pick("park_year", "" if year == last else str(year))
    room.change(replace(state, page="park"))


def _effects(room: Room, asked: Asked) -> None:
    """Draw why CO2 or energy changed since the first year: here, in the baseline, and between."""
    lang = room.lang
    unit = CHANGE_UNITS[asked.kind]
    here = dict(room.view(change_of, asked.year, asked.kind).effects)
    there = dict(room.baseline_view(change_of, asked.year, asked.kind).effects)
    Table(
        title=text("why_effects", lang, first=room.years[0], year=asked.year),
        table=table(
            [
                text("why_by_effects", lang),
                text("scenario", lang),
                text("why_baseline", lang),
                text("why_change", lang),
            ],
            effect_rows(here, there, unit, lang),
        ),
        words=room.words,
        name=f"why_{asked.kind}_effects_{asked.year}",
        note=text("why_effects_note", lang, amount=amount_text(_sum(here.values()), unit, lang)),
    )


def effect_rows(
    here: dict[str, float], there: dict[str, float], unit: str, lang: str
) -> list[tuple[str, list[Cell]]]:
    """Return a row an effect and one of the whole change."""
    from experiments.labels import effect_label

    whole = [_sum(one.values()) for one in (here, there)]
    names = [(name, subscript(effect_label(name, lang)), here[name], there[name]) for name in here]
    listed = [*names, ("all", text("why_whole", lang), whole[0], whole[1])]
    least = _LEAST * max((abs(value) for value in (*here.values(), *there.values())), default=0.0)

    def cell(value: float) -> Cell:
        scale = scale_of(value, unit, lang)
        written = f"{digits(value / scale.divisor, sign=True)} {scale.name}"
        return number(value, written if abs(value) > least else "–")

    return [(key, [name, cell(a), cell(b), cell(a - b)]) for key, name, a, b in listed]


def _sum(values: Iterable[float]) -> float:
    total = 0.0
    for value in values:
        total += value
    return total
