"""The park's map and network: true places, the same marks in both, and what a pick changes."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from dashboards.pages.park.data import (
    ParkYear,
    Place,
    Site,
    Tie,
    goes_by_pipe,
    places_of,
    site_of,
)
from dashboards.pages.park.ground import ASPECT, STEP, Box, Ground, fitted, layout, map_box
from dashboards.pages.park.ground import _packed as packed_squares
from dashboards.pages.park.picture import FADED, RING, park_frame, park_step, park_table
from experiments.results import Results
from experiments.scenario import Scenario

YEAR = 2025


def place(name: str, x: float, y: float, role: str = "firm") -> Place:
    return Place(name, (name, name), ("Mill", "厂"), role, x, y, 100.0)


def park(*places: Place, ties: tuple[Tie, ...] = ()) -> tuple[ParkYear, Site]:
    pairs = tuple((tie.giver, tie.taker, 1) for tie in ties)
    largest = {tie.unit: max(one.amount for one in ties) for tie in ties}
    return ParkYear(places, ties), Site(places, pairs, largest, ())


def data_of(option: dict[str, Any], series: str) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {one["id"]: one["data"] for one in option["series"]}
    return found[series]


def true(site: Site) -> Ground:
    return Ground(map_box(site), {})


def test_a_year_holds_who_stood_and_what_moved_in_it(results: Results) -> None:
    for year in (2020, YEAR):
        found = places_of(results, year)
        standing = results.enterprises.where(year=year)
        assert [one.enterprise for one in found.places] == standing["enterprise"].tolist()
        moved = results.links[str(year)]
        assert math.isclose(sum(tie.amount for tie in found.ties), moved.sum(), rel_tol=1e-12)
    first, last = places_of(results, 2020), places_of(results, YEAR)
    assert first != last
    site = site_of(results)
    assert {p.enterprise for p in site.places} >= {
        p.enterprise for p in (*first.places, *last.places)
    }
    assert all(tie.amount <= site.largest[tie.unit] for tie in (*first.ties, *last.ties))


def test_what_goes_by_pipe_is_told_by_the_streams() -> None:
    assert goes_by_pipe("steam_mp") and goes_by_pipe("cooling_water") and goes_by_pipe("fuel_gas")
    assert not goes_by_pipe("fly_ash")


def test_places_are_true_and_the_map_has_the_shape_of_the_page() -> None:
    year, site = park(place("a", 0.0, 0.0), place("b", 4.0, 1.0))
    box = map_box(site)
    assert math.isclose((box.east - box.west) / (box.north - box.south), ASPECT)
    marks = data_of(park_step(year, site, true(site), "en"), "firm")
    assert {one["key"]: one["value"] for one in marks} == {"a": [0.0, 0.0], "b": [4.0, 1.0]}
    assert all(box.holds(x, y) for x, y in ((0.0, 0.0), (4.0, 1.0)))


def test_a_far_actor_stands_at_the_edge_in_its_direction() -> None:
    near, far = place("near", 5.0, 0.5, "outside"), place("far", 102.0, 0.5, "outside")
    year, site = park(place("a", 0.0, 0.0), place("b", 4.0, 1.0), near, far)
    box = map_box(site)
    assert box.holds(5.0, 0.5) and not box.holds(102.0, 0.5) and box.east < 10.0
    marks = {one["key"]: one for one in data_of(park_step(year, site, true(site), "en"), "outside")}
    assert marks["near"]["value"] == [5.0, 0.5] and marks["near"]["name"] == "near"
    assert marks["far"]["name"].startswith("far, ") and marks["far"]["name"].endswith(" km away")
    x, y = marks["far"]["value"]
    assert box.holds(x, y) and x > box.west + 0.9 * (box.east - box.west)
    assert math.isclose(y, 0.5, abs_tol=0.05)


def test_the_map_is_drawn_closer_once_who_stood_far_off_has_left() -> None:
    near, left = (place("a", 0.0, 0.0), place("b", 4.0, 1.0)), place("left", 2.0, -6.0)
    _, site = park(*near, left)
    whole = true(site)
    assert fitted(whole, site, site.places) == whole
    closer = fitted(whole, site, near)
    assert closer.box == map_box(park(*near)[1]) and closer.true
    assert closer.box.south > -3.0 > whole.box.south
    assert fitted(whole, site, (*near, place("beside", 2.0, -5.0))) == whole, "it seldom moves"
    assert fitted(layout(site), site, near) == layout(site)


def test_the_edge_lies_on_the_ray() -> None:
    box = Box(-2.0, 2.0, -1.0, 1.0)
    assert box.edge(20.0, 0.0) == (2.0, 0.0)
    assert box.edge(0.0, -7.0) == (0.0, -1.0)
    assert box.edge(10.0, 10.0) == (1.0, 1.0)


def test_links_widen_with_the_amount_and_pipes_differ_from_roads() -> None:
    ties = (
        Tie("a", "b", "mineral", ("Ash", "灰"), 100.0, "t"),
        Tie("a", "b", "mineral", ("Slag", "渣"), 1.0, "t"),
        Tie("b", "a", "water", ("Water", "水"), 5.0, "m3", piped=True),
        Tie("a", "gone", "metal", ("Scrap", "废钢"), 1.0, "t"),
    )
    year, site = park(place("a", 0.0, 0.0), place("b", 4.0, 1.0), ties=ties)
    step = park_step(year, site, true(site), "en")
    wide, thin = data_of(step, "mineral")
    assert wide["coords"] == thin["coords"] == [[0.0, 0.0], [4.0, 1.0]]
    assert wide["lineStyle"]["width"] == 9.0 > thin["lineStyle"]["width"] > 1.0
    assert wide["lineStyle"]["curveness"] != thin["lineStyle"]["curveness"]
    assert wide["text"] == "a → b\nAsh, by road\n100 t/yr"
    (pipe,) = data_of(step, "water")
    assert "type" in wide["lineStyle"] and "type" not in pipe["lineStyle"]
    assert data_of(step, "metal") == []


def test_a_pick_fades_all_but_its_own() -> None:
    ties = (
        Tie("a", "b", "water", ("Water", "水"), 5.0, "m3", piped=True),
        Tie("b", "c", "water", ("Water", "水"), 5.0, "m3", piped=True),
    )
    places = [place(name, x, 0.0) for name, x in (("a", 0.0), ("b", 1.0), ("c", 2.0))]
    year, site = park(*places, ties=ties)
    assert year.busiest() == "b" and year.partners()["b"] == {"a", "c"}
    usual = park_step(year, site, true(site), "en", "b")
    assert [one.get("itemStyle", {}).get("borderColor") for one in data_of(usual, "firm")] == [
        None, RING, None,
    ]  # fmt: skip
    assert all("opacity" not in one["lineStyle"] for one in data_of(usual, "water"))
    picked = park_step(year, site, true(site), "en", "a", picked=True)
    marks = {one["key"]: one.get("itemStyle", {}) for one in data_of(picked, "firm")}
    assert marks["a"]["borderColor"] == RING and marks["b"] == {} and marks["c"]["opacity"] < 0.5
    shades = [one["lineStyle"]["opacity"] for one in data_of(picked, "water")]
    assert sorted(shades) == [FADED, 0.9]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["map", "network"])
def test_every_link_between_places_is_drawn_in_both_views(
    results: Results, lang: str, view: str
) -> None:
    year, site = places_of(results, YEAR), site_of(results)
    ground = true(site) if view == "map" else layout(site)
    frame, step = park_frame(site, ground, lang), park_step(year, site, ground, lang)
    assert [one["id"] for one in frame["series"] if one["type"] == "lines"] == [
        one["id"] for one in step["series"][:7]
    ]
    assert {one["id"] for one in frame["series"]} == {one["id"] for one in step["series"]}
    drawn = [one for series in step["series"] for one in series["data"] if "coords" in one]
    assert len(drawn) == len(year.ties) == len(park_table(year, lang)["rows"]) > 0
    keys = [one["key"] for series in step["series"] for one in series["data"] if "key" in one]
    assert sorted(keys) == sorted(one.enterprise for one in year.places)
    json.dumps([frame, step], allow_nan=False)


def test_the_network_stands_still_and_keeps_its_nodes_apart() -> None:
    composed = Scenario("kalundborg", until=2022).run()
    site = site_of(composed)
    ground = layout(site)
    assert layout(site) == ground, "the layout is drawn anew"
    assert set(ground.spots) == {one.enterprise for one in site.places}
    spots = list(ground.spots.values())
    gaps = [math.dist(a, b) for k, a in enumerate(spots) for b in spots[:k]]
    assert min(gaps) > 0.05
    assert all(ground.box.holds(*spot) for spot in spots)


def test_squares_are_packed_without_overlap() -> None:
    sides = [5.0, 3.0, 2.5, 2.0, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]
    corners, deep = packed_squares(sides, 8.5)
    boxes = [(x, x + side, y - side, y) for (x, y), side in zip(corners, sides, strict=True)]
    for k, (west, east, south, north) in enumerate(boxes):
        assert west >= 0.0 and east <= 8.5 and -deep <= south and north <= 0.0
        for other in boxes[:k]:
            beside = east <= other[0] or west >= other[1]
            assert beside or north <= other[2] or south >= other[3]
    assert deep < sum(sides) / 2


def test_who_is_new_stands_in_the_row_behind_those_without_partners() -> None:
    tie = Tie("a", "b", "water", ("Water", "水"), 5.0, "m3", piped=True)
    _, site = park(*(place(name, 0.0, 0.0) for name in "abcd"), ties=(tie,))
    ground = layout(site)
    at = ground.place([*site.places, place("new", 9.0, 9.0)])
    assert {name: at[name] for name in "abcd"} == ground.spots
    assert at["c"][1] == at["d"][1] == at["new"][1] < min(at["a"][1], at["b"][1])
    assert math.isclose(at["new"][0] - at["d"][0], at["d"][0] - at["c"][0])
    empty = layout(Site((), (), {}, ()))
    assert empty.place([place("new", 1.0, 1.0)])["new"] == (0.0, -STEP / 2)
