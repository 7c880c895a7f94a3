"""Journeys through the park: map, network, and the card of an enterprise."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboards.frontend import ECHARTS
from sim.parkfile import write_park
from sim.synth import synth
from tests.dashboard.journeys.steps import (
    HOSTILE,
    drawn,
    expect,
    fits,
    rests,
    shows,
    steady,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("libraries")]


SPOT = """([address, key]) => {
  const element = document.querySelector('.pl-map .pl-canvas');
  const chart = requirejs(`${solara.cdn}/${address}`).getInstanceByDom(element);
  const marks = chart.getOption().series.filter(one => one.type === 'scatter');
  const found = marks.flatMap(one => one.data || []).find(one => one.key === key);
  const [x, y] = chart.convertToPixel('grid', found.value);
  const box = element.getBoundingClientRect();
  return [box.left + x, box.top + y];
}"""


def spot(page: Any, enterprise: str) -> tuple[float, float]:
    """Return where the mark of an enterprise stands on the page."""
    page.locator(".pl-map").scroll_into_view_if_needed()
    rests(page)
    x, y = steady(page, SPOT, [ECHARTS, enterprise])
    return x, y


def hides(page: Any, *names: str) -> None:
    """Wait until the legend hides these and no others."""
    page.wait_for_function(
        """([address, names]) => {
          const element = document.querySelector('.pl-map .pl-canvas');
          const chart = requirejs(`${solara.cdn}/${address}`).getInstanceByDom(element);
          const {selected} = chart.getOption().legend[0];
          const hidden = Object.keys(selected || {}).filter(name => !selected[name]);
          return hidden.join() === names.join();
        }""",
        arg=[ECHARTS, names],
    )


def card(page: Any, enterprise: str) -> Any:
    """Return the card, once it is that of an enterprise."""
    found = page.locator(f".pl-park-card[data-firm={enterprise}]")
    found.wait_for()
    return found


def test_a_click_on_the_map_opens_the_card_and_a_second_shows_all(page: Any, address: str) -> None:
    visit(page, address, "page=park", charts=1)
    card(page, "asnaes")
    expect(page.locator(".pl-ruler")).to_have_text(re.compile("m$"))
    page.mouse.click(*spot(page, "novo"))
    shows(page, "page=park&park_firm=novo")
    told = card(page, "novo")
    expect(told.locator("h2").first).to_contain_text("Novo Nordisk / Novozymes")
    expect(told.locator("details[open] > summary")).to_have_text(
        ["Partners", "Decisions and why", "Terms by policy"]
    )
    told.get_by_role("row").filter(has_text="Neighbouring farms").first.wait_for()
    told.get_by_text("Events", exact=True).click()
    told.get_by_role("heading", name="What it did and what happened").wait_for()
    page.mouse.click(*spot(page, "novo"))
    shows(page, "page=park")
    card(page, "asnaes")


def test_an_enterprise_is_picked_by_keys_alone(page: Any, address: str) -> None:
    visit(page, address, "page=park", charts=1)
    page.get_by_role("combobox", name="Enterprise", exact=True).focus()
    page.keyboard.press("g")
    shows(page, "page=park&park_firm=gyproc")
    card(page, "gyproc").locator("dd").filter(has_text="Gypsum board").wait_for()
    page.get_by_role("slider", name="Year").focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    shows(page, "page=park&park_firm=gyproc&park_year=2025")
    page.get_by_role("heading", name="Gyproc plasterboard in 2025").wait_for()
    first = page.locator("details > summary").filter(has_text="Inputs and outputs")
    first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Streams and prices").wait_for()


def in_the_middle(page: Any, enterprise: str, margin: float) -> None:
    """Wait until the mark of an enterprise stands so far inside its picture (0 to 0.5)."""
    page.wait_for_function(
        f"""([given, margin]) => {{
          const [x, y] = ({SPOT})(given);
          const box = document.querySelector('.pl-map .pl-canvas').getBoundingClientRect();
          const shares = [(x - box.left) / box.width, (y - box.top) / box.height];
          return shares.every(share => margin < share && share < 1 - margin);
        }}""",
        arg=[[ECHARTS, enterprise], margin],
    )


def test_an_enterprise_is_found_by_keys_alone_and_stands_in_the_middle(
    page: Any, address: str
) -> None:
    visit(page, address, "page=park", charts=1)
    card(page, "asnaes")
    box = page.get_by_role("combobox", name="Find an enterprise")
    box.focus()
    page.keyboard.type("gypsum")
    found = page.locator("#pl-park-found li")
    found.first.wait_for()
    for firm, word, count in (("gyproc", "takes", 2), ("asnaes", "gives", 1)):
        told = page.locator(f"#pl-park-found [data-firm={firm}] small")
        expect(told).to_have_text(re.compile(rf"^((?!{word}).)*({word}((?!{word}).)*){{{count}}}$"))
    firms = found.evaluate_all("all => all.map(one => one.dataset.firm)")
    for firm in firms[1 : firms.index("gyproc") + 1]:
        page.keyboard.press("ArrowDown")
        page.locator(f"#pl-park-found [data-firm={firm}][aria-selected=true]").wait_for()
    page.keyboard.press("Enter")
    shows(page, "page=park&park_firm=gyproc")
    card(page, "gyproc")
    in_the_middle(page, "gyproc", 0.2)
    found.first.wait_for(state="hidden")
    expect(box).to_be_focused()
    box.fill("nothing of the kind")
    page.get_by_text("No enterprise of this year fits.").wait_for()
    page.keyboard.press("Escape")
    shows(page, "page=park&park_firm=gyproc")


def test_one_of_two_hundred_is_found_in_chinese_and_in_english(
    page: Any, address: str, tmp_path: Path
) -> None:
    visit(page, address, "page=data", charts=0)
    page.get_by_label("Upload a park").set_input_files(
        write_park(synth(200, 1), tmp_path / "l.xlsx")
    )
    page.wait_for_function("location.search.includes('park=own.')")
    page.locator(".pl-pages").get_by_role("button", name="Park").click()
    page.locator(".pl-park-card[data-firm]").wait_for()
    page.get_by_role("button", name="Network", exact=True).click()
    sought = page.locator("#pl-park-sought")
    sought.fill("steam")
    found = page.locator("#pl-park-found li")
    found.nth(11).wait_for()
    page.get_by_role("button", name="中文").click()
    sought = page.get_by_role("combobox", name="查找企业")
    sought.fill("蒸汽")
    found.filter(has_text="接收").first.wait_for()
    firm = found.first.get_attribute("data-firm")
    sought.fill(found.first.evaluate("one => one.firstChild.textContent.trim()"))
    page.locator(f"#pl-park-found [data-firm='{firm}']").click()
    card(page, firm)
    in_the_middle(page, firm, 0.0)


def test_the_network_has_the_same_pick_and_its_nodes_stand_still(page: Any, address: str) -> None:
    visit(page, address, "page=park&park_firm=novo", charts=1)
    page.get_by_role("button", name="Network", exact=True).click()
    shows(page, "page=park&park_firm=novo&park_view=network")
    page.get_by_role("heading", name="The network in 2030").wait_for()
    drawn(page, 0, least=1500)
    expect(page.locator(".pl-ruler")).to_have_count(0)
    before = spot(page, "asnaes")
    box = page.locator(".pl-map .pl-canvas").bounding_box()
    page.mouse.click(box["x"] + 12, box["y"] + 8)
    hides(page, "Minerals")
    page.locator("#lever-subsidy").fill("0")
    page.locator("#lever-subsidy").press("Enter")
    shows(page, "page=park&subsidy=0&park_firm=novo&park_view=network")
    assert spot(page, "asnaes") == before
    hides(page, "Minerals")  # a lever does not bring back what the legend hides
    page.mouse.click(*before)
    card(page, "asnaes")


def test_a_link_restores_the_card_and_bears_what_is_not_there(page: Any, address: str) -> None:
    query = "page=park&lang=zh&park_firm=gyproc&park_year=2022"
    visit(page, address, query, charts=1)
    page.get_by_role("heading", name="Gyproc石膏板厂（2022年）").wait_for()
    page.reload()
    page.get_by_role("heading", name="Gyproc石膏板厂（2022年）").wait_for()
    visit(page, address, "page=park&park_firm=nobody&park_year=1815&park_view=globe", charts=1)
    page.get_by_role("heading", name="The park in 2030").wait_for()
    card(page, "asnaes")


def test_pointing_at_the_map_names_things_and_runs_nothing(page: Any, address: str) -> None:
    visit(page, address, "park=hostile&page=park&park_firm=statoil", charts=1)
    x, y = spot(page, "statoil")
    page.mouse.move(x - 30, y - 30)
    page.mouse.move(x, y, steps=5)
    page.locator(".pl-chart").get_by_text(HOSTILE).wait_for()
    expect(card(page, "statoil").locator("h2").first).to_contain_text(HOSTILE)
    assert page.evaluate("window.broken") is None


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
def test_a_telephone_shows_map_and_card_without_sideways_scrolling(page: Any, address: str) -> None:
    visit(page, address, "page=park&lang=zh&park_firm=asnaes", charts=1)
    card(page, "asnaes")
    fits(page)
    page.mouse.click(*spot(page, "novo"))
    card(page, "novo")
    fits(page)
