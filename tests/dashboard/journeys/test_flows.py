"""Journeys through the flow diagram."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dashboard.journeys.steps import drawn, expect, shows, visit

pytestmark = [pytest.mark.browser]


def test_flows_are_chosen_by_kind_level_and_year(page: Any, address: str) -> None:
    visit(page, address, "page=flows", charts=1)
    page.get_by_role("heading", name="Energy flows in 2030").wait_for()
    page.get_by_role("button", name="Water", exact=True).click()
    page.get_by_role("button", name="Enterprise", exact=True).click()
    page.get_by_role("slider", name="Year").focus()
    page.keyboard.press("ArrowLeft")
    shows(page, "page=flows&flows_kind=water&flows_level=enterprise&flows_year=2029")
    page.get_by_role("heading", name="Water flows in 2029").wait_for()
    drawn(page, 0, least=5000)
    page.wait_for_function("location.search.includes('2029')")
    page.reload()
    page.get_by_role("heading", name="Water flows in 2029").wait_for()


def test_the_difference_to_the_baseline_is_drawn(page: Any, address: str) -> None:
    visit(page, address, "page=flows&flows_of=difference", charts=0)
    page.get_by_text("Every flow is as in the baseline.").wait_for()
    page.locator("#lever-subsidy").fill("0")
    page.locator("#lever-subsidy").press("Enter")
    page.get_by_text("orange flows are larger").wait_for()
    drawn(page, 0, least=1000)


def test_the_table_of_flows_is_sorted_by_a_click(page: Any, address: str) -> None:
    visit(page, address, "page=flows", charts=1)
    first = page.locator(".pl-tabled tbody tr").first
    page.get_by_role("button", name="From").click()
    page.locator("th[aria-sort=ascending]", has_text="From").wait_for()
    by_name = str(first.text_content())
    page.get_by_role("button", name="From").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    expect(first).not_to_have_text(by_name)
