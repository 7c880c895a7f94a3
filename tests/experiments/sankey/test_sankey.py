"""Sankey data: inner nodes balance, totals are the account's."""

from __future__ import annotations

import numpy as np
import pytest

from experiments import Results, Scenario
from experiments.sankey import KINDS, LEVELS, Sankey, sankey
from sim.catalogue import load_catalogue
from sim.faults import InputError
from sim.synth import synth

GJ_PER_TCE = 29.3076


@pytest.fixture(scope="module", params=["kalundborg", 2, 6, 9])
def results(request: pytest.FixtureRequest) -> Results:
    park = request.param if isinstance(request.param, str) else synth(40, request.param)
    return Scenario(park, "baseline", seed=3, until=2022).run()


def flow(found: Sankey, node: str, side: str) -> float:
    return float(found.nodes.where(node=node)[side].sum())


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_inner_node_balances(results: Results, kind: str, level: str) -> None:
    for year in (2020, 2022):
        nodes, links, unit = sankey(results, year, kind, level)
        assert (links["value"] > 0).all() and unit == KINDS[kind]
        inner = nodes.take(~np.isin(nodes["role"], ("source", "sink")))
        assert len(inner) and inner["inflow"] == pytest.approx(inner["outflow"], rel=1e-9)
        given = nodes.where(role="source")["outflow"].sum()
        assert given == pytest.approx(nodes.where(role="sink")["inflow"].sum(), rel=1e-9)
        assert not nodes.where(role="source")["inflow"].any()


def test_energy_from_outside_is_that_of_the_indicators(results: Results) -> None:
    found, at = sankey(results, 2022, "energy"), results.years.tolist().index(2022)
    assert flow(found, "grid", "outflow") == pytest.approx(
        results.series("power_imported")[at] * 3.6
    )
    firms = results.enterprises.where(year=2022, inside=True)
    bought = firms["fuel_tce"].sum() * GJ_PER_TCE
    power = firms["power_bought_kwh"].sum() * 0.0036
    mains = results.flows.where(year=2022, out=False)["mains"].sum() / 1000.0
    markets = flow(found, "fuel market", "outflow") + flow(found, "heat market", "outflow")
    assert markets == pytest.approx(bought - power - mains, rel=1e-9)


def test_use_and_losses_are_the_energy_used_less_the_energy_put_out(results: Results) -> None:
    nodes, links, _ = sankey(results, 2022, "energy", "enterprise")
    firms = set(nodes.where(role="enterprise")["node"].tolist())
    own = links.take(links["stream"] != "energy")
    into, out = (
        own["value"][[name in firms for name in own[side].tolist()]].sum()
        for side in ("to", "from")
    )
    left = flow(Sankey(nodes, links, ""), "use and losses", "inflow")
    left -= flow(Sankey(nodes, links, ""), "feedstock and process heat", "outflow")
    assert left == pytest.approx(into - out, rel=1e-9)
    catalogue, fuels = load_catalogue(), results.flows.where(year=2022, fuel=True)
    rows = [catalogue.stream[name] for name in fuels["stream"].tolist()]
    gj = catalogue.tce_calorific[rows] * GJ_PER_TCE
    used = results.enterprises.where(year=2022, inside=True)["energy_tce"].sum() * GJ_PER_TCE
    bought_in = fuels["amount"] - fuels["own"]
    assert used == pytest.approx((bought_in * gj).sum(), rel=1e-9)
    bought = used - ((fuels["contracts"] + fuels["mains"] + fuels["stock"]) * gj).sum()
    assert into >= bought * (1 - 1e-9)


def test_water_and_waste_are_the_accounts(results: Results) -> None:
    firms = results.enterprises.where(year=2022, inside=True)
    water = sankey(results, 2022, "water", "class")
    assert flow(water, "water main", "outflow") == pytest.approx(
        firms["fresh_water_m3"].sum(), rel=1e-9
    )
    sewage = flow(water, "sewer", "inflow") + flow(water, "sewer network", "inflow")
    condensate = results.flows.where(year=2022, out=True, stream="condensate")["market"].sum()
    assert sewage - condensate == pytest.approx(firms["wastewater_m3"].sum(), rel=1e-9)


def test_mass_closes_without_a_remainder(results: Results) -> None:
    found = sankey(results, 2022, "material", "enterprise")
    enterprises = found.nodes.where(role="enterprise")
    assert len(enterprises) == len(set(enterprises["node"].tolist())) > 3
    assert "use and losses" not in found.nodes["node"].tolist()
    products = results.flows.where(year=2022, product=True, out=True)
    streams = load_catalogue().tables["streams"]
    kg = dict(zip(streams["stream"].tolist(), streams["mass_kg_per_unit"].tolist(), strict=True))
    dry = [kg[name] * (kg[name] < 900) / 1000 for name in products["stream"].tolist()]
    assert flow(found, "products", "inflow") == pytest.approx(
        (products["market"] * dry).sum(), rel=1e-9
    )


def test_every_fault_is_told_at_once(results: Results) -> None:
    with pytest.raises(InputError) as caught:
        sankey(results, 2019, "money", "street")
    text = str(caught.value)
    assert "year 2019: is no year of the run" in text and "kind money: is not known" in text
    assert "level street: is not known; write sector or enterprise or class" in text
