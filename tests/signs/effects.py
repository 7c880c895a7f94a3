"""What a policy does to outcomes it does not write, on paired seeds."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from experiments.indicators.standing_firms import STRATEGIC
from experiments.scenario import Scenario
from policies.registry import all_policies
from sim.charges import pollutant_kg
from sim.fit import pollutant_factors
from sim.park import Park
from sim.synth import synth
from sim.world import World

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PARKS = ("zhejiang_dyeing_60", "zhejiang_mixed_120")
STRENGTHS = (0.5, 1.0, 2.0)


@cache
def place(park: str) -> Park | str:
    """Return an example's name as it is, or the composed park that `mix firms seed` names."""
    if park in PARKS:
        return park
    mix, firms, seed = park.split()
    return synth(int(firms), int(seed), mix)


def _heavy(world: World) -> Flags:
    """Say which enterprises make steel, clinker, flat glass or aluminium."""
    names = ("steel_bfbof", "steel_eaf", "cement_clinker", "flat_glass", "aluminium_smelter")
    rows = [world.catalogue.sector[name] for name in names]
    return np.isin(world.columns.enterprises.sector, rows)


def _strategic(world: World) -> Flags:
    """Say which enterprises are of the strategic emerging industries."""
    rows = [world.catalogue.sector[name] for name in STRATEGIC]
    return np.isin(world.columns.enterprises.sector, rows)


def outcomes(world: World) -> dict[str, float]:
    """Return outcomes of a run that no policy writes, summed over its years."""
    enterprises = world.columns.enterprises
    inside = enterprises.inside

    def total(name: str) -> float:
        return float(world.record.by_year(name)[:, inside].sum())

    kinds = [event["event"] for event in world.events]
    grid = 0.0005
    value = world.catalogue.number("sectors", "value_added_cny_per_unit")[enterprises.sector]
    earned = float((world.record.by_year("output") * value)[:, inside].sum())
    drawn_kwh = total("power_bought_kwh") - total("power_sold_kwh")
    tco2e = total("scope_1_tco2e") + grid * drawn_kwh
    drawn_mj = total("heat_bought_mj") - total("heat_sold_mj")
    tco2e += drawn_mj * world.catalogue.heat_tco2e_per_mj
    active = enterprises.active & inside
    return {
        "retrofits": float(kinds.count("technology_installed")),
        "tco2e": tco2e,
        "tco2e per value added": tco2e / earned,
        "power_kwh": total("power_bought_kwh"),
        "air_pollutants_kg": discharged_kg(world),
        "own_power_kwh": total("own_power_kwh"),
        "battery_kwh": standing(world, "battery_storage"),
        "managed": standing(world, "ems"),
        "market tco2e": tco2e - grid * total("green_power_kwh"),
        "energy per value added": total("energy_tce") / earned,
        "reused_t": total("reused_t"),
        "links": total("links"),
        "value added of heavy plant": float(
            (world.record.by_year("output") * value)[:, inside & _heavy(world)].sum()
        ),
        "disposed_t": total("solid_disposed_t"),
        "fresh_water_m3": total("fresh_water_m3"),
        "wastewater_m3": total("wastewater_m3"),
        "reused_water_m3": total("reused_water_m3"),
        "hazardous_t": hazardous_t(world),
        "profit": total("profit_cny"),
        "value added": earned,
        "value added per mu": float((enterprises.base_output * value)[active].sum())
        / float(enterprises.land_mu[active].sum()),
        "reused_heat_gj": total("reused_heat_gj"),
        "strategic value added": float(
            (world.record.by_year("output") * value)[:, inside & _strategic(world)].sum()
        ),
        "transport_tco2e": total("transport_tco2e"),
        "lighting": standing(world, "led"),
        "entered": float(kinds.count("entered")),
        "insolvent": float([event.get("reason") for event in world.events].count("insolvent")),
    }


def hazardous_t(world: World) -> float:
    """Return the hazardous waste given by contracts in all years, t."""
    contracts, facts = world.columns.contracts, world.market.facts
    weight = facts.hazardous * facts.solid_t[world.catalogue.from_stream]
    tonnes = weight[contracts.exchange]
    return float(np.sum([np.sum(given * tonnes[: len(given)]) for given in world.link_years]))


def discharged_kg(world: World) -> float:
    """Return SO2, NOx and dust of the park with the technologies that stood at the end, kg."""
    enterprises = world.columns.enterprises
    load = pollutant_kg(world.catalogue)[:3, enterprises.sector]
    load = load * pollutant_factors(world, world.month - 1)[:3]
    made = world.record.by_year("output").sum(axis=0)
    return float((load * made)[:, enterprises.inside].sum())


def standing(world: World, technology: str) -> float:
    """Return what stands of a technology at the end: its size, or the number of those without."""
    retrofits, catalogue = world.columns.retrofits, world.catalogue
    kind = catalogue.tech_row_technology[retrofits.tech_row]
    mine = (kind == catalogue.technologies.index(technology)) & (retrofits.installed_month >= 0)
    return float(retrofits.size[mine].sum()) or float(mine.sum())


@cache
def run(park: str, policy: str, strength: float, seed: int, until: int) -> dict[str, float]:
    """Run one scenario with a single policy and return its outcomes."""
    levers = {policy: strength} if policy else {}
    found = Scenario(place(park), "none", seed=seed, until=until, strength=levers)
    return outcomes(found.simulate())


def paired(park: str, policy: str, strength: float, seeds: int, until: int) -> dict[str, Floats]:
    """Return the differences to the same seeds without the policy, by outcome."""
    pairs = [
        (run(park, policy, strength, seed, until), run(park, "", 0.0, seed, until))
        for seed in range(1, seeds + 1)
    ]
    return {
        name: np.array([with_it[name] - without[name] for with_it, without in pairs])
        for name in pairs[0][0]
    }


if __name__ == "__main__":
    for policy in all_policies():
        for park in PARKS:
            for strength in STRENGTHS:
                found = paired(park, policy, strength, seeds=8, until=2030)
                base = run(park, "", 0.0, 1, 2030)
                print(policy, park, strength)
                for name, gaps in found.items():
                    share = 100 * gaps.mean() / abs(base[name])
                    up = int((gaps > 0).sum())
                    print(f"    {name:24s} {share:8.3f} %  up in {up} of {len(gaps)}")
