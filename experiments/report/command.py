"""The command line that makes a scenario's run again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.park import Park


def command_line(
    park: Park, package: str, strength: Mapping[str, float], seed: int, until: int
) -> str:
    """Return the `parkloop run` that gives the same run id.

    A park that ships with ParkLoop is named; of any other the command says `PARK.xlsx`, the file
    that the reader has: see `ships`. `package` is a package that ships.
    """
    where = park.park_id if ships(park) else f"{park.park_id}.xlsx"
    words = ["parkloop", "run", where, "--package", package]
    for name, value in sorted(strength.items()):
        words += ["--set", f"{name}={value:.12g}"]
    words += ["--seed", str(seed), "--until", str(until), "--out", f"{park.park_id}-{package}"]
    return shlex.join(words)


def ships(park: Park) -> bool:
    """Say whether a park is an example of ParkLoop, unchanged."""
    return _example_digest(park.park_id) == park.digest()


@cache
def _example_digest(name: str) -> str | None:
    from sim.parkfile import example_parks, read_park

    where = example_parks().get(name)
    return None if where is None else read_park(where).digest()
