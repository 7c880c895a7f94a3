"""Policies: every instrument, its strength in the scenario, and the clauses it comes from."""

from __future__ import annotations

from typing import Any

from dashboards.pages.overview.components import Figures
from dashboards.pages.overview.figures import cards
from dashboards.pages.policies.catalogue import catalogue, changed_of
from dashboards.pages.policies.components import Instruments
from dashboards.room import PageKind, Room
from dashboards.texts import text
from dashboards.toolkit import box, component
from dashboards.viewstate import STEP


@component
def Policies(room: Room) -> None:
    """Draw the page."""
    state, shelf, lang = room.state, room.shelf, room.lang
    known = {lever.name for lever in shelf.levers}
    package = shelf.packages[state.package]

    def move(values: Any) -> None:
        given = values if isinstance(values, dict) else {}
        moved = {
            name: float(value)
            for name, value in given.items()
            if name in known and isinstance(value, int | float)
        }
        room.change(state.with_strengths({**state.strengths(shelf), **moved}, shelf))

    caption = text("against", lang, year=room.board.years[-1], package=room.compared)
    with box("pl-policies-figures"):
        Figures(cards=cards(room.board, room.baseline, lang), caption=caption)
    opened = room.pick("policies_show")
    Instruments(
        catalogue=catalogue(lang),
        values=state.strengths(shelf),
        on_values=move,
        usual={name: float(value) for name, value in package.strength.items()},
        changed=changed_of(package.parameters),
        opened=opened if opened in known else "",
        on_opened=lambda name: room.choose("policies_show", name if name in known else ""),
        step=STEP,
        words=room.words,
    )


PAGE = PageKind("policies", "page_policies", Policies, {"policies_show": ""}, rail=False)
