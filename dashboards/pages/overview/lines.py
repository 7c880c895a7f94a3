"""Which indicators the page draws over the years: the usual six, or those that a link names."""

from __future__ import annotations

from typing import Any, Final

from dashboards.board import TRAJECTORIES
from dashboards.lines import GROUPS, LINES
from dashboards.numbers import subscript
from dashboards.pages.overview.components import Lines
from dashboards.room import Room
from dashboards.texts import LANGUAGES, text
from dashboards.toolkit import component

PICK: Final = "overview_lines"
MOST: Final = 6


def chosen_lines(word: str) -> tuple[str, ...]:
    """Return the indicators that a choice names, in the order of `LINES`; the usual for none.

    >>> chosen_lines("water_fresh,links_active,elsewhere")
    ('water_fresh', 'links_active')
    """
    asked = word.split(",")
    known = tuple(name for name in LINES if name in asked)
    return known[:MOST] or TRAJECTORIES


def word_of(chosen: Any) -> str:
    """Return the choice that names these; nothing for the usual six and for what is no choice."""
    asked = chosen if isinstance(chosen, list | tuple) else ()
    known = [name for name in LINES if name in asked]
    return "" if set(known) == set(TRAJECTORIES) else ",".join(known[:MOST])


@component
def ChooseLines(room: Room) -> None:
    """Draw the choice."""
    lang, k = room.lang, LANGUAGES.index(room.lang)
    Lines(
        groups=[
            {
                "title": text(f"lines_{group}", lang),
                "lines": [
                    {"name": name, "title": subscript(room.board.lines[name].label[k])}
                    for name in names
                ],
            }
            for group, names in GROUPS.items()
        ],
        chosen=list(chosen_lines(room.pick(PICK))),
        on_chosen=lambda chosen: room.choose(PICK, word_of(chosen)),
        most=MOST,
        words=room.words,
        event_usual=lambda _: room.choose(PICK, ""),
    )
