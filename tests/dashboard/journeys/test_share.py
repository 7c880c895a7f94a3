"""Journeys through the menu that saves and shares what is shown."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.dashboard.journeys.steps import FORMULA, expect, shows, visit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("libraries")]

FILE_MS = 600_000
"""A worker process starts, and makes the run anew."""


def opened(page: Any) -> Any:
    """Open the menu and return it once it says what is shown."""
    menu = page.locator(".pl-share")
    menu.locator("summary").click()
    page.wait_for_function("document.querySelector('#share-command').value.startsWith('parkloop')")
    return menu


def saved(page: Any, menu: Any, button: str) -> tuple[str, bytes]:
    """Ask for a file and return its name and content."""
    with page.expect_download(timeout=FILE_MS) as waiting:
        menu.get_by_role("button", name=button).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_command_line_that_is_shown_makes_the_run_that_is_saved(
    page: Any, address: str, tmp_path: Path
) -> None:
    visit(page, address, "subsidy=0&land_use=1.5&seed=7")
    menu = opened(page)
    _, content = saved(page, menu, "All data (JSON)")
    about = json.loads(content)["about"]
    command = page.locator("#share-command").input_value()
    assert command == about["command"]
    words = shlex.split(command)
    parkloop = str(Path(sys.executable).with_name(words[0]))
    done = subprocess.run(
        [parkloop, *words[1:], "--no-figures", "--json"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["run_id"] == about["run_id"]
    assert json.loads(done.stdout)["result_hash"] == about["result_hash"]
    menu.get_by_role("button", name="Copy").first.click()
    menu.get_by_role("button", name="Copied").wait_for()
    link = page.locator("#share-link").input_value()
    page.goto(link)
    shows(page, "seed=7&land_use=1.5&subsidy=0")


def test_the_report_is_saved_and_opens_offline(browser: Any, page: Any, address: str,
                                               tmp_path: Path) -> None:  # fmt: skip
    visit(page, address, "lang=zh&subsidy=0")
    name, content = saved(page, opened(page), "可打印报告（HTML）")
    assert re.fullmatch(r"kalundborg-baseline(_2026)?-[0-9a-f]{8}\.html", name)
    (tmp_path / name).write_bytes(content)
    context = browser.new_context(offline=True)
    report = context.new_page()
    asked: list[str] = []
    report.on("request", lambda request: asked.append(request.url))
    report.on("console", lambda message: asked.append(message.text))
    report.goto((tmp_path / name).as_uri())
    expect(report.locator("svg")).to_have_count(3)
    expect(report.locator("h2").first).to_have_text("主要指标")
    assert report.locator("svg text").first.inner_html()
    printed = report.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert asked == [(tmp_path / name).as_uri()]
    context.close()


def test_a_formula_in_a_park_is_text_in_the_workbook(page: Any, address: str) -> None:
    visit(page, address, "park=hostile")
    menu = opened(page)
    expect(menu).to_contain_text("hostile.xlsx stands for")
    name, content = saved(page, menu, "Workbook (xlsx)")
    assert name.endswith(".xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book["about"].iter_rows() for cell in row if cell.value == FORMULA]
    assert [cell.data_type for cell in cells] == ["s"]


def test_the_menu_is_left_by_key_and_by_a_click_elsewhere(page: Any, address: str) -> None:
    visit(page, address)
    menu = opened(page)
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.pl-share').open")
    menu.locator("summary").press("Enter")
    page.wait_for_function("document.querySelector('.pl-share').open")
    page.locator(".pl-figures h2").click()
    page.wait_for_function("!document.querySelector('.pl-share').open")
