"""The park page's own Vue components, typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboards.components import Words
from dashboards.toolkit import vue


@vue("facts.vue")
def Facts(title: str, facts: Sequence[dict[str, str]]) -> None:
    """Draw a heading and facts (`name`, `value`)."""


@vue("seek.vue")
def Seek(
    index: str,
    words: Words,
    event_begin: Callable[..., None],
    event_end: Callable[..., None],
    event_take: Callable[[str], None],
) -> None:
    """Draw a box that finds an enterprise by the words of `seek.index_of`.

    `event_begin` and `event_end` are called when the box is entered and left: the index need not be
    sent before and after; `event_take` with the key of the enterprise that is chosen.
    """
