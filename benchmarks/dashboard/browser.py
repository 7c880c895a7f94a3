"""A lever moved in the real page in headless Chromium: from the key to what is painted."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.dashboard.inside import LEVER

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
PATIENCE_MS = 120_000
CHARTS = {"overview": 6, "flows": 1, "park": 1}
"""Charts that a page draws before it is timed."""

_SHOWN = ".pl-shown[data-view]"

_WATCH = """() => {
  window.addEventListener('keydown', () => { window.moved = performance.now(); }, true);
  const mark = () => document.querySelector('.pl-shown[data-view]');
  window.view = mark().dataset.view;
  new MutationObserver(() => {
    const view = mark() && mark().dataset.view;
    if (view === window.view) return;
    window.view = view;
    // ECharts draws in the next frame; in the one after that it stands.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      window.painted = {view, ms: performance.now() - window.moved};
    }));
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


@dataclass(frozen=True)
class Moves:
    """Times from a key to the painted page, ms of wall time, on one page."""

    page: str
    steps: int
    p50_ms: float
    p95_ms: float
    first_ms: float
    """Opening the page until its charts stand, with nothing kept by the browser."""


def chromium() -> str:
    """Return the path of Chromium. Errors: `RuntimeError` where there is none."""
    named = os.environ.get("PARKLOOP_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("Chromium was not found: install it or name it in PARKLOOP_CHROMIUM")
    return found


def time_moves(browser: Any, address: str, page: str, steps: int) -> Moves:
    """Move a lever by key so many times (40 at most), each to a scenario not run before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    begun = time.perf_counter()
    # Each page has a seed of its own, so that none meets the runs of another.
    opened.goto(f"{address}?page={page}&seed={10 + list(CHARTS).index(page)}")
    opened.wait_for_selector(_SHOWN, state="attached")
    opened.wait_for_function(
        f"document.querySelectorAll('.pl-canvas canvas').length >= {CHARTS[page]}"
    )
    first = time.perf_counter() - begun
    opened.locator(f"[data-lever={LEVER}] input[type=range]").focus()
    opened.evaluate(_WATCH)
    times = []
    for key in ("Home", *["ArrowRight"] * min(steps, 40)):
        opened.evaluate("window.painted = null")
        opened.keyboard.press(key)
        times.append(opened.wait_for_function("window.painted && window.painted.ms").json_value())
    context.close()
    times = sorted(times[1:])
    last = times[min(len(times) - 1, int(0.95 * len(times)))]
    return Moves(page, len(times), median(times), last, 1e3 * first)


def time_band(browser: Any, address: str, moves: int = 3) -> float:
    """Return the middle time from a key to the band of the new scenario, in seconds."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.goto(f"{address}?seed=30")
    opened.wait_for_selector(_SHOWN, state="attached")
    ready = "document.body.innerText.includes('middle four fifths')"
    opened.wait_for_function(ready)
    opened.locator(f"[data-lever={LEVER}] input[type=range]").focus()
    times = []
    for _ in range(moves):
        begun = time.perf_counter()
        opened.keyboard.press("ArrowRight")
        opened.wait_for_function(f"!({ready})")
        opened.wait_for_function(ready)
        times.append(time.perf_counter() - begun)
    context.close()
    return float(median(times))
