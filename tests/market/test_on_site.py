"""On-site reuse is a retrofit, not a link, and what a technology does is never paid for twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.bargain import value_deals
from agents.on_site import _own_pairs
from sim.money import ACCOUNT
from sim.pairs import PairSet
from sim.park import sheet_of_rows
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import all_known, events_of, park_of


def alone(sector: str, symbiosis: bool = True) -> World:
    """Return one enterprise that knows every option and often considers a retrofit."""
    park = park_of({"sector": sector})
    return all_known(world_of(park, months=120, symbiosis=symbiosis, consider_share=0.35))


@pytest.mark.parametrize("symbiosis", [True, False])
def test_a_tyre_plant_grinds_its_own_waste_tyres(symbiosis: bool) -> None:
    world, paid = alone("tyre", symbiosis), []
    for _ in range(120):
        run(world, 1)
        paid.append(-world.flows.money[ACCOUNT["capex"], 0])
    (event,) = events_of(world, "on_site_installed")
    assert event["exchange"] == "X080"
    assert event["npv_cny"] > 0
    contracts = world.columns.contracts
    assert contracts.on_site.tolist() == [True]
    assert contracts.capex_cny[0] == pytest.approx(event["capex_cny"])
    others = sum(
        e["capex_cny"]
        for e in world.events
        if e["event"] != "on_site_installed" and "capex_cny" in e
    )
    assert sum(paid) == pytest.approx(event["capex_cny"] + others), "charged once"
    assert contracts.delivered_year[0] > 0
    assert not world.record.by_year("links").any(), "it is no link"
    assert not world.record.by_year("reused_t").any(), "and no exchange"
    for account in ("link_income", "link_payments", "damages"):
        assert world.flows.money[ACCOUNT[account], 0] == 0.0
    assert not events_of(world, "link_signed")


@pytest.mark.parametrize("sector", ["pcb", "electroplating", "li_battery", "food_processing"])
def test_an_option_is_closed_where_a_technology_row_does_the_same(sector: str) -> None:
    world = alone(sector)
    run(world, 1)
    facts, columns = world.market.facts, world.columns
    own = columns.prospects.exchange[columns.prospects.giver]
    named = own[facts.at_home[own] & (facts.technology[own] >= 0)]
    assert len(named), "the sector has an option that a technology does too"
    considered = set()
    for month in range(0, 120, 12):
        world.month = month
        considered |= set(columns.prospects.exchange[_own_pairs(world)[0]].tolist())
    assert not considered & set(named.tolist())


def test_a_technology_that_stands_is_not_paid_for_again() -> None:
    park = park_of({"sector": "data_centre"}, {"sector": "brewery"})
    world = run(all_known(world_of(park)), 1)
    prospects, option = world.columns.prospects, world.catalogue.exchange["X134"]
    pair = [
        np.flatnonzero((prospects.exchange == option) & (prospects.giver == gives))[:1]
        for gives in (True, False)
    ]
    technology = world.market.facts.technology.item(option)
    assert world.catalogue.technologies[technology] == "heat_pump_ht"
    capex = []
    for stands in ([], [(1, technology)]):
        world.installed = PairSet(stands)
        capex.append(value_deals(world, *pair, np.zeros(1), np.ones(1)).capex.item())
    assert capex[0] > 0
    assert capex[1] == 0.0


def test_without_symbiosis_links_of_the_file_on_one_site_stand_and_others_fall_away() -> None:
    firms = park_of({"sector": "tyre"}, {"sector": "tyre"})
    maker, other = firms.enterprises["enterprise_id"].tolist()
    option = {"exchange": "X080", "giver": maker, "amount_per_year": 1.0}
    rows = [
        option | {"link_id": "own", "taker": maker},
        option | {"link_id": "given", "taker": other},
    ]
    park = replace(firms, links=sheet_of_rows("links", rows))
    standing = {}
    for symbiosis in (True, False):
        contracts = run(world_of(park, months=12, symbiosis=symbiosis)).columns.contracts
        first = contracts.signed_month < 0
        standing[symbiosis] = contracts.on_site[first].tolist()
        assert (contracts.delivered_year[first] > 0).all()
    assert standing == {True: [True, False], False: [True]}
