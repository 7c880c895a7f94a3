"""Several users of one server: each its own answer, and nothing left of those who went."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from benchmarks.dashboard.client import Client
from benchmarks.dashboard.server import Serving, serving
from benchmarks.dashboard.users import left_behind
from dashboards.pages.overview.figures import cards
from dashboards.runs import Runs
from dashboards.shelf import fill_shelf
from dashboards.viewstate import ViewState
from tests.dashboard.conftest import PARK

LEVER = "subsidy"
CULL_S = 2.0
PATIENCE_S = 240.0


@pytest.fixture(scope="module")
def server(libraries: None) -> Iterator[Serving]:
    with serving(PARK, SOLARA_KERNEL_CULL_TIMEOUT=f"{CULL_S:g}s") as served:
        yield served


def open_client(server: Serving, query: str = "") -> Client:
    return Client(server.address, query, PATIENCE_S)


def settled(server: Serving, **wanted: int) -> dict[str, int]:
    """Return what is registered once so many of each kind are left."""
    until = time.monotonic() + PATIENCE_S
    while (found := server.counts()) and time.monotonic() < until:
        if wanted.items() <= found.items():
            break
        time.sleep(0.1)
    return found


def test_users_at_once_get_each_their_own_answer(server: Serving) -> None:
    users = 4
    barrier = Barrier(users)

    def work(user: int) -> tuple[str | None, list[str]]:
        with open_client(server, f"seed={50 + user}") as client:
            barrier.wait(PATIENCE_S)
            client.move(LEVER, 0.25 * user)
            return client.view, [card["value"] for card in client.prop("cards")]

    with ThreadPoolExecutor(users) as pool:
        found = list(pool.map(work, range(users)))
    runs = Runs(fill_shelf([PARK]))
    for user, (view, values) in enumerate(found):
        assert view == f"seed={50 + user}&subsidy={0.25 * user:g}"
        state = ViewState(PARK, moved=((LEVER, 0.25 * user),), seed=50 + user)
        wanted = cards(runs.board(state), runs.board(state.baseline()), "en")
        assert values == [card["value"] for card in wanted]
    assert len({tuple(values) for _, values in found}) > 1


def test_a_closed_session_leaves_nothing_registered(server: Serving) -> None:
    before = settled(server, kernels=0, sockets=0)
    with open_client(server) as one, open_client(server, "page=park") as other:
        one.move(LEVER, 0.5)
        other.move(LEVER, 0.5)
        open_now = settled(server, kernels=2, sockets=2)
        assert (open_now["kernels"], open_now["sockets"]) == (2, 2)
    after = settled(server, kernels=0, sockets=0)
    assert (after["kernels"], after["sockets"]) == (0, 0)
    assert after["threads"] <= before["threads"] + 3, "one of each pool may have come"


def test_a_session_that_went_without_a_word_is_culled(server: Serving) -> None:
    settled(server, kernels=0)
    client = open_client(server)
    begun = time.monotonic()
    client.leave()
    assert settled(server, kernels=0)["kernels"] == 0
    assert time.monotonic() - begun >= CULL_S


def test_a_session_that_comes_back_in_time_is_kept(server: Serving) -> None:
    settled(server, kernels=0)
    with open_client(server) as client:
        time.sleep(CULL_S + 0.5)
        assert server.counts()["kernels"] == 1, "somebody looks at it"
        assert client.move(LEVER, 0.75) < PATIENCE_S


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_sessions_leave_no_memory_behind(server: Serving) -> None:
    assert left_behind(server, sessions=12) < 15.0
