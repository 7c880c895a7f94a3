"""A lever moved in the real page in headless Chromium: from key or pointer to what is painted."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.dashboard.inside import LEVER
from dashboards.viewstate import STEP

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
PATIENCE_MS = 120_000
_KNOB_PX = 16.0
CHARTS = {"overview": 6, "flows": 1, "park": 1}
"""Charts that a page draws before it is timed."""

_SHOWN = ".pl-shown[data-view]"
_THUMB = f"[data-lever={LEVER}] input[type=range]"

_HEAR = """
  window.frames_seen = {sent: 0, last: 0, bytes: 0};
  const real = window.WebSocket;
  window.WebSocket = class extends real {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', (event) => {
        const seen = window.frames_seen;
        seen.last = performance.now();
        seen.bytes += event.data.length || event.data.size || event.data.byteLength || 0;
      });
    }
    send(data) {
      if (!window.frames_seen.sent) window.frames_seen.sent = performance.now();
      super.send(data);
    }
  };
"""
"""Set before the page's own scripts: when it asked the server, when the last answer came, bytes."""

_WATCH = """() => {
  const begin = () => {
    if (window.moved === null) window.moved = performance.now();
  };
  window.moved = 0;
  window.addEventListener('keydown', begin, true);
  window.addEventListener('pointermove', begin, true);
  window.addEventListener('mousemove', begin, true);
  const mark = () => document.querySelector('.pl-shown[data-view]');
  window.view = mark().dataset.view;
  new MutationObserver(() => {
    const view = mark() && mark().dataset.view;
    if (view === window.view) return;
    window.view = view;
    // ECharts draws in the next frame; in the one after that it stands.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const {sent, last, bytes} = window.frames_seen;
      window.painted = {
        whole: performance.now() - window.moved, server: last - sent,
        run: 1000 * Number(mark().dataset.run), bytes,
      };
    }));
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""

_NEXT = """() => {
  window.painted = null; window.moved = null;
  window.frames_seen = {sent: 0, last: 0, bytes: 0};
}"""


@dataclass(frozen=True)
class Moves:
    """Moves of a lever on one page, each with its parts in ms of wall time.

    `whole` lasts from the key or the pointer to the painted page. Of it `run` is the model's,
    `server` what else passed between the question to the server and its last word, and the rest is
    the browser's.
    """

    whole: tuple[float, ...]
    run: tuple[float, ...]
    server: tuple[float, ...]
    bytes: tuple[float, ...]
    """What the server sent, by move."""

    @property
    def page(self) -> list[float]:
        """All but the model's run, by move."""
        return [whole - run for whole, run in zip(self.whole, self.run, strict=True)]


def percentile(values: Iterable[float], share: float) -> float:
    """Return the value below which a share of the values lies, as one of them."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def chromium() -> str:
    """Return the path of Chromium. Errors: `RuntimeError` where there is none."""
    named = os.environ.get("PARKLOOP_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("Chromium was not found: install it or name it in PARKLOOP_CHROMIUM")
    return found


def open_page(browser: Any, address: str, query: str, charts: int) -> tuple[Any, float]:
    """Open a page in a browser that keeps nothing; return it and the seconds until it stood."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.add_init_script(_HEAR)
    begun = time.perf_counter()
    opened.goto(f"{address}?{query}")
    opened.wait_for_selector(_SHOWN, state="attached")
    opened.wait_for_function(f"document.querySelectorAll('.pl-canvas canvas').length >= {charts}")
    return opened, time.perf_counter() - begun


def time_keys(browser: Any, address: str, page: str, steps: int) -> Moves:
    """Move a lever by key so many times (40 at most), each to a scenario not run before."""
    opened, _ = _opened_at_zero(browser, address, page, 10)
    opened.locator(_THUMB).focus()
    return _timed(opened, steps, lambda _: opened.keyboard.press("ArrowRight"))


def time_drag(browser: Any, address: str, page: str, steps: int) -> Moves:
    """Drag a lever by mouse so many places to the right (40 at most), each as time_keys."""
    opened, places = _opened_at_zero(browser, address, page, 20)
    track = opened.locator(_THUMB).bounding_box()
    middle = track["y"] + track["height"] / 2
    begin, length = track["x"] + _KNOB_PX / 2, track["width"] - _KNOB_PX

    def move(step: int) -> None:
        opened.mouse.move(begin + length * step / places, middle)

    opened.mouse.move(begin, middle)
    opened.mouse.down()
    return _timed(opened, steps, move)


def _opened_at_zero(browser: Any, address: str, page: str, seeds: int) -> tuple[Any, int]:
    """Open a page with the lever at 0 and a seed no other has; return the places of the lever."""
    seed = seeds + list(CHARTS).index(page)
    query = f"page={page}&seed={seed}&{LEVER}=0"
    opened, _ = open_page(browser, address, query, CHARTS[page])
    most = float(opened.locator(_THUMB).get_attribute("max"))
    opened.evaluate(_WATCH)
    return opened, round(most / STEP)


def _timed(opened: Any, steps: int, move: Callable[[int], None]) -> Moves:
    """Make moves one after the other, each when the one before was painted."""
    found = []
    for step in range(1, min(steps, 40) + 1):
        opened.evaluate(_NEXT)
        move(step)
        found.append(opened.wait_for_function("window.painted").json_value())
    opened.context.close()
    return Moves(
        whole=tuple(one["whole"] for one in found),
        run=tuple(one["run"] for one in found),
        server=tuple(one["server"] - one["run"] for one in found),
        bytes=tuple(one["bytes"] for one in found),
    )


def time_band(browser: Any, address: str, moves: int = 3) -> float:
    """Return the middle time from a key to the band of the new scenario, in seconds."""
    opened, _ = open_page(browser, address, "seed=30", CHARTS["overview"])
    ready = "document.body.innerText.includes('middle four fifths')"
    opened.wait_for_function(ready)
    opened.locator(_THUMB).focus()
    times = []
    for _ in range(moves):
        begun = time.perf_counter()
        opened.keyboard.press("ArrowRight")
        opened.wait_for_function(f"!({ready})")
        opened.wait_for_function(ready)
        times.append(time.perf_counter() - begun)
    opened.context.close()
    return float(median(times))
