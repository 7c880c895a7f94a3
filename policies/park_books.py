"""A park's closed books of last year, by park, and what a policy carries by park in standing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.policy import View
from sim.sums import sum_one
from sim.titles import of_parks

Floats = NDArray[np.float64]

CNY_PER_WAN = 1e4


@dataclass(frozen=True)
class ParkBooks:
    """Sums over the enterprises inside the fence, by park; nan where nothing was made."""

    value_added_wan: Floats
    """10^4 CNY at 2020 prices."""
    energy_tce: Floats
    tco2e: Floats
    fresh_water_m3: Floats
    solid_disposed_t: Floats
    solid_use: Floats
    """Share of the solid waste made that was used; 1 where none was made."""
    tax_wan_per_mu: Floats
    value_added_wan_per_mu: Floats

    @classmethod
    def of(cls, view: View) -> ParkBooks:
        """Sum last year's books."""
        book = view.book
        value_added = park_sum(view, book.value_added_cny) / CNY_PER_WAN
        value_added = np.where(value_added > 0, value_added, np.nan)
        land = park_sum(view, view.enterprises.land_mu * view.enterprises.active)
        land = np.where(land > 0, land, np.nan)
        made, disposed = (
            park_sum(view, column) for column in (book.solid_generated_t, book.solid_disposed_t)
        )
        buried = np.divide(disposed, made, out=np.zeros_like(made), where=made > 0)
        return cls(
            value_added_wan=value_added,
            energy_tce=park_sum(view, book.energy_tce),
            tco2e=park_sum(view, book.tco2e),
            fresh_water_m3=park_sum(view, book.fresh_water_m3),
            solid_disposed_t=disposed,
            solid_use=np.clip(1.0 - buried, 0.0, 1.0),
            tax_wan_per_mu=park_sum(view, book.tax_cny) / CNY_PER_WAN / land,
            value_added_wan_per_mu=value_added / land,
        )


def park_sum(view: View, column: Floats) -> Floats:
    """Sum a column over the enterprises inside the fence, by park."""
    enterprises = view.enterprises
    return sum_one(enterprises.park, np.where(enterprises.inside, column, 0.0), view.parks)


def by_park(view: View, column: Floats) -> Floats:
    """Return what the rows of each park carry in a standing column; nan where none is known."""
    return of_parks(view.enterprises.park, column, view.parks)


def on_rows(view: View, parks: Floats) -> Floats:
    """Return a column by park on the rows of its enterprises."""
    return parks[view.enterprises.park]


def ratio(value: Floats, over: Floats) -> Floats:
    """Return a quotient, nan where it has no meaning.

    >>> ratio(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    found = np.full(np.broadcast(value, over).shape, np.nan)
    np.divide(value, over, out=found, where=over > 0)
    return found
