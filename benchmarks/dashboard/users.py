"""Many users at once, and what sessions leave behind, by clients of the web socket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from benchmarks.dashboard.client import Client
from benchmarks.dashboard.inside import LEVER
from benchmarks.dashboard.server import Serving

PATIENCE_S = 300.0


def together(address: str, users: int) -> list[float]:
    """Let users move a lever at the same moment; return the seconds of each, in order.

    Each looks at a scenario of its own (seed and strength), so that no run serves two.
    """
    barrier = Barrier(users)

    def work(user: int) -> float:
        with Client(address, f"seed={100 + user}", PATIENCE_S) as client:
            barrier.wait(PATIENCE_S)
            return client.move(LEVER, 0.05 * (user + 1) if user < 19 else 0.0)

    with ThreadPoolExecutor(users) as pool:
        return sorted(pool.map(work, range(users)))


def left_behind(server: Serving, sessions: int, warm: int = 8) -> float:
    """Open and close sessions one after the other; return the MB that stay after warming up."""
    before = 0.0
    for session in range(warm + sessions):
        if session == warm:
            before = server.memory_mb()
        with Client(server.address, patience_s=PATIENCE_S) as client:
            client.move(LEVER, 0.05 * (session % 2))
    return server.memory_mb() - before
