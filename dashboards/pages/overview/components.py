"""Vue components of the overview, typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("figures.vue")
def Figures(
    cards: Sequence[dict[str, Any]],
    caption: str,
    asked: str = "",
    words: Words | None = None,
    event_why: Callable[[str], None] | None = None,
) -> None:
    """Draw the figures; with `words` each can be asked why, and `asked` is the one explained."""


@vue("goals.vue")
def Goals(goals: str, asked: str, words: Words, event_why: Callable[[str], None]) -> None:
    """Draw the table of targets by document; `goals` is JSON, `asked` the one explained."""


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


@vue("whyhead.vue")
def WhyHead(
    asked: str,
    title: str,
    note: str,
    facts: Sequence[tuple[str, str]],
    words: Words,
    event_close: Callable[[Any], None],
) -> None:
    """Draw the head of an explanation: what is explained, and the figure beside others."""


@vue("whyfirm.vue")
def WhyFirm(
    firms: Sequence[dict[str, str]],
    firm: str,
    on_firm: Callable[[str], None],
    words: Words,
    event_park: Callable[[Any], None],
) -> None:
    """Draw the choice of an enterprise and the way to its card."""
