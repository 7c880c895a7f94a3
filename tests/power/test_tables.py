"""Shapes, tariff and roof as the tables give them."""

from __future__ import annotations

import numpy as np
import pytest

from sim.catalogue import load_catalogue
from sim.power.roof import roof_kwp
from sim.power.seasons import HOURS, MONTH_DAYS, SEASON_DAYS
from sim.power.shapes import (
    hour_shapes,
    load_shapes,
    pv_kwh_per_kwp,
    season_levels,
    wind_kwh_per_kw,
    year_kwh,
)
from sim.power.tariff import month_ratios, tariff

CATALOGUE = load_catalogue()
YEARS = (2020, 2021, 2024, 2026, 2030)


def sector_with(shape: str) -> int:
    return list(CATALOGUE.tables["sectors"]["load_shape"]).index(shape)


def test_every_shape_has_24_hours_and_a_mean_of_one() -> None:
    for series in ("load_shape", "pv_shape", "wind_shape"):
        for shape in hour_shapes(CATALOGUE, series).values():
            assert shape.shape == (4, HOURS) and shape.min() >= 0.0
            assert shape.mean(axis=1) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("year", YEARS)
def test_a_load_of_one_kw_uses_its_year_of_energy(year: int) -> None:
    assert year_kwh(load_shapes(CATALOGUE, year)) == pytest.approx(8760.0, rel=1e-3)


def test_a_season_uses_what_its_months_make() -> None:
    sector = CATALOGUE.sector["dyeing"]
    winter = season_levels(CATALOGUE)[sector, 0] * SEASON_DAYS[0] / 365.0
    assert winter == pytest.approx(CATALOGUE.season[sector, [11, 0, 1]].sum() / 12.0)
    assert season_levels(CATALOGUE)[sector, 0] < 0.9


def test_rooftop_power_makes_its_full_load_hours_at_noon_and_none_at_night() -> None:
    made = pv_kwh_per_kwp(CATALOGUE)
    hours = CATALOGUE.tables["carriers"].rows(carrier="rooftop_pv", parameter="full_load_hours")
    assert hours["low"][0] <= year_kwh(made) <= hours["high"][0]
    assert made[:, :5].max() == made[:, 20:].max() == 0.0 and made.max() < 1.0
    assert made[2].sum() > made[0].sum()
    assert year_kwh(wind_kwh_per_kw(CATALOGUE, 0.12)) == pytest.approx(0.12 * 8760.0)


@pytest.mark.parametrize("year", YEARS)
def test_a_flat_load_pays_one_and_every_hour_has_a_period(year: int) -> None:
    now = tariff(CATALOGUE, year)
    assert year_kwh(now.ratio) / 8760.0 == pytest.approx(1.0, abs=1e-12)
    assert now.share.sum(axis=0) == pytest.approx(1.0, abs=1e-12)
    assert sum(weight for weight, _ in month_ratios(CATALOGUE, year)) == pytest.approx(1.0)


def test_the_tariff_of_2025_by_hand() -> None:
    months = np.where(np.isin(np.arange(12), (0, 6, 7, 11))[:, None], 1.0, 0.0)
    noon = month_ratios(CATALOGUE, 2025)[2][1][:, 11]
    assert noon.tolist() == [0.38] * 12
    sharp = month_ratios(CATALOGUE, 2025)[2][1][:, 9:10]
    assert (sharp == 1.65 + 0.33 * months).all()
    # spring is the same all through: valley 0-8 and 11-13 h, peak 8-11 and 13-17 h, then flat
    spring = tariff(CATALOGUE, 2025).share[:, 1].sum(axis=1)
    assert spring.tolist() == [10.0, 7.0, 7.0]


def test_a_change_of_periods_within_a_month_counts_by_days() -> None:
    share = tariff(CATALOGUE, 2021).share[2, 3, 19]
    assert share == pytest.approx(1.0)
    weights = [weight for weight, _ in month_ratios(CATALOGUE, 2021)]
    assert weights[0][9] == pytest.approx(14.0 / 31.0)
    assert weights[1][9] == pytest.approx(17.0 / 31.0)
    assert MONTH_DAYS.sum() == 365.0


def test_who_follows_the_valley_pays_less_and_who_works_by_day_more() -> None:
    for year in YEARS:
        loads = load_shapes(CATALOGUE, year)
        paid = year_kwh(loads * tariff(CATALOGUE, year).ratio) / year_kwh(loads)
        assert paid[sector_with("valley_follower")] < 0.92
        assert paid[sector_with("continuous")] == pytest.approx(1.0, abs=0.02)
        assert paid[sector_with("two_shift")] > 1.1


def test_the_midday_valley_meets_the_sun() -> None:
    made = pv_kwh_per_kwp(CATALOGUE)
    worth = {y: year_kwh(made * tariff(CATALOGUE, y).ratio) / year_kwh(made) for y in YEARS}
    assert worth[2020] > 1.05 and worth[2030] < 0.85


def test_a_mu_of_land_carries_what_its_roof_can() -> None:
    # 666.67 m2 x 0.5 built x 0.55 usable x 0.15 kWp
    assert roof_kwp(CATALOGUE, np.array([0.0, 10.0]), 0.15) == pytest.approx([0.0, 275.0], rel=1e-3)
