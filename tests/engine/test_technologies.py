"""Technologies: how long they stand, and what they begin, change and end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.options import Options
from agents.retrofits import RetrofitWorth
from sim.fit import fit, pollutant_factors, tech_effects
from sim.fit_kernels import lay_out
from sim.prices import POLLUTANTS
from sim.record import VARIABLE
from sim.synth import synth
from sim.world import World, run_month
from tests.engine.technologies import choosing, put, retrofit_of
from tests.engine.worlds import run, world_of
from tests.market.actors import events_of, park_of, slot_of

BITS = ("process_tco2e_per_unit", "technology_cost_cny_per_unit")
MIXES = ("dyeing_textile", "fine_chemical", "building_materials", "metals_recycling", "paper")


def coefficient(world: World, stream: str, enterprise: int = 0) -> float:
    return float(world.columns.slots.coefficient[slot_of(world, enterprise, stream)])


def state(world: World) -> list[bytes]:
    """Return every bit of what plants take in, put out and cost."""
    enterprises = world.columns.enterprises
    columns = [world.columns.slots.coefficient, *(getattr(enterprises, name) for name in BITS)]
    return [column.tobytes() for column in columns]


def with_technology(sector: str, technology: str, months: int = 1) -> World:
    """Return a plant some months after it took a technology in its first January."""
    world = world_of(park_of({"sector": sector}), months=36)
    run(choosing(world), 1)
    put(world, np.array([retrofit_of(world, 0, technology)]), True)
    return run(world, months)


def test_what_wears_out_lapses_without_a_trace() -> None:
    world = world_of(park_of({"sector": "dyeing"}), months=72)
    world.assumption["expansion_trigger"] = 9.0
    before = state(world)
    choosing(world, cp_audit=2020)
    run(world, 1)
    assert state(world) != before
    choosing(world)
    run(world, 60)
    (gone,) = events_of(world, "technology_retired")
    assert (gone["month"], gone["technology"], gone["age_years"]) == (60, "cp_audit", 5.0)
    assert state(world) == before
    assert not world.installed
    row = retrofit_of(world, 0, "cp_audit")
    assert world.stints == [(row, 0, 60)]


def test_what_wears_out_is_replaced_at_the_cost_of_the_day() -> None:
    world = world_of(park_of({"sector": "dyeing"}), months=72)
    world.assumption["expansion_trigger"] = 9.0
    run(choosing(world, cp_audit=2020), 1)
    stood = state(world)
    run(world, 60)
    assert state(world) == stood
    (first,), (again,) = (
        events_of(world, f"technology_{what}") for what in ("installed", "replaced")
    )
    assert again["month"] == 60
    assert again["capex_cny"] == pytest.approx(first["capex_cny"] * 0.99**5)
    assert not events_of(world, "technology_retired")


def test_a_worn_technology_is_renewed_by_who_considers_nothing_else() -> None:
    world = world_of(park_of({"sector": "dyeing"}), months=72)
    run(choosing(world, cp_audit=2020), 1)
    choosing(world, cp_audit=2020, ems=2020)
    world.assumption["consider_share"] = 0.0
    run(world, 60)
    assert [e["technology"] for e in events_of(world, "technology_replaced")] == ["cp_audit"]
    assert not events_of(world, "technology_installed", technology="ems")


def test_gas_in_the_place_of_coal_ends_ash_gypsum_and_limestone() -> None:
    world = world_of(park_of({"sector": "boiler_coal"}))
    run(choosing(world), 1)
    world.columns.slots.base_coefficient[slot_of(world, 0, "coal")] *= 1.3
    put(world, np.array([retrofit_of(world, 0, "coal_to_gas")]), True)
    for stream in ("coal", "fly_ash", "bottom_ash", "fgd_gypsum", "limestone"):
        assert coefficient(world, stream) == 0.0, stream
    gas = world.catalogue.tables["technology_sectors"].row("coal_to_gas", "boiler_coal")
    assert coefficient(world, "natural_gas") == pytest.approx(
        gas["d_natural_gas_gj"] * 1000 / 35.544, rel=1e-3
    )
    run(world, 1)


def test_ash_follows_the_coal_of_a_heat_plant() -> None:
    world = with_technology("coal_chp", "cogen_upgrade")
    coal = coefficient(world, "coal") / 755.0
    assert 0.94 < coal / world.columns.enterprises.efficiency[0] < 0.97
    assert coefficient(world, "fly_ash") / 140.0 == pytest.approx(
        coal / world.columns.enterprises.efficiency[0]
    )


def test_electric_steel_ends_the_blast_furnace_and_its_links() -> None:
    world = world_of(park_of({"sector": "steel_bfbof"}, {"sector": "slag_mill"}), months=48)
    world.columns.prospects.known[:] = True
    world.ties[0, 1] = 0.9
    run(choosing(world), 13)
    option = world.catalogue.exchange["X001"]
    contracts = world.columns.contracts
    slag = np.flatnonzero((contracts.exchange == option) & (contracts.end_month > world.month))
    assert len(slag)
    run(world, 11)
    put(world, np.array([retrofit_of(world, 0, "eaf_switch")]), True)
    run(world, 1)
    for stream in ("bf_slag", "bfg", "ldg", "iron_dust", "iron_ore", "coke", "fgd_gypsum"):
        assert coefficient(world, stream) == 0.0, stream
    assert coefficient(world, "eaf_dust") == 15.0
    assert coefficient(world, "scrap_steel") == 150.0 + 1050.0
    run(world, 2)
    ended = events_of(world, "link_ended", exchange="X001")
    assert [e["reason"] for e in ended] == ["stream ended"]


def test_zero_liquid_discharge_ends_waste_water_and_leaves_salt() -> None:
    world = with_technology("chlor_alkali", "zld", 12)
    assert coefficient(world, "wastewater") == 0.0
    assert coefficient(world, "salt_residue") == 37.5
    discharged = world.record.values[VARIABLE["wastewater_m3"], :, 0]
    assert discharged[0] > 0
    assert (discharged[1:13] == 0).all()
    left = dict(zip(POLLUTANTS, pollutant_factors(world, world.month)[:, 0], strict=True))
    assert (left["cod"], left["nh3n"], left["so2"]) == (0.0, 0.0, 1.0)


def test_reclaimed_water_begins_and_the_market_meets_it() -> None:
    world = world_of(park_of({"sector": "wwtp"}, {"sector": "data_centre"}), months=24)
    run(choosing(world), 1)
    option = world.catalogue.exchange["X197"]
    prospects = world.columns.prospects
    mine = np.flatnonzero((prospects.exchange == option) & prospects.giver)
    assert len(mine) == 1
    assert mine[0] not in world.market.givers
    put(world, np.array([retrofit_of(world, 0, "reclaimed_plant")]), True)
    assert coefficient(world, "reclaimed_water") == 650.0
    assert coefficient(world, "treated_effluent") == 985.0 - 650.0
    assert mine[0] in world.market.givers
    put(world, np.array([retrofit_of(world, 0, "reclaimed_plant")]), False)
    assert mine[0] not in world.market.givers


def test_captured_co2_leaves_the_exhaust() -> None:
    world = with_technology("cement_clinker", "ccus_cement", 0)
    alone = world_of(park_of({"sector": "cement_clinker"}))
    assert coefficient(world, "co2") == 600.0
    steam_and_water = 0.99 * 1000.0
    gone = coefficient(alone, "exhaust") - coefficient(world, "exhaust")
    assert gone == pytest.approx(600.0 - steam_and_water)


def test_solvent_recovery_lowers_purchase_and_waste_and_its_gain_counts_once() -> None:
    world = with_technology("pharma_api", "solvent_recovery", 0)
    assert coefficient(world, "solvent") == pytest.approx(0.3 * 2800.0)
    assert coefficient(world, "waste_solvent") == pytest.approx(0.3 * 2300.0)
    table = world.catalogue.tables["technology_sectors"]
    row = table.position("solvent_recovery", "pharma_api")
    streams = world.catalogue.tables["streams"]
    saved = 0.7 * 2800.0 * streams.row("solvent")["price_cny_per_unit"]
    saved -= 0.7 * 2300.0 * streams.row("waste_solvent")["fallback_cny_per_unit"]
    rest = tech_effects(world.catalogue).gain[row]
    assert rest + saved == pytest.approx(table["other_gain_cny"][row])


def test_an_ultra_low_stack_cuts_the_years_air_pollutants() -> None:
    usual = run(choosing(world_of(park_of({"sector": "coal_chp"}), months=36)), 25)
    world = run(with_technology("coal_chp", "ulp", 12), 12)
    sector = world.catalogue.tables["sectors"].row("coal_chp")
    whole, left = 0.0, 0.0
    for name, cut in (("so2", 0.8), ("nox", 0.75), ("pm", 0.8), ("voc", 0.0)):
        load = sector[f"{name}_kg_per_unit"]
        whole, left = whole + load, left + load * (1.0 - cut)
    for book, factor in ((usual.last_book, whole), (world.last_book, left)):
        assert book.air_pollutants_t[0] == pytest.approx(book.output[0] * factor / 1000.0)


def test_a_year_holds_no_more_retrofits_than_its_budget() -> None:
    park = synth(30, 5, "dyeing_textile")
    most = {}
    for per_year in (1.0, 3.0):
        world = run(world_of(park, months=36, retrofits_per_year=per_year))
        done = [(e["month"], e["enterprise"]) for e in events_of(world, "technology_installed")]
        most[per_year] = max(done.count(one) for one in set(done))
        assert most[per_year] <= per_year
    assert most[3.0] > 1


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    enterprises=st.integers(3, 40), seed=st.integers(0, 10**6), mix=st.sampled_from(MIXES),
    share=st.floats(0.1, 1.0),
)  # fmt: skip
def test_books_close_with_any_set_of_technologies_and_it_goes_as_it_came(
    enterprises: int, seed: int, mix: str, share: float
) -> None:
    world = world_of(synth(enterprises, seed, mix), months=24)
    run(choosing(world), 2)
    before = state(world)
    every = np.arange(len(world.columns.retrofits))
    some = every[np.random.default_rng(seed).random(len(every)) < share]
    put(world, some, True)
    stands = state(world)
    put(world, every, False)
    assert state(world) == before
    put(world, np.flatnonzero(np.isin(every, some)), True)
    assert state(world) == stands
    run(world, 3)
    put(world, every, True)
    run(world, 3)
    assert (world.columns.slots.coefficient >= 0).all()


def test_the_compiled_loop_is_its_plain_twin(monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_of(synth(30, 2, "fine_chemical"))
    everyone, retrofits = np.arange(30), np.arange(0, len(world.columns.retrofits), 3)
    own = np.searchsorted(world.columns.retrofits.enterprise, everyone) + 1
    rows = world.columns.retrofits.tech_row[own]
    compiled = fit(world.catalogue, world.columns, everyone, retrofits, rows)
    monkeypatch.setattr("sim.fit.lay_out", lay_out.py_func)  # type: ignore[attr-defined]
    plain = fit(world.catalogue, world.columns, everyone, retrofits, rows)
    for one, two in zip(compiled, plain, strict=True):
        assert one.tobytes() == two.tobytes()


def test_a_second_appraisal_of_a_january_is_what_a_new_one_finds() -> None:
    world = world_of(synth(20, 3, "automotive"), months=24)
    run_month(world)
    retrofits = world.columns.retrofits
    may, worth = np.ones(len(retrofits), dtype=bool), RetrofitWorth(world)
    first = worth.options(may)
    bought = first.best(np.zeros(len(first.row)), np.full(len(world.columns.enterprises), 1e12))
    rows = first.row[bought]
    retrofits.installed_month[rows] = world.month
    retrofits.size[rows], retrofits.share[rows] = first.size[bought], first.share[bought]
    again, anew = worth.options(may), RetrofitWorth(world).options(may)
    assert len(rows) > 10 and 0 < len(again.row) < len(first.row)
    for name in Options.__dataclass_fields__:
        assert np.array_equal(getattr(again, name), getattr(anew, name)), name
    kept = np.isin(first.row, again.row)
    assert not np.array_equal(first.npv_cny[kept], again.npv_cny[np.isin(again.row, first.row)])
