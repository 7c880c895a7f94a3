"""Ladder tariff: worked clauses on plants whose unit energy is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from policies.ladder_tariff import LadderTariff
from policies.parameters import load_parameters
from policies.quotas import quotas
from sim.catalogue import load_catalogue
from tests.policies.scene import assessed, firms, terms_of, view

RULE = LadderTariff(load_parameters())
ADDER = "power_adder_cny_per_kwh"


def adders(sector: str, year: int, over_base: Sequence[float], **book: object) -> list[float]:
    seen = view([sector] * len(over_base), year, over_base=over_base, **book)
    return terms_of(RULE, seen)[ADDER].tolist()


def over_limit(sector: str, ratios: Sequence[float]) -> list[float]:
    """Return unit energy over the archetype's at which a plant stands at ratios of its limit."""
    catalogue = load_catalogue()
    position = quotas(catalogue).position[catalogue.sector[sector]]
    return [ratio / float(position) for ratio in ratios]


@pytest.mark.parametrize(
    ("year", "kwh_per_t", "adder"),
    [
        (2021, 13700, 0.0), (2021, 13701, 0.02), (2021, 13800, 0.02), (2021, 13801, 0.08),
        (2022, 13650, 0.0), (2022, 13651, 0.01), (2022, 13670, 0.01), (2022, 13671, 0.02),
        (2023, 13450, 0.0), (2023, 13550, 0.05), (2024, 13451, 0.01),
        (2025, 13300, 0.0), (2025, 13350, 0.03), (2030, 13501, 0.11),
    ],
)  # fmt: skip
def test_aluminium_ladder_by_year(year: int, kwh_per_t: float, adder: float) -> None:
    assert adders("aluminium_smelter", year, [kwh_per_t / 13350.0]) == pytest.approx([adder])


def test_the_notch_one_kwh_over_the_threshold_costs_as_much_as_twenty() -> None:
    paid = adders("aluminium_smelter", 2023, [x / 13350.0 for x in (13450, 13451, 13470)])
    assert paid == pytest.approx([0.0, 0.01, 0.01])


def test_punitive_price_by_excess_over_the_quota() -> None:
    ratios = over_limit("tyre", [0.9, 1.0, 1.01, 2.0, 2.01])
    assert adders("tyre", 2021, ratios) == pytest.approx([0.0, 0.0, 0.1, 0.1, 0.3])


def test_the_unified_ladder_also_charges_plants_below_the_benchmark() -> None:
    benchmark = 215 / 340
    ratios = over_limit("tyre", [benchmark - 0.01, benchmark + 0.01, 1.01])
    assert adders("tyre", 2021, ratios) == pytest.approx([0.0, 0.0, 0.1])
    assert adders("tyre", 2022, ratios) == pytest.approx([0.0, 0.03, 0.1])


def test_a_new_plant_must_meet_the_benchmark() -> None:
    both = firms(["tyre", "tyre"], start_month=[-1000, 24])
    seen = view(both, 2025, over_base=over_limit("tyre", [0.8, 0.8]))
    assert terms_of(RULE, seen)[ADDER] == pytest.approx([0.03, 0.1])


def test_cement_is_read_by_power_and_pays_in_two_steps() -> None:
    kwh = np.array([64.0, 65.0, 66.0, 67.0])
    tonnes = 1e6
    paid = adders("cement_clinker", 2023, [1.0] * 4, output=tonnes, power_kwh=kwh * tonnes)
    assert paid == pytest.approx([0.0, 0.1, 0.1, 0.2]), "64 and 64 x 93 / 90 = 66.1 kWh/t"
    grinding = [x / 31.0 for x in (34.0, 34.5, 36.0)]
    assert adders("cement_grinding", 2023, grinding) == pytest.approx([0.0, 0.1, 0.2])


def test_steel_pays_by_tiers_over_the_quota() -> None:
    ratios = over_limit("steel_eaf", [1.0, 1.05, 1.15])
    assert adders("steel_eaf", 2023, ratios) == pytest.approx([0.0, 0.05, 0.1])


@pytest.mark.parametrize(
    ("sector", "restricted", "eliminated"),
    [("aluminium_smelter", 0.1, 0.3), ("steel_bfbof", 0.1, 0.5), ("cement_grinding", 0.2, 0.4),
     ("chlor_alkali", 0.1, 0.3), ("tyre", 0.1, 0.1)],
)  # fmt: skip
def test_the_highest_adder_holds(sector: str, restricted: float, eliminated: float) -> None:
    catalogue = load_catalogue()
    seen = view([sector] * 2, 2021, over_base=over_limit(sector, [1.2, 1.4]))
    paid = terms_of(RULE, seen)[ADDER]
    classes = assessed(RULE, seen).standing["ladder_tariff.price_class"]
    if quotas(catalogue).of_eight[catalogue.sector[sector]]:
        assert classes.tolist() == [1.0, 2.0]
    else:
        assert np.isnan(classes).all()
    assert paid == pytest.approx([restricted, eliminated])


def test_who_pays_nothing() -> None:
    crowd = firms(["tyre"] * 4 + ["coal_chp", "machinery"])
    crowd.inside[1] = crowd.active[2] = False
    seen = view(crowd, 2025, over_base=[2.0, 2.0, 2.0, np.nan, 2.0, 2.0])
    paid = terms_of(RULE, seen)[ADDER]
    assert paid[0] > 0
    assert paid[1:].tolist() == [0.0] * 5, "outside, gone, idle, utility, without a quota"


def test_before_the_first_assessment_nothing_is_written() -> None:
    seen = view(["tyre"], 2020, over_base=2.0)
    assert terms_of(RULE, seen, assess=False)[ADDER].tolist() == [0.0]


def test_an_entrant_unknown_last_year_pays_nothing() -> None:
    seen = assessed(RULE, view(["tyre"], 2025, over_base=2.0))
    more = view(["tyre", "tyre"], 2025, over_base=[2.0, np.nan], standing=seen.standing)
    assert (terms_of(RULE, more, assess=False)[ADDER] > 0).tolist() == [True, False]


def test_strength_scales_the_adder_and_its_notice() -> None:
    for strength, adder, chance in ((0.0, 0.0, 1.0), (0.5, 0.05, 1.25), (2.0, 0.2, 2.0)):
        terms = terms_of(RULE, view(["tyre"], 2025, over_base=2.0, strength=strength))
        assert terms[ADDER] == pytest.approx([adder])
        assert terms["consider_factor"] == pytest.approx([chance])


def test_every_sector_with_an_energy_quota_says_how_it_compares() -> None:
    catalogue = load_catalogue()
    sectors, found = catalogue.tables["sectors"], quotas(catalogue)
    with_norm = ~np.isnan(sectors["ee_baseline"])
    named = found.ladder > 0
    without = np.flatnonzero(with_norm & ~named)
    assert [catalogue.sectors[s] for s in without] == ["coal_chp", "pv_module"]
    assert not (named & ~with_norm).any()
    assert (np.isnan(found.position) == ~named).all()


def test_archetypes_stand_near_the_access_level_where_they_can_be_compared() -> None:
    catalogue = load_catalogue()
    sectors, found = catalogue.tables["sectors"], quotas(catalogue)
    at_access = sectors["ee_access"] / sectors["ee_baseline"]
    compared = ~np.isnan(found.position) & (found.position != at_access) & ~np.isnan(at_access)
    assert compared.sum() >= 12
    assert np.median((found.position / at_access)[compared]) == pytest.approx(1.0, abs=0.05)
