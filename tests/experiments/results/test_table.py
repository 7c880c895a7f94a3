"""The long table: complete, additive, and hashed by its exact values."""

from __future__ import annotations

import json

import numpy as np
import pytest

from experiments import Results, Scenario
from experiments.frame import Frame
from experiments.indicators import INDICATORS
from experiments.long_table import COLUMNS, hash_table
from experiments.series import series_named
from sim.synth import synth
from tests.experiments.results.handmade import made_results

PARK = synth(12, 3)


def run(package: str = "none", **given: object) -> Results:
    return Scenario(PARK, package, seed=4, until=2022, **given).run()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def results() -> Results:
    return run()


def test_every_indicator_stands_in_the_table(results: Results) -> None:
    table = results.table
    assert tuple(table.columns) == COLUMNS
    assert {one.variable for one in INDICATORS.values()} <= set(table["variable"])
    keys = list(zip(table["region"], table["variable"], table["period"], strict=True))
    assert len(keys) == len(set(keys))
    months = table.where(variable="Emissions|CO2|Scope 1", unit="t CO2/month")
    assert months["period"].tolist() == [f"{2020 + m // 12}-{m % 12 + 1:02d}" for m in range(36)]
    assert set(table["seed"]) == {4} and set(table["region"]) == {PARK.park_id}


def test_the_months_of_a_flow_add_up_to_its_year(results: Results) -> None:
    for one in INDICATORS.values():
        if one.monthly and one.kind == "flow":
            whole = results.months(one.name).reshape(3, 12).sum(axis=1)
            assert results.series(one.name) == pytest.approx(whole), one.name
    assert (results.series("links_active") == results.months("links_active")[11::12]).all()


def test_parts_add_up_to_their_whole(results: Results) -> None:
    for whole, prefix in (
        ("reused", "reused_by_stream."),
        ("reused", "reused_by_class."),
        ("heat_reused", "heat_by_stream."),
        ("water_reused", "water_by_stream."),
        ("private_cost", "private_cost_parts."),
    ):
        parts = [results.series(name) for name in results.names() if name.startswith(prefix)]
        assert np.sum(parts, axis=0) == pytest.approx(results.series(whole), rel=1e-9), prefix
    scopes = results.series("co2_scope_1") + results.series("co2_scope_2")
    assert scopes == pytest.approx(results.series("co2"))


def test_links_of_the_frame_are_those_that_are_counted(results: Results) -> None:
    links, month = results.links, "2022-12"
    running = (links["start"] <= month) & ((links["end"] == "") | (links["end"] > month))
    assert running.sum() == results.series("links_active")[-1] > 0
    given = links.where(unit="t").take(links.where(unit="t")["giver_inside"])
    assert given["2022"].sum() * (1 + 1e-12) >= results.series("reused")[-1] > 0


def test_enterprises_of_the_frame_sum_to_the_park(results: Results) -> None:
    firms = results.enterprises.where(inside=True)
    for year, expected in zip(results.years.tolist(), results.series("tax"), strict=True):
        assert firms.where(year=year)["tax_cny"].sum() == pytest.approx(expected)


def test_the_same_scenario_gives_the_same_hash_and_another_seed_does_not(results: Results) -> None:
    assert run().result_hash == results.result_hash
    assert run().run_id == results.run_id
    other = Scenario(PARK, "none", seed=5, until=2022).run()
    assert other.result_hash != results.result_hash and other.run_id != results.run_id


def test_a_package_of_strength_0_has_the_hash_of_no_package(results: Results) -> None:
    nothing = {"subsidy": 0.0, "ladder_tariff": 0.0, "land_use": 0.0}
    idle = run("baseline", strength=nothing)
    assert idle.result_hash == results.result_hash
    assert idle.run_id != results.run_id
    assert idle.info["scenario"] == "baseline (ladder_tariff=0, land_use=0, subsidy=0)"


def test_the_order_of_asking_changes_no_bit(results: Results) -> None:
    fresh = run()
    for name in reversed(list(INDICATORS)):
        fresh.series(name)
    assert fresh.table.same_as(results.table)


def test_the_hash_feels_the_last_bit_and_every_key() -> None:
    table = made_results(years=1).table
    first = hash_table(table)
    for name, value in (("value", np.nextafter(1.0, 2.0)), ("unit", "kg"), ("period", "1999")):
        columns = {key: column.copy() for key, column in table.columns.items()}
        columns[name][0] = value
        assert hash_table(Frame(columns)) != first
    columns = {**table.columns, "scenario": np.full(len(table), "x", dtype=object)}
    assert hash_table(Frame(columns)) == first


def test_the_yearly_rows_are_in_the_iamc_format(results: Results) -> None:
    frame = results.iamc()
    assert list(frame.columns) == [
        "model", "scenario", "region", "variable", "unit", "year", "value",
    ]  # fmt: skip
    assert frame["year"].dtype.kind == "i" and set(frame["year"]) == {2020, 2021, 2022}
    assert not frame.duplicated(["variable", "year"]).any()


def test_indicators_are_wide_by_year_in_both_languages(results: Results) -> None:
    wide = results.indicators()
    assert list(wide.columns)[-3:] == ["2020", "2021", "2022"]
    row = next(wide.where(name="co2").rows())
    assert (row["unit"], row["2021"]) == ("t CO2/yr", results.series("co2")[1])
    assert "二氧化碳" in next(results.indicators("zh").where(name="co2").rows())["label"]
    assert len(wide.to_pandas()) == len(wide)


def test_json_carries_ids_indicators_and_targets(results: Results) -> None:
    content = json.loads(json.dumps(results.as_json(), allow_nan=False))
    assert (content["run_id"], content["result_hash"]) == (results.run_id, results.result_hash)
    co2 = next(one for one in content["indicators"] if one["variable"] == "Emissions|CO2")
    assert co2["unit"] == "t CO2/yr" and list(co2["values"]) == ["2020", "2021", "2022"]
    assert {"target", "met", "value", "reason"} <= set(content["targets"][0])


def test_unknown_names_are_refused(results: Results) -> None:
    with pytest.raises(KeyError, match="no indicator 'happiness'"):
        results.series("happiness")
    with pytest.raises(KeyError, match="is known by year only"):
        results.months("co2_intensity")
    with pytest.raises(KeyError, match="no indicator has the variable"):
        series_named("Emissions|CH4")


def test_results_wait_for_the_horizon() -> None:
    from sim.world import run_month

    scenario = Scenario(PARK, "none", until=2020)
    world = scenario.start()
    run_month(world)
    with pytest.raises(ValueError, match="11 months are still to come"):
        scenario.results(world)


def test_frames_hold_equal_columns() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Frame({"a": np.zeros(2), "b": np.zeros(3)})
    zero = Frame({"a": np.array([0.0])})
    assert not zero.same_as(Frame({"a": np.array([-0.0])}))
    assert not zero.same_as(Frame({"b": np.array([0.0])}))
    assert repr(Frame({"a": np.arange(12)})).endswith("... 12 rows; .to_pandas() gives a DataFrame")
