"""A view as files: what they hold, that they run again, and that nothing in them runs."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from experiments.cli.main import group
from experiments.report import FORMATS, View, command_line, write_view
from experiments.report.words import WORDS
from experiments.scenario import Scenario
from sim.parkfile import read_park

HOSTILE = "=HYPERLINK(\"http://park.example\")<script>alert('x')</script>"
LEVERS = {"subsidy": 0.0, "land_use": 1.5}


@pytest.fixture(scope="module")
def view() -> View:
    return View(
        Scenario("kalundborg", until=2022, strength=LEVERS),
        Scenario("kalundborg", until=2022),
        changed=LEVERS,
    )


@pytest.fixture(scope="module")
def hostile() -> View:
    park = read_park("kalundborg")
    named = replace(park, info={**park.info, "name_en": HOSTILE, "name_zh": HOSTILE})
    return View(Scenario(named, until=2021), Scenario(named, until=2021))


@pytest.fixture(scope="module")
def files(view: View) -> dict[str, bytes]:
    return {kind: write_view(view, kind) for kind in FORMATS}


def test_the_command_line_makes_the_same_run(view: View) -> None:
    words = shlex.split(view.command)
    assert words[:3] == ["parkloop", "run", "kalundborg"]
    given = words[1 : words.index("--out")]
    said = CliRunner().invoke(group, [*given, "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["run_id"] == view.scenario.run_id()
    assert view.baseline.run_id() != view.scenario.run_id()


def test_the_command_line_of_an_own_park_names_a_file(hostile: View) -> None:
    assert shlex.split(hostile.command)[2] == "kalundborg.xlsx"
    odd = replace(hostile.scenario.park, info={**hostile.scenario.park.info, "park_id": "a b;c"})
    line = command_line(odd, "baseline", {}, 1, 2030)
    assert shlex.split(line)[2] == "a b;c.xlsx"


def test_every_format_holds_both_runs(view: View, files: dict[str, bytes]) -> None:
    ids = {view.scenario.run_id(), view.baseline.run_id()}
    content = json.loads(files["json"])
    assert {content["about"]["run_id"], content["about"]["baseline_run_id"]} == ids
    assert content["scenario"]["run_id"] == view.scenario.run_id()
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert book.sheetnames == ["about", "indicators", "targets", "levers", "links"]
    about = {row[0].value: row[1].value for row in book["about"].iter_rows(min_row=2)}
    assert about["run_id"] == view.scenario.run_id()
    assert about["command"] == view.command
    with zipfile.ZipFile(io.BytesIO(files["csv"])) as archive:
        assert archive.namelist() == [f"{name}.csv" for name in book.sheetnames]
        rows = list(csv.DictReader(archive.read("indicators.csv").decode("utf-8-sig").splitlines()))
    given = {(row["run"], row["name"]): float(row["2022"]) for row in rows if row["2022"]}
    results = view.scenario.run()
    assert given["scenario", "co2"] == results.series("co2")[-1]
    assert given["baseline", "co2"] == view.baseline.run().series("co2")[-1]
    text = files["html"].decode()
    assert all(one in text for one in ids)
    assert results.result_hash in text


def test_levers_are_listed_with_those_moved(files: dict[str, bytes]) -> None:
    levers = {row["policy"]: row for row in json.loads(files["json"])["levers"]}
    assert {name for name, row in levers.items() if row["moved"]} == set(LEVERS)
    assert (levers["subsidy"]["strength"], levers["subsidy"]["baseline_strength"]) == (0.0, 1.0)
    assert levers["land_use"]["label_zh"] != levers["land_use"]["label_en"]


class Asking(HTMLParser):
    """Collect what a browser would fetch or run, and the ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.asks: list[str] = []
        self.ids: list[str] = []
        self.uses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        if tag in ("script", "link", "iframe", "img", "object", "embed", "image"):
            self.asks.append(tag)
        self.asks += [name for name in given if name.startswith("on") or name in ("src", "href")]
        if "id" in given:
            self.ids.append(given["id"])
        if "xlink:href" in given:
            self.uses.add(given["xlink:href"])


def test_the_report_asks_for_nothing_and_its_drawings_stand_apart(files: dict[str, bytes]) -> None:
    text = files["html"].decode()
    found = Asking()
    found.feed(text)
    assert found.asks == []
    assert text.count("<svg") == 3
    assert found.uses and {use.removeprefix("#") for use in found.uses} <= set(found.ids)
    assert len(set(found.ids)) == len(found.ids)
    assert "default-src 'none'" in text
    assert "nan" not in re.findall(r">(\w+)<", text)


def test_what_a_park_is_called_is_text(hostile: View) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_view(hostile, "xlsx")))
    cells = [cell for row in book["about"].iter_rows() for cell in row if cell.value == HOSTILE]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    with zipfile.ZipFile(io.BytesIO(write_view(hostile, "csv"))) as archive:
        about = dict(csv.reader(archive.read("about.csv").decode("utf-8-sig").splitlines()))
    assert about["name_en"] == f"'{HOSTILE}"
    text = write_view(hostile, "html").decode()
    assert "<script" not in text
    assert "kalundborg.xlsx stands for the park file" in text


def test_the_report_is_written_in_chinese(view: View) -> None:
    text = write_view(replace(view, lang="zh"), "html").decode()
    assert '<html lang="zh-CN">' in text
    assert "<h2>主要指标</h2>" in text
    assert "手动调整2项政策力度" in text


def test_every_text_of_the_report_has_both_languages() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    for key, (english, chinese) in WORDS.items():
        assert not han.search(english), key
        assert han.search(chinese), key
        braces = [sorted(re.findall(r"\{\w+\}", text)) for text in (english, chinese)]
        assert braces[0] == braces[1], key
