"""Vue components of the comparison, typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("pins.vue")
def Pins(
    pins: Sequence[dict[str, Any]],
    pinned: bool,
    words: Words,
    event_pin: Callable[[Any], None],
    event_load: Callable[[str], None],
    event_remove: Callable[[str], None],
) -> None:
    """Draw the scenarios that stand side by side, and what pins, loads and removes one."""


@vue("work.vue")
def Work(
    note: str,
    ready: bool,
    running: bool,
    done: int,
    runs: int,
    said: str,
    words: Words,
    event_begin: Callable[[Any], None],
    event_cancel: Callable[[Any], None],
) -> None:
    """Draw what begins and cancels reruns, and how far they are; `said` is read aloud."""
