"""How much photovoltaics fits on the roofs of a plot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue

Floats = NDArray[np.float64]

SQUARE_METRES_PER_MU = 666.67


def roof_kwp(catalogue: Catalogue, land_mu: Floats, kwp_per_m2: float) -> Floats:
    """Return the most rooftop and building-integrated photovoltaics that a plot carries, kWp.

    Plot x share under buildings x share of a roof that can be used (context `land`, estimates:
    building_density and roof_share_usable_for_pv) x assumption `pv_kwp_per_roof_m2`. Walls are not
    counted: no source gives their area.
    """
    covered = catalogue.context("land", "building_density")
    usable = catalogue.context("land", "roof_share_usable_for_pv")
    return land_mu * (SQUARE_METRES_PER_MU * covered * usable * kwp_per_m2)
