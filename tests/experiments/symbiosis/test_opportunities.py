"""Opportunities: what is listed, and that the instrument named would do what it says."""

from __future__ import annotations

import numpy as np
import pytest

from agents.bargain import value_deals
from experiments.scenario import Scenario
from experiments.symbiosis.blocks import REASONS, reasons
from experiments.symbiosis.instruments import Needed, needed
from experiments.symbiosis.look import Look
from experiments.symbiosis.opportunities import opportunities
from experiments.symbiosis.programme import CO2, NET_BENEFIT, REUSE
from sim.synth import synth
from tests.experiments.symbiosis.handmade import look_at

ROWS_TRIED = 20


def test_opportunities_are_ranked_and_never_run_already() -> None:
    scenario = Scenario(synth(30, 2, "fine_chemical"), "none", until=2021)
    found = opportunities(scenario, top=30)
    assert found.running + len(found.rows) <= found.feasible
    room = [row for row in found.rows if row["reason"] != "capacity"]
    assert room == found.rows[: len(room)], "those with room come first"
    worth = [row["net_benefit_cny"] for row in room]
    assert worth == sorted(worth, reverse=True)
    assert min(worth) > 0
    for row in found.rows:
        assert row["reason"] in REASONS
        assert row["amount_per_year"] > 0
        assert 0.0 <= row["in_best_plan"] <= 1.0
        gains = row["giver_gain_cny"] + row["taker_gain_cny"]
        assert gains == pytest.approx(row["net_benefit_cny"])


def test_what_loses_money_is_listed_by_tonnes_only() -> None:
    park = synth(30, 2, "fine_chemical")
    by_money, by_reuse = (
        opportunities(Scenario(park, "none", until=2020), by) for by in (NET_BENEFIT, REUSE)
    )
    assert not [row for row in by_money.rows if row["reason"] == "unprofitable"]
    losing = [row for row in by_reuse.rows if row["reason"] == "unprofitable"]
    assert losing
    assert {one["instrument"] for row in losing for one in row["instruments"]} >= {
        "relief for reuse", "grant",
    }  # fmt: skip


@pytest.fixture(scope="module")
def looked() -> tuple[Look, Needed]:
    """Return a park at the end of its first year, and what its pairs need."""
    look = look_at(synth(40, 3, "fine_chemical"))
    reason = reasons(look, look.programme.most)
    return look, needed(look, look.programme.most, reason)


def joint(look: Look, row: int, trust: float | None = None) -> tuple[float, float]:
    """Return a pair's joint gain under today's prices and terms, and the scale of its money."""
    pairs, one = look.pairs, np.array([row])
    given = pairs.trust[one] if trust is None else np.array([trust])
    deal = value_deals(look.world, pairs.giver[one], pairs.taker[one], given, pairs.deal.km[one])
    stands = bool(look.programme.standing[row] > 0)
    return float(deal.joint(annuity=not stands)[0]), float(abs(deal.worth[0]) + deal.annuity[0])


def rows_with(number: np.ndarray, **more: np.ndarray) -> list[int]:
    """Return some rows for which a number is known."""
    known = ~np.isnan(number)
    for flags in more.values():
        known &= flags
    rows = np.flatnonzero(known)[:ROWS_TRIED].tolist()
    assert rows
    return rows


def test_a_fee_raised_as_asked_leaves_both_sides_no_loss(looked: tuple[Look, Needed]) -> None:
    look, need = looked
    for row in rows_with(need.fee):
        slot, rise = look.pairs.giver_slot[row], need.fee[row]
        look.world.prices.opportunity[slot] -= rise
        gain, scale = joint(look, row)
        look.world.prices.opportunity[slot] += rise
        assert gain == pytest.approx(0.0, abs=1e-6 * scale)


def test_relief_paid_as_asked_leaves_both_sides_no_loss(looked: tuple[Look, Needed]) -> None:
    look, need = looked
    tonnes = look.world.market.facts.solid_t[look.world.columns.slots.stream[look.pairs.giver_slot]]
    terms = look.world.terms["reuse_relief_cny_per_t"].copy()
    for row in rows_with(need.relief, solid=tonnes > 0):
        paid = terms.copy()
        paid[look.pairs.buyer[row]] += need.relief[row] / tonnes[row]
        look.world.terms.values["reuse_relief_cny_per_t"] = paid
        gain, scale = joint(look, row)
        look.world.terms.values["reuse_relief_cny_per_t"] = terms
        assert gain == pytest.approx(0.0, abs=1e-6 * scale)


def test_a_grant_as_asked_leaves_both_sides_no_loss(looked: tuple[Look, Needed]) -> None:
    look, need = looked
    reason = reasons(look, look.programme.most)
    for row in rows_with(need.grant, lacks=reason != "capex"):
        assert 0.0 < need.grant[row] <= 1.0
        deal, trust = look.pairs.deal, look.pairs.trust[row]
        premium = look.world.assumption["risk_premium"] * (1.0 - trust)
        saved = need.grant[row] * deal.annuity[row] * (1.0 + premium)
        gain, scale = joint(look, row)
        assert gain + saved == pytest.approx(0.0, abs=1e-6 * scale)


def test_trust_as_asked_leaves_both_sides_no_loss(looked: tuple[Look, Needed]) -> None:
    look, need = looked
    for row in rows_with(need.trust):
        assert look.pairs.trust[row] < need.trust[row] < 1.0
        gain, scale = joint(look, row, need.trust[row])
        assert gain == pytest.approx(0.0, abs=1e-6 * scale)


def test_co2_ranks_by_tonnes_avoided() -> None:
    found = opportunities(Scenario("kalundborg", "none", until=2020), CO2, top=5)
    avoided = [row[CO2] for row in found.rows if row["reason"] != "capacity"]
    assert avoided == sorted(avoided, reverse=True)
