"""Random parks to hold the market against, and the worlds they run in."""

from __future__ import annotations

from hypothesis import strategies as st

from sim.world import World
from tests.engine.worlds import world_of
from tests.market.actors import SERVICES, random_park

MIXES = ("dyeing_textile", "fine_chemical", "steel", "paper", "petrochemical", "metals_recycling")
PARKS = {
    "enterprises": st.integers(5, 40),
    "seed": st.integers(0, 10**6),
    "mix": st.sampled_from(MIXES),
    "one_owner": st.sampled_from((False, False, False, True)),
    "served": st.booleans(),
    "run_seed": st.integers(0, 10**6),
}
"""What is drawn for a park: arguments of `random_world`, but for its months."""


def random_world(
    enterprises: int,
    seed: int,
    mix: str,
    one_owner: bool,
    served: bool,
    run_seed: int,
    months: int,
    **changed: float,
) -> World:
    """Return a random park with or without a broker and platform, some assumptions changed."""
    return world_of(
        random_park(enterprises, seed, mix, one_owner),
        seed=run_seed,
        months=months,
        policies=(SERVICES,) if served else (),
        **changed,
    )
