"""The packaged example parks: complete, marked for what they are, with sources on every row."""

from __future__ import annotations

import pytest

from sim.compose.mixes import sector_facts
from sim.park import Park
from sim.parkfile import example_parks, read_park


def _revenue_bn_cny(park: Park) -> float:
    facts = sector_facts()
    rows = zip(park.enterprises["sector"], park.enterprises["output"], strict=True)
    return sum(facts[sector].revenue_cny * output for sector, output in rows) / 1e9


@pytest.mark.parametrize(
    ("name", "kind", "enterprises", "facilities", "links"),
    [
        ("guitang", "teaching", 10, 1, 16),
        ("kalundborg", "teaching", 10, 1, 12),
        ("zhejiang_dyeing_60", "composed", 60, 4, 28),
        ("zhejiang_mixed_120", "composed", 120, 5, 19),
    ],
)
def test_size_and_kind(name: str, kind: str, enterprises: int, facilities: int, links: int) -> None:
    park = read_park(name)
    assert park.park_id == name
    assert park.info["kind"] == kind and park.info["province"] == "CN-ZJ"
    counts = [len(s["source"]) for s in (park.enterprises, park.facilities, park.links)]
    assert counts == [enterprises, facilities, links]


@pytest.mark.parametrize("name", example_parks())
def test_every_row_has_names_and_a_source(name: str) -> None:
    park = read_park(name)
    for sheet in (park.enterprises, park.facilities):
        assert all(sheet["name_en"]) and all(sheet["name_zh"])
    for sheet in (park.enterprises, park.facilities, park.links):
        assert all(sheet["source"])


@pytest.mark.parametrize("name", ["kalundborg", "guitang"])
def test_teaching_cases_say_so_and_tell_record_from_estimate(name: str) -> None:
    park = read_park(name)
    assert "Teaching case" in park.info["note"] and "教学案例" in park.info["note"]
    marks = ("estimate", "recorded", "Recorded", "not re-read")
    for sheet in (park.enterprises, park.facilities, park.links):
        assert all(any(mark in source for mark in marks) for source in sheet["source"])


@pytest.mark.parametrize("name", ["zhejiang_dyeing_60", "zhejiang_mixed_120"])
def test_composed_parks_cannot_be_taken_for_real(name: str) -> None:
    park = read_park(name)
    assert "Composed" in park.info["name_en"] and "合成" in park.info["name_zh"]
    assert "not a real one" in park.info["note"]
    assert all(source.startswith("composed: mix") for source in park.enterprises["source"])


@pytest.mark.parametrize(
    ("name", "revenue_bn", "land_mu"),
    [("zhejiang_dyeing_60", (5, 9), (2000, 6000)), ("zhejiang_mixed_120", (14, 23), (6000, 14000))],
)
def test_composed_parks_are_of_plausible_size(
    name: str, revenue_bn: tuple[float, float], land_mu: tuple[float, float]
) -> None:
    park = read_park(name)
    assert revenue_bn[0] < _revenue_bn_cny(park) < revenue_bn[1]
    assert land_mu[0] < park.info["area_mu"] < land_mu[1]


def test_guitang_has_one_owner() -> None:
    park = read_park("guitang")
    inside = park.enterprises["inside"] != "no"
    assert set(park.enterprises["owner"][inside]) | set(park.facilities["owner"]) == {
        "Guitang Group"
    }


def test_kalundborg_steam_links_are_those_recorded() -> None:
    links = read_park("kalundborg").links
    steam_gj = dict(zip(links["link_id"], links["amount_per_year"], strict=True))
    recorded_t = {"K07": 225_000, "K08": 215_000, "K09": 140_000}
    for link, tonnes in recorded_t.items():
        assert steam_gj[link] == pytest.approx(2.8 * tonnes)
