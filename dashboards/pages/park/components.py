"""The park page's own Vue components, typed."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.toolkit import vue


@vue("facts.vue")
def Facts(title: str, facts: Sequence[dict[str, str]]) -> None:
    """Draw a heading and facts (`name`, `value`)."""
