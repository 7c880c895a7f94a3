"""Choices that a link restores: read with a fallback, drawn with the texts of their names."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.components import Choices, Years
from dashboards.room import Room
from dashboards.texts import text


def one_of(room: Room, name: str, offered: Sequence[str]) -> str:
    """Return the choice `name`; the first where a link asks for what is not offered."""
    chosen = room.pick(name)
    return chosen if chosen in offered else offered[0]


def year_of(room: Room, name: str) -> int:
    """Return the year chosen; the last where a link asks for none of the run."""
    chosen = room.pick(name)
    years = [str(year) for year in room.years]
    return room.years[years.index(chosen) if chosen in years else -1]


def draw_choice(room: Room, name: str, offered: Sequence[str]) -> None:
    """Draw a choice: the text `name` is its title, `name_option` those of its options."""
    Choices(
        title=text(name, room.lang),
        options=[{"name": one, "title": text(f"{name}_{one}", room.lang)} for one in offered],
        chosen=one_of(room, name, offered),
        on_chosen=lambda new: room.choose(name, new),
    )


def draw_year(room: Room, name: str) -> None:
    """Draw the slider of a year."""
    Years(
        title=text("year", room.lang),
        first=room.years[0],
        last=room.years[-1],
        year=year_of(room, name),
        on_year=lambda new: room.choose(name, str(new)),
    )
