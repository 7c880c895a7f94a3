"""axe-core finds nothing on any page, wide and narrow, in both themes and languages."""

from __future__ import annotations

import os
import time
from functools import cache
from typing import Any

import pytest

from dashboards.navigation import NAMES
from tests.dashboard.journeys.steps import PATIENCE_MS, expect, rests, shows, visit
from tests.house.project import ROOT

pytestmark = [pytest.mark.browser]

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BAD = ("moderate", "serious", "critical")


@cache
def axe() -> str:
    """Return axe-core, skipped without and failed where the browser is required."""
    if not AXE.is_file():
        wanted = "`make test-assets` fetches axe-core"
        if os.environ.get("PARKLOOP_BROWSER") == "required":
            pytest.fail(f"PARKLOOP_BROWSER=required, yet {AXE.name} is missing: {wanted}")
        pytest.skip(f"not run: no axe-core; {wanted}")
    return AXE.read_text(encoding="utf-8")


def faultless(page: Any) -> None:
    """Wait until axe-core finds nothing on a page that has come to rest."""
    until = time.monotonic() + PATIENCE_MS / 1000
    rests(page)
    while (found := faults(page)) and time.monotonic() < until:
        rests(page, 2000)
    assert found == []


def faults(page: Any) -> list[str]:
    """Return what axe-core finds moderate or worse: rule, element, and why."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(axe())
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:300]})"
        for one in found["violations"]
        if one["impact"] in BAD
        for node in one["nodes"]
    ]


def turn_dark(page: Any, button: str) -> None:
    paper = "getComputedStyle(document.querySelector('.pl-top')).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name=button).click()
    page.wait_for_function(f"{paper} !== '{light}'")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_fault(page: Any, address: str, name: str) -> None:
    asked = "" if name == NAMES[0] else f"page={name}"
    visit(page, address, asked, charts=0)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        faultless(page)
    page.get_by_role("button", name="中文").click()
    shows(page, "&".join(["lang=zh", *([asked] if asked else [])]))
    turn_dark(page, "浅色或深色")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        faultless(page)
    for one in ("h1", "main"):
        expect(page.locator(one)).to_have_count(1)


@pytest.mark.parametrize("by", ["firm", "rule", "effects"])
def test_an_explanation_has_no_fault(page: Any, address: str, by: str) -> None:
    visit(page, address, f"subsidy=0&overview_why=co2&overview_by={by}", charts=0)
    page.locator(".pl-why table").first.wait_for()
    faultless(page)


def test_the_tour_has_no_fault(page: Any, address: str) -> None:
    visit(page, address, charts=0)
    page.get_by_role("button", name="Show the tour").click()
    page.locator(".pl-tour").get_by_text("Step 1 of 6").wait_for()
    faultless(page)
    page.keyboard.press("Escape")
    turn_dark(page, "Light or dark")
    page.get_by_role("button", name="Show the tour").click()
    page.locator(".pl-tour").get_by_text("Step 1 of 6").wait_for()
    faultless(page)


def test_a_fault_would_be_found(page: Any, address: str) -> None:
    visit(page, address)
    page.evaluate("document.querySelector('.pl-brand .pl-faint').style.color = '#ddd'")
    page.evaluate("document.querySelector('.pl-lever input').removeAttribute('aria-label')")
    found = {one.partition(":")[0] for one in faults(page)}
    assert {"color-contrast", "label"} <= found
