"""Platform, broker, charge on waste and VAT refund: what they write and cost, by date and lever."""

from __future__ import annotations

import numpy as np
import pytest

from policies.broker import Broker
from policies.instrument import Instrument
from policies.package import read_package
from policies.parameters import load_parameters
from policies.platform import Platform
from policies.utilisation_relief import MADE_OF_WASTE, UtilisationRelief, value_added_cny_per_t
from policies.waste_charge import WasteCharge
from sim.catalogue import load_catalogue
from tests.policies.runs import example, run_package
from tests.policies.scene import firms, terms_of, view

TABLE = load_parameters()
PAIR = firms(["dyeing", "aac_block"], park=[0, 1])
"""Two enterprises, each in a park of its own."""


@pytest.mark.parametrize(
    ("year", "strength", "share"),
    [(2021, 1.0, 0.0), (2022, 1.0, 0.2), (2025, 0.5, 0.2), (2026, 1.0, 0.6), (2030, 2.0, 1.0)],
)
def test_the_platform_grows_by_date_and_strength_to_all_at_most(
    year: int, strength: float, share: float
) -> None:
    assert terms_of(Platform(TABLE), view(PAIR, year, strength=strength))["platform_share"] == (
        pytest.approx([share] * 2)
    )


def test_a_package_may_set_one_share_for_every_year() -> None:
    rule = Platform(TABLE.changed({"platform_share": 0.5}))
    assert [rule.share(year) for year in (2022, 2026, 2030)] == [0.5] * 3


def test_the_broker_proposes_to_the_parks_that_engage_it() -> None:
    terms = terms_of(Broker(TABLE), view(PAIR, 2025, strength=[0.0, 2.0]))
    assert terms["broker_proposals_per_year"] == pytest.approx([0.0, 13.4])


def test_a_programme_costs_its_proposals_and_the_studies_that_come_of_them() -> None:
    rule = Broker(TABLE.changed({"broker_proposals": 10.0, "broker_studied": 0.5}))
    assert rule.cost_cny(2025) == 10.0 * (4.0 + 0.5 * 40.0) * 1e4


@pytest.mark.parametrize("rule", [Platform(TABLE), Broker(TABLE)], ids=lambda rule: rule.name)
def test_running_cost_follows_the_lever_of_each_park_and_starts_with_it(rule: Instrument) -> None:
    assert rule.public_cost(view(PAIR, 2021)) is None
    one = rule.public_cost(view(PAIR, 2025))
    cost = rule.public_cost(view(PAIR, 2025, strength=[0.0, 2.0]))
    assert one is not None and cost is not None
    assert cost == pytest.approx([0.0, 2.0 * one[1]])
    assert one[0] > 1e5


def test_the_charge_is_one_rate_for_all_and_nothing_as_the_law_stands() -> None:
    charge = terms_of(WasteCharge(TABLE), view(PAIR, 2025, strength=[0.5, 2.0]))
    assert charge["solid_waste_adder_cny_per_t"].tolist() == [12.5, 50.0]
    lawful = WasteCharge(TABLE.changed({"waste_charge_reach": 0.0}))
    assert terms_of(lawful, view(PAIR, 2025))["solid_waste_adder_cny_per_t"].tolist() == [0.0, 0.0]


def test_the_refund_goes_to_the_makers_of_listed_goods_alone() -> None:
    catalogue = load_catalogue()
    relief = UtilisationRelief(TABLE).cny_per_t(catalogue, 2025)
    named = {name for names in MADE_OF_WASTE.values() for name in names}
    assert {catalogue.sectors[row] for row in np.flatnonzero(relief)} == named
    terms = terms_of(UtilisationRelief(TABLE), view(PAIR, 2025, strength=[1.0, 0.5]))
    assert terms["reuse_relief_cny_per_t"] == pytest.approx([0.0, 5.752], abs=1e-3)


@pytest.mark.parametrize("year", [2020, 2022, 2030])
def test_a_plant_at_the_least_share_gets_the_listed_part_of_its_vat(year: int) -> None:
    catalogue = load_catalogue()
    row = catalogue.sector["cement_grinding"]
    vat = value_added_cny_per_t(catalogue)[row] * 0.13 / 1.13
    for strength, part in ((1.0, 0.7), (2.0, 1.0)):
        relief = UtilisationRelief(TABLE).cny_per_t(catalogue, year, strength)[row]
        assert relief * 0.4 == pytest.approx(part * vat), "never more than the VAT"


def test_refunds_are_booked_to_the_instrument_that_wrote_them() -> None:
    world = run_package(example("zhejiang_mixed_120"), read_package("utilisation_relief"), 7, 24)
    spent = world.budgets.spent_cny
    assert {key[2:] for key in spent} == {("utilisation_relief", "central and local")}
    assert {key[0] for key in spent} == {2020, 2021}
    assert min(spent.values()) > 0
