"""What is missing: the kind of enterprise that would close most loops if the park attracted it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.demand import enter
from agents.january import set_terms
from experiments.scenario import Scenario
from experiments.symbiosis.look import Look, last_look, make_programme
from experiments.symbiosis.pairs import describe_pairs
from experiments.symbiosis.programme import NET_BENEFIT, Programme
from sim.build import DISPATCH
from sim.columns import BY_PLAN, NEVER, PARK_COMPANY, PRIVATE
from sim.copying import copy_world
from sim.draws import key_of
from sim.settle_in import settle_in
from sim.world import World

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Missing:
    """Candidates ranked by what they would add to the optimum of a park at the end of a year."""

    park: str
    package: str
    seed: int
    year: int
    by: str
    size: float
    """Output over that of the sector's typical plant."""
    free_land_mu: float
    optimum: dict[str, float]
    """The park's optimum without any of them, all measures."""
    rows: list[dict[str, Any]]

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows as tables `missing` and `flows`."""
        flows = [
            {"sector": row["sector"], **flow}
            for row in self.rows
            for flow in (*row["takes"], *row["gives"])
        ]
        return {"missing": [row | row["adds"] for row in self.rows], "flows": flows}


def missing(
    scenario: Scenario, by: str = NET_BENEFIT, size: float = 1.0, top: int | None = None
) -> Missing:
    """Run a scenario to its last year and try one enterprise of every sector at the park's centre.

    A candidate's worth is the optimum with it less the optimum without it, in the measure `by`. It
    is a plant of `size` times the sector's typical output, privately held (a utility by the park),
    with no pipe and no contract; what it sells outside is not counted. Outside actors (farms, a
    town) are no candidates.
    """
    year, look = last_look(scenario)
    trial = Trial(look, size)
    best = trial.programme_with(-1)
    base = best.measure(best.solve(by))
    rows = [trial.judge(k, by, base) for k in range(len(trial.sectors))]
    rows.sort(key=lambda row: -float(row["adds"][by]))
    return Missing(
        park=scenario.park.park_id,
        package=scenario.package.name,
        seed=scenario.seed,
        year=year,
        by=by,
        size=size,
        free_land_mu=float(look.world.columns.free_land_mu.sum()),
        optimum=base,
        rows=rows[:top],
    )


class Trial:
    """A copy of a world in which one candidate of each sector stands, beside the original park.

    Candidates see the park and never each other; what the park's own pairs are worth is unchanged.
    """

    def __init__(self, look: Look, size: float = 1.0, sectors: Ints | None = None) -> None:
        roles = look.world.catalogue.tables["sectors"]["role"]
        self.sectors: Ints = np.flatnonzero(roles != "outside") if sectors is None else sectors
        self.first = len(look.world.columns.enterprises)
        self.look = Look(_with_candidates(look.world, self.sectors, size), look.quantity)

    @cached_property
    def full(self) -> Programme:
        """The programme over all pairs, candidates among each other too."""
        return self.look.programme

    def programme_with(self, candidate: int) -> Programme:
        """Return the programme of the park with one candidate; -1 is the park alone."""
        pairs, first = self.look.pairs, self.first
        row = first + candidate if candidate >= 0 else -1
        seller = (pairs.seller < first) | (pairs.seller == row)
        buyer = (pairs.buyer < first) | (pairs.buyer == row)
        picked = pairs.pick(np.flatnonzero(seller & buyer))
        return make_programme(self.look.world, picked, self.full.limits)

    def judge(self, candidate: int, by: str, base: dict[str, float]) -> dict[str, Any]:
        """Describe a candidate: what it adds to the optimum, and its flows."""
        world, row = self.look.world, self.first + candidate
        programme = self.programme_with(candidate)
        amount = programme.solve(by)
        reached = programme.measure(amount)
        table, sector = world.catalogue.tables["sectors"], int(self.sectors[candidate])
        enterprises = world.columns.enterprises
        mine = (programme.pairs.seller == row) | (programme.pairs.buyer == row)
        whole = np.zeros(len(self.look.pairs))
        whole[self.look.pairs.rows(programme.pairs.giver, programme.pairs.taker)] = amount
        used = np.flatnonzero(mine & (amount > 1e-6 * programme.most))
        used = used[np.argsort(-programme.by_pair(NET_BENEFIT, amount)[used], kind="stable")]
        places = self.look.pairs.rows(programme.pairs.giver[used], programme.pairs.taker[used])
        flows = describe_pairs(self.look, places, whole)
        name = str(enterprises.name[row])
        return {
            "sector": world.catalogue.sectors[sector],
            "name_en": str(table["name_en"][sector]),
            "name_zh": str(table["name_zh"][sector]),
            "role": str(table["role"][sector]),
            "output_per_year": float(enterprises.base_output[row]),
            "unit": str(table["product_unit"][sector]),
            "land_mu": float(enterprises.land_mu[row]),
            "fits": bool(enterprises.land_mu[row] <= world.columns.free_land_mu.sum()),
            "adds": {key: reached[key] - base[key] for key in base},
            "links": len(flows),
            "takes": [flow for flow in flows if flow["taker"] == name],
            "gives": [flow for flow in flows if flow["giver"] == name],
        }


def _with_candidates(world: World, sectors: Ints, size: float) -> World:
    """Return a copy of a world in which one enterprise of each sector has settled at the centre.

    It stands in the month before, so that prices and terms stay those of the year that ends.
    """
    trial = copy_world(world)
    trial.month -= 1
    first, output = len(trial.columns.enterprises), trial.flows.output
    settle_in(
        trial.columns,
        trial.catalogue,
        trial.draws,
        {**trial.assumption, "efficiency_sd": 0.0},
        _batch(trial, sectors, size),
    )
    trial.resize()
    enter(trial, first)
    candidates = trial.columns.enterprises.active[first:]
    candidates[:] = False  # gate fees stay those of the plants that stand: each is tried alone
    ended = trial.slot_ledger.years.pop()  # what was asked of plants in it moves next year's fees
    set_terms(trial)
    trial.slot_ledger.years.append(ended)
    candidates[:] = True
    trial.month += 1
    planned = trial.columns.enterprises.base_output[first:] / 12.0
    trial.flows.output = np.concatenate((output, planned))
    for name in ("demand", "wanted"):
        trial.memory[name] = np.concatenate((world.memory[name], planned))
    return trial


def _batch(world: World, sectors: Ints, size: float) -> dict[str, Any]:
    """Return the columns of the candidates: a plant of each sector, `size` times the typical."""
    table, assumption = world.catalogue.tables["sectors"], world.assumption
    names = [f"new {world.catalogue.sectors[sector]}" for sector in sectors.tolist()]
    park = 0
    return {
        "key": np.array([key_of(f"{world.columns.park_ids[park]}/{n}") for n in names], np.uint64),
        "name": np.array(names, dtype=object),
        "park": park,
        "sector": sectors,
        "inside": True,
        "dispatch": [DISPATCH.get(world.catalogue.sectors[s], BY_PLAN) for s in sectors.tolist()],
        "x_km": world.columns.centre_km[park, 0],
        "y_km": world.columns.centre_km[park, 1],
        "owner": -1,
        "ownership": np.where(table["role"][sectors] == "utility", PARK_COMPANY, PRIVATE),
        "start_month": world.month,
        "end_month": NEVER,
        "active": True,
        "base_output": table["typical_output"][sectors] * size,
        "land_mu": table["land_mu_typical"][sectors] * size ** assumption["land_scale"],
        "jobs": table["jobs_typical"][sectors] * size ** assumption["jobs_scale"],
    }
