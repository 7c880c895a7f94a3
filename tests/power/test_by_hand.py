"""Days worked out by hand: flat load, own power, battery, flexible load, sharing, limits."""

from __future__ import annotations

import numpy as np
import pytest

from tests.power.scene import fleet_of, run

FLAT_LOAD = np.full(24, 100.0)
NOON = np.where((np.arange(24) >= 10) & (np.arange(24) < 14), 1.0, 0.0)


def test_a_flat_load_without_own_power_pays_the_flat_price() -> None:
    result = run(fleet_of(FLAT_LOAD))
    assert result.grid == pytest.approx(100.0)
    assert result.mean_price == pytest.approx([1.0])
    assert result.cost == pytest.approx([876_000.0])
    assert result.bought_by_period[:, 0] == pytest.approx([292_000.0] * 3)
    assert np.isnan(result.self_consumption[0])
    assert result.peak_kw == pytest.approx([100.0])


def test_own_power_serves_own_load_first_and_the_rest_is_exported_up_to_the_limit() -> None:
    result = run(fleet_of(FLAT_LOAD, 160.0 * NOON, export_kw=50.0))
    assert result.grid[0, 0, 9:15].tolist() == [100.0, 0.0, 0.0, 0.0, 0.0, 100.0]
    assert result.exported[0, 0, 12] == 50.0 and result.curtailed[0, 0, 12] == 10.0
    assert result.self_consumption == pytest.approx([100.0 / 160.0])
    assert result.cost == pytest.approx([(2400.0 - 400.0 - 4 * 50.0 * 0.6) * 365.0])
    assert result.mean_price == pytest.approx([(2400.0 - 400.0) / 2000.0])


def test_a_battery_buys_in_the_valley_and_serves_the_peak() -> None:
    # 90 kWh stored by 100 kWh at 0.5, given in the peak at 1.5: 1.5 x 90 - 0.5 x 100 = 85 a day
    load = np.where(np.arange(24) < 8, 50.0, 100.0)
    plain, stored = (
        run(fleet_of(load, battery_kwh=kwh, battery_kw=45.0), round_trip=0.9) for kwh in (0.0, 90.0)
    )
    assert stored.charge[0].sum(axis=1) == pytest.approx([100.0] * 4)
    assert stored.discharge[0].sum(axis=1) == pytest.approx([90.0] * 4)
    assert stored.charge[0, 0, :3].tolist() == pytest.approx([45.0, 45.0, 10.0])
    assert plain.cost - stored.cost == pytest.approx([85.0 * 365.0])
    assert stored.peak_kw == plain.peak_kw


def test_a_battery_idles_where_the_spread_does_not_pay_for_its_losses() -> None:
    result = run(fleet_of(FLAT_LOAD, battery_kwh=90.0, battery_kw=45.0), round_trip=0.3)
    assert not result.charge.any() and not result.discharge.any()


def test_a_battery_never_raises_the_top_purchase_of_the_day() -> None:
    result = run(fleet_of(FLAT_LOAD, battery_kwh=90.0, battery_kw=45.0))
    assert not result.charge.any()


def test_a_battery_keeps_surplus_that_would_be_curtailed() -> None:
    fleet = fleet_of(FLAT_LOAD, 120.0 * NOON, battery_kwh=40.0, battery_kw=20.0, export_kw=0.0)
    result = run(fleet, round_trip=1.0)
    assert result.charge[0, 0, 10:14].tolist() == [20.0, 20.0, 0.0, 0.0]
    assert result.discharge[0, 0].sum() == pytest.approx(40.0)
    assert result.curtailed[0, 0].sum() == pytest.approx(40.0)


def test_flexible_load_moves_from_the_peak_to_the_valley_and_keeps_its_energy() -> None:
    load = np.where(np.arange(24) < 8, 50.0, 100.0)
    plain, moved = (run(fleet_of(load, flexible=share)) for share in (0.0, 0.1))
    # each of 8 peak hours gives 10; the valley takes up to 0.1 x 83.3 in each of 8 hours
    assert moved.load[0, 0, :8] == pytest.approx(50.0 + 2000.0 / 240.0)
    assert moved.load.sum() == pytest.approx(plain.load.sum(), rel=1e-12)
    # what the valley cannot take goes nowhere: flat hours stand at the day's top already
    assert plain.cost - moved.cost == pytest.approx([8 * 2000.0 / 240.0 * 1.0 * 365.0])
    assert moved.peak_kw[0] <= plain.peak_kw[0]


def test_flexible_load_goes_to_own_surplus_first() -> None:
    result = run(fleet_of(FLAT_LOAD, 105.0 * NOON, flexible=0.1))
    # 5 kWh an hour are own surplus, another 5 bought at the flat price and not at the peak's
    assert result.load[0, 0, 10:14] == pytest.approx(110.0)
    assert result.grid[0, 0, 10:14] == pytest.approx(5.0)
    assert result.exported.sum() == pytest.approx(0.0, abs=1e-9)
    assert result.self_consumption == pytest.approx([1.0])


def test_neighbours_take_surplus_before_it_is_exported_and_pay_less_than_the_grid() -> None:
    fleet = fleet_of(
        np.array([FLAT_LOAD, 10.0 + 0.0 * FLAT_LOAD]), np.array([0.0 * NOON, 60.0 * NOON])
    )
    apart, together = run(fleet), run(fleet, shared=1.0, discount=0.15)
    assert apart.exported[1, 0, 12] == 50.0
    assert together.exported.sum() == 0.0
    assert together.taken[0, 0, 12] == together.given[1, 0, 12] == 50.0
    saved = apart.cost - together.cost
    assert saved == pytest.approx([0.15 * 200.0 * 365.0, (0.85 - 0.6) * 200.0 * 365.0])
    assert together.by_park(together.cost)[0] < apart.by_park(apart.cost)[0]


def test_parks_do_not_share_with_each_other() -> None:
    loads = np.array([FLAT_LOAD, 10.0 + 0.0 * FLAT_LOAD])
    fleet = fleet_of(loads, np.array([0.0 * NOON, 60.0 * NOON]), park=np.array([0, 1]))
    assert not run(fleet, shared=1.0).taken.any()


def test_the_coincident_peak_of_a_park_is_below_the_sum_of_peaks() -> None:
    day, night = np.where(np.arange(24) < 12, 10.0, 1.0), np.where(np.arange(24) < 12, 1.0, 9.0)
    result = run(fleet_of(np.array([day, night])))
    assert result.peak_kw.tolist() == [10.0, 9.0]
    assert result.peak_share_kw.tolist() == [10.0, 1.0]
