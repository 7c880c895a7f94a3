"""Indicators of a zero-carbon park come straight from the account: a run's table gives the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments import Results, Scenario
from experiments.indicators.stream_class import class_of
from experiments.inventory import Inventory, inventory
from sim.catalogue import load_catalogue
from sim.park import Park
from sim.recipes import STEAMS
from sim.synth import synth
from tests.experiments.inventory.tables import write

GJ_PER_TCE = 29.3076
WASTE_HEAT = ("waste_heat_high", "waste_heat_med", "waste_heat_low")
YEAR = 2025
PARKS = (("fine_chemical", 1), ("automotive", 2), ("building_materials", 2), ("petrochemical", 2))
"""Composed parks that buy power and heat on balance and burn no biofuel.

A park that sells power on balance differs by rule: GB/T 32150 takes the CO2 of power sold off its
account, a run counts net import, 0 where it sells.
"""

SAME = {
    "clean_power_own": "clean_power_own_percent",
    "clean_power": "clean_power_with_grid_percent",
    "clean_energy": "clean_energy_with_grid_percent",
    "waste_heat_utilisation": "waste_heat_used_percent",
    "water_reuse_rate": "water_reuse_percent",
    "solid_utilisation": "solid_waste_used_percent",
}
"""Indicator of a run -> indicator of the account."""


def at(results: Results, name: str) -> float:
    return float(results.series(name)[results.years.tolist().index(YEAR)])


def table_of(results: Results) -> list[str]:
    """Return a year of a run as rows of a table of quantities, fuels at their own factors.

    Power and heat that no plant of the park supplied come over the fence; the rest is bought from
    the plants. CO2 of processes and wastes burnt stands as measured.
    """
    catalogue, rows = load_catalogue(), ["plants,fresh water,,0,m3"]
    flows = results.flows.where(year=YEAR, fuel=True)
    firms = results.enterprises.where(year=YEAR, inside=True)
    burnt: dict[str, float] = {}
    for row in flows.rows():
        if row["stream"] == "electricity" or row["stream"] in STEAMS or row["market"] <= 0.0:
            continue
        stream = catalogue.stream[row["stream"]]
        heating = catalogue.tce_calorific[stream] * GJ_PER_TCE
        factor = catalogue.fuel_tco2e[stream]
        rows.append(f"{row['enterprise']},fuel burnt,raw_coal,{row['market']!r},t,,{heating!r},"
                    f"{factor!r}")  # fmt: skip
        burnt[row["enterprise"]] = burnt.get(row["enterprise"], 0.0) + row["market"] * factor
    for kind, bought, unit, per in (
        ("power", "power_bought_kwh", "MWh", 1e3), ("heat", "heat_bought_mj", "GJ", 1e3)
    ):  # fmt: skip
        share = min(at(results, f"{kind}_imported") * per / max(firms[bought].sum(), 1e-9), 1.0)
        what = "electricity bought" if kind == "power" else "heat bought"
        for name, amount in zip(firms["enterprise"].tolist(), firms[bought].tolist(), strict=True):
            rows.append(f"{name},{what},,{amount * share / per!r},{unit}")
            rows.append(f"{name},{what},,{amount * (1.0 - share) / per!r},{unit},plants")
    for name, whole in zip(
        firms["enterprise"].tolist(), firms["scope_1_tco2e"].tolist(), strict=True
    ):
        process = whole - burnt.get(name, 0.0)
        rows.append(f"{name},process,limestone,{max(process, 0.0)!r},t,,,1.0")
    return rows + _balances(results, firms["solid_generated_t"], firms["solid_disposed_t"])


def _balances(
    results: Results, generated: NDArray[np.float64], disposed: NDArray[np.float64]
) -> list[str]:
    """Return own renewables, waste heat, water and solid waste of the park as rows."""
    out = results.flows.where(year=YEAR, out=True)
    water = out.take([class_of(name) == "water" for name in out["stream"].tolist()])
    heat = out.take(np.isin(out["stream"], WASTE_HEAT))
    recovered = at(results, "waste_heat_recovered")
    return [
        f"plants,own renewable electricity,,{at(results, 'power_own_renewable')!r},MWh",
        f"plants,fresh water,,{at(results, 'water_fresh')!r},m3",
        f"plants,reused water,,{water['contracts'].sum()!r},m3",
        f"plants,waste heat available,,{heat['amount'].sum() / 1e3 + recovered!r},GJ",
        f"plants,waste heat used,,{heat['contracts'].sum() / 1e3 + recovered!r},GJ",
        f"plants,solid waste generated,solid_waste,{generated.sum()!r},t",
        f"plants,solid waste used,solid_waste,{(generated - disposed).sum()!r},t",
    ]


def account(results: Results, folder: Path, tce: str) -> Inventory:
    rows = [row.replace("np.float64(", "").replace(")", "") for row in table_of(results)]
    return inventory(write(folder, *rows), YEAR, "CN-ZJ", tce)


@pytest.mark.parametrize(("mix", "seed"), PARKS)
def test_indicators_of_a_zero_carbon_park_are_those_of_its_account(
    mix: str, seed: int, tmp_path: Path
) -> None:
    results = Scenario(synth(40, seed, mix), "baseline", seed=seed, until=YEAR).run()
    assert at(results, "co2_biogenic") == 0.0
    found = {tce: account(results, tmp_path, tce) for tce in ("calorific", "equal_value")}
    park = found["calorific"].park
    for item, name in (
        ("co2_location", "co2"), ("co2_market", "co2_market"),
        ("co2_of_grid_since_2020", "co2_grid_effect"), ("energy_tce", "energy_calorific"),
    ):  # fmt: skip
        assert park[item] == pytest.approx(at(results, name), rel=1e-9, abs=1e-6), item
    for tce, one in found.items():
        for kind, prefix in (("location", "co2"), ("market", "co2_market")):
            own = at(results, f"{prefix}_per_tce_{tce}")
            assert one.indicators[f"co2_per_tce_{kind}"] == pytest.approx(own, rel=1e-9)
    for name, item in SAME.items():
        own = at(results, name)
        assert found["calorific"].indicators[item] == pytest.approx(own, rel=1e-9, nan_ok=True), (
            name
        )


REUSING = ("waste_heat_utilisation", "water_reuse_rate", "solid_utilisation")


@pytest.mark.parametrize(
    ("park", "names"),
    [("kalundborg", REUSING[1:]), (synth(80, 1, "metals_recycling+dyeing_textile"), REUSING)],
    ids=["kalundborg", "composed"],
)
def test_heat_water_and_waste_of_parks_with_links_are_those_of_the_account(
    park: Park | str, names: tuple[str, ...], tmp_path: Path
) -> None:
    results = Scenario(park, "baseline", seed=1, until=YEAR).run()
    found = account(results, tmp_path, "calorific").indicators
    for name in names:
        own = at(results, name)
        assert own > 0.0 and found[SAME[name]] == pytest.approx(own, rel=1e-9), name
