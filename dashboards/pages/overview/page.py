"""The overview: figures, trajectories and targets of a run beside its baseline."""

from __future__ import annotations

from dashboards.bands import KINDS
from dashboards.choosing import one_of
from dashboards.pages.overview.components import Figures, Goals
from dashboards.pages.overview.explain import PICKS, Explain
from dashboards.pages.overview.figures import cards
from dashboards.pages.overview.goals import goal_groups
from dashboards.pages.overview.lines import PICK
from dashboards.pages.overview.panels import Trajectories
from dashboards.pages.overview.waiting import use_band
from dashboards.room import PageKind, Room
from dashboards.texts import text
from dashboards.toolkit import component, packed


@component
def Overview(room: Room) -> None:
    """Draw the page."""
    board, baseline, lang = room.board, room.baseline, room.lang
    caption = text("against", lang, year=board.years[-1], package=room.compared)
    band = use_band(room.runs, room.state.key, one_of(room, "bands", KINDS))
    fresh = band if band is not None and band.key == room.state.key else None
    asked = room.pick("overview_why")

    def why(word: str) -> None:
        room.choose("overview_why", "" if word == asked else word)

    Figures(
        cards=cards(board, baseline, lang, fresh),
        caption=caption,
        asked=asked,
        words=room.words,
        event_why=why,
    )
    Explain(room)
    Trajectories(room, band)
    Goals(
        goals=packed(goal_groups(board, baseline, lang)),
        asked=asked,
        words=room.words,
        event_why=why,
    )


PAGE = PageKind("overview", "page_overview", Overview, {"bands": "seeds", PICK: "", **PICKS})
