"""What journeys do on a page and ask of it; what is asked waits until it is so."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

PATIENCE_MS = 60_000
"""How long a page may take: a machine ten times slower than usual is no fault of it."""

HOSTILE = '<img src=x onerror="window.broken=1">'
"""Name of the first enterprise of the park `hostile`."""

FORMULA = "=1+1"
"""English name of that park."""

_INKED = """nth => {
  const canvas = document.querySelectorAll('.pl-canvas canvas')[nth];
  if (!canvas || !canvas.width || !canvas.height) return 0;
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let k = 3; k < data.length; k += 4) if (data[k] > 0) count += 1;
  return count;
}"""

_FIGURES = """[...document.querySelectorAll('.pl-card .pl-value, .pl-card .pl-change')]
  .map(one => one.innerText).join('\\n')"""

_REST = """([quiet, most]) => new Promise((resolve) => {
  let timer = 0;
  const watcher = new MutationObserver(() => rest());
  const end = () => { watcher.disconnect(); requestAnimationFrame(() => resolve()); };
  const rest = () => { clearTimeout(timer); timer = setTimeout(end, quiet); };
  watcher.observe(document, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  setTimeout(end, most);
  rest();
})"""


def expect(what: Any) -> Any:
    """Return Playwright's assertions on something, which wait until they hold."""
    from playwright.sync_api import expect as waiting

    waiting.set_options(timeout=PATIENCE_MS)
    return waiting(what)


def stays(url: str) -> bool:
    """Say whether a request stays on this machine."""
    return urlsplit(url).scheme in ("data", "blob") or urlsplit(url).hostname == "127.0.0.1"


def newcomer(browser: Any) -> Any:
    """Return a page of somebody else, as patient as the journey's own; close its context."""
    opened = browser.new_context().new_page()
    opened.set_default_timeout(PATIENCE_MS)
    return opened


def visit(page: Any, address: str, query: str = "", charts: int = 6) -> None:
    """Open a page and wait until it is whole and so many charts stand."""
    page.goto(f"{address}?{query}" if query else address)
    for part in (".pl-shown[data-view]", ".pl-top", ".pl-pages button"):
        page.locator(part).first.wait_for(state="attached")
    page.wait_for_function(f"document.querySelectorAll('.pl-canvas canvas').length >= {charts}")


def shows(page: Any, view: str) -> None:
    """Wait until everything on the page shows a view."""
    page.wait_for_selector(f'.pl-shown[data-view="{view}"]', state="attached")


def rests(page: Any, quiet_ms: int = 300) -> None:
    """Wait until nothing on the page has changed for so long, a minute at most."""
    page.evaluate(_REST, [quiet_ms, PATIENCE_MS])


def fits(page: Any, width: int = 390) -> None:
    """Wait until a page that has come to rest is no wider than the screen."""
    rests(page)
    page.wait_for_function(f"document.documentElement.scrollWidth <= {width}")


def figures(page: Any) -> str:
    """Return the six figures and their changes; not their ranges, which come when they can."""
    expect(page.locator(".pl-card .pl-value")).to_have_count(6)
    return str(page.evaluate(_FIGURES))


def figures_become(page: Any, wanted: str) -> None:
    """Wait until the figures are as they were when `figures` told them."""
    page.wait_for_function(f"wanted => {_FIGURES} === wanted", arg=wanted)


def figures_leave(page: Any, before: str) -> None:
    """Wait until the figures are others than `figures` told."""
    page.wait_for_function(f"before => ![before, ''].includes({_FIGURES})", arg=before)


def slider(page: Any, policy: str) -> Any:
    return page.locator(f"[data-lever={policy}] input[type=range]")


def focused(page: Any, selector: str) -> None:
    """Wait until the focus is on the first element of a selector."""
    page.wait_for_function(
        "selector => document.activeElement === document.querySelector(selector)", arg=selector
    )


def inked(page: Any, nth: int) -> int:
    """Count the pixels drawn on a chart."""
    return int(page.evaluate(_INKED, nth))


def drawn(page: Any, *charts: int, least: int) -> None:
    """Wait until each of some charts has so many pixels drawn."""
    for nth in charts:
        page.wait_for_function(f"nth => ({_INKED})(nth) > {least}", arg=nth)


def steady(page: Any, script: str, given: Any) -> Any:
    """Return what a function of the page tells once it tells the same twice, and no error."""
    page.evaluate("window.told_before = undefined")
    told = page.wait_for_function(
        f"""given => {{
          let told;
          try {{ told = JSON.stringify(({script})(given)); }} catch {{ return false; }}
          const same = told === window.told_before;
          window.told_before = told;
          return same ? told : false;
        }}""",
        arg=given,
        polling=200,
    )
    return json.loads(told.json_value())
