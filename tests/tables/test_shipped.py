"""The tables that ship: complete, closed, sourced, and the same for every reader."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.table_checks import MASS_TOLERANCE, mass_balance
from sim.tables import DATA, Table, read_dictionary, read_tables
from tests.tables.spoil import copy_tables

PACKAGES = ("sim", "policies", "experiments", "experiments/history")
FOLDERS = [DATA.parents[1] / package / "data" for package in PACKAGES]


def every_table() -> list[Table]:
    return [table for folder in FOLDERS for table in read_tables(folder).values()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_the_dictionary_names_every_file_and_each_column_in_order(folder: Path) -> None:
    specs = read_dictionary(folder)
    assert {path.stem for path in folder.glob("*.csv")} == {*specs, "dictionary"}
    for name, table in read_tables(folder).items():
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert header.split(",") == [column.name for column in specs[name]] == [*table.columns]
        assert all(column.description for column in specs[name])


def test_every_row_has_a_source_and_an_estimate_says_on_what_it_rests() -> None:
    for table in every_table():
        assert len(table) > 0
        assert all(table["source"]) and all(table["basis"]), table.name
        assert set(table["confidence"]) <= {"verified", "standard", "estimate"}


def test_every_recipe_inside_the_park_closes_in_mass() -> None:
    tables = read_tables()
    inputs, outputs = mass_balance(tables)
    inside = tables["sectors"]["role"] != "outside"
    assert inside.sum() == 71
    assert (inputs[inside] > 0).all()
    gap = np.abs(inputs - outputs)[inside] / inputs[inside]
    assert gap.max() <= MASS_TOLERANCE


def test_the_balance_of_one_recipe_by_hand() -> None:
    tables = read_tables()
    mass = dict(
        zip(tables["streams"]["stream"], tables["streams"]["mass_kg_per_unit"], strict=True)
    )
    rows = tables["recipes"].rows(sector="slag_mill")
    sums = {"input": 0.0, "output": 0.0}
    for i in range(len(rows)):
        row = rows.row_at(i)
        sums[row["direction"]] += row["quantity_per_unit"] * mass[row["stream"]]
    place = tables["sectors"].position("slag_mill")
    assert mass_balance(tables)[:, place] == pytest.approx([sums["input"], sums["output"]])
    assert sums["input"] == pytest.approx(1250.887)


def test_shares_sum_to_one_and_seasons_average_one() -> None:
    tables = read_tables()
    mix = tables["park_mix"]
    for name in set(mix["mix"]):
        rows = mix.rows(mix=name)
        assert rows["share_of_enterprises"].sum() == pytest.approx(1, abs=2e-3)
        assert rows["share_of_output"].sum() == pytest.approx(1, abs=2e-3)
    provinces = tables["provinces"]
    weights = [provinces[name] for name in provinces.columns if name.startswith("w_")]
    assert np.sum(weights, axis=0) == pytest.approx(1, abs=1e-9)
    seasons = tables["seasons"]
    for shape in set(seasons["shape"]):
        months = seasons.rows(shape=shape)
        assert sorted(months["month"]) == list(range(1, 13))
        assert months["factor"].mean() == pytest.approx(1, abs=1e-12)


def test_every_price_series_that_a_stream_names_exists() -> None:
    tables = read_tables()
    carriers = tables["carriers"].rows(parameter="price_industrial", place="CN-ZJ")
    named = set(tables["streams"]["price_carrier"]) - {""}
    assert named and named <= set(carriers["carrier"])
    reference = carriers.rows(carrier="natural_gas", year=2023)["value"][0]
    gas = tables["streams"].row("natural_gas")
    assert reference * gas["price_carrier_factor"] == pytest.approx(gas["price_cny_per_unit"])


def test_what_fuels_explain_of_a_technology_is_not_counted_twice() -> None:
    rows = read_tables()["technology_sectors"]
    assert rows.row("kiln_eff", "cement_clinker")["d_process_co2_kg"] == 0.0
    capture = rows.row("ccus_cement", "cement_clinker")
    assert capture["d_process_co2_kg"] == -600.0 and capture["d_coal_gj"] == 0.0
    slag = rows.row("raw_alt", "cement_clinker")
    exact = -174 - 1000 * 0.09089 * slag["d_coal_gj"]
    assert slag["d_process_co2_kg"] == pytest.approx(exact, rel=1e-5)


def test_options_added_for_a_real_network_say_so() -> None:
    exchanges = read_tables()["exchanges"]
    added = exchanges["added_for"]
    later = np.array(["X163" <= name <= "X196" for name in exchanges["exchange"]])
    assert (added[later] != "").all() and (added[~later] == "").all()
    assert exchanges.row("X183")["added_for"] == "kalundborg;guitang"


def test_arrays_are_typed_and_read_only() -> None:
    streams = read_tables()["streams"]
    assert streams["price_cny_per_unit"].dtype == np.float64
    assert streams["hazardous"].dtype == np.bool_
    assert np.isnan(streams.row("air")["lhv_mj_per_kg"])
    with pytest.raises(ValueError, match="read-only"):
        streams["price_cny_per_unit"][0] = 0.0
    raised = streams.replaced(price_cny_per_unit=streams["price_cny_per_unit"] * 2)
    assert raised.row("coal")["price_cny_per_unit"] == 2 * streams.row("coal")["price_cny_per_unit"]


def test_a_copied_folder_reads_as_the_packaged_one(tmp_path: Path) -> None:
    copied, packaged = read_tables(copy_tables(tmp_path)), read_tables()
    assert copied.keys() == packaged.keys()
    for name, table in packaged.items():
        for column, array in table.columns.items():
            np.testing.assert_array_equal(copied[name][column], array)
