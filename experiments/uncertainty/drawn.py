"""The catalogue and the parameters of a run whose tables are placed or drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from experiments.uncertainty.factors import (
    PARAMETER,
    parameter_factors,
    table_factors,
    whole,
)
from experiments.uncertainty.moves import CENTRE, Move, cells, place, ranged, triangular
from experiments.uncertainty.settle import settled
from policies.parameters import Parameters, load_parameters
from sim.catalogue import Catalogue, build_catalogue, load_catalogue
from sim.draws import Draws, keys_of
from sim.tables import Table, read_tables

Floats = NDArray[np.float64]
KEPT = 8
"""How many catalogues, and sets of parameters, stay at hand for the runs to come."""

Positions = tuple[tuple[str, float], ...]


def catalogue_of(uncertainty: Mapping[str, float] | None = None, draw: int = 0) -> Catalogue:
    """Return the catalogue of a run: the packaged one where nothing is placed or drawn.

    Placed factors stand at their position in a draw too. Errors: `KeyError` for an unknown factor.
    """
    positions = _off_centre(uncertainty, parameters=False)
    return _catalogue(positions, draw) if positions or draw else load_catalogue()


def parameters_of(
    uncertainty: Mapping[str, float] | None = None, draw: int = 0
) -> Parameters | None:
    """Return the parameters of a run's instruments; None where they are the packaged ones."""
    positions = _off_centre(uncertainty, parameters=True)
    return _parameters(positions, draw) if positions or draw else None


def _off_centre(uncertainty: Mapping[str, float] | None, parameters: bool) -> Positions:
    """Return the positions that move or hold something, by name."""
    return tuple(
        sorted(
            (name, float(position))
            for name, position in (uncertainty or {}).items()
            if name.startswith(PARAMETER) == parameters
        )
    )


@lru_cache(maxsize=KEPT)
def _catalogue(positions: Positions, draw: int) -> Catalogue:
    known, at = table_factors(), dict(positions)
    if not draw and all(position == CENTRE for position in at.values()):
        return load_catalogue()
    found = read_tables()
    for name in known if draw else at:
        for move in known[name].moves:
            values = move.placed(at[name]) if name in at else move.drawn(draw)
            if values is not move.value:
                found[move.table] = _moved(found[move.table], move, values)
    if draw:
        assumed = _assumptions()
        found["assumptions"] = _moved(found["assumptions"], assumed, assumed.drawn(draw))
    return settled(build_catalogue(found), load_catalogue())


@cache
def _assumptions() -> Move:
    table = read_tables()["assumptions"]
    return ranged(table, table["assumption"])


def _moved(table: Table, move: Move, values: Floats) -> Table:
    """Return a table with the cells of a move replaced; a band keeps its ratio to its centre."""
    columns = {}
    for name, moved in zip(move.columns, values, strict=True):
        columns[name] = _put(table[name], move, moved)
    if move.band is not None:
        ratio = values[0] / move.value[0]
        for name in move.band:
            columns[name] = _put(table[name], move, table[name][move.rows] * ratio)
    return table.replaced(**columns)


def _put(column: Floats, move: Move, values: Floats) -> Floats:
    changed = column.copy()
    changed[move.rows] = values
    return changed


@lru_cache(maxsize=KEPT)
def _parameters(positions: Positions, draw: int) -> Parameters:
    """Return the parameters placed and drawn; the steps of a series move together."""
    known, at = parameter_factors(), dict(positions)
    packaged = load_parameters()
    values: dict[str, float] = {}
    for name in known if draw else at:
        rows = [row for row in packaged.steps(name.removeprefix(PARAMETER))]
        rows = [row for row in rows if row.name in known[name].parameters]
        value, low, high = (
            np.array([float(getattr(row, end)) for row in rows]) for end in ("value", "low", "high")
        )
        if name in at:
            moved = place(value, low, high, at[name])
        else:
            u = Draws(draw).uniform("uncertainty parameters", keys_of([name]))
            moved = triangular(value, low, high, u)
        values.update((row.name, whole(one, row)) for row, one in zip(rows, moved, strict=True))
    return packaged.moved(values)


def sampled_rows() -> tuple[int, int, int]:
    """Return how many numbers a draw samples: of tables, of assumptions, of instruments."""
    drawn = (move for one in table_factors().values() for move in one.moves if move.ids is not None)
    ruled = sum(len(factor.parameters) for factor in parameter_factors().values())
    return sum(1 for move in drawn for _ in cells(move)), len(_assumptions().rows), ruled


def digest() -> str:
    """Return a hash of what places and draws mean: the factors, and the code that moves rows."""
    return _digest()


@cache
def _digest() -> str:
    import hashlib
    from pathlib import Path

    found = hashlib.blake2b(digest_size=16)
    folder = Path(__file__).parent
    for path in sorted(chain(folder.glob("*.py"), folder.glob("data/*.csv"))):
        found.update(path.name.encode())
        found.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()
