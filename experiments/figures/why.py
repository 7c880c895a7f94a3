"""Why CO2 or energy changed: a waterfall from one year or run to another, effect by effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.decompose import decompose
from experiments.figures.scale import readable
from experiments.figures.style import BLUE, GREEN, GREY, INK, RED, grid, head, new_figure
from experiments.labels import effect_label, word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.run_data import RunData


def draw(
    results: RunData,
    *,
    lang: str = "en",
    first: int | None = None,
    last: int | None = None,
    of: str = "co2",
    other: RunData | None = None,
    tce: str = "calorific",
) -> Figure:
    """Draw the total at both ends and between them each effect that is not nothing.

    From the first to the last year of the run unless told otherwise; with `other`, to that run. The
    grid's factor is grey: the park did not move it.
    """
    begin, end = (int(year) for year in results.years[[0, -1]])
    found = decompose(results, first or begin, last or end, of, other, tce)
    figure = new_figure(height=3.4)
    head(figure, results, f"{word('why', lang)}: {word(f'why {of}', lang)}", lang)
    axes = figure.subplots()
    factor, unit = readable(f"{found.unit}/yr", max(found.start, found.end), lang)
    least = 5e-4 * max(abs(found.start), abs(found.end))
    bars = [(found.before, 0.0, found.start, BLUE)]
    level = found.start
    for name, effect in found.effects.items():
        if abs(effect) > least:
            colour = GREY if name == "grid" else RED if effect > 0 else GREEN
            bars.append((effect_label(name, lang), level, effect, colour))
        level += effect
    bars.append((found.after, 0.0, found.end, BLUE))
    for place, (_, bottom, height, colour) in enumerate(bars):
        axes.bar(place, height / factor, bottom=bottom / factor, color=colour, width=0.66, lw=0)
        sign = "+" if 0 < place < len(bars) - 1 and height > 0 else ""
        top = max(bottom, bottom + height) / factor
        axes.annotate(
            f"{sign}{height / factor:.3g}".replace("-", "\N{MINUS SIGN}"), (place, top),
            xytext=(0, 2), textcoords="offset points", ha="center", fontsize=7, color=INK,
        )  # fmt: skip
    axes.axhline(0.0, color=INK, lw=0.7)
    axes.use_sticky_edges = False  # the foot of a hanging bar would pin the upper edge
    axes.margins(y=0.1)
    lowest = min(bottom + min(height, 0.0) for _, bottom, height, _ in bars)
    if lowest >= 0.0:
        axes.set_ylim(bottom=0.0)
    axes.set_xticks(range(len(bars)), [_wrapped(name, lang) for name, *_ in bars], fontsize=7)
    axes.set_ylabel(unit)
    grid(axes)
    return figure


def _wrapped(name: str, lang: str) -> str:
    """Break a label into short lines; Chinese ones after four characters."""
    if lang == "zh":
        return "\n".join(name[k : k + 4] for k in range(0, len(name), 4))
    return name.replace(" ", "\n")
