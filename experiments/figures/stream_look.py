"""One colour and hatch a stream, the same in every figure: the hue of its class, its own shade."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from experiments.figures.style import CLASS_COLOURS
from experiments.indicators.stream_class import class_of
from sim.tables import read_tables

_MIX = (0.0, 0.45, -0.35, 0.7, 0.22, -0.18)
"""How much white (+) or black (-) a shade takes, the clearest steps first."""
_HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++++", "oooo")


@dataclass(frozen=True)
class StreamLook:
    """Colour as #rrggbb, and a hatch that tells streams of one shade apart."""

    colour: str
    hatch: str


@cache
def stream_look(stream: str) -> StreamLook:
    """Return how a stream is drawn.

    >>> stream_look("fly_ash") == stream_look("fly_ash") != stream_look("fgd_gypsum")
    True
    """
    place = _places()[stream]
    shade, hatch = place % len(_MIX), (place // len(_MIX)) % len(_HATCHES)
    return StreamLook(_mixed(CLASS_COLOURS[class_of(stream)], _MIX[shade]), _HATCHES[hatch])


@cache
def _places() -> dict[str, int]:
    """Return the place of each stream within its class: wastes and by-products first."""
    table = read_tables()["streams"]
    names = [str(name) for name in table["stream"].tolist()]
    kinds = dict(zip(names, table["category"].tolist(), strict=True))
    order = sorted(names, key=lambda name: kinds[name] not in ("waste", "by-product"))
    seen: dict[str, int] = {}
    places = {}
    for name in order:
        kind = class_of(name)
        places[name] = seen.get(kind, 0)
        seen[kind] = places[name] + 1
    return places


def _mixed(colour: str, much: float) -> str:
    """Return a colour mixed with white (much > 0) or black (much < 0)."""
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    other = 255 if much > 0 else 0
    mixed = [round(part + abs(much) * (other - part)) for part in parts]
    return "#" + "".join(f"{part:02x}" for part in mixed)
