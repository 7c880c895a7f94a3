"""Environmental and resource taxes, and pollution rights: what they write and what they bring."""

from __future__ import annotations

import numpy as np
import pytest

from policies.environmental_tax import EnvironmentalTax
from policies.package import read_package
from policies.parameters import load_parameters
from policies.pollution_rights import PollutionRights
from policies.resource_tax import ResourceTax
from sim.catalogue import load_catalogue
from sim.prices import POLLUTANTS
from tests.policies.runs import example, run_package
from tests.policies.scene import assessed, terms_of, view

TABLE = load_parameters()
TAX = EnvironmentalTax(TABLE)
CATALOGUE = load_catalogue()


def usual(name: str, sector: str) -> float:
    return float(CATALOGUE.number("sectors", f"{name}_kg_per_unit")[CATALOGUE.sector[sector]])


def usual_loads(*sectors: str) -> dict[str, list[float]]:
    """Return a year's loads of one product unit of each archetype, as columns of the books."""
    return {f"{name}_kg": [usual(name, sector) for sector in sectors] for name in POLLUTANTS}


def test_an_archetype_pays_the_whole_rate_by_equivalents() -> None:
    pair = ["cement_clinker", "dyeing"]
    terms = terms_of(TAX, view(pair, 2025, **usual_loads(*pair)))
    assert terms["so2_charge_cny_per_kg"] == pytest.approx([1.2 / 0.95] * 2)
    assert terms["nox_charge_cny_per_kg"] == pytest.approx([1.2 / 0.95] * 2)
    assert terms["pm_charge_cny_per_kg"] == pytest.approx([1.2 / 4.0] * 2)
    assert terms["cod_charge_cny_per_kg"] == pytest.approx([1.4 * 0.3] * 2)
    assert terms["nh3n_charge_cny_per_kg"] == pytest.approx([1.4 * 0.3 / 0.8] * 2)
    assert terms["voc_charge_cny_per_kg"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("left", "paid"), [(1.0, 1.0), (0.78, 1.0), (0.7, 0.75), (0.5, 0.5)])
def test_who_cleans_far_below_the_limit_pays_less_of_that_pollutant(
    left: float, paid: float
) -> None:
    """An archetype stands at 0.9 of the limit: 0.7 of its load is 0.63, half of it 0.45."""
    load = left * usual("nox", "cement_clinker")
    seen = view(["cement_clinker"], 2025, nox_kg=load, so2_kg=usual("so2", "cement_clinker"))
    terms = terms_of(TAX, seen)
    assert terms["nox_charge_cny_per_kg"] == pytest.approx([1.2 / 0.95 * paid])
    assert terms["so2_charge_cny_per_kg"] == pytest.approx([1.2 / 0.95])


def test_only_the_largest_pollutants_of_an_outlet_count() -> None:
    rule = EnvironmentalTax(TABLE.changed({"ept_item_limit": 1.0}))
    terms = terms_of(rule, view(["cement_clinker"], 2025, **usual_loads("cement_clinker")))
    charges = [terms[f"{name}_charge_cny_per_kg"][0] for name in ("so2", "nox", "pm")]
    assert charges == pytest.approx([0.0, 1.2 / 0.95, 0.0])


@pytest.mark.parametrize("name", ["environmental_tax", "resource_tax", "pollution_rights"])
def test_what_a_tax_brings_is_booked_to_the_local_budget(name: str) -> None:
    world = run_package(example("zhejiang_mixed_120"), read_package(name), 2, 72)
    got = world.budgets.collected_cny
    assert {key[2:] for key in got} == {(name, "local")}
    assert {key[0] for key in got} >= set(range(2021, 2026)), "limestone since September 2020"
    assert min(got.values()) > 0


def test_resource_taxes_fall_on_quarries_and_by_date_on_water() -> None:
    terms = terms_of(ResourceTax(TABLE), view(["cement_clinker", "dyeing"], 2025, strength=2.0))
    assert terms["resource_tax_share"] == pytest.approx([0.064, 0.0])
    assert terms["resource_tax_cny_per_m3"] == pytest.approx([0.1, 0.1])
    before = terms_of(ResourceTax(TABLE), view(["cement_clinker"], 2024))
    assert before["resource_tax_cny_per_m3"].tolist() == [0.0]


def test_rights_are_priced_by_pollutant_and_lever() -> None:
    terms = terms_of(PollutionRights(TABLE), view(["dyeing"], 2025, strength=0.5))
    prices = {"so2": 9765, "nox": 5316, "cod": 36826, "nh3n": 44117, "pm": 0, "voc": 0}
    for name, price in prices.items():
        expected = price / 1000.0 * 0.2 * 0.5
        assert terms[f"{name}_charge_cny_per_kg"] == pytest.approx([expected])


def test_two_prices_on_one_pollutant_add_up() -> None:
    seen = assessed(TAX, view(["dyeing"], 2025, **usual_loads("dyeing")))
    one = terms_of(TAX, seen)["so2_charge_cny_per_kg"]
    other = terms_of(PollutionRights(TABLE), seen)["so2_charge_cny_per_kg"]
    assert np.all(one + other == pytest.approx([1.2 / 0.95 + 1.953]))
