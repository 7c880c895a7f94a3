"""The page's own Vue components, typed. An `on_x` is called when the browser changes `x`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dashboards.toolkit import vue

Words = dict[str, str]


@vue("vue/chart.vue")
def Chart(
    library: str,
    frame: str,
    step: str,
    label: str,
    height: str = "180px",
    scale: dict[str, str] | None = None,
) -> None:
    """Draw one ECharts chart; `scale` texts add a ruler and make both axes equal.

    `frame` and `step` are options as JSON text (see `packed`).
    """


@vue("vue/levers.vue")
def Levers(
    levers: Sequence[dict[str, Any]],
    values: dict[str, float],
    on_values: Callable[[dict[str, float]], None],
    step: float,
    moved: bool,
    words: Words,
    event_reset: Callable[[Any], None],
) -> None:
    """Draw a slider and a number field for each policy."""


@vue("vue/topbar.vue")
def TopBar(
    parks: Sequence[dict[str, str]],
    packages: Sequence[dict[str, str]],
    park: str,
    on_park: Callable[[str], None],
    package: str,
    on_package: Callable[[str], None],
    seed: int,
    on_seed: Callable[[int], None],
    lang: str,
    on_lang: Callable[[str], None],
    largest_seed: int,
    query: str,
    undone: dict[str, bool],
    words: Words,
    event_back: Callable[[Any], None],
    event_forward: Callable[[Any], None],
) -> None:
    """Draw the bar with park, package, seed, language and theme; it keeps the address.

    `undone` says whether there is a step `back` and one `forward`; Ctrl-Z and Ctrl-Shift-Z (or
    Ctrl-Y) ask for them too.
    """


@vue("vue/pages.vue")
def Pages(
    pages: Sequence[dict[str, str]],
    page: str,
    on_page: Callable[[str], None],
    words: Words,
) -> None:
    """Draw the navigation between pages."""


@vue("vue/about.vue")
def About(kind: str, note: str, seconds: str, words: Words) -> None:
    """Say what kind of park this is, and how the run came about."""


@vue("vue/notices.vue")
def Notices(notices: Sequence[str], words: Words, event_close: Callable[[Any], None]) -> None:
    """Say what a link asked for and did not get, or why a run failed."""
