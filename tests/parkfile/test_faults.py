"""One broken park a fault: each folder of `broken` holds the park and the message it must give."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.faults import InputError
from sim.parkfile import check_park, read_park

HERE = Path(__file__).parent
BROKEN = sorted(HERE.glob("broken/*/expected.txt"))


def test_sound_park_is_read() -> None:
    park = read_park(HERE / "sound")
    assert park.info["format_version"] == 1
    assert park.enterprises["enterprise_id"].tolist() == ["mill", "grinder", "印染厂", "board"]
    np.testing.assert_array_equal(park.enterprises["output"], [25000, 400000, np.nan, 90000])
    assert park.enterprises["inside"].tolist() == ["", "yes", "", "no"]
    assert park.links["amount_per_year"][0] == 450000
    assert park.plots["status"].tolist() == ["free", "idle"]


@pytest.mark.parametrize("expected", BROKEN, ids=lambda path: path.parent.name)
def test_broken_park(expected: Path) -> None:
    folder = expected.parent
    with pytest.raises(InputError) as caught:
        read_park(folder)
    message = str(caught.value).replace(str(folder), "{folder}")
    assert message + "\n" == expected.read_text(encoding="utf-8")


def test_there_are_broken_parks() -> None:
    assert len(BROKEN) >= 50


def test_every_fault_says_where_what_and_how_to_mend() -> None:
    with pytest.raises(InputError) as caught:
        read_park(HERE / "broken" / "many_faults")
    assert len(caught.value.faults) == 5
    assert all(fault.place and fault.wrong and fault.mend for fault in caught.value.faults)


def test_too_many_rows(tmp_path: Path) -> None:
    (tmp_path / "park.csv").write_bytes((HERE / "sound" / "park.csv").read_bytes())
    rows = "".join(f"e{k},dyeing\n" for k in range(20_001))
    (tmp_path / "enterprises.csv").write_text("enterprise_id,sector\n" + rows)
    expected = "enterprises.csv line 20002: there are more than 20000 rows; split the park"
    with pytest.raises(InputError, match=expected):
        read_park(tmp_path)


def test_too_many_columns(tmp_path: Path) -> None:
    (tmp_path / "park.csv").write_bytes((HERE / "sound" / "park.csv").read_bytes())
    (tmp_path / "enterprises.csv").write_text("x" + ",x" * 200 + "\n")
    with pytest.raises(InputError, match=r"enterprises.csv line 1: there are more than 200 col"):
        read_park(tmp_path)


def test_too_large_a_file(tmp_path: Path) -> None:
    (tmp_path / "enterprises.csv").write_bytes(b"," * 20_000_001)
    with pytest.raises(InputError, match=r"enterprises.csv: the file is larger than 20 MB"):
        read_park(tmp_path)


def test_a_park_in_memory_is_checked_as_a_workbook() -> None:
    park = read_park(HERE / "sound")
    park.enterprises["sector"][1] = "cement"
    park.enterprises["output"][0] = -1.0
    with pytest.raises(InputError) as caught:
        check_park(park)
    places = [fault.place for fault in caught.value.faults]
    assert places == [
        "sheet enterprises, row 2, column output",
        "sheet enterprises, row 3, column sector",
    ]


@pytest.mark.parametrize("where", ["kalundburg", "no/such/park.xlsx", ""])
def test_no_such_park(where: str) -> None:
    with pytest.raises(InputError, match="no such park file, folder or example") as caught:
        read_park(where)
    assert ("did you mean the example kalundborg?" in str(caught.value)) == (where == "kalundburg")
    assert "guitang, kalundborg, zhejiang_dyeing_60, zhejiang_mixed_120" in str(caught.value)


def test_one_csv_of_a_folder_is_no_park() -> None:
    with pytest.raises(InputError, match="a park is a folder of CSV files, not one of them"):
        read_park(HERE / "sound" / "enterprises.csv")
