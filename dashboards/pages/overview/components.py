"""Vue components of the overview, typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("figures.vue")
def Figures(cards: Sequence[dict[str, Any]], caption: str) -> None:
    """Draw the six figures."""


@vue("goals.vue")
def Goals(goals: str, words: Words) -> None:
    """Draw the table of targets by document; `goals` is JSON."""


@vue("lines.vue")
def Lines(
    groups: Sequence[dict[str, Any]],
    chosen: Sequence[str],
    on_chosen: Callable[[Any], None],
    most: int,
    words: Words,
    event_usual: Callable[[Any], None],
) -> None:
    """Draw the choice of indicators by group: `title` and `lines` of `name` and `title`."""
