"""What no day may break: balance, losses, limits, and that a battery or flexibility never costs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.power import kernels
from sim.power.dispatch import Dispatch, Fleet, Rules, dispatch
from sim.power.tariff import Tariff
from tests.power.scene import imbalance

Floats = NDArray[np.float64]

PRICES = (0.38, 0.5, 1.0, 1.4, 1.75, 1.98)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[Fleet, Tariff, Rules]:
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    rows, parks = draw(st.integers(1, 5)), draw(st.integers(1, 2))
    shape = (rows, 4, 24)
    scale = 10.0 ** rng.uniform(-3, 5, (rows, 1, 1))
    load = rng.uniform(0, 1, shape) * scale * (rng.uniform(size=shape) > 0.1)
    made = rng.uniform(0, 2, shape) * scale * (rng.uniform(size=shape) > draw(st.floats(0, 1)))
    energy = rng.uniform(0, 6, rows) * scale[:, 0, 0]
    fleet = Fleet(
        load=load,
        made=made,
        sun=made,
        park=rng.integers(0, parks, rows),
        flexible=rng.choice([0.0, 0.05, 0.3], rows),
        battery_kwh=energy * rng.integers(0, 2, rows),
        battery_kw=energy / draw(st.sampled_from([0.5, 2.0, 6.0])),
        sell=rng.uniform(0, 1.2, rows),
        export_kw=rng.uniform(0, 2, rows) * scale[:, 0, 0],
        spread=rng.choice([0.5, 1.0, 1.5], rows),
    )
    ratio = rng.choice(PRICES, (4, 24))
    periods = np.array([ratio < 1, ratio == 1, ratio > 1], dtype=np.float64)
    rules = Rules(draw(st.floats(0.5, 1.0)), rng.choice([0.0, 1.0], parks), 0.15)
    return fleet, Tariff(ratio, periods), rules


def without(fleet: Fleet, **changed: float) -> Fleet:
    """Return the fleet with some columns set to one number."""
    columns = {name: np.full(len(fleet.load), value) for name, value in changed.items()}
    return replace(fleet, **columns)


def alone(fleet: Fleet, tariff: Tariff, rules: Rules) -> Dispatch:
    """Dispatch without trade inside parks."""
    return dispatch(fleet, tariff, Rules(rules.round_trip, np.zeros_like(rules.shared)))


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_every_hour_balances_and_nothing_is_negative(scene: tuple[Fleet, Tariff, Rules]) -> None:
    result = dispatch(*scene)
    assert imbalance(result) < 1e-9
    flows = ("charge", "discharge", "level", "grid", "taken", "given", "exported", "curtailed")
    scale = scene[0].load.max(initial=0.0) + scene[0].made.max(initial=0.0)
    for name in (*flows, "load"):
        assert getattr(result, name).min() >= -1e-12 * scale, name
    assert np.all(result.exported <= scene[0].export_kw[:, None, None])
    for park in range(len(scene[2].shared)):
        rows = scene[0].park == park
        traded = result.taken[rows].sum(axis=0) - result.given[rows].sum(axis=0)
        assert np.abs(traded).max() <= 1e-9 * scale


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_storage_never_creates_energy_and_stays_within_its_limits(
    scene: tuple[Fleet, Tariff, Rules],
) -> None:
    fleet, _, rules = scene
    result = dispatch(*scene)
    kwh, kw = fleet.battery_kwh[:, None, None], fleet.battery_kw[:, None, None]
    assert np.all(result.level <= kwh) and np.all(result.level >= 0.0)
    assert np.all(result.charge <= kw) and np.all(result.discharge <= kw)
    assert not np.any((result.charge > 0) & (result.discharge > 0))
    into, out = result.charge.sum(axis=2), result.discharge.sum(axis=2)
    slack = 1e-9 * (fleet.battery_kwh[:, None] + 1e-300)
    assert np.all(np.abs(out - rules.round_trip * into) <= slack)
    before = np.roll(result.level, 1, axis=2)
    step = before + rules.round_trip * result.charge - result.discharge
    assert np.all(np.abs(step - result.level) <= slack[:, :, None])


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_a_battery_never_costs_and_never_raises_the_peak(
    scene: tuple[Fleet, Tariff, Rules],
) -> None:
    fleet, tariff, rules = scene
    stored = alone(fleet, tariff, rules)
    plain = alone(without(fleet, battery_kwh=0.0), tariff, rules)
    scale = np.abs(plain.cost) + plain.year(fleet.made) + 1e-300
    assert np.all(stored.cost <= plain.cost + 1e-9 * scale)
    assert np.all(stored.grid.max(axis=2) <= plain.grid.max(axis=2) * (1 + 1e-12) + 1e-12)


@settings(max_examples=60, deadline=None)
@given(scenes())
def test_flexible_load_keeps_its_energy_and_its_limits_and_never_costs(
    scene: tuple[Fleet, Tariff, Rules],
) -> None:
    fleet, tariff, rules = scene
    fleet = without(fleet, battery_kwh=0.0)
    moved, plain = (alone(f, tariff, rules) for f in (fleet, without(fleet, flexible=0.0)))
    energy = fleet.load.sum(axis=2)
    assert np.all(np.abs(moved.load.sum(axis=2) - energy) <= 1e-9 * energy)
    given_up = fleet.load - moved.load
    share = fleet.flexible[:, None, None]
    slack = 1e-9 * energy[:, :, None]
    assert np.all(given_up <= share * fleet.load + slack)
    assert np.all(-given_up <= share * energy[:, :, None] / 24 + slack)
    scale = np.abs(plain.cost) + plain.year(fleet.made) + 1e-300
    assert np.all(moved.cost <= plain.cost + 1e-9 * scale)
    assert np.all(moved.grid.max(axis=2) <= plain.grid.max(axis=2) * (1 + 1e-12) + 1e-12)


def test_the_compiled_loops_and_their_plain_twins_agree_to_the_bit() -> None:
    rng = np.random.default_rng(5)
    shape = (3, 4, 24)
    load, made = (
        rng.uniform(0, 2, shape),
        rng.uniform(0, 2, shape) * (rng.uniform(size=shape) > 0.5),
    )
    price = rng.choice(PRICES, (4, 24))
    order = np.argsort(price, axis=1, kind="stable")
    sell, flexible, energy = (
        rng.uniform(0, 1, 3),
        np.array([0.0, 0.1, 0.2]),
        np.array([3.0, 0.0, 5.0]),
    )
    battery, spread = (3.0, 1.5, 0.9), np.array([1.0, 1.2, 0.7])

    def days(plain: bool) -> list[Floats]:
        def loop(name: str) -> Any:
            compiled: Any = getattr(kernels, name)
            return compiled.py_func if plain else compiled

        moved, stored = load.copy(), np.zeros((3, *shape))
        loop("run_days")(
            moved, made, price, order, sell, flexible, energy, energy / 2, 0.9, spread, *stored
        )
        single, parts = load[0, 0].copy(), np.zeros((3, 3, 24))
        loop("shift_load")(single, made[0, 0], price[0], order[0], 0.4, 0.3)
        net = single - made[0, 0]
        loop("best_day")(net, price[0], order[0], 0.4, battery, *parts[0])
        top = float(max(net.max(), 0.0))
        loop("round_day")(net, price[0], (0.5, 1.4), battery, top, *parts[1])
        last = loop("store_day")(net, price[0], (0.5, 1.4), battery, top, 0.7, *parts[2])
        cost = loop("day_cost")(net, price[0], 0.4, *parts[1, :2])
        shared = np.zeros((5, *shape))
        bought = np.zeros((2, 4, 24))
        loop("share_surplus")(
            moved - made, np.array([0, 1, 0]), np.ones(2), energy, *shared, bought
        )
        kwh = loop("weigh_hours")(moved, price)
        traded = loop("weigh_trade")(moved, made, *shared[:2], price, price - 1.0)
        sector, process = np.array([1, 0, 1]), np.array([0.0, 0.4, 0.2])
        laid = loop("lay_hours")(sector, sell, process, energy, made[:2], price)
        stands = np.array([0, -1, 12, 24, 0]), np.array([0, 0, 1, 1, 2]), np.array([1, 0, 1, 0, 1])
        sums = loop("add_up")(*stands, load[0, 0, :5], load[1, :2, :2], load[2, :2, :2], 3)
        numbers = np.array([last, cost])
        return [moved, stored, single, parts, numbers, shared, bought, kwh, traded, *laid, sums]

    for compiled, plain in zip(days(plain=False), days(plain=True), strict=True):
        assert compiled.tobytes() == plain.tobytes()
