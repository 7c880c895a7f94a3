"""Journeys through the instruments: find one, read its clause, set its strength."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.dashboard.journeys.steps import expect, figures, figures_leave, fits, shows, visit

pytestmark = [pytest.mark.browser]


def ready(page: Any, address: str, query: str = "") -> None:
    visit(page, address, f"page=policies{query}", charts=0)
    page.locator("[data-policy=subsidy]").wait_for()


def test_an_instrument_is_found_read_and_set(page: Any, address: str) -> None:
    visit(page, address)
    before = figures(page)
    page.locator(".pl-pages").get_by_role("button", name="Policies").click()
    page.get_by_role("searchbox", name="Find").fill("saw dust that nothing names")
    page.get_by_text("No instrument fits.").wait_for()
    page.get_by_role("searchbox", name="Find").fill("solid waste that is not")
    one = page.locator("[data-policy=waste_charge]")
    one.get_by_text("Clauses, parameters, measures").click()
    clause = one.locator("blockquote").first
    expect(clause).to_contain_text(re.compile("waste", re.IGNORECASE))
    expect(one.locator("tbody tr")).to_have_count(2)
    one.get_by_text("(carried)").first.wait_for()
    number = one.get_by_role("spinbutton")
    number.fill("2")
    number.press("Enter")
    shows(page, "page=policies&waste_charge=2&policies_show=waste_charge")
    expect(one.get_by_role("checkbox")).to_be_checked()
    page.locator(".pl-pages").get_by_role("button", name="Overview").click()
    page.wait_for_selector('.pl-shown[data-view^="waste_charge=2"]', state="attached")
    figures_leave(page, before)


def test_an_instrument_is_set_by_keys_alone(page: Any, address: str) -> None:
    ready(page, address)
    page.get_by_role("searchbox", name="Find").focus()
    page.keyboard.type("broker of")
    page.locator("[data-policy=subsidy]").wait_for(state="detached")
    for _ in range(3):  # family, only those of the scenario, the first switch
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    shows(page, "page=policies&broker=1")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector('.pl-shown[data-view="page=policies&broker=0.95"]', state="attached")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("[data-policy=broker] blockquote").first.wait_for()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    shows(page, "page=policies&policies_show=broker")


def test_a_link_unfolds_an_instrument_in_chinese(page: Any, address: str) -> None:
    ready(page, address, "&lang=zh&policies_show=land_use")
    one = page.locator("[data-policy=land_use]")
    expect(one.locator("blockquote").first).to_contain_text("促使企业提高单位土地产出")
    for told in (
        "亩均论英雄", "关于加快推进绿色低碳工业园区建设工作的通知", "文号：浙经信绿色〔2022〕64号",
    ):  # fmt: skip
        expect(one).to_contain_text(told)
    expect(one.get_by_text("组合设定：0.7")).to_have_count(1)
    page.get_by_label("仅显示本情景采用的").check()
    page.locator("[data-policy=broker]").wait_for(state="detached")
    expect(page.locator("[data-policy]")).to_have_count(4)
    one.get_by_role("checkbox").uncheck()
    shows(page, "lang=zh&page=policies&land_use=0&policies_show=land_use")
    expect(page.locator("[data-policy]")).to_have_count(4)  # what was switched off stays in reach


@pytest.mark.parametrize("page", [(390, 844)], indirect=True)
def test_a_narrow_page_never_scrolls_sideways(page: Any, address: str) -> None:
    ready(page, address, "&policies_show=subsidy")
    page.locator("[data-policy=subsidy] blockquote").first.wait_for()
    fits(page)
    page.locator("[data-policy=subsidy]").get_by_role("slider").focus()
    page.keyboard.press("End")
    page.wait_for_selector('.pl-shown[data-view*="subsidy=2"]', state="attached")
