"""Mesa is real: agents, collectors, batches and hooks, on the columns of the engine."""

from __future__ import annotations

import gc
import inspect
import weakref
from typing import Any

import mesa
import numpy as np
import pytest

from experiments.enterprise import Enterprise
from experiments.model import ParkModel
from experiments.scenario import Scenario
from sim.record import VARIABLE
from sim.synth import synth
from tests.engine.worlds import fingerprint

PARK = synth(15, 5)


def model_of(cls: type[ParkModel] = ParkModel, until: int = 2021, **given: object) -> ParkModel:
    return cls(park=PARK, package="none", until=until, **given)  # type: ignore[arg-type]


def run(model: ParkModel) -> ParkModel:
    while model.running:
        model.step()
    return model


def test_the_model_runs_the_scenario_bit_for_bit() -> None:
    model = run(model_of(rng=3))
    alone = Scenario(PARK, "none", seed=3, until=2021).simulate()
    assert fingerprint(model.world) == fingerprint(alone)
    assert model.steps == 24
    assert model.period == "2022-01"


def test_a_run_that_looks_at_no_agent_makes_none() -> None:
    model = run(model_of())
    assert not model._views


def test_agents_are_the_active_enterprises_and_views_of_their_rows() -> None:
    model = model_of()
    for _ in range(14):
        model.step()
    enterprises = model.world.columns.enterprises
    agents = list(model.agents)
    assert len(agents) == enterprises.active.sum()
    assert {a.name for a in agents} == {str(n) for n in enterprises.name[enterprises.active]}
    one = agents[0]
    one.cash = 123.0
    assert enterprises.cash[one.row] == 123.0
    assert one.output == model.world.flows.output[one.row]
    assert model.agents_by_type[Enterprise].get("row") == model.agents.get("row")


def test_agent_sets_select_and_aggregate() -> None:
    model = model_of()
    model.step()
    dyers = model.agents.select(lambda a: a.sector == "dyeing")
    assert 0 < len(dyers) < len(model.agents)
    assert model.agents.agg("land_mu", sum) == pytest.approx(
        model.world.columns.enterprises.land_mu[model.world.columns.enterprises.active].sum()
    )


def test_two_models_never_mix() -> None:
    first, second = model_of(rng=1), model_of(rng=2)
    a, b = next(iter(first.agents)), next(iter(second.agents))
    before = b.cash
    a.cash = -1.0
    assert b.cash == before


def test_a_finished_model_is_freed() -> None:
    model = model_of()
    len(model.agents)
    watch = weakref.ref(model)
    del model
    gc.collect()
    assert watch() is None


class Collecting(ParkModel):
    """Collects as a tutorial does."""

    def __init__(self, **given: object) -> None:
        super().__init__(PARK, "none", 2020, **given)  # type: ignore[arg-type]
        self.datacollector = mesa.DataCollector(
            model_reporters={"CO2": "co2_t", "links": "links", "firms": lambda m: len(m.agents)},
            agent_reporters={"output": "output", "cash": "cash"},
        )

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def test_data_collector_reads_model_and_agents() -> None:
    model = run(Collecting(rng=1))
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == 12
    months = model.world.record.values
    inside = model.world.columns.enterprises.inside
    co2 = VARIABLE["scope_1_tco2e"]
    assert table["CO2"].to_numpy() == pytest.approx(months[co2][:, inside].sum(axis=1))
    agents = model.datacollector.get_agent_vars_dataframe()
    assert {"output", "cash"} <= set(agents.columns)


def test_batch_run_sweeps_scalar_arguments() -> None:
    # Mesa 3.5 takes the seeds apart from the other parameters, Mesa 3.3 among them
    apart = "rng" in inspect.signature(mesa.batch_run).parameters
    seeds: dict[str, Any] = {"parameters": {}, "rng": [1, 2]}
    rows = mesa.batch_run(
        Collecting,
        **(seeds if apart else {"parameters": {"rng": [1, 2]}}),
        number_processes=1,
        data_collection_period=-1,
        max_steps=11,
        display_progress=False,
    )
    found = {row["rng"]: row["CO2"] for row in rows}
    assert set(found) == {1, 2}
    assert found[1] != found[2]


class Repeats(Enterprise):
    """Every hook repeats what the standard rule decided."""

    def plan_output(self) -> float:
        return super().plan_output()

    def reservation(self, candidates: object) -> np.ndarray:
        return super().reservation(candidates)  # type: ignore[arg-type]

    def choose_technology(self, options: object) -> str | None:
        return super().choose_technology(options)  # type: ignore[arg-type]

    def leave(self) -> bool:
        return super().leave()


class RepeatingModel(ParkModel):
    """A model of enterprises that repeat the standard rules."""

    enterprise_class = Repeats


def test_hooks_that_repeat_the_default_leave_every_bit() -> None:
    assert fingerprint(run(model_of(RepeatingModel, 2023)).world) == fingerprint(
        run(model_of(until=2023)).world
    )


class Half(Enterprise):
    """Makes half of what it could sell."""

    def plan_output(self) -> float:
        return 0.5 * super().plan_output()


class Refuses(Enterprise):
    """Vetoes every deal."""

    def reservation(self, candidates: object) -> np.ndarray:
        return np.full(len(candidates.km), np.inf)  # type: ignore[attr-defined]


class Conservative(Enterprise):
    """Never retrofits."""

    def choose_technology(self, options: object) -> str | None:
        return None


class Stays(Enterprise):
    """Never closes."""

    def leave(self) -> bool:
        return False


def model_with(cls: type[Enterprise], until: int = 2024) -> ParkModel:
    own = type("Own", (ParkModel,), {"enterprise_class": cls})
    return run(model_of(own, until))


def test_plan_output_decides_what_is_made() -> None:
    usual = run(model_of(until=2020)).world.record.values[0]
    half = model_with(Half, 2020).world.record.values[0]
    planned = run(model_of(until=2020)).world.columns.enterprises.dispatch == 0
    assert half[0][planned] == pytest.approx(0.5 * usual[0][planned])


def test_a_reservation_of_infinity_is_a_veto() -> None:
    signed = [e for e in model_with(Refuses).world.events if e["event"] == "link_signed"]
    assert not signed
    assert [e for e in run(model_of(until=2024)).world.events if e["event"] == "link_signed"]


def test_choose_technology_decides_what_is_installed() -> None:
    kinds = [e["event"] for e in model_with(Conservative).world.events]
    assert "technology_installed" not in kinds
    assert "technology_installed" in [e["event"] for e in run(model_of(until=2024)).world.events]


def test_leave_decides_who_closes() -> None:
    assert "left" not in [e["event"] for e in model_with(Stays, 2026).world.events]
    assert "left" in [e["event"] for e in run(model_of(until=2026)).world.events]
