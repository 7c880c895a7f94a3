"""`parkloop history` as a user meets it."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import as_json, parkloop


def test_history_prints_what_scripts_rely_on() -> None:
    found = as_json("history", "kalundborg", "--seeds", "1", "--brokered", "6")
    assert {"growth", "kinds", "exchanges", "figures", "left_out"} <= set(found)
    assert found["seeds"] == [1]


def test_history_writes_its_tables_and_figure_once(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = parkloop("history", "guitang", "--seeds", "1", "--out", out)
    assert done.returncode == 0, done.stderr
    assert "recorded exchanges" in done.stdout
    assert sorted(path.name for path in (out / "figures").iterdir()) == [
        "history.png",
        "history.svg",
    ]
    assert (out / "growth.csv").exists()
    again = parkloop("history", "guitang", "--seeds", "1", "--out", out)
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_history_of_a_park_without_a_record_is_refused() -> None:
    done = parkloop("history", "ulsan")
    assert done.returncode == 2
    assert "no history of this park is recorded" in done.stderr
