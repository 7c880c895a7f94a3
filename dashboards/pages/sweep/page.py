"""The page of sweeps."""

from __future__ import annotations

from dashboards import process
from dashboards.pages.sweep.asking import Asking
from dashboards.pages.sweep.outcome import Outcome
from dashboards.pages.sweep.running import Running
from dashboards.room import PageKind, Room
from dashboards.sessions import this_session
from dashboards.toolkit import box, component


@component
def SweepPage(room: Room) -> None:
    """Draw the page."""
    desks = process.desks()
    desk = desks.of(this_session(desks.close))
    with box("pl-sweep"):
        Asking(room, desk)
        Running(desk, room.lang, room.words)
        Outcome(room, desk)


PAGE = PageKind(
    "sweep",
    "page_sweep",
    SweepPage,
    {
        "sweep_x": "public_cost",
        "sweep_y": "co2",
        "sweep_colour": "",
        "sweep_rank": "co2",
        "sweep_spread": "bars",
    },
)
