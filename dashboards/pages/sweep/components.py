"""Vue components of the sweep, typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("form.vue")
def Form(
    levers: Sequence[dict[str, Any]],
    designs: Sequence[dict[str, str]],
    form: dict[str, Any],
    on_form: Callable[[Any], None],
    step: float,
    said: str,
    fault: str,
    running: bool,
    words: Words,
    event_start: Callable[[Any], None],
) -> None:
    """Draw what is varied (see `dashboards.sweeps.setup.Setup.plain`), its cost, and the start."""


@vue("progress.vue")
def ProgressBar(
    share: float, said: str, running: bool, words: Words, event_cancel: Callable[[Any], None]
) -> None:
    """Draw how far a sweep is, with a button that stops it."""
