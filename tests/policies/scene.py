"""Small views for policies: a few enterprises with last year's books, no simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import load_catalogue
from sim.columns import Enterprises
from sim.draws import Draws, keys_of
from sim.policy import Policy, View, Yearbook
from sim.terms import Terms, compose

Floats = NDArray[np.float64]


def firms(sectors: Sequence[str], **columns: Any) -> Enterprises:
    """Return running enterprises of these sectors, all of one park unless `park` says otherwise."""
    catalogue, count = load_catalogue(), len(sectors)
    given: dict[str, Any] = {
        "key": keys_of([f"firm {row}" for row in range(count)]),
        "sector": [catalogue.sector[name] for name in sectors],
        "inside": True,
        "active": True,
        "start_month": -1000,
        "land_mu": 100.0,
        "jobs": 100.0,
    }
    return Enterprises.blank(count, **{**given, **columns})


def view(
    sectors: Sequence[str] | Enterprises,
    year: int,
    *,
    over_base: Sequence[float] | float = 1.0,
    strength: float | Sequence[float] = 1.0,
    standing: Mapping[str, Floats] | None = None,
    **book: Any,
) -> View:
    """Return what a policy sees in January of `year`; `book` sets columns of last year's books.

    `strength` is one number or one a park; `over_base` is unit energy over the archetype's.
    """
    enterprises = sectors if isinstance(sectors, Enterprises) else firms(sectors)
    count, parks = len(enterprises), int(enterprises.park.max(initial=0)) + 1
    books = Yearbook.blank(year - 1, count)
    given = {"output": 1.0, "value_added_cny": 1.0, "tax_cny": 1.0, "energy_tce": 1.0, **book}
    for name, column in given.items():
        getattr(books, name)[:] = column
    levers = np.broadcast_to(np.asarray(strength, dtype=np.float64), parks).copy()
    return View(
        year=year,
        catalogue=load_catalogue(),
        enterprises=enterprises,
        parks=parks,
        book=books,
        energy_over_base=np.broadcast_to(np.asarray(over_base, dtype=np.float64), count).copy(),
        strength=levers[enterprises.park],
        park_strength=levers,
        standing=standing or {},
        draws=Draws(1),
        park_keys=keys_of([f"park {number}" for number in range(parks)]),
    )


def assessed(policy: Policy, seen: View) -> View:
    """Return the view with what the policy assessed in it as standing."""
    columns = {f"{policy.name}.{name}": c for name, c in policy.assess(seen).items()}
    return View(**{**seen.__dict__, "standing": {**seen.standing, **columns}})


def terms_of(policy: Policy, seen: View, *, assess: bool = True) -> Terms:
    """Let a policy assess and write, and compose what it wrote."""
    known = assessed(policy, seen) if assess else seen
    return compose({policy.name: policy.write(known)}, len(seen.enterprises), seen.parks)
