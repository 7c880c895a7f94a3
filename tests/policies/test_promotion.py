"""What brings entrants, links and know-how to a park: promotion, approval, networks, reports."""

from __future__ import annotations

import numpy as np
import pytest

from agents.entrants import _promoted
from policies.anchor_promotion import SOUGHT, AnchorPromotion
from policies.clean_transport import CleanTransport
from policies.demonstration import Demonstration
from policies.disclosure import Disclosure
from policies.green_buildings import GreenBuildings
from policies.innovation import Innovation
from policies.instrument import Instrument
from policies.missing_link_promotion import MissingLinkPromotion, could_take_t
from policies.one_stop_approval import OneStopApproval
from policies.parameters import load_parameters
from policies.recycled_procurement import RecycledProcurement
from policies.recycling_system import BROUGHT, RECYCLERS, RecyclingSystem
from policies.shared_infrastructure import PLANTS, SharedInfrastructure
from sim.catalogue import load_catalogue
from sim.policy import View
from sim.terms import Terms, compose
from tests.policies.runs import example, run
from tests.policies.scene import assessed, firms, view

TABLE, CATALOGUE = load_parameters(), load_catalogue()
SECTORS = len(CATALOGUE.sectors)


def written(policy: Instrument, seen: View) -> Terms:
    """Return the terms with rows for every sector."""
    entries = {policy.name: policy.write(assessed(policy, seen))}
    return compose(entries, len(seen.enterprises), seen.parks, SECTORS)


def by_park(terms: Terms, seen: View) -> np.ndarray:
    """Return the promoted shares by park and sector."""
    return terms["promoted_share"].reshape(seen.parks, SECTORS)


def test_promotion_shares_entrants_among_the_industries_sought() -> None:
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 4.0])
    terms = written(AnchorPromotion(TABLE), seen)
    share = by_park(terms, seen)
    assert share.sum(axis=1) == pytest.approx([0.3, 1.0])
    sought = {CATALOGUE.sectors[k] for k in np.flatnonzero(share[0])}
    assert sought == set(SOUGHT) - {"data_centre"}
    assert terms["entry_rate_factor"] == pytest.approx([1.15, 1.6])


def test_a_lower_bound_of_energy_leaves_fewer_industries() -> None:
    strict = AnchorPromotion(TABLE.changed({"promotion_energy_limit": 0.3}))
    names = [CATALOGUE.sectors[row] for row in strict.sought(CATALOGUE, 2024)]
    assert names == ["pharma_api", "semiconductor"]


def test_a_missing_link_is_who_could_take_most_of_what_is_left() -> None:
    rule = MissingLinkPromotion(TABLE)
    seen = view(["alumina"], 2024, output=1e6)
    could = could_take_t(seen)[0]
    best = {CATALOGUE.sectors[k] for k in np.argsort(-could)[:3] if could[k] > 0}
    assert best <= {"cement_clinker", "brick", "steel_bfbof"} and best
    share = by_park(written(rule, seen), seen)[0]
    assert share.sum() == pytest.approx(0.2)
    assert {CATALOGUE.sectors[k] for k in np.flatnonzero(share)} == best
    assert by_park(written(rule, view(["alumina"], 2020, output=1e6)), seen).sum() == 0.0


def test_who_takes_the_waste_already_leaves_no_link_missing() -> None:
    alone = could_take_t(view(["alumina"], 2024, output=1e6))[0]
    kiln = could_take_t(view(["alumina", "brick"], 2024, output=[1e6, 1e9]))[0]
    assert kiln[CATALOGUE.sector["brick"]] < alone[CATALOGUE.sector["brick"]]


def test_promoted_entrants_come_by_their_own_draw() -> None:
    world = run(example("zhejiang_dyeing_60"), [], [], 3, 1)
    share = np.zeros(SECTORS)
    share[[CATALOGUE.sector["brick"], CATALOGUE.sector["pcb"]]] = 0.25
    world.terms.values["promoted_share"] = share
    found = _promoted(world, 0, np.array([0.01, 0.26, 0.49, 0.51, 0.99])).tolist()
    assert [CATALOGUE.sectors[k] for k in found[:3]] == ["pcb", "brick", "brick"]
    assert found[3:] == [-1, -1]


def test_approval_spares_months_and_brings_entrants() -> None:
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 4.0])
    terms = written(OneStopApproval(TABLE), seen)
    assert terms["link_lead_factor"] == pytest.approx([0.7, 0.0])
    assert terms["permit_factor"] == pytest.approx([0.75, 0.0])
    assert terms["entry_rate_factor"] == pytest.approx([1.1, 1.4])
    assert terms["consider_factor"] == pytest.approx([1.1, 1.4])
    assert OneStopApproval(TABLE).public_cost(seen) == pytest.approx([1e6, 4e6])


def test_large_users_report_and_others_see_their_share_of_energy() -> None:
    crowd = firms(["dyeing"] * 3, inside=[True, True, False])
    seen = view(crowd, 2025, energy_tce=[6000.0, 2000.0, 1e6])
    terms = written(Disclosure(TABLE), seen)
    assert terms["peer_factor"] == pytest.approx([1.0 + 0.5 * 0.75] * 3)
    assert terms["consider_factor"] == pytest.approx([1.15, 1.0, 1.0])
    cost = Disclosure(TABLE).public_cost(assessed(Disclosure(TABLE), seen))
    assert cost == pytest.approx([3e4])
    early = written(Disclosure(TABLE), view(crowd, 2022, energy_tce=1e6))
    assert (early["peer_factor"] == 1.0).all()


def test_meetings_tell_of_options_and_cases_are_heeded() -> None:
    rule = Demonstration(TABLE)
    terms = written(rule, view(["dyeing"], 2024, strength=2.0))
    assert terms["option_notice"] == pytest.approx([0.08])
    assert terms["peer_factor"] == pytest.approx([1.6])
    assert terms["consider_factor"] == pytest.approx([1.16])
    assert rule.public_cost(view(["dyeing"], 2024, strength=2.0)) == pytest.approx([6e5])


def test_research_lowers_capex_year_by_year() -> None:
    rule = Innovation(TABLE)
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 2.0])
    assert written(rule, seen)["retrofit_capex_factor"] == pytest.approx([0.99**2, 0.98**2])
    assert rule.public_cost(view(["dyeing"], 2022)) is None
    assert rule.public_cost(seen) == pytest.approx([2e6, 4e6])


def test_shared_plants_are_ordered_for_each_park() -> None:
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 2.0])
    orders = SharedInfrastructure(TABLE).orders(seen)
    assert [(o.park, o.sector, o.need_share) for o in orders] == [
        (park, plant, share) for park, share in ((0, 0.8), (1, 1.0)) for plant in PLANTS.values()
    ]
    assert {(o.public_share, o.lead_months) for o in orders} == {(0.3, 24)}


def test_a_corridor_lowers_the_cost_of_pipes() -> None:
    seen = view(firms(["dyeing"] * 2, park=[0, 1]), 2024, strength=[1.0, 2.0])
    terms = written(SharedInfrastructure(TABLE), seen)
    assert terms["pipe_cost_factor"] == pytest.approx([0.75, 0.5])
    assert SharedInfrastructure(TABLE).public_cost(seen) == pytest.approx([2.5e6, 5e6])


def test_public_buyers_pay_makers_by_the_waste_they_take() -> None:
    seen = view(["aac_block", "paper_recovered", "dyeing"], 2024, strength=2.0)
    award = written(RecycledProcurement(TABLE), seen)["reuse_relief_cny_per_t"]
    block, paper, none = award.tolist()
    assert block > 0 and paper > 0 and none == 0.0
    once = written(RecycledProcurement(TABLE), view(["aac_block"], 2024))
    assert once["reuse_relief_cny_per_t"] == pytest.approx([block / 2.0])


def test_recyclers_are_brought_and_reached_for_less() -> None:
    seen = view(["plastics_recycling", "dyeing"], 2024)
    terms = written(RecyclingSystem(TABLE), seen)
    assert terms["haul_cost_factor"] == pytest.approx([0.7, 1.0])
    assert terms["option_notice"] == pytest.approx([0.03, 0.03])
    share = by_park(terms, seen)[0]
    assert {CATALOGUE.sectors[k] for k in np.flatnonzero(share)} == set(BROUGHT) <= set(RECYCLERS)
    assert share.sum() == pytest.approx(0.06)


def test_new_buildings_keep_a_standard_and_old_ones_a_quota() -> None:
    crowd = firms(["dyeing"] * 2, start_month=[48, -100])
    terms = written(GreenBuildings(TABLE), view(crowd, 2025))
    assert terms["lighting_offer_share"] == pytest.approx([0.55, 0.08])
    assert GreenBuildings(TABLE).public_cost(view(crowd, 2025)) == pytest.approx([0.16 * 1.5e4])
    assert GreenBuildings(TABLE).public_cost(view(crowd, 2021)) is None


def test_new_energy_trucks_spare_carbon_and_cost() -> None:
    terms = written(CleanTransport(TABLE), view(["dyeing"], 2026, strength=2.0))
    assert terms["haul_carbon_factor"] == pytest.approx([1.0 - 0.3 * 0.3])
    assert terms["haul_cost_factor"] == pytest.approx([1.0 - 0.3 * 0.1])
    assert CleanTransport(TABLE).public_cost(view(["dyeing"], 2020)) is None
