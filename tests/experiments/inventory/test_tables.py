"""A table that is wrong is refused with every fault: one row for each message."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiments.inventory import inventory
from experiments.inventory.names import FUELS, MATERIALS, near_names
from experiments.inventory.template import EXAMPLE as TEXT
from sim.faults import InputError
from sim.tables import read_tables
from tests.experiments.inventory.tables import EXAMPLE, account, write

FAULTY = {
    "activity": (
        "a,fuel burn,diesel,1,t",
        "activity: 'fuel burn' is no activity; write fuel burnt",
    ),
    "no activity": ("a,qqq,diesel,1,t", "write one of fuel burnt, "),
    "fuel": (
        "a,fuel burnt,diesl,1,t",
        "carrier: 'diesl' is not known for fuel burnt; write diesel",
    ),
    "no fuel": ("a,fuel burnt,,1,t", "carrier: is empty; write raw_coal"),
    "pollutant": ("a,air pollutant,cod,1,t", "'cod' is not known for air pollutant; write co"),
    "needless": ("a,fresh water,river,1,m3", "carrier: fresh water needs none; leave it empty"),
    "unit": ("a,fuel burnt,diesel,1,barrel", "unit: 'barrel' is no unit; write t or 10^4 m3"),
    "dimension": ("a,fuel burnt,diesel,1,m3", "unit: m3 does not measure fuel burnt of diesel"),
    "power in t": ("a,electricity bought,,1,t", "t does not measure electricity bought; write MWh"),
    "heat in t": ("a,heat bought,heat,1,t", "write GJ, or name the carrier steam"),
    "process in GJ": ("a,process,limestone,1,GJ", "GJ does not measure process of limestone"),
    "quantity": ("a,fresh water,,-1,m3", "column quantity: is -1, below 0"),
    "text": ("a,fresh water,,many,m3", "column quantity: is 'many', not a number"),
    "enterprise": (",fresh water,,1,m3", "column enterprise: is empty"),
    "partner": ("a,heat bought,,1,GJ,bb", "counterpart: 'bb' has no row; write b, or leave it"),
    "itself": ("a,heat bought,,1,GJ,a", "counterpart: is the enterprise itself"),
    "no trade": ("a,fresh water,,1,m3,b", "counterpart: fresh water has no other side"),
    "heating": ("a,fresh water,,1,m3,,5", "heating_value_gj_per_unit: fresh water has none"),
    "heating GJ": ("a,fuel burnt,diesel,1,GJ,,5", "has no use for a row in GJ; leave it empty"),
    "carbon": ("a,air pollutant,so2,1,t,,,5", "co2_factor_t_per_unit: air pollutant has none"),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_row_is_refused(name: str, tmp_path: Path) -> None:
    row, message = FAULTY[name]
    with pytest.raises(InputError) as caught:
        inventory(write(tmp_path, row, "b,fresh water,,1,m3"))
    (fault,) = caught.value.faults
    assert fault.place.startswith("table.csv line 2")
    assert message in str(fault)


def test_all_faults_come_together(tmp_path: Path) -> None:
    rows = ("a,fuel burnt,diesl,x,barrel", "a,burn,diesel,1,t", ",fresh water,,1,m3")
    with pytest.raises(InputError) as caught:
        inventory(write(tmp_path, *rows))
    places = [fault.place.removeprefix("table.csv ") for fault in caught.value.faults]
    assert sorted(places) == [
        "line 2, column carrier",
        "line 2, column quantity",
        "line 2, column unit",
        "line 3, column activity",
        "line 4, column enterprise",
    ]


def test_two_sides_of_a_trade_must_agree(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a states 5 GJ of heat bought from b, which states 4"):
        account(tmp_path, "a,heat bought,,5,GJ,b", "b,heat sold,,4,GJ,a")
    with pytest.raises(InputError, match="on the seller's side too"):
        account(tmp_path, "a,heat bought,,5,GJ,b", "b,heat sold,,5,GJ,a,,0.1")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("enterprise,activity,carrier,quantity,unit\n", "holds no row"),
        ("enterprise,activity,carrier,unit\na,b,c,t\n", "column quantity: is missing"),
        (
            "enterprise,activity,carrier,quantity,unit,who\na,b,c,1,t,d\n",
            "column who: is not known",
        ),
        ("", "has no header"),
    ],
)
def test_a_table_of_another_form_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        inventory(path)
    with pytest.raises(InputError, match="--template"):
        inventory(tmp_path / "none.csv")


def test_every_name_has_a_factor(tmp_path: Path) -> None:
    rows = [f"a,fuel burnt,{zh},1,GJ" for _, zh in FUELS.values()]
    rows += [f"a,process,{name},1,t" for name in MATERIALS]
    found = account(tmp_path, *rows)
    assert found.park["scope_1_fuels"] > 1.0
    assert {row["carrier"] for row in found.energy} == set(FUELS)
    assert all(row["source"] for row in found.factors)


def test_names_are_suggested_across_languages() -> None:
    assert near_names("fuel", "natral gas")[0] == "natural_gas"
    assert "bituminous_coal" in near_names("fuel", "烟媒")


def test_every_factor_used_stands_in_the_tables() -> None:
    found = inventory(EXAMPLE)
    table = read_tables()["carriers"]
    exact = {
        (f"{c}.{p}", place, value)
        for c, p, place, value in zip(
            *(table[name].tolist() for name in ("carrier", "parameter", "place", "value")),
            strict=True,
        )
    }
    shown = {(row["factor"], row["place"], row["value"]) for row in found.factors}
    assert len(shown - exact) == 1, "only the non-fossil share lies between two dates"
    assert {row["confidence"] for row in found.factors} == {"verified", "standard", "estimate"}


def test_the_committed_example_is_the_template() -> None:
    assert EXAMPLE.read_text(encoding="utf-8-sig") == TEXT
