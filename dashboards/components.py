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
    name: str = "",
    table: str = "",
    words: Words | None = None,
    overlay: str = "",
    focus: str = "",
    event_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw one ECharts chart; `scale` texts add a ruler and make both axes equal.

    `frame`, `step` and `overlay` are options as JSON text (see `packed`). With a `name` the chart
    can be saved under it, as a picture or as the `table` (`columns` and `rows` as JSON text).
    `event_pick` is called with the `key` of a point that is clicked. When `focus` changes (`key`
    and a `turn` as JSON text) the picture moves to the point of that key.
    """


@vue("vue/levers.vue")
def Levers(
    levers: Sequence[dict[str, Any]],
    values: dict[str, float],
    on_values: Callable[[dict[str, float]], None],
    step: float,
    moved: bool,
    note: str,
    words: Words,
    event_reset: Callable[[Any], None],
) -> None:
    """Draw a slider and a number field for each policy; `note` says what they do."""


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
    since: int,
    on_since: Callable[[int], None],
    years: Sequence[int],
    largest_seed: int,
    query: str,
    undone: dict[str, bool],
    pinned: bool,
    words: Words,
    event_pin: Callable[[Any], None],
    event_back: Callable[[Any], None],
    event_forward: Callable[[Any], None],
) -> None:
    """Draw the bar with park, package, its first year, seed, language and theme.

    It keeps the address.

    `undone` says whether there is a step `back` and one `forward`; Ctrl-Z and Ctrl-Shift-Z (or
    Ctrl-Y) ask for them too. `pinned` says whether the scenario stands among the pins.
    """


@vue("vue/pages.vue")
def Pages(
    pages: Sequence[dict[str, str]],
    page: str,
    on_page: Callable[[str], None],
    words: Words,
) -> None:
    """Draw the navigation between pages."""


@vue("vue/share.vue")
def ShareMenu(
    opened: bool,
    on_opened: Callable[[bool], None],
    query: str,
    command: str,
    note: str,
    options: Sequence[dict[str, str]],
    busy: str,
    fault: str,
    file: dict[str, Any] | None,
    words: Words,
    event_ask: Callable[[str], None],
    event_saved: Callable[[Any], None],
) -> None:
    """Draw the menu that copies the link and the command line and asks for files.

    Files are those of `dashboards.saving`.
    """


@vue("vue/choices.vue")
def Choices(
    title: str, options: Sequence[dict[str, str]], chosen: str, on_chosen: Callable[[str], None]
) -> None:
    """Draw one choice of several (`name`, `title`): buttons, or a list where there are many."""


@vue("vue/years.vue")
def Years(title: str, first: int, last: int, year: int, on_year: Callable[[int], None]) -> None:
    """Draw a slider over years."""


@vue("vue/table.vue")
def Table(
    title: str,
    table: str,
    words: Words,
    name: str = "",
    note: str = "",
    picks: bool = False,
    chosen: str = "",
    search: str = "",
    event_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw a table that can be sorted and, with a `name`, saved as CSV.

    `table` is JSON text: `columns`, and `rows` of `key` and `cells`, each a text or a number with
    its text (see `dashboards.tables`). With `picks` the first cell of a row calls `event_pick`;
    with `search`, the label of a field, rows are found by the words they hold.
    """


@vue("vue/about.vue")
def About(kind: str, note: str, seconds: str, words: Words) -> None:
    """Say what kind of park this is, and how the run came about."""


@vue("vue/notices.vue")
def Notices(notices: Sequence[str], words: Words, event_close: Callable[[Any], None]) -> None:
    """Say what a link asked for and did not get, or why a run failed."""


@vue("vue/saves.vue")
def SaveButtons(
    title: str,
    options: Sequence[dict[str, str]],
    busy: str,
    fault: str,
    file: dict[str, Any] | None,
    event_ask: Callable[[str], None],
    event_saved: Callable[[Any], None],
) -> None:
    """Draw buttons that ask for files.

    `file` (`name`, `type`, `content`) is saved by the browser, which then calls `event_saved`;
    `busy` is the kind of file that is being made.
    """


@vue("vue/tour.vue")
def Tour(steps: Sequence[dict[str, str]], words: Words) -> None:
    """Draw the tour (`dashboards.tour`): on a first visit, and when the top bar asks for it."""
