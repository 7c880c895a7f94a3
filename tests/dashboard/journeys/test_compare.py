"""Journeys through the comparison: pins, links, and which lever explains how much."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.dashboard.journeys.steps import drawn, expect, fits, rests, shows, visit

pytestmark = [pytest.mark.browser]

CHARTS = 9
FIRST_RUN_MS = 600_000
"""Worker processes start and compile kernels where no cache holds them."""

PINS = [("pin", "package=none"), ("pin", "seed=3&broker=1&subsidy=2")]


def set_lever(page: Any, policy: str, value: str) -> None:
    page.locator(f"#lever-{policy}").fill(value)
    page.locator(f"#lever-{policy}").press("Enter")


def pinned(page: Any, *names: str) -> None:
    """Wait until the pins after the scenario itself begin with these."""
    listed = page.locator(".pl-compare-pins li strong")
    for k, name in enumerate(names, 1):
        expect(listed.nth(k)).to_have_text(name)


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
    pinned(page, "A · As in force", "B · As in force, 1 moved")
    page.get_by_role("button", name="Differences in %").click()
    shows(page, "page=compare&subsidy=2&compare_mode=percent&pin=&pin=subsidy%3D0")
    cost = page.locator("tr", has=page.get_by_role("rowheader", name="Public cost, all years"))
    expect(cost.locator("td")).to_have_text([re.compile(r"^\s*\+"), "0 %", re.compile("^\\s*−")])
    drawn(page, *range(CHARTS), least=1000)
    page.get_by_role("button", name="Load: B").click()
    page.wait_for_function("document.querySelector('#lever-subsidy').value === '0'")
    page.get_by_role("button", name="Remove: A").click()
    page.wait_for_function("document.querySelectorAll('.pl-compare-pins li').length === 3")


def test_a_link_restores_the_pins_and_what_is_compared(page: Any, address: str) -> None:
    asked = [("lang", "zh"), ("page", "compare"), ("compare_of", "energy"), *PINS]
    visit(page, address, urlencode(asked), charts=CHARTS)
    pinned(page, "A · 无政策", "B · 现行政策，2项力度调整，随机种子3")
    page.get_by_role("button", name="能源", exact=True, pressed=True).wait_for()
    page.locator('[data-choice=A][aria-pressed="true"]').wait_for()
    page.reload()
    page.wait_for_selector("[data-pin=B]")
    rests(page)
    expect(page.locator(".pl-notices")).to_have_count(0)


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
    # Another scenario ends the work.
    expect(page.get_by_role("progressbar", name="Runs done")).to_have_count(0)
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Cancelled; nothing was kept.").wait_for()
    page.get_by_role("button", name="1", exact=True).click()
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("heading", name="What each lever does to").wait_for(timeout=FIRST_RUN_MS)
    table = page.locator(".pl-tabled", has=page.get_by_role("heading", name="All levers"))
    table.wait_for()
    rows = table.locator("tbody th")
    expect(rows).to_have_count(6)
    expect(rows.nth(4)).to_have_text("Rest: interaction")
    expect(rows.nth(5)).to_have_text("All together")
    drawn(page, CHARTS, least=1000)


@pytest.mark.parametrize("page", [(390, 844)], indirect=True)
def test_a_narrow_page_pins_by_key_and_never_scrolls_sideways(page: Any, address: str) -> None:
    visit(page, address)
    page.get_by_role("button", name="Pin this scenario").focus()
    page.keyboard.press("Enter")
    shows(page, "pin=")
    expect(page.get_by_role("button", name="This scenario is pinned")).to_be_disabled()
    page.locator(".pl-pages").get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    page.locator("[data-pin=A]").wait_for()
    drawn = "document.querySelectorAll('.pl-canvas canvas').length"
    page.wait_for_function(f"{drawn} === {CHARTS - 1}")  # none of differences: there are none
    fits(page)
