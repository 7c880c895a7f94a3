"""The overview: figures, trajectories and targets of a run beside its baseline."""

from __future__ import annotations

from dashboards.pages.overview.components import Figures, Goals
from dashboards.pages.overview.figures import cards, goal_rows
from dashboards.pages.overview.panels import Trajectories
from dashboards.room import PageKind, Room
from dashboards.texts import text
from dashboards.toolkit import component, packed


@component
def Overview(room: Room) -> None:
    """Draw the page."""
    board, baseline, lang = room.board, room.baseline, room.lang
    caption = text("against", lang, year=board.years[-1], package=room.compared)
    Figures(cards=cards(board, baseline, lang), caption=caption)
    Trajectories(room)
    Goals(rows=packed(goal_rows(board, baseline, lang)), words=room.words)


PAGE = PageKind("overview", "page_overview", Overview, {"bands": "seeds"})
