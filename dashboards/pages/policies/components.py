"""Vue components of the policies page, typed."""

from __future__ import annotations

from collections.abc import Callable

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("instruments.vue")
def Instruments(
    catalogue: str,
    values: dict[str, float],
    on_values: Callable[[dict[str, float]], None],
    usual: dict[str, float],
    changed: dict[str, dict[str, str]],
    opened: str,
    on_opened: Callable[[str], None],
    step: float,
    words: Words,
) -> None:
    """Draw every instrument with a switch and a slider; its clauses and numbers unfold.

    `catalogue` is JSON text (see `dashboards.pages.policies.catalogue`), `usual` the strengths of
    the package as written, `changed` the numbers it sets, `opened` the instrument unfolded last.
    """
