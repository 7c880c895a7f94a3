"""What the search of the park page looks through: names, sectors and streams, in both languages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dashboards.pages.park.seek import index_of
from experiments.results import Results
from experiments.scenario import Scenario
from sim.synth import synth

YEAR = 2025


def firms(index: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in index["firms"]}


def through(index: dict[str, Any], firm: str, side: str) -> set[str]:
    """Return the titles of the streams that an enterprise is found by."""
    return {index["streams"][place][0] for place in firms(index)[firm][side]}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_everyone_of_the_year_is_found_by_both_names_and_sectors(
    results: Results, lang: str
) -> None:
    index, frame = json.loads(index_of(results, YEAR, lang)), results.enterprises.where(year=YEAR)
    found = firms(index)
    assert sorted(found) == sorted(frame["enterprise"].tolist())
    for row in frame.rows():
        one = found[row["enterprise"]]
        assert one["name"] == row[f"name_{lang}"]
        for said in (row["enterprise"], row["name_en"], row["name_zh"]):
            assert said.lower() in one["find"]
        assert one["sector"].lower() in one["find"]
    names = [one["name"].casefold() for one in index["firms"]]
    assert names == sorted(names)


def test_streams_are_those_of_links_and_processes(results: Results) -> None:
    index = json.loads(index_of(results, YEAR, "en"))
    for row in results.links.rows():
        if row[str(YEAR)] > 0:
            given = through(index, row["giver"], "gives") & through(index, row["taker"], "takes")
            assert given, row
    assert "Steam coal (thermal)" in through(index, "asnaes", "takes")
    told = {title: looked for title, looked in index["streams"]}
    assert "煤" in told["Steam coal (thermal)"]
    chinese = json.loads(index_of(results, YEAR, "zh"))
    assert [looked for _, looked in chinese["streams"]] and all(
        title in looked or "₂" in title for title, looked in chinese["streams"]
    )


def test_two_hundred_enterprises_make_an_index_that_is_soon_sent() -> None:
    results = Scenario(synth(200, 1), until=2021).run()
    index = index_of(results, 2021, "zh")
    assert len(json.loads(index)["firms"]) >= 200
    assert len(index.encode()) < 150_000
