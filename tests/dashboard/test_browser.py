"""Journeys through the real page: a server process of its own, driven by headless Chromium."""

from __future__ import annotations

import csv
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from dashboards.frontend import ECHARTS
from sim.parkfile import example_parks

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("libraries")]

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
PATIENCE_MS = 30_000
HOSTILE = '<img src=x onerror="window.broken=1">'
SHOTS = os.environ.get("PARKLOOP_SCREENSHOTS")
"""A folder that keeps a picture of each journey's end, for people to look at."""


class Elsewhere(threading.Thread):
    """A proxy that answers nobody and counts who asks: what would leave the machine comes here."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.asked = 0

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.asked += 1
            connection.close()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    proxy = Elsewhere()
    proxy.start()
    yield proxy
    proxy.listener.shutdown(socket.SHUT_RDWR)
    proxy.listener.close()
    proxy.join(5)


@pytest.fixture(scope="module")
def hostile_park(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A park whose first enterprise is named in markup."""
    folder = tmp_path_factory.mktemp("parks") / "hostile"
    shutil.copytree(example_parks()["kalundborg"], folder)
    for sheet, column in (("park", "park_id"), ("enterprises", "name_en")):
        path = folder / f"{sheet}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[0][column] = "hostile" if sheet == "park" else HOSTILE
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def address(elsewhere: Elsewhere, hostile_park: Path) -> Iterator[str]:
    """Address of a dashboard started by the real command, in an empty environment of settings."""
    proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    kept = {n: v for n, v in os.environ.items() if not n.startswith("SOLARA_")}
    environment = {
        **{n: v for n, v in kept.items() if n.upper() not in (*proxies, "NO_PROXY")},
        **dict.fromkeys((*proxies, *map(str.lower, proxies)), elsewhere.address),
    }
    command = [str(Path(sys.executable).with_name("parkloop")), "dashboard", "--no-browser"]
    server = subprocess.Popen(
        [*command, "kalundborg", "guitang", str(hostile_park)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield said_address(server)
    finally:
        server.terminate()
        try:
            said, _ = server.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            server.kill()
            said, _ = server.communicate()
    assert "Traceback" not in said, said


def said_address(server: subprocess.Popen[str]) -> str:
    """Return the address the server prints, once it does."""
    assert server.stdout is not None
    ready, _, _ = select.select([server.stdout], [], [], 60)
    line = server.stdout.readline() if ready else ""
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert found, f"the server said {line!r} and stands at {server.poll()}"
    return found.group()


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that must end without console errors, failed answers or requests to elsewhere."""
    width, height = getattr(request, "param", (1280, 900))
    context = browser.new_context(viewport={"width": width, "height": height})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    wrong: list[str] = []
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None
    )
    opened.on("request", lambda r: None if stays(r.url) else wrong.append(f"asked {r.url}"))
    yield opened
    if SHOTS:
        opened.screenshot(path=Path(SHOTS) / f"{request.node.name}.png", full_page=True)
    context.close()
    assert wrong == []


def stays(url: str) -> bool:
    """Say whether a request stays on this machine."""
    return urlsplit(url).scheme in ("data", "blob") or urlsplit(url).hostname == "127.0.0.1"


def visit(page: Any, address: str, query: str = "") -> None:
    """Open the page and wait until its figures and charts stand."""
    page.goto(f"{address}?{query}" if query else address)
    page.wait_for_selector(".pl-shown[data-view]", state="attached")
    page.wait_for_function("document.querySelectorAll('.pl-canvas canvas').length >= 7")


def shows(page: Any, view: str) -> None:
    """Wait until everything on the page shows a view."""
    page.wait_for_selector(f'.pl-shown[data-view="{view}"]', state="attached")


def figures(page: Any) -> str:
    return str(page.inner_text(".pl-figures"))


def slider(page: Any, policy: str) -> Any:
    return page.locator(f"[data-lever={policy}] [role=slider]")


def inked(page: Any, nth: int) -> int:
    """Count the pixels drawn on a chart."""
    return int(
        page.evaluate(
            """nth => {
              const canvas = document.querySelectorAll('.pl-canvas canvas')[nth];
              const brush = canvas.getContext('2d');
              const {data} = brush.getImageData(0, 0, canvas.width, canvas.height);
              let count = 0;
              for (let k = 3; k < data.length; k += 4) if (data[k] > 0) count += 1;
              return count;
            }""",
            nth,
        )
    )


def test_the_first_page_stands_and_every_chart_is_drawn(page: Any, address: str) -> None:
    begun = time.monotonic()
    visit(page, address)
    assert time.monotonic() - begun < 20.0
    assert page.title() == "ParkLoop"
    assert page.locator(".pl-card").count() == 6
    assert "Mt CO₂/yr" in figures(page)
    page.wait_for_timeout(300)
    assert [nth for nth in range(7) if inked(page, nth) < 500] == []
    assert page.locator(".pl-ruler").inner_text().endswith("m")
    unnamed = "[...document.querySelectorAll('[role=slider]')].filter(e => !e.ariaLabel).length"
    assert page.evaluate(unnamed) == 0


def test_a_slider_moved_by_key_changes_figures_and_link(page: Any, address: str) -> None:
    visit(page, address)
    before = figures(page)
    slider(page, "subsidy").focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    shows(page, "subsidy=0")
    assert figures(page) != before
    page.wait_for_function("location.search === '?subsidy=0'")
    page.get_by_role("button", name="Back to the package").click()
    shows(page, "")
    assert figures(page) == before


def test_undo_and_redo_by_key_and_button(page: Any, address: str) -> None:
    visit(page, address)
    slider(page, "subsidy").focus()
    page.keyboard.press("End")
    shows(page, "subsidy=2")
    page.keyboard.press("Control+z")
    shows(page, "")
    assert page.locator("#lever-subsidy").input_value() == "1"
    page.get_by_role("button", name="Redo").click()
    shows(page, "subsidy=2")


def test_figures_follow_while_the_slider_is_dragged(page: Any, address: str) -> None:
    visit(page, address)
    before = figures(page)
    track = page.locator("[data-lever=subsidy] .v-slider-track").bounding_box()
    middle = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + track["width"] / 2, middle)
    page.mouse.down()
    for share in (0.6, 0.7, 0.8, 0.9, 1.0):
        page.mouse.move(track["x"] + track["width"] * share, middle, steps=4)
    shows(page, "subsidy=2")
    assert figures(page) != before, "nothing changed before the mouse was released"
    page.mouse.move(track["x"] - 20, middle, steps=12)
    shows(page, "subsidy=0")
    page.mouse.up()
    assert slider(page, "subsidy").get_attribute("aria-valuenow") == "0"
    assert page.locator("#lever-subsidy").input_value() == "0"


def test_chinese_is_drawn_with_real_glyphs(page: Any, address: str) -> None:
    visit(page, address)
    page.get_by_role("button", name="中文").click()
    shows(page, "lang=zh")
    assert "2030年二氧化碳排放" in figures(page)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
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
    assert "CO₂ emissions in 2030" in figures(page)


def test_a_link_restores_the_view_and_says_what_it_cannot(page: Any, address: str) -> None:
    visit(page, address, "park=guitang&package=none&subsidy=0.5&seed=3&lang=zh&colour=red")
    shows(page, "park=guitang&package=none&seed=3&lang=zh&subsidy=0.5")
    assert page.locator(".pl-wide select").input_value() == "guitang"
    assert page.locator("#lever-subsidy").input_value() == "0.5"
    assert "colour" in page.locator(".pl-notices").inner_text()
    page.locator(".pl-notices button").click()
    page.wait_for_selector(".pl-notices", state="detached")
    page.wait_for_function("!location.search.includes('colour')")
    page.reload()
    shows(page, "park=guitang&package=none&seed=3&lang=zh&subsidy=0.5")


def test_pointing_at_the_map_names_things_and_runs_nothing(page: Any, address: str) -> None:
    visit(page, address, "park=hostile")
    shows(page, "park=hostile")
    page.wait_for_timeout(300)
    page.locator(".pl-map").scroll_into_view_if_needed()
    spot = page.evaluate(
        """address => {
          const element = document.querySelector('.pl-map .pl-canvas');
          const chart = requirejs(`${solara.cdn}/${address}`).getInstanceByDom(element);
          const firms = chart.getOption().series.find(one => one.id === 'firm').data;
          const first = firms.find(one => one.text.startsWith('<img'));
          const [x, y] = chart.convertToPixel('grid', first.value);
          const box = element.getBoundingClientRect();
          return [box.left + x, box.top + y];
        }""",
        ECHARTS,
    )
    page.mouse.move(spot[0] - 30, spot[1] - 30)
    page.mouse.move(*spot, steps=5)
    page.get_by_text(HOSTILE).wait_for()
    assert page.evaluate("window.broken") is None


def test_dark_and_back_keeps_every_chart(page: Any, address: str) -> None:
    visit(page, address)
    page.wait_for_timeout(300)
    paper = "getComputedStyle(document.querySelector('.pl-card')).backgroundColor"
    light, ink = page.evaluate(paper), inked(page, 0)
    page.get_by_role("button", name="Light or dark").click()
    page.wait_for_function(f"{paper} !== '{light}'")
    page.wait_for_timeout(300)
    assert abs(inked(page, 0) - ink) < 0.3 * ink
    page.reload()
    page.wait_for_selector(".pl-card")
    assert page.evaluate(paper) != light


def test_a_chart_is_saved_as_picture_drawing_and_numbers(
    page: Any, address: str, tmp_path: Path
) -> None:
    visit(page, address)
    page.wait_for_timeout(300)
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
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".pl-map").scroll_into_view_if_needed()
    levers = page.locator(".pl-levers").bounding_box()
    assert levers["y"] >= 0 and levers["height"] < 300, "the levers do not stay in sight"


def test_two_people_see_their_own(browser: Any, page: Any, address: str) -> None:
    visit(page, address)
    other = browser.new_context().new_page()
    visit(other, address, "subsidy=0")
    shows(other, "subsidy=0")
    slider(page, "land_use").focus()
    page.keyboard.press("ArrowLeft")
    shows(page, "land_use=0.95")
    assert other.locator("#lever-land_use").input_value() == "1"
    assert page.locator("#lever-subsidy").input_value() == "1"
    other.context.close()


def test_nothing_left_the_machine(page: Any, address: str, elsewhere: Elsewhere) -> None:
    visit(page, address)
    assert elsewhere.asked == 0
