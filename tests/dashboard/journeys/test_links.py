"""Journeys through the links page."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.dashboard.journeys.steps import drawn, expect, fits, visit

pytestmark = [pytest.mark.browser]

LOOKED_MS = 600_000
"""Worker processes start, compile kernels where no cache holds them, and solve the optimum."""


def test_links_are_drawn_and_what_could_be_comes_by_itself(page: Any, address: str) -> None:
    visit(page, address, "page=links", charts=2)
    drawn(page, 0, 1, least=2000)
    page.locator("[data-looked=yes]").wait_for(timeout=LOOKED_MS)
    page.get_by_role("heading", name="How much of the optimum is realised in 2030").wait_for()
    page.get_by_role("rowheader", name="Net benefit a year").wait_for()
    page.get_by_role("heading", name="Opportunities").wait_for()


def test_a_contract_opens_the_card_of_its_giver(page: Any, address: str) -> None:
    visit(page, address, "page=links", charts=2)
    listed = page.locator(".pl-links-list")
    listed.get_by_label("Find words in any column").fill("fuel gas")
    first = listed.locator("tbody th button").first
    others = listed.locator("tbody tr").filter(has_not_text=re.compile("fuel", re.IGNORECASE))
    expect(others).to_have_count(0)
    name = first.inner_text()
    first.click()
    expect(page.locator(".pl-park-card h2").first).to_contain_text(name)
    page.wait_for_function("location.search.includes('park_firm=')")


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
def test_a_telephone_shows_all_in_chinese(page: Any, address: str) -> None:
    visit(page, address, "page=links&lang=zh", charts=2)
    page.get_by_role("heading", name="按物料类别的在用链接").wait_for()
    page.locator("[data-looked=yes]").wait_for(timeout=LOOKED_MS)
    fits(page)
