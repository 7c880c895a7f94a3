"""`python -m benchmarks.dashboard`: what a moved lever costs until it is painted, part by part."""

from __future__ import annotations

import argparse
import os
import tempfile

from benchmarks.dashboard.browser import CHARTS, FLAGS, chromium, time_band, time_moves
from benchmarks.dashboard.inside import time_inside
from benchmarks.dashboard.server import composed, serving
from benchmarks.dashboard.users import left_behind, together


def main() -> None:
    """Print the figures of one machine at one moment, with its load."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dashboard")
    parser.add_argument("--park-size", type=int, default=100)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--only", choices=("inside", "browser", "users"), action="append")
    given = parser.parse_args()
    parts = given.only or ["inside", "browser", "users"]
    print(f"{given.park_size} enterprises to 2030; {os.cpu_count()} cores, {_load()}", flush=True)
    if "inside" in parts:
        print("In this process, CPU ms a move (median): the model's run, and the page's own Python")
        for page in CHARTS:
            found = time_inside(given.park_size, given.steps, page)
            ratio = found.page_ms / found.run_ms
            print(f"  {page:10} run {found.run_ms:6.1f}  page {found.page_ms:6.1f}  ({ratio:.2f})")
    with tempfile.TemporaryDirectory() as folder:
        park = composed(given.park_size, folder)
        if "browser" in parts:
            _browser(park, given.steps)
        if "users" in parts:
            _users(park, given.users, given.sessions)
    print(f"at the end {_load()}")


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


def _browser(park: str, steps: int) -> None:
    """Print wall times; the parts are those of the same moves in this process."""
    from playwright.sync_api import sync_playwright

    with serving(park) as server, sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        print("In Chromium, wall ms from the key to the painted page:")
        for page in CHARTS:
            moved = time_moves(launched, server.address, page, steps)
            print(
                f"  {page:10} p50 {moved.p50_ms:6.0f}  p95 {moved.p95_ms:6.0f}"
                f"  first page {moved.first_ms:6.0f}  ({moved.steps} moves, {_load()})",
                flush=True,
            )
        print(f"  band of 20 seeds {time_band(launched, server.address):.2f} s after the key")
        launched.close()


def _users(park: str, users: int, sessions: int) -> None:
    with serving(park) as server:
        times = together(server.address, users)
        middle, last = times[len(times) // 2], times[-1]
        print(f"{users} users at once: median {middle:.2f} s, slowest {last:.2f} s ({_load()})")
        kept = left_behind(server, sessions)
        print(f"{sessions} sessions opened and closed leave {kept:+.1f} MB", flush=True)


if __name__ == "__main__":
    main()
