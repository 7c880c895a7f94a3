"""What a plant of each sector has: recipe, technologies and prospects, end to end by sector."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.kernel import kernel
from sim.stream_facts import stream_facts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Spans(NamedTuple):
    """Where the rows of each sector stand, by sector."""

    first: Ints
    size: Ints


class RecipeRows(NamedTuple):
    """The rows of all recipes."""

    spans: Spans
    stream: Ints
    out: Flags
    product: Flags
    fuel: Flags
    quantity: Floats


class ProspectRows(NamedTuple):
    """The prospects of a plant of each sector.

    A slot that only a technology opens has its prospects too; nobody meets them before.
    """

    spans: Spans
    slot: Ints
    """Row in the sector's recipe."""
    exchange: Ints
    giver: Flags
    traded: Flags
    """The stream given has a price outside: the option is common practice."""


@per_catalogue
def recipe_rows(catalogue: Catalogue) -> RecipeRows:
    """Return the recipes of all sectors end to end."""
    recipes = catalogue.recipes
    columns = (
        np.concatenate([getattr(recipe, name) for recipe in recipes])
        for name in RecipeRows._fields[1:]
    )
    return RecipeRows(_spans([len(recipe.stream) for recipe in recipes]), *columns)


@per_catalogue
def technology_rows(catalogue: Catalogue) -> tuple[Spans, Ints]:
    """Return the rows of the technology table that apply to a plant of each sector."""
    rows = [
        np.flatnonzero(catalogue.tech_row_sector == sector)
        for sector in range(len(catalogue.sectors))
    ]
    return _spans([len(row) for row in rows]), np.concatenate(rows)


@per_catalogue
def prospect_rows(catalogue: Catalogue) -> ProspectRows:
    """Pair each row of a recipe with the exchange options its sector may give to or take from it.

    An enterprise gives what it puts out and takes for what it takes in.
    """
    sizes, slots, exchanges, givers = [], [], [], []
    for recipe, may_give, may_take in zip(
        catalogue.recipes, catalogue.gives, catalogue.takes, strict=True
    ):
        stream, out = recipe.stream[:, None], recipe.out[:, None]
        gives = may_give & (stream == catalogue.from_stream) & out
        slot, exchange = np.nonzero(gives | (may_take & (stream == catalogue.to_stream) & ~out))
        sizes.append(len(slot))
        slots.append(slot)
        exchanges.append(exchange)
        givers.append(gives[slot, exchange])
    exchange = np.concatenate(exchanges)
    traded = stream_facts(catalogue).fallback[catalogue.from_stream[exchange]] > 0
    return ProspectRows(
        _spans(sizes), np.concatenate(slots), exchange, np.concatenate(givers), traded
    )


def _spans(sizes: list[int]) -> Spans:
    size = np.array(sizes, dtype=np.int64)
    return Spans(np.cumsum(size) - size, size)


@kernel
def unfold(spans: Spans, sector: Ints) -> tuple[Ints, Ints]:
    """Return whose each row is and which row of its sector, plant by plant, for some plants.

    >>> spans = Spans(np.array([0, 2]), np.array([2, 1]))
    >>> owner, row = unfold(spans, np.array([1, 0, 1]))
    >>> owner.tolist(), row.tolist()
    ([0, 1, 1, 2], [2, 0, 1, 2])
    """
    total = 0
    for kind in sector:
        total += spans.size[kind]
    owner, row = np.empty(total, dtype=np.int64), np.empty(total, dtype=np.int64)
    place = 0
    for plant in range(len(sector)):
        kind = sector[plant]
        for k in range(spans.size[kind]):
            owner[place], row[place] = plant, spans.first[kind] + k
            place += 1
    return owner, row
