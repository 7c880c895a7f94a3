"""Links: how they come and go, what could be added, what is missing, and how much is realised."""

from __future__ import annotations

import math
from dataclasses import replace

from dashboards.components import Table
from dashboards.numbers import digits
from dashboards.pages.links.chart import (
    active_frame,
    active_step,
    counts_table,
    link_rows,
    reason_text,
    turnover_frame,
    turnover_step,
)
from dashboards.pages.links.could import missing_table, opportunity_table, optimum_table
from dashboards.pages.links.data import Link, Years, links_of, names_of, years_of
from dashboards.pages.links.looking import use_look
from dashboards.panel import ChartPanel
from dashboards.room import PageKind, Room
from dashboards.tables import table
from dashboards.texts import text
from dashboards.toolkit import box, component, packed
from experiments.labels import class_label

COLUMNS = (
    "giver", "taker", "stream", "agreed", "unit", "price", "since", "until", "ended", "origin",
)  # fmt: skip


@component
def LinksPage(room: Room) -> None:
    """Draw the page."""
    years, before = room.view(years_of), room.baseline_view(years_of)
    links = room.view(links_of)
    with box("pl-links-pair"):
        _active(room, years, before)
        _turnover(room, years)
    Could(room)
    _listed(room, links)


def _active(room: Room, years: Years, before: Years) -> None:
    lang = room.lang
    ChartPanel(
        title=text("links_active_title", lang),
        unit=text("links_count", lang),
        frame=packed(active_frame(years, room.compared, lang)),
        step=packed(active_step(years, before)),
        label=text("links_active_label", lang),
        lang=lang,
        name="links_active",
        table=packed(
            counts_table(
                years, years.active, {name: class_label(name, lang) for name in years.active}, lang
            )
        ),
        height="260px",
        note=text("links_active_note", lang),
    )


def _turnover(room: Room, years: Years) -> None:
    lang = room.lang
    parts = {**years.formed, **years.ended}
    ChartPanel(
        title=text("links_turnover_title", lang),
        unit=text("links_count", lang),
        frame=packed(turnover_frame(years, lang)),
        step=packed(turnover_step(years)),
        label=text("links_turnover_label", lang),
        lang=lang,
        name="links_turnover",
        table=packed(
            counts_table(years, parts, {name: reason_text(name, lang) for name in parts}, lang)
        ),
        height="260px",
        note=text("links_turnover_note", lang),
    )


def _listed(room: Room, links: tuple[Link, ...]) -> None:
    """List every contract; the first cell opens the giver's card."""
    lang = room.lang
    givers = {one.key: one.giver for one in links}

    def pick(key: str) -> None:
        if key in givers:
            state = replace(room.state, page="park")
            room.change(state.with_pick("park_firm", givers[key]))

    with box("pl-panel", "pl-links-list"):
        Table(
            title=text("links_table", lang, count=len(links)),
            table=table(
                [text(f"links_col_{name}", lang) for name in COLUMNS],
                link_rows(links, room.view(names_of), lang),
            ),
            words=room.words,
            name="links",
            note=text("links_table_note", lang),
            search=text("links_search", lang),
            picks=True,
            event_pick=pick,
        )


@component
def Could(room: Room) -> None:
    """Draw what could be, when it is known."""
    lang = room.lang
    found, failed = use_look(room.runs, room.state.key)
    if found is None:
        said = text("links_failed" if failed else "links_coming", lang)
        with box("pl-panel", data={"looked": "no"}):
            box("pl-faint", children=[said])
        return
    names = room.view(names_of)
    share = 100.0 * found.optimum.share("net_benefit_cny")
    said = digits(share) if math.isfinite(share) else text("links_none", lang)
    with box("pl-panel", data={"looked": "yes"}):
        Table(
            title=text("links_optimum", lang, year=found.optimum.year, share=said),
            table=optimum_table(found.optimum, lang),
            words=room.words,
            name="optimum",
            note=text("links_optimum_note", lang),
        )
    with box("pl-panel", "pl-links-could"):
        Table(
            title=text("links_could", lang, count=len(found.opportunities.rows)),
            table=opportunity_table(found.opportunities, names, lang),
            words=room.words,
            name="opportunities",
            note=text("links_could_note", lang),
            search=text("links_search", lang),
        )
    with box("pl-panel"):
        Table(
            title=text("links_missing", lang),
            table=missing_table(found.missing, lang),
            words=room.words,
            name="missing",
            note=text("links_missing_note", lang),
        )


PAGE = PageKind("links", "page_links", LinksPage)
