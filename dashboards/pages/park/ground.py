"""Where enterprises stand in a picture: at their true places, or in a layout of the network."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from dashboards.pages.park.data import Place, Site, site_of

if TYPE_CHECKING:
    from experiments.results import Results

ASPECT = 3.0 / 2.0
MARGIN = 0.08
REACH = 0.6
"""A place outside the fence stands on the map within this share of the park's extent, else at
the edge."""

FULL: Final = 0.8
"""A map whose places fill this share of its width is not drawn closer."""

SEED: Final = 1
"""Of the layout: the same pairs give the same picture."""
ROUNDS: Final = 120
SPREAD: Final = 1.8
"""How far apart springs keep nodes, over the usual 1 / sqrt(nodes)."""
STEP: Final = 0.7
"""Between two enterprises of a row, where a component of n enterprises is sqrt(n) wide."""

Spot = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """The part of the plane that is drawn, in km."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a point lies inside."""
        return self.west <= x <= self.east and self.south <= y <= self.north

    def grown(self, share: float) -> Box:
        """Return the box larger by a share of its longer side on each side."""
        more = share * max(self.east - self.west, self.north - self.south, 0.5)
        return Box(self.west - more, self.east + more, self.south - more, self.north + more)

    def shaped(self, aspect: float) -> Box:
        """Return the smallest box of this aspect (width over height) around this one."""
        width, height = self.east - self.west, self.north - self.south
        wide, high = max(width, height * aspect), max(height, width / aspect)
        x, y = self.middle
        return Box(x - wide / 2, x + wide / 2, y - high / 2, y + high / 2)

    def edge(self, x: float, y: float) -> Spot:
        """Return where the ray from the middle to a point outside leaves the box."""
        middle_x, middle_y = self.middle
        dx, dy = x - middle_x, y - middle_y
        half_x, half_y = (self.east - self.west) / 2, (self.north - self.south) / 2
        share = min(half_x / abs(dx) if dx else math.inf, half_y / abs(dy) if dy else math.inf)
        return middle_x + share * dx, middle_y + share * dy

    @property
    def middle(self) -> Spot:
        """The middle."""
        return (self.west + self.east) / 2, (self.south + self.north) / 2


@dataclass(frozen=True)
class Rows:
    """Rows from the north-west: where, how many in one, how far apart, how many taken."""

    north: float
    count: int
    step: float
    taken: int = 0

    def place(self, names: Iterable[str]) -> dict[str, Spot]:
        """Return the next spots."""
        return {
            name: (self.step * (k % self.count), self.north - STEP * (k // self.count))
            for k, name in enumerate(names, start=self.taken)
        }


@dataclass(frozen=True)
class Ground:
    """What a picture of a park is drawn on; it stays while years and levers change.

    `rows` is where those stand that have no spot of their own; None where all have a true place.
    """

    box: Box
    spots: dict[str, Spot]
    rows: Rows | None = None

    @property
    def true(self) -> bool:
        """Whether places and distances are those of the park."""
        return self.rows is None

    def place(self, places: Iterable[Place]) -> dict[str, Spot]:
        """Return where each enterprise is drawn; one far outside stands at the edge."""
        if self.rows is None:
            return {place.enterprise: _spot(place, self.box) for place in places}
        here = [place.enterprise for place in places]
        new = sorted(one for one in here if one not in self.spots)
        return {one: self.spots[one] for one in here if one in self.spots} | self.rows.place(new)


def true_ground(results: Results) -> Ground:
    """Return the map's ground: the box around the park of a run and its near partners."""
    return Ground(map_box(site_of(results)), {})


def fitted(ground: Ground, site: Site, standing: Iterable[Place]) -> Ground:
    """Return a map's ground around those who stand, where they leave much of it empty.

    It stays as it is where they fill `FULL` of its width, so that it seldom moves.
    """
    places = tuple(standing)
    if not ground.true or not places:
        return ground
    box = map_box(replace(site, places=places))
    filled = (box.east - box.west) / (ground.box.east - ground.box.west)
    return ground if filled >= FULL else replace(ground, box=box)


def map_box(site: Site) -> Box:
    """Return the box around a park and its near partners."""
    inside = [(p.x_km, p.y_km) for p in site.places if p.role != "outside"]
    inside += [(x, y) for x, y, _, _ in site.plots]
    core = _around(inside or [(p.x_km, p.y_km) for p in site.places] or [(0.0, 0.0)])
    reach = core.grown(REACH)
    near = [(p.x_km, p.y_km) for p in site.places if reach.holds(p.x_km, p.y_km)]
    return (
        _around([(core.west, core.south), (core.east, core.north), *near])
        .grown(MARGIN)
        .shaped(ASPECT)
    )


def network_ground(results: Results) -> Ground:
    """Return the network's ground; see `layout`."""
    return layout(site_of(results))


def layout(site: Site) -> Ground:
    """Return spots for everyone that ever stands: those with partners by springs, the rest in rows.

    Each connected component is laid out by itself in a square of sqrt(its members); the squares
    stand side by side, the largest first, and all is stretched to the picture's shape: distances
    mean nothing. Source: Fruchterman and Reingold 1991, as networkx has it.
    """
    import networkx as nx

    names = sorted(place.enterprise for place in site.places)
    graph = nx.Graph()
    for giver, taker, years in site.pairs:
        graph.add_edge(giver, taker, weight=math.sqrt(years))
    components = sorted(map(sorted, nx.connected_components(graph)), key=lambda c: (-len(c), c))
    sides = [max(1.5, 1.2 * math.sqrt(len(members))) for members in components]
    alone = [name for name in names if name not in graph]
    area = sum(side * side for side in sides) + len(alone) * STEP * STEP
    width = max(math.sqrt(ASPECT * area), 4 * STEP, sum(sides[:2]))
    spots: dict[str, Spot] = {}
    corners, deep = _packed(sides, width)
    for members, side, (x, y) in zip(components, sides, corners, strict=True):
        for name, (east, north) in _springs(graph.subgraph(members)).items():
            spots[name] = (x + east * (side - 0.5), y - north * (side - 0.5))
    count = max(1, int(width / STEP))
    high = deep + STEP * math.ceil(len(alone) / count)
    stretch = max(1.0, ASPECT * high / width)
    rows = Rows(-deep - STEP / 2, count, STEP * stretch)
    spots = {name: (x * stretch, y) for name, (x, y) in spots.items()} | rows.place(alone)
    ends = [(0.0, 0.0), (width * stretch, rows.north)]
    box = _around([*spots.values(), *ends]).grown(MARGIN / 2).shaped(ASPECT)
    return Ground(box, spots, replace(rows, taken=len(alone)))


def _packed(sides: list[float], width: float) -> tuple[list[Spot], float]:
    """Return the north-west corners of squares, the largest first, and how far south they reach.

    Beside the first they stand in shelves as long as these fit its height, below it in wider ones.
    """
    first = sides[0] if sides else 0.0
    corners: list[Spot] = []
    left = x = y = deep = 0.0
    for k, side in enumerate(sides):
        if k and x + side > width + 1e-9:
            x, y, deep = left, y - deep, 0.0
            if left and side - y > first + 1e-9:
                left = x = 0.0
                y = min(y, -first)
        corners.append((x, y))
        x, deep = x + side, max(deep, side if k else 0.0)
        left = first if k == 0 else left
    return corners, max(first, deep - y)


def _springs(graph: Any) -> dict[str, Spot]:
    """Return shares of a square's width and height by node."""
    import networkx as nx

    ordered = nx.Graph()
    ordered.add_nodes_from(sorted(graph.nodes))
    ordered.add_weighted_edges_from(
        sorted((*sorted(e[:2]), e[2]["weight"]) for e in graph.edges(data=True))
    )
    apart = SPREAD / math.sqrt(len(ordered))
    found = nx.spring_layout(ordered, k=apart, seed=SEED, iterations=ROUNDS)
    east, north = (_evened({str(name): float(at[k]) for name, at in found.items()}) for k in (0, 1))
    return {name: (east[name], north[name]) for name in east}


def _evened(at: dict[str, float]) -> dict[str, float]:
    """Return shares of the way from the least to the largest, half by value and half by rank.

    Ranks open the crowd around a hub.
    """
    least, most = min(at.values()), max(at.values())
    ordered = sorted(at, key=lambda name: (at[name], name))
    return {
        name: 0.5 * (at[name] - least) / max(most - least, 1e-9)
        + 0.5 * rank / max(len(ordered) - 1, 1)
        for rank, name in enumerate(ordered)
    }


def _around(points: list[Spot]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), max(xs), min(ys), max(ys))


def _spot(place: Place, box: Box) -> Spot:
    """Return where a place is drawn: where it is, or at the edge in its direction."""
    if box.holds(place.x_km, place.y_km):
        return place.x_km, place.y_km
    x, y = box.middle
    inner = Box(
        *(0.97 * side + 0.03 * x for side in (box.west, box.east)),
        *(0.97 * side + 0.03 * y for side in (box.south, box.north)),
    )
    return inner.edge(place.x_km, place.y_km)
