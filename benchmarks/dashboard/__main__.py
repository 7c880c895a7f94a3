"""`python -m benchmarks.dashboard`: what a moved lever costs until it is painted, part by part."""

from __future__ import annotations

import argparse
import os
import tempfile

from benchmarks.dashboard.browser import (
    CHARTS,
    FLAGS,
    Moves,
    chromium,
    open_page,
    percentile,
    time_band,
    time_drag,
    time_keys,
)
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
    """Print wall times, each page's by key and by mouse."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        with serving(park) as server:
            first, again = (open_page(launched, server.address, "", 6)[1] for _ in range(2))
            print(f"First page of a fresh server {first:.2f} s, a second visitor's {again:.2f} s")
            print("In Chromium, ms of wall time from key or pointer to the painted page:")
            for page in CHARTS:
                for way, time_moves in (("keys", time_keys), ("drag", time_drag)):
                    _told(f"{page} {way}", time_moves(launched, server.address, page, steps))
            seconds = time_band(launched, server.address)
            print(f"Band of 20 seeds {seconds:.2f} s after the key ({_load()})", flush=True)
        launched.close()


def _told(name: str, moves: Moves) -> None:
    middle = {
        part: percentile(values, 0.5)
        for part, values in (
            ("run", moves.run), ("all else", moves.page), ("in the server", moves.server),
            ("kB", [size / 1e3 for size in moves.bytes]),
        )
    }  # fmt: skip
    parts = ", ".join(f"{part} {value:.0f}" for part, value in middle.items())
    whole = f"p50 {percentile(moves.whole, 0.5):5.0f}  p95 {percentile(moves.whole, 0.95):5.0f}"
    print(
        f"  {name:14} {whole}  of it p50 {parts}  ({len(moves.whole)} moves, {_load()})", flush=True
    )


def _users(park: str, users: int, sessions: int) -> None:
    with serving(park) as server:
        times = together(server.address, users)
        middle, last = times[len(times) // 2], times[-1]
        print(f"{users} users at once: median {middle:.2f} s, slowest {last:.2f} s ({_load()})")
        kept = left_behind(server, sessions)
        print(f"{sessions} sessions opened and closed leave {kept:+.1f} MB", flush=True)


if __name__ == "__main__":
    main()
