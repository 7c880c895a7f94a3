"""Laying the steam mains of the parks: which heat plants reach which users of steam."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, of_role, per_catalogue
from sim.columns import BY_PLAN, Enterprises
from sim.draws import Draws
from sim.kernel import kernel

if TYPE_CHECKING:
    from sim.park_columns import ParkColumns

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Connected = Callable[[Ints, Ints], Flags]
"""Says which pairs of enterprises (plants, users) a main joins."""

GRADES = ("steam_mp", "steam_lp")
"""Steam by falling pressure: a plant serves its own grade and, throttled, the lower ones. Hot water
takes a substation, so it comes by contract alone (options X133, X170, X171)."""


class Pairs(NamedTuple):
    """A plant and a user of its steam, one row a pair; the pairs of a line follow each other."""

    plant: Ints
    """Steam output."""
    user: Ints
    """Steam input."""
    arrives: Floats
    """Share of what is sent that arrives."""


class Lines(NamedTuple):
    """A plant and all users of one grade in its reach, one row a line."""

    plant: Ints
    """Steam output."""
    first: Ints
    last: Ints
    """Pairs of the line, from `first` up to `last`."""


@dataclass(frozen=True)
class Mains:
    """The mains of all parks; made anew when enterprises enter."""

    pairs: Pairs
    lines: Lines
    grade: Ints
    """Index in `GRADES` of what the users of a line need, by line."""
    key: NDArray[np.uint64]
    """Key of the plant, by line."""
    users: Ints
    """Every steam input that some line reaches, once."""


class Ends(NamedTuple):
    """Where mains may begin and end."""

    plants: Ints
    """Steam outputs of heat plants inside the fence."""
    users: Ints
    """Steam inputs of enterprises inside the fence whose output is planned."""


class Sites(NamedTuple):
    """Where enterprises stand, as the kernels read it."""

    park: Ints
    x_km: Floats
    y_km: Floats
    sector: Ints
    inside: Flags
    dispatch: Ints


def lay_mains(
    catalogue: Catalogue, columns: ParkColumns, loss_per_km: float, connected: Connected
) -> Mains:
    """Join the heat plants of each park to the users of steam in reach.

    A heat plant is a utility inside the fence that puts out steam. Its reach is the
    `max_distance_km` of its steam, straight; a pipe loses `loss_per_km` of what is sent on each km.
    Users are enterprises whose output is planned: what other utilities use is not known yet when
    the mains supply. `connected` says which pairs of a plant's and a user's enterprise are joined.
    """
    slots, sites = columns.slots, columns.enterprises.as_tuple(Sites)
    owner, grade = slots.enterprise, _grades(catalogue)
    ends = find_ends(owner, slots.stream, slots.out, sites, grade, of_role(catalogue, "utility"))
    plant, user, arrives = join(
        ends, owner, slots.stream, sites, grade, _reach_km(catalogue), loss_per_km
    )
    joined = connected(owner[plant], owner[user])
    if not joined.all():
        plant, user, arrives = plant[joined], user[joined], arrives[joined]
    needed = grade[slots.stream[user]]
    first, last = string(plant, needed)
    return Mains(
        pairs=Pairs(plant, user, arrives),
        lines=Lines(plant[first], first, last),
        grade=needed[first],
        key=columns.enterprises.key[owner[plant[first]]],
        users=once(user, len(owner)),
    )


@per_catalogue
def _grades(catalogue: Catalogue) -> Ints:
    """Return the index in `GRADES` by stream, -1 where it is none."""
    grade = np.full(len(catalogue.streams), -1)
    grade[[catalogue.stream[name] for name in GRADES]] = np.arange(len(GRADES))
    return grade


@per_catalogue
def _reach_km(catalogue: Catalogue) -> Floats:
    return catalogue.number("streams", "max_distance_km").copy()


def taken_up(
    draws: Draws, enterprises: Enterprises, month: int, share_per_year: float
) -> Connected:
    """Return which users are connected to a plant: all to one that stood at the start.

    To one that came later, a share of them that grows by `share_per_year` with each January, in a
    line drawn once for each pair.
    """

    def connected(plant: Ints, user: Ints) -> Flags:
        since, key = enterprises.start_month[plant], enterprises.key
        years = (month - month % 12 - since) / 12.0 + 1.0
        joined: Flags = since <= 0
        if joined.all():
            return joined
        late = np.flatnonzero(~joined)
        place = draws.uniform("mains", key[plant[late]], key[user[late]])
        joined[late] = place < share_per_year * years[late]
        return joined

    return connected


@kernel
def find_ends(
    owner: Ints, stream: Ints, out: Flags, sites: Sites, grade: Ints, utility: Flags
) -> Ends:
    """Return the slots where mains may begin and end; `utility` is by sector."""
    plants, users = np.empty(len(owner), dtype=np.int64), np.empty(len(owner), dtype=np.int64)
    given = taken = 0
    for slot in range(len(owner)):
        e = owner[slot]
        if grade[stream[slot]] < 0 or not sites.inside[e]:
            continue
        if out[slot]:
            if utility[sites.sector[e]]:
                plants[given] = slot
                given += 1
        elif sites.dispatch[e] == BY_PLAN:
            users[taken] = slot
            taken += 1
    return Ends(plants[:given], users[:taken])


@kernel
def join(
    ends: Ends, owner: Ints, stream: Ints, sites: Sites, grade: Ints, reach_km: Floats,
    loss_per_km: float,
) -> tuple[Ints, Ints, Floats]:  # fmt: skip
    """Return every pair of a plant and a user in its reach, and the share of steam that arrives.

    Pairs come by the user's grade, then plant by plant: those of a line follow each other. A plant
    serves its own grade and lower ones; `reach_km` is by stream.
    """
    room = len(ends.plants) * len(ends.users)
    plant, user = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    arrives, found = np.empty(room), 0
    for rank in range(len(GRADES)):
        for giver in ends.plants:
            if grade[stream[giver]] > rank:
                continue
            for taker in ends.users:
                a, b = owner[giver], owner[taker]
                if grade[stream[taker]] != rank or sites.park[a] != sites.park[b]:
                    continue
                dx, dy = sites.x_km[a] - sites.x_km[b], sites.y_km[a] - sites.y_km[b]
                km = np.sqrt(dx * dx + dy * dy)
                left = 1.0 - loss_per_km * km
                if km <= reach_km[stream[giver]] and left > 0.0:
                    plant[found], user[found], arrives[found] = giver, taker, left
                    found += 1
    return plant[:found], user[:found], arrives[:found]


@kernel
def string(plant: Ints, grade: Ints) -> tuple[Ints, Ints]:
    """Return where the pairs of each line begin and where they end; a line has one plant and grade.

    >>> first, last = string(np.array([3, 3, 8]), np.array([0, 1, 1]))
    >>> first.tolist(), last.tolist()
    ([0, 1, 2], [1, 2, 3])
    """
    first, last = np.empty_like(plant), np.empty_like(plant)
    lines = 0
    for pair in range(len(plant)):
        if pair == 0 or plant[pair] != plant[pair - 1] or grade[pair] != grade[pair - 1]:
            first[lines] = pair
            lines += 1
        last[lines - 1] = pair + 1
    return first[:lines], last[:lines]


@kernel
def once(rows: Ints, size: int) -> Ints:
    """Return the rows that occur, each once and in order; all are below `size`."""
    seen = np.zeros(size, dtype=np.bool_)
    for row in rows:
        seen[row] = True
    return np.flatnonzero(seen)
