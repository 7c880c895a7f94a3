"""What a contract says: lead time, permit, backup, the pipe that stands, and take-or-pay."""

from __future__ import annotations

import numpy as np
import pytest

from agents.bargain import value_deals
from agents.contract import timings
from sim.money import ACCOUNT
from sim.stream_facts import LINK_CLASSES
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of
from tests.market.actors import at_output, only_known, park_of, until_signed


def brewery_and_mill(**changed: float) -> World:
    """Return a brewery and a feed mill; spent grain (X141) may replace feed grain."""
    park = park_of({"sector": "brewery"}, {"sector": "feed_mill"})
    return only_known(world_of(park, months=84, knowledge_own=0.0, **changed), "X141")


def test_a_class_sets_lead_and_term_and_a_permit_adds_its_months() -> None:
    world = world_of(synth(5, 1), permit_months=7.0)
    facts, (lead, term) = world.market.facts, timings(world)
    for option, name in enumerate(LINK_CLASSES[row] for row in facts.link_class):
        permit = 7 if facts.hazardous[option] else 0
        assert lead[option] == round(world.assumption[f"lead_months_{name}"]) + permit
        assert term[option] == 12 * round(world.assumption[f"contract_years_{name}"])
    assert 0 < facts.hazardous.sum() < len(facts.hazardous)


def test_a_contract_starts_after_its_lead_time() -> None:
    world = run(world_of(synth(40, 2), talks_rate=0.33), 12)
    contracts, (lead, _) = world.columns.contracts, timings(world)
    new = np.flatnonzero((contracts.signed_month >= 0) & ~contracts.on_site)
    option = contracts.exchange[new]
    assert (contracts.start_month[new] == contracts.signed_month[new] + lead[option]).all()
    hazardous = world.market.facts.hazardous[option]
    assert hazardous.any() and not hazardous.all()


@pytest.mark.parametrize(("piped", "taken", "backs_up"), [
    (True, 0.0, True), (True, 0.4, False), (False, 0.0, False),
])  # fmt: skip
def test_backup_is_paid_where_one_pipe_is_the_sole_supply(
    piped: bool, taken: float, backs_up: bool
) -> None:
    handling = []
    for cost in (0.01, 0.08):
        world = run(world_of(synth(40, 2), backup_cost=cost), 1)
        giver, taker = world.market.candidates(world.market.givers)
        option = world.columns.prospects.exchange[giver]
        rows = np.flatnonzero(world.market.facts.piped[option] == piped)[:20]
        giver, taker = giver[rows], taker[rows]
        world.columns.slots.taken_share[world.columns.prospects.slot[taker]] = taken
        deal = value_deals(world, giver, taker, np.zeros(len(rows)), np.ones(len(rows)))
        handling.append(deal.handling)
    more = 0.07 * np.maximum(deal.worth, 0.0) * backs_up
    assert handling[1] - handling[0] == pytest.approx(more)
    assert (deal.worth > 0).any()


def renewed(stands: float) -> tuple[World, int]:
    """Let a contract end and be signed anew where this part of what it carried still stands."""
    world = brewery_and_mill()
    row = until_signed(world)
    contracts = world.columns.contracts
    pair = contracts.giver_prospect.item(row), contracts.taker_prospect.item(row)
    world.built[pair] = stands * contracts.nominal.item(row)
    contracts.end_month[row] = world.month + 1
    run(world, 1)
    assert len(contracts) == row + 2
    return world, row + 1


def test_what_stands_costs_nothing_again_and_flows_next_month() -> None:
    world, row = renewed(stands=1.0)
    contracts = world.columns.contracts
    assert contracts.capex_cny[row] == 0.0
    assert contracts.start_month[row] == contracts.signed_month[row] + 1
    assert contracts.capex_cny[row - 1] > 0.0
    assert contracts.start_month[row - 1] == contracts.signed_month[row - 1] + 2


def test_a_larger_pipe_costs_the_difference() -> None:
    world, row = renewed(stands=0.75)
    contracts = world.columns.contracts
    first, again = contracts.capex_cny[row - 1 : row + 1].tolist()
    assert again == pytest.approx(0.25 * first)
    assert world.flows.money[ACCOUNT["capex"], 1] == pytest.approx(-again)
    pair = contracts.giver_prospect.item(row), contracts.taker_prospect.item(row)
    assert world.built[pair] == contracts.nominal[row]


def year_of(brewery: float, mill: float, last_month: bool = False) -> tuple[World, int]:
    """Return the world after the first month in which a contract of its first year is settled."""
    world = brewery_and_mill(contract_years_bulk=1.0)
    row = until_signed(world)
    at_output(world, brewery, mill)
    contracts = world.columns.contracts
    run(world, contracts.start_month.item(row) - world.month)
    if last_month:
        contracts.end_month[row] = world.month + 3
    until = contracts.end_month.item(row) if last_month else 12
    while world.month < until:
        assert not world.flows.money[ACCOUNT["damages"]].any(), "nothing is settled before"
        run(world, 1)
    return world, row


@pytest.mark.parametrize("last_month", [False, True], ids=["December", "its last month"])
def test_a_mill_that_takes_too_little_pays_for_what_it_was_offered(last_month: bool) -> None:
    world, row = year_of(brewery=0.8, mill=0.05, last_month=last_month)
    contracts = world.columns.contracts
    months = world.month - contracts.start_month.item(row)
    assert months == (3 if last_month else 12 - contracts.start_month.item(row))
    offered, taken = contracts.offered.item(row), contracts.delivered.item(row)
    assert taken == contracts.wanted.item(row) < 0.4 * contracts.nominal.item(row)
    missing = 0.4 * contracts.nominal.item(row) * months - taken * months
    owed = min(missing, (offered - taken) * months) * contracts.price_cny_per_unit.item(row)
    assert owed > 0
    assert world.flows.money[ACCOUNT["damages"]] == pytest.approx([owed, -owed])


@pytest.mark.parametrize("last_month", [False, True], ids=["December", "its last month"])
def test_a_brewery_that_gives_too_little_pays_damages(last_month: bool) -> None:
    world, row = year_of(brewery=0.05, mill=0.8, last_month=last_month)
    contracts = world.columns.contracts
    months = world.month - contracts.start_month.item(row)
    wanted, given = contracts.wanted.item(row), contracts.delivered.item(row)
    missing = (0.4 * contracts.nominal.item(row) - given) * months
    lacking = min(missing, (wanted - given) * months)
    owed = 0.2 * lacking * contracts.price_cny_per_unit.item(row)
    assert owed > 0
    assert world.flows.money[ACCOUNT["damages"]] == pytest.approx([-owed, owed])


def test_a_bad_month_in_a_good_year_costs_nothing() -> None:
    world = brewery_and_mill()
    row = until_signed(world)
    at_output(world, 0.8, 0.8)
    run(world, world.columns.contracts.start_month.item(row) - world.month)
    at_output(world, 0.8, 0.05)
    run(world, 1)
    at_output(world, 0.8, 0.8)
    run(world, 12 - world.month)
    assert world.columns.contracts.spurned_year[row] > 0
    assert not world.flows.money[ACCOUNT["damages"]].any()
