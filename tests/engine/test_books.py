"""The books: they close over random parks, and every posted flow that is perturbed raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents.routine import MONTH
from policies.parameters import load_parameters
from policies.registry import all_policies
from sim import book_kernels, books
from sim.book_kernels import find_leak
from sim.books import close_books
from sim.errors import BookError
from sim.money import ACCOUNTS
from sim.park import Park
from sim.synth import synth
from sim.world import World
from tests.engine.worlds import run, world_of

MIXES = ("dyeing_textile", "fine_chemical", "building_materials", "metals_recycling", "paper")
PARKS = {
    "enterprises": st.integers(3, 60),
    "seed": st.integers(0, 10**6),
    "mix": st.sampled_from(MIXES),
}
QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture(scope="module")
def park() -> Park:
    return synth(30, 7, "dyeing_textile+fine_chemical")


def settled(park: Park) -> World:
    """Return a world in which a month with links, treatment and trade has just been settled."""
    world = run(world_of(park), 18)
    for name, phase in MONTH:
        if name != "close the books":
            phase(world)
    return world


@settings(max_examples=12, **QUICK)
@given(run_seed=st.integers(0, 10**6), **PARKS)
def test_books_close_over_random_parks(run_seed: int, **park: Any) -> None:
    run(world_of(synth(**park), seed=run_seed, months=24))


@pytest.mark.long
@settings(max_examples=1000, **QUICK)
@given(run_seed=st.integers(0, 10**6), **PARKS)
def test_books_close_over_a_thousand_random_parks(run_seed: int, **park: Any) -> None:
    run(world_of(synth(**park), seed=run_seed, months=36))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), seed=st.integers(0, 10**6), mix=st.sampled_from(MIXES))
def test_books_close_under_every_policy_at_any_strength(
    data: st.DataObject, seed: int, mix: str
) -> None:
    kinds = all_policies().values()
    levers = data.draw(st.lists(st.floats(0.0, 2.0), min_size=len(kinds), max_size=len(kinds)))
    policies = [kind(load_parameters()) for kind in kinds]
    run(world_of(synth(15, seed, mix), seed=seed, policies=policies, levers=[levers], months=36))


def test_an_untouched_month_closes(park: Park) -> None:
    close_books(settled(park))


SLOT_FLOWS = (
    "quantity", "received", "given", "mains", "drawn", "stored", "treated", "inflow", "bought",
    "released",
)  # fmt: skip


@pytest.mark.parametrize("name", SLOT_FLOWS)
def test_every_slot_flow_perturbed_raises(park: Park, name: str) -> None:
    world = settled(park)
    flow = getattr(world.flows, name)
    rows = np.flatnonzero(flow > 0)
    assert len(rows), f"the month has no flow {name}"
    for row in rows[:: max(len(rows) // 25, 1)]:
        kept = flow[row]
        flow[row] = kept * 1.001 + 1e-3
        with pytest.raises(BookError):
            close_books(world)
        flow[row] = kept
    close_books(world)


@pytest.mark.parametrize("name", ["output", "tco2e"])
def test_output_and_carbon_perturbed_raise(park: Park, name: str) -> None:
    world = settled(park)
    flow = getattr(world.flows, name)
    for row in np.flatnonzero(flow > 0):
        kept = flow[row]
        flow[row] = kept * 1.001
        with pytest.raises(BookError):
            close_books(world)
        flow[row] = kept


@pytest.mark.parametrize("account", range(len(ACCOUNTS)), ids=ACCOUNTS)
def test_every_posting_perturbed_raises(park: Park, account: int) -> None:
    world = settled(park)
    money = world.flows.money
    for row in range(0, money.shape[1], 3):
        kept = money[account, row]
        money[account, row] = kept + 1e-3 * (abs(money[:, row]).max() + 1e4)
        with pytest.raises(BookError):
            close_books(world)
        money[account, row] = kept


def test_every_contract_perturbed_raises(park: Park) -> None:
    world = settled(park)
    delivered = world.columns.contracts.delivered
    rows = np.flatnonzero(delivered > 0)
    assert len(rows) > 3
    for row in rows:
        kept = delivered[row]
        delivered[row] = kept * 1.001
        with pytest.raises(BookError, match="deliver"):
            close_books(world)
        delivered[row] = kept


def test_every_pair_of_the_mains_perturbed_raises(park: Park) -> None:
    world = settled(park)
    rows = np.flatnonzero(world.piped > 0)
    assert len(rows) > 3
    for row in rows:
        kept = world.piped[row]
        world.piped[row] = kept * 1.001
        with pytest.raises(BookError, match="supply heat"):
            close_books(world)
        world.piped[row] = kept


@pytest.mark.parametrize("item", ["cash", "receivables", "fixed_assets", "debt", "equity"])
def test_every_balance_sheet_item_perturbed_raises(park: Park, item: str) -> None:
    world = settled(park)
    column = getattr(world.columns.enterprises, item)
    column[0] += 1.0 + 1e-3 * abs(column[0])
    with pytest.raises(BookError, match="settle"):
        close_books(world)


def test_a_leak_names_the_phase_and_the_month(park: Park) -> None:
    world = settled(park)
    row = int(np.flatnonzero(world.flows.bought > 0)[0])
    world.flows.bought[row] *= 2.0
    with pytest.raises(BookError, match=r"month 18, dispose: the balance of a stream .* row \d+"):
        close_books(world)


def test_the_loops_of_the_books_find_what_their_plain_twins_find(
    park: Park, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = settled(park)
    monkeypatch.setattr(books, "find_leak", find_leak.py_func)  # type: ignore[attr-defined]
    seen: list[int] = []
    for name in ("slot_leak", "gate_leak", "enterprise_leak", "pair_leak", "power_leak"):
        monkeypatch.setattr(book_kernels, name, agreeing(getattr(book_kernels, name), seen))
    close_books(world)
    assert seen == [-1] * 5
    rng = np.random.default_rng(4)
    for flow in (world.flows.moved, world.flows.money, world.flows.power, world.opening):
        flow += rng.uniform(0.0, 1.0, flow.shape)
    close_books(world)
    assert len(seen) == 10 and min(seen[5:]) >= 0


def agreeing(loop: Any, seen: list[int]) -> Callable[..., Any]:
    """Return a loop that finds what its plain twin finds, and says that all closes."""

    def run(*given: Any) -> Any:
        found = loop(*given)
        assert loop.py_func(*given) == found
        seen.append(found[0])
        return book_kernels.CLOSED

    return run
