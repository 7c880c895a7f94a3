"""Figures of the statistics: each `draw(found, lang)` returns a matplotlib figure."""
