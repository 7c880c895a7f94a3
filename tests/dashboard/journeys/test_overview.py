"""Journeys through the overview and the frame around every page."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.journeys.conftest import Elsewhere
from tests.dashboard.journeys.steps import (
    PATIENCE_MS,
    drawn,
    expect,
    figures,
    figures_become,
    figures_leave,
    fits,
    focused,
    inked,
    newcomer,
    rests,
    shows,
    slider,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("libraries")]


def test_the_first_page_stands_and_every_chart_is_drawn(page: Any, address: str) -> None:
    visit(page, address)
    expect(page).to_have_title("Overview – ParkLoop")
    expect(page.locator(".pl-card")).to_have_count(6)
    assert "Mt CO₂/yr" in figures(page)
    drawn(page, *range(6), least=500)
    slider(page, "subsidy").wait_for()
    expect(page.locator(".pl-levers input[type=range]:not([aria-label])")).to_have_count(0)


def test_a_slider_moved_by_key_changes_figures_and_link(page: Any, address: str) -> None:
    visit(page, address)
    before = figures(page)
    slider(page, "subsidy").focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    shows(page, "subsidy=0")
    figures_leave(page, before)
    page.wait_for_function("location.search === '?subsidy=0'")
    page.get_by_role("button", name="Back to the package").click()
    shows(page, "")
    figures_become(page, before)


def test_the_first_key_leads_past_the_levers(page: Any, address: str) -> None:
    visit(page, address)
    page.keyboard.press("Tab")
    focused(page, ".pl-skip")
    page.keyboard.press("Enter")
    focused(page, ".pl-main")
    page.keyboard.press("Tab")
    focused(page, ".pl-main button")


def test_undo_and_redo_by_key_and_button(page: Any, address: str) -> None:
    visit(page, address)
    slider(page, "subsidy").focus()
    page.keyboard.press("End")
    shows(page, "subsidy=2")
    page.keyboard.press("Control+z")
    shows(page, "")
    expect(page.locator("#lever-subsidy")).to_have_value("1")
    page.get_by_role("button", name="Redo").click()
    shows(page, "subsidy=2")


def test_figures_follow_while_the_slider_is_dragged(page: Any, address: str) -> None:
    visit(page, address)
    before = figures(page)
    rests(page)
    track = slider(page, "subsidy").bounding_box()
    middle = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + track["width"] / 2, middle)
    page.mouse.down()
    for share in (0.6, 0.7, 0.8, 0.9, 1.0):
        page.mouse.move(track["x"] + track["width"] * share, middle, steps=4)
    shows(page, "subsidy=2")
    figures_leave(page, before)  # before the mouse is released
    page.mouse.move(track["x"] - 20, middle, steps=12)
    shows(page, "subsidy=0")
    page.mouse.up()
    expect(slider(page, "subsidy")).to_have_value("0")
    expect(page.locator("#lever-subsidy")).to_have_value("0")


def test_what_is_typed_stands_while_the_page_draws(page: Any, address: str) -> None:
    visit(page, address)
    seed = page.get_by_label("Random seed")
    typed = page.locator("#lever-subsidy")
    for field, value in ((seed, "12"), (typed, "0.25")):
        field.fill(value)
        slider(page, "land_use").evaluate(
            """one => {
              one.value = one.value === '0.5' ? '1.5' : '0.5';
              one.dispatchEvent(new Event('input'));
            }"""
        )
        shows(page, "land_use=0.5" if field is seed else "seed=12&land_use=1.5")
        expect(field).to_have_value(value)
        page.keyboard.press("Enter")
        shows(
            page, "seed=12&land_use=0.5" if field is seed else "seed=12&land_use=1.5&subsidy=0.25"
        )


def test_chinese_is_drawn_with_real_glyphs(page: Any, address: str) -> None:
    visit(page, address)
    page.get_by_role("button", name="中文").click()
    shows(page, "lang=zh")
    expect(page.locator(".pl-figures")).to_contain_text("2030年二氧化碳排放")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    drawn = page.evaluate(
        """words => words.map(word => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 40;
          const brush = canvas.getContext('2d');
          brush.font = `32px ${getComputedStyle(document.querySelector('.pl-page')).fontFamily}`;
          brush.fillText(word, 2, 34);
          return [...brush.getImageData(0, 0, 40, 40).data].join();
        })""",
        ["碳", "钢"],
    )
    assert drawn[0] != drawn[1], "both hanzi are drawn alike: a font with Chinese is missing"
    page.get_by_role("button", name="EN").click()
    shows(page, "")
    expect(page.locator(".pl-figures")).to_contain_text("CO₂ emissions in 2030")


def test_a_link_restores_the_view_and_says_what_it_cannot(page: Any, address: str) -> None:
    visit(page, address, "park=guitang&package=none&subsidy=0.5&seed=3&lang=zh&colour=red")
    shows(page, "park=guitang&package=none&seed=3&lang=zh&subsidy=0.5")
    expect(page.locator(".pl-wide select")).to_have_value("guitang")
    expect(page.locator("#lever-subsidy")).to_have_value("0.5")
    expect(page.locator(".pl-notices")).to_contain_text("colour")
    page.locator(".pl-notices button").click()
    page.wait_for_selector(".pl-notices", state="detached")
    page.wait_for_function("!location.search.includes('colour')")
    page.reload()
    shows(page, "park=guitang&package=none&seed=3&lang=zh&subsidy=0.5")


def test_dark_and_back_keeps_every_chart(page: Any, address: str) -> None:
    visit(page, address)
    paper = "getComputedStyle(document.querySelector('.pl-card')).backgroundColor"
    light = page.evaluate(paper)
    drawn(page, 0, least=500)
    ink = inked(page, 0)
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function(f"{paper} !== '{light}'")
    drawn(page, 0, least=0.7 * ink)
    page.reload()
    page.wait_for_selector(".pl-card")
    page.wait_for_function(f"{paper} !== '{light}'")


def test_a_chart_is_saved_as_picture_drawing_and_numbers(
    page: Any, address: str, tmp_path: Path
) -> None:
    visit(page, address)
    drawn(page, 0, least=500)
    saved = {}
    for button in ("Picture (PNG)", "Drawing (SVG)", "Numbers (CSV)"):
        page.locator(".pl-tools summary").first.click()
        with page.expect_download() as waiting:
            page.locator(".pl-tools").first.get_by_role("button", name=button).click()
        name = waiting.value.suggested_filename
        waiting.value.save_as(tmp_path / name)
        saved[name] = (tmp_path / name).read_bytes()
    assert list(saved) == ["co2.png", "co2.svg", "co2.csv"]
    assert saved["co2.png"].startswith(b"\x89PNG")
    assert saved["co2.svg"].count(b"<path") > 10
    rows = list(csv.reader(saved["co2.csv"].decode("utf-8-sig").splitlines()))
    assert rows[0] == ["Year", "Scenario (t CO2/yr)", "Baseline: As in force (t CO2/yr)"]
    assert [row[0] for row in rows[1:]] == [str(year) for year in range(2020, 2031)]


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
def test_a_telephone_shows_all_without_sideways_scrolling(page: Any, address: str) -> None:
    visit(page, address, "lang=zh")
    shows(page, "lang=zh")
    fits(page)
    page.locator(".pl-goals").scroll_into_view_if_needed()
    rests(page)
    levers = page.locator(".pl-levers").bounding_box()
    assert levers["y"] >= 0 and levers["height"] < 300, "the levers do not stay in sight"


def test_two_people_see_their_own(browser: Any, page: Any, address: str) -> None:
    visit(page, address)
    other = newcomer(browser)
    visit(other, address, "subsidy=0")
    shows(other, "subsidy=0")
    slider(page, "land_use").focus()
    page.keyboard.press("ArrowLeft")
    shows(page, "land_use=0.95")
    expect(other.locator("#lever-land_use")).to_have_value("1")
    expect(page.locator("#lever-subsidy")).to_have_value("1")
    other.context.close()


def test_nothing_left_the_machine(page: Any, address: str, elsewhere: Elsewhere) -> None:
    visit(page, address)
    rests(page)
    assert elsewhere.asked == 0


def test_other_lines_are_chosen_and_kept_by_the_link(page: Any, address: str) -> None:
    visit(page, address)
    page.get_by_text("Choose the lines").click()
    expect(page.locator("[data-line=wastewater]")).to_be_disabled()  # six are chosen already
    page.locator("[data-line=co2]").uncheck()
    page.locator("[data-line=wastewater]").check()
    page.get_by_role("heading", name="Waste water to the sewer").wait_for()
    page.wait_for_function("location.search.includes('wastewater')")
    page.reload()
    page.get_by_role("heading", name="Waste water to the sewer").wait_for()
    expect(page.locator(".pl-trajectories .pl-panel")).to_have_count(6)
    drawn(page, *range(6), least=500)
    page.get_by_text("Choose the lines").click()
    page.get_by_role("button", name="The usual six").click()
    shows(page, "")


def test_targets_are_filtered_and_unfolded(page: Any, address: str) -> None:
    visit(page, address)
    rows = page.locator(".pl-goals [data-target]")
    rows.first.wait_for()
    before = rows.count()
    page.locator(".pl-goals-document button[aria-expanded=false]").first.click()
    rows.nth(before).wait_for()
    page.locator("[data-goals=met]").click()
    page.get_by_text("missed by").and_(page.locator(".pl-goals .pl-worse")).first.wait_for(
        state="detached"
    )
    rows.first.wait_for()
    expect(page.locator(".pl-goals .pl-worse")).to_have_count(0)
    page.get_by_text("Four fifths of runs:").first.wait_for()


def test_a_figure_is_explained_down_to_the_rule_by_keyboard(page: Any, address: str) -> None:
    visit(page, address, "subsidy=0", charts=6)
    page.locator("[data-why=co2]").focus()
    page.keyboard.press("Enter")
    panel = page.locator(".pl-why")
    panel.get_by_role("heading", name="CO₂ emissions in 2030").wait_for()
    page.wait_for_function("document.activeElement.tagName === 'H2'")
    firm = panel.locator("tbody th button").first
    name = firm.inner_text()
    firm.focus()
    page.keyboard.press("Enter")
    panel.get_by_role("heading", name=name).first.wait_for()
    panel.locator("table").first.wait_for()
    page.wait_for_function("location.search.includes('overview_firm')")
    page.reload()
    page.locator(".pl-why").get_by_role("heading", name=name).first.wait_for()
    panel.get_by_role("button", name="Show on the park page").click()
    page.locator(".pl-park-card").get_by_role("heading", name=name[:20]).first.wait_for()


def test_an_explanation_follows_the_sliders_and_closes(page: Any, address: str) -> None:
    visit(page, address, "overview_why=cost", charts=6)
    panel = page.locator(".pl-why")
    facts = str(panel.locator("dl").text_content())
    page.locator("#lever-subsidy").fill("0")
    page.locator("#lever-subsidy").press("Enter")
    shows(page, "subsidy=0&overview_why=cost")
    expect(panel.locator("dl")).not_to_have_text(facts)
    panel.get_by_role("button", name="Close").click()
    panel.wait_for(state="detached")
    focused(page, "[data-why=cost]")
    page.locator(".pl-goals [data-why]").first.click()
    panel.get_by_text("Target").first.wait_for()


def test_the_tour_is_asked_for_led_by_key_and_shut(page: Any, address: str) -> None:
    visit(page, address, charts=6)
    tour = page.locator(".pl-tour")
    rests(page)
    expect(tour).to_be_hidden()  # a driven browser is not led unasked
    page.get_by_role("button", name="Show the tour").click()
    tour.get_by_text("Step 1 of 6").wait_for()
    focused(page, "#pl-tour-title")
    page.keyboard.press("ArrowRight")
    tour.get_by_text("Step 2 of 6").wait_for()
    expect(page.locator(".pl-levers.pl-tour-part")).to_have_count(1)
    for _ in range(8):
        page.keyboard.press("Tab")
        beside = "document.querySelector('.pl-top, .pl-room').contains(document.activeElement)"
        assert not page.evaluate(beside), "the focus left the tour"
    page.keyboard.press("Escape")
    tour.wait_for(state="hidden")
    page.wait_for_function("!document.querySelector('.pl-tour-part')")
    focused(page, "[aria-label='Show the tour']")
    page.wait_for_function("localStorage.getItem('parkloop:tour') === 'seen'")


def test_a_first_visit_is_led_and_a_second_is_not(browser: Any, address: str) -> None:
    context = browser.new_context()
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', {get: () => false})")
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    visit(opened, address, "subsidy=0", charts=6)
    rests(opened)
    expect(opened.locator(".pl-tour")).to_be_hidden()  # a link that asks for something is shown
    visit(opened, address, charts=6)
    opened.locator(".pl-tour").get_by_text("Step 1 of 6").wait_for()
    for _ in range(6):
        opened.locator(".pl-tour-next").click()
    opened.locator(".pl-tour").wait_for(state="hidden")
    visit(opened, address, charts=6)
    rests(opened)
    expect(opened.locator(".pl-tour")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
@pytest.mark.parametrize("by", ["firm", "rule", "effects"])
def test_an_explanation_fits_a_telephone(page: Any, address: str, by: str) -> None:
    visit(page, address, f"overview_why=co2&overview_by={by}", charts=6)
    page.locator(".pl-why table").first.wait_for()
    fits(page)
