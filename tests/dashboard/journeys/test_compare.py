"""Journeys through the comparison: pins, links, and which lever explains how much."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.dashboard.journeys.steps import inked, shows, visit

pytestmark = [pytest.mark.browser]

CHARTS = 9
FIRST_RUN_MS = 120_000
"""Worker processes start and compile kernels where no cache holds them."""

PINS = [("pin", "package=none"), ("pin", "seed=3&broker=1&subsidy=2")]


def set_lever(page: Any, policy: str, value: str) -> None:
    page.locator(f"#lever-{policy}").fill(value)
    page.locator(f"#lever-{policy}").press("Enter")


def pinned(page: Any) -> list[str]:
    return [str(one) for one in page.locator(".pl-compare-pins li strong").all_inner_texts()]


def test_two_scenarios_are_pinned_and_compared(page: Any, address: str) -> None:
    visit(page, address, "page=compare", charts=CHARTS - 1)
    pin = page.locator(".pl-compare-pins").get_by_role("button", name="Pin this scenario")
    pin.click()
    shows(page, "page=compare&pin=")
    set_lever(page, "subsidy", "0")
    pin.click()
    page.locator("[data-pin=B]").wait_for()
    set_lever(page, "subsidy", "2")
    page.wait_for_function("document.querySelectorAll('.pl-compare-pins li').length === 4")
    assert pinned(page)[1:3] == ["A · As in force", "B · As in force, 1 moved"]
    page.get_by_role("button", name="Differences in %").click()
    shows(page, "page=compare&subsidy=2&compare_mode=percent&pin=&pin=subsidy%3D0")
    cost = page.locator("tr", has=page.get_by_role("rowheader", name="Public cost, all years"))
    own, first, second = cost.locator("td").all_inner_texts()
    assert own.startswith("+") and first == "0 %" and second.startswith("−")
    page.wait_for_timeout(300)
    assert all(inked(page, k) > 1000 for k in range(CHARTS))
    page.get_by_role("button", name="Load: B").click()
    page.wait_for_function("document.querySelector('#lever-subsidy').value === '0'")
    page.get_by_role("button", name="Remove: A").click()
    page.wait_for_function("document.querySelectorAll('.pl-compare-pins li').length === 3")


def test_a_link_restores_the_pins_and_what_is_compared(page: Any, address: str) -> None:
    asked = [("lang", "zh"), ("page", "compare"), ("compare_of", "energy"), *PINS]
    visit(page, address, urlencode(asked), charts=CHARTS)
    assert pinned(page)[1:3] == ["A · 无政策", "B · 现行政策，2项力度调整，随机种子3"]
    assert (
        page.get_by_role("button", name="能源", exact=True).get_attribute("aria-pressed") == "true"
    )
    page.locator('[data-choice=A][aria-pressed="true"]').wait_for()
    page.reload()
    page.wait_for_selector("[data-pin=B]")
    assert page.locator(".pl-notices").count() == 0


def test_levers_are_told_apart_and_the_work_can_be_cancelled(page: Any, address: str) -> None:
    query = "page=compare&subsidy=0&broker=1&waste_charge=1&compare_seeds=10"
    visit(page, address, query, charts=CHARTS)
    page.get_by_text("Levers that differ from the baseline: 3.").wait_for()
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("progressbar", name="Runs done").wait_for()
    some = "document.querySelector('.pl-compare-work progress').value > 0"
    page.wait_for_function(some, timeout=FIRST_RUN_MS)
    set_lever(page, "land_use", "0.5")
    page.get_by_text("Levers that differ from the baseline: 4.").wait_for()
    assert page.get_by_role("progressbar", name="Runs done").count() == 0, (
        "another scenario ends the work"
    )
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled; nothing was kept.").wait_for()
    page.get_by_role("button", name="1", exact=True).click()
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("heading", name="What each lever does to").wait_for(timeout=FIRST_RUN_MS)
    table = page.locator(".pl-tabled", has=page.get_by_role("heading", name="All levers"))
    table.wait_for()
    rows = table.locator("tbody th").all_inner_texts()
    assert len(rows) == 6 and rows[-2:] == ["Rest: interaction", "All together"]
    page.wait_for_function(f"document.querySelectorAll('.pl-canvas canvas').length > {CHARTS}")
    page.wait_for_timeout(300)
    assert inked(page, CHARTS) > 1000


@pytest.mark.parametrize("page", [(390, 844)], indirect=True)
def test_a_narrow_page_pins_by_key_and_never_scrolls_sideways(page: Any, address: str) -> None:
    visit(page, address)
    page.get_by_role("button", name="Pin this scenario").focus()
    page.keyboard.press("Enter")
    shows(page, "pin=")
    assert page.get_by_role("button", name="This scenario is pinned").is_disabled()
    page.locator(".pl-pages").get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.locator("[data-pin=A]").wait_for()
    drawn = "document.querySelectorAll('.pl-canvas canvas').length"
    page.wait_for_function(f"{drawn} === {CHARTS - 1}")  # none of differences: there are none
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
