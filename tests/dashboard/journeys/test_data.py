"""Journeys through data and method: upload a good and a broken park, save the template, search."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.parkfile import read_park, write_park, write_template
from tests.dashboard.journeys.steps import HOSTILE, expect, fits, newcomer, shows, visit

pytestmark = [pytest.mark.browser]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A park of one's own whose first enterprise and whose name are markup."""
    path = write_park(read_park("kalundborg"), tmp_path / "mine.xlsx")
    book = openpyxl.load_workbook(path)
    heads = {cell.value: cell.column for cell in book["park"][1]}
    book["park"].cell(2, heads["park_id"], "mine")
    book["park"].cell(2, heads["name_en"], HOSTILE)
    book.save(path)
    return path


def test_a_good_workbook_is_shown_in_its_own_session_alone(
    browser: Any, page: Any, address: str, workbook: Path
) -> None:
    visit(page, address, "page=data", charts=0)
    page.get_by_label("Upload a park").set_input_files(workbook)
    page.get_by_text("mine.xlsx was read and is shown now: 10 enterprises.").wait_for()
    page.wait_for_function("location.search.includes('park=own.')")
    expect(page.locator(".pl-wide option:checked").first).to_have_text(HOSTILE)
    assert page.evaluate("window.broken") is None
    page.get_by_role("button", name="Overview").click()
    page.wait_for_selector(".pl-card")
    link = page.evaluate("location.href")
    assert "mine" not in link
    other = newcomer(browser)
    visit(other, link)
    expect(other.locator(".pl-notices")).to_contain_text("upload it again")
    expect(other.locator(".pl-wide select").first).to_contain_text("Kalundborg")
    expect(other.locator(".pl-wide select").first).not_to_contain_text(HOSTILE)
    other.context.close()


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
def test_a_park_of_ones_own_is_removed_by_keys_alone(
    page: Any, address: str, workbook: Path
) -> None:
    visit(page, address, "page=data&lang=zh", charts=0)
    page.get_by_label("上传园区").set_input_files(workbook)
    page.get_by_text("mine.xlsx 已读取并显示：10家企业。").wait_for()
    page.get_by_role("heading", name="自有园区：1/6").wait_for()
    fits(page)
    offered = page.locator(".pl-wide select").first.locator("option")
    expect(offered.last).to_have_text(re.compile(r"\(3\)$"))  # two examples have its Chinese name
    before = offered.count()
    page.locator(".pl-data-own").get_by_role("button", name="移除").focus()
    page.keyboard.press("Enter")
    shows(page, "lang=zh&page=data")
    expect(page.locator(".pl-data-own")).to_have_count(0)
    expect(offered).to_have_count(before - 1)


def test_a_broken_workbook_is_refused_row_by_row(
    page: Any, address: str, tmp_path: Path, workbook: Path
) -> None:
    book = openpyxl.load_workbook(workbook)
    book["enterprises"]["D3"] = "no such sector"
    book["enterprises"]["E4"] = "=1+1"
    book.save(workbook)
    visit(page, address, "page=data", charts=0)
    page.get_by_label("Upload a park").set_input_files(workbook)
    page.get_by_text("mine.xlsx was not taken").wait_for()
    row = page.get_by_role("row").filter(has_text="is a formula")
    for k, told in enumerate(("enterprises", "4")):
        expect(row.get_by_role("cell").nth(k)).to_have_text(told)
    with page.expect_download() as waiting:
        page.locator(".pl-data-parks").get_by_role("button", name="Numbers (CSV)").click()
    waiting.value.save_as(tmp_path / "faults.csv")
    rows = list(csv.reader((tmp_path / "faults.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["File", "Sheet", "Row", "Column"] and len(rows) > 2
    shows(page, "page=data")


def test_a_file_that_is_too_large_is_not_sent(page: Any, address: str, tmp_path: Path) -> None:
    big = tmp_path / "big.xlsx"
    with big.open("wb") as stream:
        stream.truncate(9_000_000)
    visit(page, address, "page=data", charts=0)
    page.get_by_label("Upload a park").set_input_files(big)
    page.get_by_text("the file is larger than 8 MB").wait_for()


def test_template_and_park_are_saved_and_the_template_is_asked_to_be_filled(
    page: Any, address: str, tmp_path: Path
) -> None:
    visit(page, address, "page=data", charts=0)
    for button, name in (
        ("Empty template", "parkloop_template.xlsx"),
        ("As a workbook", "kalundborg.xlsx"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=button).click()
        assert waiting.value.suggested_filename == name
        waiting.value.save_as(tmp_path / name)
    assert read_park(tmp_path / "kalundborg.xlsx").digest() == read_park("kalundborg").digest()
    saved = openpyxl.load_workbook(tmp_path / "parkloop_template.xlsx").sheetnames
    written = write_template(tmp_path / "written.xlsx")
    assert saved == openpyxl.load_workbook(written).sheetnames


@pytest.mark.parametrize("page", [(390, 844)], indirect=True, ids=["390"])
def test_assumptions_are_searched_on_a_telephone(page: Any, address: str) -> None:
    visit(page, address, "page=data", charts=0)
    page.get_by_label("Find words in any column").fill("trust broker")
    page.get_by_text("1 / 116").wait_for()
    page.get_by_role("rowheader", name="broker_trust").wait_for()
    page.get_by_role("button", name="Uncertainty factors").click()
    shows(page, "page=data&data_table=factors")
    fits(page)
