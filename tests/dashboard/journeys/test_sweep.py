"""Journeys through the sweep: to its end, stopped, on a telephone, and two people at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dashboards.frontend import ECHARTS
from experiments.study import Study
from tests.dashboard.journeys.steps import (
    drawn,
    expect,
    fits,
    newcomer,
    rests,
    shows,
    steady,
    visit,
)

pytestmark = [pytest.mark.browser]

END_MS = 600_000
"""Workers have a low priority: on a machine that is busy otherwise they hardly come on."""


def begin(page: Any, values: str, seeds: str = "2") -> None:
    """Sweep one lever from 0 in steps of so much."""
    page.get_by_role(
        "button", name="Remove: Ladder, differential and punitive power prices"
    ).click()
    step = page.get_by_label("Investment subsidy from the central budget: Step")
    step.fill(values)
    step.press("Tab")
    page.get_by_label("Seeds", exact=True).fill(seeds)
    page.get_by_label("Seeds", exact=True).press("Tab")
    page.locator(".pl-sweep-said").get_by_text(f"with {seeds} seeds").wait_for()
    page.wait_for_selector("[data-span]:only-child")
    page.get_by_role("button", name="Start").click()


def ended(page: Any, words: str) -> None:
    """Wait until the sweep says so."""
    page.locator(".pl-sweep-progress").get_by_text(words).wait_for(timeout=END_MS)


def place(page: Any, key: str) -> list[float]:
    """Return where a point of the scatter is in the window."""
    page.locator(".pl-sweep-chart").scroll_into_view_if_needed()
    rests(page)
    return list(
        steady(
            page,
            """([address, key]) => {
              const element = document.querySelector('.pl-sweep-chart .pl-canvas');
              const chart = requirejs(`${solara.cdn}/${address}`).getInstanceByDom(element);
              const {data} = chart.getOption().series.find(one => one.id === 'points');
              const point = data.find(one => one.key === key);
              const [x, y] = chart.convertToPixel('grid', point.value.slice(0, 2));
              const box = element.getBoundingClientRect();
              return [box.left + x, box.top + y];
            }""",
            [ECHARTS, key],
        )
    )


def test_a_sweep_runs_to_its_end_and_a_click_loads_a_point(
    page: Any, address: str, tmp_path: Path
) -> None:
    visit(page, address, "page=sweep", charts=0)
    begin(page, "0.5")
    ended(page, "All 10 runs are done")
    drawn(page, 0, least=2000)
    expect(page.locator(".pl-tabled tbody tr")).to_have_count(5)

    page.mouse.click(*place(page, "4"))
    shows(page, "page=sweep&subsidy=2")
    expect(page.locator("#lever-subsidy")).to_have_value("2")
    expect(page.locator("tr.pl-chosen")).to_have_count(1)

    row = page.locator(".pl-tabled tbody tr", has_text="1.5").first
    row.get_by_role("button").focus()
    page.keyboard.press("Enter")
    shows(page, "page=sweep&subsidy=1.5")

    saved = {}
    for button in ("Study (TOML)", "Runs (CSV)", "Runs (Excel)"):
        with page.expect_download(timeout=END_MS) as waiting:
            page.get_by_role("button", name=button).click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        saved[path.name] = path
    study = Study.read(saved["sweep.toml"])
    assert [point.strength["subsidy"] for point in study.points()] == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert len(study.runs()) == 10
    assert saved["sweep.csv"].read_text("utf-8-sig").count("\n") == 1 + 10 * 11
    assert saved["sweep.xlsx"].read_bytes().startswith(b"PK")


def test_a_sweep_is_stopped_and_keeps_what_was_done(page: Any, address: str) -> None:
    visit(page, address, "page=sweep", charts=0)
    begin(page, "0.05", "10")
    page.get_by_text("to go.").wait_for(timeout=END_MS)
    page.locator("#lever-land_use").fill("0.5")
    page.locator("#lever-land_use").press("Enter")
    shows(page, "page=sweep&land_use=0.5")
    page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped after").wait_for()
    page.locator(".pl-tabled tbody tr").first.wait_for()
    page.get_by_role("button", name="Overview", exact=True).click()
    page.wait_for_selector(".pl-figures")
    page.get_by_role("button", name="Sweep", exact=True).click()
    page.get_by_text("Stopped after").wait_for()


def test_two_people_sweep_their_own(browser: Any, page: Any, address: str) -> None:
    other = newcomer(browser)
    visit(page, address, "page=sweep", charts=0)
    visit(other, address, "page=sweep&park=guitang", charts=0)
    begin(page, "1")
    begin(other, "0.5", "3")
    ended(page, "All 6 runs are done")
    ended(other, "All 15 runs are done")
    expect(page.locator(".pl-sweep-chart h2")).to_contain_text("Kalundborg")
    expect(page.locator(".pl-tabled tbody tr")).to_have_count(3)
    expect(other.locator(".pl-tabled tbody tr")).to_have_count(5)
    expect(other.locator(".pl-sweep-chart h2")).not_to_contain_text("Kalundborg")
    other.context.close()


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
def test_a_telephone_sweeps_too(page: Any, address: str) -> None:
    visit(page, address, "page=sweep", charts=0)
    begin(page, "1")
    ended(page, "All 6 runs are done")
    drawn(page, 0, least=1000)
    fits(page)
    page.get_by_role("button", name="中文").click()
    page.get_by_role("heading", name="变动内容").wait_for()
    fits(page)
