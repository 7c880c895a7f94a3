"""What journeys do on a page and ask of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

PATIENCE_MS = 60_000
"""How long a page may take: a machine ten times slower than usual is no fault of it."""

HOSTILE = '<img src=x onerror="window.broken=1">'
"""Name of the first enterprise of the park `hostile`."""

FORMULA = "=1+1"
"""English name of that park."""


def stays(url: str) -> bool:
    """Say whether a request stays on this machine."""
    return urlsplit(url).scheme in ("data", "blob") or urlsplit(url).hostname == "127.0.0.1"


def expect(what: Any) -> Any:
    """Return Playwright's assertions on something, which wait until they hold."""
    from playwright.sync_api import expect as waiting

    waiting.set_options(timeout=PATIENCE_MS)
    return waiting(what)


def visit(page: Any, address: str, query: str = "", charts: int = 6) -> None:
    """Open a page and wait until it is whole and so many charts stand."""
    page.goto(f"{address}?{query}" if query else address)
    page.wait_for_selector(".pl-shown[data-view]", state="attached")
    page.wait_for_function(f"document.querySelectorAll('.pl-canvas canvas').length >= {charts}")


def shows(page: Any, view: str) -> None:
    """Wait until everything on the page shows a view."""
    page.wait_for_selector(f'.pl-shown[data-view="{view}"]', state="attached")


def figures(page: Any) -> str:
    return str(page.inner_text(".pl-figures"))


def slider(page: Any, policy: str) -> Any:
    return page.locator(f"[data-lever={policy}] input[type=range]")


def inked(page: Any, nth: int) -> int:
    """Count the pixels drawn on a chart."""
    return int(
        page.evaluate(
            """nth => {
              const canvas = document.querySelectorAll('.pl-canvas canvas')[nth];
              const brush = canvas.getContext('2d');
              const {data} = brush.getImageData(0, 0, canvas.width, canvas.height);
              let count = 0;
              for (let k = 3; k < data.length; k += 4) if (data[k] > 0) count += 1;
              return count;
            }""",
            nth,
        )
    )
