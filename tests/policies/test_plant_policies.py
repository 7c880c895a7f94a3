"""Policies on plant, clause by clause: baselines, replacement, bans, access, audits, diagnoses."""

from __future__ import annotations

import numpy as np
import pytest

from policies.access_threshold import AccessThreshold
from policies.capacity_replacement import CapacityReplacement
from policies.cleaner_production_audit import CleanerProductionAudit
from policies.efficiency_benchmark import EfficiencyBenchmark
from policies.energy_diagnosis import EnergyDiagnosis
from policies.instrument import Instrument
from policies.new_capacity_ban import NewCapacityBan
from policies.parameters import load_parameters
from policies.quotas import quotas
from sim.catalogue import load_catalogue
from sim.policy import View
from sim.terms import Terms, compose
from tests.policies.scene import assessed, view

TABLE = load_parameters()
CATALOGUE = load_catalogue()


def written(policy: Instrument, seen: View) -> Terms:
    """Return the terms with rows for every sector."""
    entries = {policy.name: policy.write(seen)}
    return compose(entries, len(seen.enterprises), seen.parks, len(CATALOGUE.sectors))


def test_a_plant_late_with_its_rectification_is_limited_and_then_closed() -> None:
    rule, sectors = EfficiencyBenchmark(TABLE), ["cement_clinker", "cement_clinker", "machinery"]
    at_limit = 1.0 / quotas(CATALOGUE).position[CATALOGUE.sector["cement_clinker"]]
    standing: dict[str, np.ndarray] = {}
    caps, orders = [], []
    for year in range(2024, 2031):
        over = [at_limit * 1.05, at_limit * 0.95, 2.0]
        seen = assessed(rule, view(sectors, year, over_base=over, standing=standing))
        standing = dict(seen.standing)
        terms = written(rule, seen)
        assert terms["energy_limit_over_base"][:2] == pytest.approx([at_limit] * 2)
        assert terms["energy_limit_over_base"][2] == 99.0
        assert terms["audited"].tolist() == [1.0, 0.0, 0.0]
        assert terms["expansion_share"].tolist() == [0.0, 1.0, 1.0]
        assert (terms["output_cap_share"][1:] == 1.0).all()
        assert (terms["closure_order"][1:] == 0.0).all()
        caps.append(terms["output_cap_share"].item(0))
        orders.append(terms["closure_order"].item(0))
    assert caps == [1.0, 1.0] + [0.7] * 5
    assert orders == [0.0] * 5 + [1.0] * 2


def test_a_plant_that_has_rectified_is_free_again() -> None:
    rule, standing = EfficiencyBenchmark(TABLE), {}
    for year, over in ((2026, 2.0), (2027, 0.5)):
        seen = view(["cement_clinker"], year, over_base=over, standing=standing)
        seen = assessed(rule, seen)
        standing = dict(seen.standing)
    assert written(rule, seen)["output_cap_share"].tolist() == [1.0]
    assert standing["efficiency_benchmark.late_years"].tolist() == [0.0]


@pytest.mark.parametrize("strength", [0.5, 1.0, 2.0])
def test_strength_scales_the_restriction(strength: float) -> None:
    rule = EfficiencyBenchmark(TABLE)
    seen = assessed(rule, view(["flat_glass"], 2026, over_base=3.0, strength=strength))
    assert written(rule, seen)["output_cap_share"].item(0) == pytest.approx(1.0 - 0.3 * strength)


def test_the_ratio_holds_for_the_sectors_it_names() -> None:
    terms = written(CapacityReplacement(TABLE), view(["machinery"], 2023))
    ratio = terms["closed_per_new_capacity"]
    found = {CATALOGUE.sectors[s]: ratio.item(s) for s in np.flatnonzero(ratio)}
    assert found == {
        "steel_bfbof": 1.5, "steel_eaf": 1.5, "cement_clinker": 1.5, "flat_glass": 1.25,
        "aluminium_smelter": 1.0,
    }  # fmt: skip
    before = written(CapacityReplacement(TABLE), view(["machinery"], 2020))
    assert np.flatnonzero(before["closed_per_new_capacity"]).tolist() == [
        CATALOGUE.sector["aluminium_smelter"]
    ]


def test_the_ban_holds_for_clinker_and_glass() -> None:
    for strength, left in ((0.25, 0.75), (1.0, 0.0), (2.0, 0.0)):
        terms = written(NewCapacityBan(TABLE), view(["machinery"], 2023, strength=strength))
        allowed = terms["new_capacity_allowed"]
        banned = {CATALOGUE.sectors[s] for s in np.flatnonzero(allowed < 1.0)}
        assert banned == {"cement_clinker", "flat_glass"}
        assert allowed.min() == left
    assert NewCapacityBan(TABLE).write(view(["machinery"], 2020)) == ()


def test_the_access_limit_is_that_of_the_province_and_tightens_with_strength() -> None:
    for strength, limit in ((0.5, 1.04), (1.0, 0.52), (2.0, 0.26)):
        terms = written(AccessThreshold(TABLE), view(["machinery"], 2023, strength=strength))
        assert terms["entry_energy_limit_tce_per_10k_cny"].tolist() == pytest.approx([limit])


def test_who_must_be_audited_comes_in_turn_and_others_by_their_will() -> None:
    seen = view(["flat_glass", "machinery", "coal_chp"], 2023)
    rule = CleanerProductionAudit(TABLE)
    assert written(rule, seen)["audited"].tolist() == pytest.approx([0.2, 0.02, 0.0])
    cost = rule.public_cost(seen)
    assert cost is not None
    assert cost.tolist() == pytest.approx([0.22 * 1e4])


def test_a_diagnosis_is_paid_for_by_the_public() -> None:
    seen = view(["flat_glass", "machinery", "coal_chp"], 2023, strength=2.0)
    rule = EnergyDiagnosis(TABLE)
    assert written(rule, seen)["audited"].tolist() == pytest.approx([0.16, 0.16, 0.0])
    cost = rule.public_cost(seen)
    assert cost is not None
    assert cost.tolist() == pytest.approx([0.32 * 4e4])
