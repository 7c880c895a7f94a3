"""What every test stands on: no display, the same hypothesis examples each time, one browser."""

from __future__ import annotations

import os
import shutil

os.environ.setdefault("MPLBACKEND", "Agg")

import pytest
from hypothesis import HealthCheck, settings

# How long examples take to make is judged by the wall clock, which a busy machine stretches.
settings.register_profile(
    "parkloop",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("parkloop")

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def chromium_path() -> str | None:
    """Return the Chromium to drive: `PARKLOOP_CHROMIUM`, else the first found on the PATH."""
    named = os.environ.get("PARKLOOP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium that a test marked `browser` launches."""
    path = chromium_path()
    assert path is not None, "only a test marked `browser` may ask for the browser"
    return path


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test where there is no browser; fail it where one is required."""
    if item.get_closest_marker("browser") is None or chromium_path() is not None:
        return
    if os.environ.get("PARKLOOP_BROWSER") == "required":
        pytest.fail("PARKLOOP_BROWSER=required, yet no Chromium was found", pytrace=False)
    pytest.skip("no Chromium was found; install one or name it in PARKLOOP_CHROMIUM")
