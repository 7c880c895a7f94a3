"""`find` answers with the number, its range, unit and source, or with the nearest names."""

from __future__ import annotations

import math

import pytest

from sim.faults import InputError
from sim.sources import find
from tests.tables.test_shipped import FOLDERS


def test_a_dated_value_by_the_start_of_its_id() -> None:
    (lhv,) = find("raw_coal.lhv")
    assert (lhv.id, lhv.value, lhv.unit) == ("raw_coal.lhv.2020.CN", 20.908, "GJ/t")
    assert (lhv.date, lhv.place, lhv.table) == ("2020", "CN", "carriers")
    assert (lhv.low, lhv.high, lhv.confidence) == (None, None, "standard")
    assert lhv.source.startswith("GB/T 2589-2020")
    (hurdle,) = find("hurdle_rate.micro_small_private")
    assert (hurdle.low, hurdle.value, hurdle.high) == (20.0, 30.0, 45.0)


def test_a_cell_of_a_wide_table_with_its_unit_and_range() -> None:
    (price,) = find("streams.fly_ash.price_cny_per_unit")
    assert (price.low, price.value, price.high) == (0.077, 0.11, 0.143)
    assert (price.unit, price.confidence) == ("CNY/kg", "estimate")
    assert find("sectors.dyeing.value_added_cny_per_unit")[0].unit == "CNY/t"
    steam = find("recipes.dyeing.steam_lp")[0]
    assert (steam.id, steam.value) == ("recipes.dyeing.input.steam_lp.quantity_per_unit", 20000.0)
    assert steam.unit == "MJ/t"


def test_an_estimate_in_a_documented_row_is_told_apart() -> None:
    ratio = find("exchanges.X003.ratio")[0]
    assert (ratio.confidence, ratio.unit) == ("estimate", "kg/kg")
    money = find("sectors.steel_bfbof.value_added_cny_per_unit")[0]
    assert money.confidence == "estimate"
    assert money.source.startswith("estimate; other columns of the row: EU BREF")
    assert find("sectors.steel_bfbof.process_co2_kg_per_unit")[0].source.startswith("EU BREF")


def test_other_folders_are_given_by_the_caller() -> None:
    with pytest.raises(InputError):
        find("hpm_share_A")
    (share,) = find("hpm_share_A", FOLDERS)
    assert (share.value, share.low, share.high) == (0.2, 0.1, 0.25)
    (penalty,) = find("ets_penalty", FOLDERS)
    assert penalty.value == "5-10 times the market value of the gap"
    steps = find("lpr_1y", FOLDERS)
    assert len(steps) > 5 and {step.table for step in steps} == {"parameters"}


def test_a_part_lists_every_match_and_only_filled_cells() -> None:
    fly_ash = find("streams.fly_ash")
    assert len(fly_ash) > 5 and all(n.id.startswith("streams.fly_ash.") for n in fly_ash)
    assert not any(isinstance(n.value, float) and math.isnan(n.value) for n in fly_ash)
    assert {n.table for n in find("unaware")} == {"context"}


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("raw_cole.lhv", "write raw_coal.lhv or "),
        ("streams.fly_ashh.storable_km", "write streams.fly_ash."),
        ("%%%", "write table.row.column or a part of an id"),
        ("", "write table.row.column or a part of an id"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, mend: str) -> None:
    with pytest.raises(InputError) as caught:
        find(name)
    (fault,) = caught.value.faults
    assert (fault.place, fault.wrong) == (f"source {name!r}", "no number has this name")
    assert fault.mend.startswith(mend)
