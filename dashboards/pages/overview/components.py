"""Vue components of the overview, typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("figures.vue")
def Figures(cards: Sequence[dict[str, Any]], caption: str) -> None:
    """Draw the six figures."""


@vue("goals.vue")
def Goals(rows: str, words: Words) -> None:
    """Draw the table of targets; `rows` is JSON."""
