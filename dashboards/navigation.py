"""Which pages there are, each a folder of `dashboards/pages`."""

from __future__ import annotations

from typing import Final

NAMES: Final = ("overview", "flows", "park", "compare", "policies", "sweep", "links", "data")
"""In the order of the navigation; the first opens first."""
