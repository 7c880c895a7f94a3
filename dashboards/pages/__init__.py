"""The pages, one folder each: `page.py`, `texts.py`, and its own Vue files and `style.css`.

A folder's `page.py` holds `PAGE`. To add a page, add a folder and its name here.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = ("overview", "flows", "park", "compare", "policies", "sweep", "links", "data")
"""In the order of the navigation; the first opens first."""
