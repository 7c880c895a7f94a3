"""Grants to links: a share of capex, from a budget set in January, in the order of signing."""

from __future__ import annotations

import numpy as np
import pytest

from sim.money import ACCOUNT
from sim.synth import synth
from sim.world import World, run_month
from tests.engine.worlds import fingerprint, world_of
from tests.market.actors import Writes

SHARE, BUDGET = "link_grant_share", "link_grant_budget_cny"
MONTHS = 36


def granted(share: float, budget: float) -> tuple[World, float, float]:
    """Run a park; return it with the capex of links signed and the grants paid."""
    terms = {SHARE: share, BUDGET: budget}
    park = synth(60, 2, "building_materials+dyeing_textile+paper")
    world = world_of(park, seed=2, months=MONTHS, policies=[Writes(terms)], talks_rate=0.33)
    grants = 0.0
    for _ in range(MONTHS):
        run_month(world)
        grants += world.flows.money[ACCOUNT["grants"]].sum()
    contracts = world.columns.contracts
    mine = (contracts.signed_month >= 0) & ~contracts.on_site
    return world, float(contracts.capex_cny[mine].sum()), grants


def test_a_share_of_capex_is_paid_and_booked_to_the_policy() -> None:
    world, capex, grants = granted(0.3, 1e12)
    assert capex > 1e5
    assert grants == pytest.approx(0.3 * capex)
    spent = np.sum(list(world.budgets.spent_cny.values()))
    assert spent == pytest.approx(grants)
    assert {policy for _, _, policy, _ in world.budgets.spent_cny} == {"writes"}


def test_a_budget_is_never_overspent_and_lapses() -> None:
    _, _, grants = granted(0.3, 5e4)
    assert 5e4 <= grants <= 3 * 5e4 + 1e-6


def test_without_share_or_budget_nothing_moves_by_a_bit() -> None:
    plain = fingerprint(granted(0.0, 0.0)[0])
    for share, budget in ((0.3, 0.0), (0.0, 1e9)):
        world, _, grants = granted(share, budget)
        assert grants == 0.0 and fingerprint(world) == plain


def test_grants_bring_no_fewer_links() -> None:
    links = [len(granted(share, 1e12)[0].columns.contracts) for share in (0.0, 0.9)]
    assert links[1] > links[0]
