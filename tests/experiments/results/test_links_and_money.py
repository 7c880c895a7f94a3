"""Links, reuse, costs and enterprises, in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.indicators import BREAKDOWNS
from experiments.indicators.panel import Panel
from experiments.indicators.stream_class import CLASSES, class_of
from experiments.result_frames import enterprise_frame, event_frame, link_frame
from sim.catalogue import load_catalogue
from tests.experiments.results.handmade import (
    add_link,
    blank_world,
    measured,
    put,
    row,
    small_park,
)


def test_links_are_born_die_and_are_renewed() -> None:
    world = blank_world(years=3)
    add_link(world, "plant", "farm", "X003", [1.0], start_month=0, end_month=14)
    add_link(world, "plant", "farm", "X003", [0, 1.0], start_month=16, signed_month=15)
    add_link(world, "plant", "mill", "X128", [1.0], start_month=6, end_month=20, signed_month=3)
    add_link(world, "plant", "mill", "X128", [0, 0, 1.0], start_month=34, signed_month=32)
    active = measured(world, "links_active")
    assert active[[0, 6, 14, 16, 20, 34]].tolist() == [1, 2, 1, 2, 1, 2]
    assert measured(world, "links_born").tolist() == [1, 0, 1]
    assert measured(world, "links_died").tolist() == [0, 1, 0]
    frame = link_frame(Panel(world))
    assert frame["renewal"].tolist() == [False, True, False, False]
    assert frame["start"].tolist() == ["2020-01", "2021-05", "2020-07", "2022-11"]
    assert frame["end"].tolist() == ["2021-03", "", "2021-09", ""]


def test_a_link_that_never_ran_does_not_count() -> None:
    world = blank_world()
    add_link(world, "plant", "mill", "X128", [], start_month=20, end_month=18, signed_month=10)
    add_link(world, "plant", "mill", "X128", [], start_month=30, end_month=90, signed_month=23)
    assert measured(world, "links_born").tolist() == [0, 0]
    assert measured(world, "links_active").max() == 0
    assert len(link_frame(Panel(world))) == 0


def test_reuse_by_stream_and_class_adds_up_to_what_the_park_gave() -> None:
    world = blank_world()
    add_link(world, "plant", "farm", "X003", [3e6, 5e6])
    add_link(world, "plant", "mill", "X128", [9e6, 9e6])
    panel = Panel(world)
    tonnes = BREAKDOWNS["reused_by_stream"].measure(panel)
    assert {name: part[0].tolist() for name, part in tonnes.items()} == {
        "mineral|fly_ash": [3000.0, 5000.0]
    }
    by_class = BREAKDOWNS["reused_by_class"].measure(panel)
    assert by_class["mineral"][0].tolist() == [3000.0, 5000.0]
    heat = BREAKDOWNS["heat_by_stream"].measure(panel)
    assert heat["heat|steam_mp"][0].tolist() == [9000.0, 9000.0]


def test_what_an_outsider_gives_is_no_reuse_of_the_park() -> None:
    world = blank_world()
    world.columns.enterprises.inside[row(world, "plant")] = False
    world.columns.enterprises.inside[row(world, "farm")] = True
    add_link(world, "plant", "farm", "X003", [3e6, 5e6])
    assert BREAKDOWNS["reused_by_stream"].measure(Panel(world)) == {}
    assert measured(world, "links_active").tolist() == [1.0] * 24


def test_private_cost_is_capex_less_grants_plus_opex() -> None:
    world = blank_world()
    mill = row(world, "mill")
    retrofits = world.columns.retrofits
    tech = int(np.flatnonzero(retrofits.enterprise == mill)[0])
    retrofits.installed_month[tech] = 12
    table = world.catalogue.tables["technology_sectors"]
    line = retrofits.tech_row[tech]
    per_unit = table["opex_cny_per_unit"][line] - table["other_gain_cny"][line]
    put(world, "output", mill=10.0)
    put(world, "grants_cny", mill=[0.0, 50.0])
    world.month = 12
    world.event("technology_installed", mill, technology="x", capex_cny=9000.0, grant_cny=600.0)
    world.month = 24
    add_link(world, "plant", "mill", "X128", [], start_month=3, signed_month=2, capex_cny=700.0)
    assert measured(world, "private_cost") == pytest.approx(
        [700.0, 9000.0 - 600.0 + per_unit * 120.0]
    )
    assert measured(world, "firms_adopted").tolist() == [0, 1]
    assert measured(world, "technologies_installed").tolist() == [0, 1]
    assert event_frame(Panel(world))["period"].tolist() == ["2021-01"]


def test_public_cost_stands_by_policy_that_spent_it() -> None:
    world = blank_world()
    for policy, year, amount in (("b", 2020, 5.0), ("a", 2021, 7.0), ("b", 2021, 1.0)):
        world.budgets.open(0, policy, "park", 100.0)
        world.budgets.spend(year, 0, policy, "park", amount)
    parts = BREAKDOWNS["public_cost_parts"].measure(Panel(world))
    assert {name: part[0].tolist() for name, part in parts.items()} == {"a": [0, 7], "b": [5, 1]}
    assert measured(world, "public_cost").tolist() == [5.0, 8.0]


def test_public_revenue_is_what_budgets_collect() -> None:
    world = blank_world()
    for policy, year, payee, amount in (
        ("b", 2020, "local", 5.0), ("a", 2021, "central", 7.0), ("a", 2021, "market", 90.0),
        ("c", 2021, "foreign", 4.0), ("b", 2021, "local", -1.0),
    ):  # fmt: skip
        world.budgets.collect(year, 0, policy, payee, amount)
    parts = BREAKDOWNS["public_revenue_parts"].measure(Panel(world))
    assert {name: part[0].tolist() for name, part in parts.items()} == {"a": [0, 7], "b": [5, -1]}
    assert measured(world, "public_revenue").tolist() == [5.0, 6.0]


def test_enterprises_leave_in_the_january_after_their_last_output() -> None:
    world = blank_world(years=3)
    put(world, "output", mill=1.0, shop=[1.0, 0.0, 0.0])
    shop = row(world, "shop")
    world.columns.enterprises.active[shop] = False
    world.month = 12
    world.event("left", shop, reason="insolvent", land_mu=30.0)
    world.month = 36
    assert measured(world, "firms_active")[[0, 11, 12]].tolist() == [2, 2, 1]
    assert measured(world, "firms_left").tolist() == [0, 1, 0]
    assert measured(world, "jobs")[[11, 12]].tolist() == pytest.approx(
        [measured(world, "jobs")[0], measured(world, "jobs")[0] - 100.0]
    )
    frame = enterprise_frame(Panel(world), [small_park()])
    assert frame.where(enterprise="shop")["year"].tolist() == [2020]
    assert frame.where(enterprise="mill", year=2022)["name_en"].tolist() == ["Mill"]


def test_per_mu_is_over_the_land_that_is_held() -> None:
    world = blank_world()
    put(world, "output", mill=1.0, shop=1.0, plant=1.0)
    put(world, "value_added_cny", mill=10_000.0)
    land = 30.0 + 30.0 + 50.0
    assert measured(world, "value_added_per_mu") == pytest.approx([12 / land, 12 / land])


def test_every_stream_that_can_be_given_has_a_class() -> None:
    catalogue = load_catalogue()
    given = {catalogue.streams[stream] for stream in catalogue.from_stream}
    classes = {name: class_of(name) for name in given}
    assert set(classes.values()) == set(CLASSES)
    assert classes["scrap_steel"] == "metal" and classes["paper_sludge"] == "organic"
    assert classes["bfg"] == "fuel gas" and classes["treated_effluent"] == "water"
