"""The derived demand index is the closed-form chain of the series it names."""

from __future__ import annotations

import pytest

from sim.tables import read_tables

DEMAND, CONTEXT = read_tables()["demand"], read_tables()["context"]


def in_year(name: str, year: int, bound: str = "value") -> float:
    kind, scope, place = name.split(".")
    rows = CONTEXT.rows(series=kind, scope=scope, place=place, date=str(year))
    assert len(rows) == 1, name
    return float(rows[bound][0])


def expected(driver: str, year: int, before: float) -> float:
    """Return the index of a year up to 2025 from its driver."""
    if driver.startswith("output."):
        return in_year(driver, year) / in_year(driver, 2020)
    if driver.startswith("growth."):
        rate = {"growth.data_centres": 0.15, "growth.waste_recycling": 0.08}[driver]
        return (1 + rate) ** (year - 2020)
    return before * (1 + in_year(driver, year) / 100)


@pytest.mark.parametrize("sector", read_tables()["sectors"]["sector"].tolist())
def test_every_sector_chains_its_driver_to_2025_and_its_scenario_to_2030(sector: str) -> None:
    rows = DEMAND.rows(sector=sector)
    assert rows["year"].tolist() == list(range(2020, 2031))
    first = rows.row(sector, 2020)
    assert (first["index_low"], first["index_central"], first["index_high"]) == (1, 1, 1)
    exact = 1.0
    for year in range(2021, 2026):
        row = rows.row(sector, year)
        exact = expected(row["driver"], year, exact)
        assert row["index_central"] == pytest.approx(exact, rel=1e-5)
        assert row["index_low"] == row["index_central"] == row["index_high"]
    for bound, column in (("low", "index_low"), ("value", "index_central"), ("high", "index_high")):
        rate = in_year(rows.row(sector, 2030)["driver"], 2030, bound) / 100
        for year in range(2026, 2031):
            growth = exact * (1 + rate) ** (year - 2025)
            assert rows.row(sector, year)[column] == pytest.approx(growth, rel=2e-5)


def test_tonnes_follow_output_and_machines_follow_value_added() -> None:
    assert DEMAND.row("cement_grinding", 2025)["driver"] == "output.cement.CN-ZJ"
    assert DEMAND.row("cement_grinding", 2025)["index_central"] == pytest.approx(99 / 132)
    assert DEMAND.row("machinery", 2021)["driver"] == "va_growth.general_equipment.CN-ZJ"
    assert DEMAND.row("machinery", 2021)["index_central"] == pytest.approx(1.18)
