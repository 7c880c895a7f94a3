"""Scenario discovery: where among the inputs do the runs of interest lie? PRIM and CART boxes.

The peeling and the trees are EMA Workbench's (Kwakkel 2017), in either of its versions (2.5 has a
`threshold`, 3.0 none); shares and quasi-p-values are counted here, alike for both.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.extras import load
from experiments.statistics.salib import contained
from sim.faults import Fault, InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXTRA = "discovery"


@dataclass(frozen=True)
class Restriction:
    """What a box asks of a factor: an end is None where the box goes as far as the inputs do.

    `low_p`, `high_p` are quasi-p-values (Bryant and Lempert 2010): the chance that the box would
    hold as many runs of interest without that end, were its share of them that of the larger box.
    """

    factor: str
    low: float | None
    high: float | None
    low_p: float | None
    high_p: float | None


@dataclass(frozen=True)
class Box:
    """A box of inputs: `coverage` is its share of all runs of interest, `density` theirs in it.

    `mass` is its share of all runs, `mean` the mean output of its runs (NaN where none was given).
    """

    coverage: float
    density: float
    mass: float
    mean: float
    runs: int
    interest: int
    restrictions: tuple[Restriction, ...]


@dataclass(frozen=True)
class Step:
    """One box on the way of PRIM from all runs to the densest box."""

    coverage: float
    density: float
    mass: float
    restricted: int


@dataclass(frozen=True)
class Discovery:
    """Boxes of the runs of interest; `trajectories` are PRIM's ways to them, box by box."""

    method: str
    names: tuple[str, ...]
    ranges: Floats
    boxes: tuple[Box, ...]
    trajectories: tuple[tuple[Step, ...], ...]
    runs: int
    interest: int
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return boxes, trajectories and notes as plain values."""
        return {**asdict(self), "ranges": self.ranges.tolist()}


def prim(
    names: Sequence[str],
    inputs: Floats,
    interest: Flags,
    outputs: Floats | None = None,
    density: float = 0.8,
    mass_min: float = 0.05,
    most: int = 3,
) -> Discovery:
    """Peel boxes (Friedman and Fisher 1999): of each way, the first step of `density` is taken.

    `inputs` (point, factor); `interest` (point,) or (point, replicate), where each run counts;
    `outputs` of the same shape gives the mean in a box. A box that never reaches `density` is taken
    at its densest step, and noted. At most `most` boxes, none with less than `mass_min` of the runs
    and none less dense than all runs together.

    Errors: `InputError` without EMA Workbench, for missing values, or where all or no runs are of
    interest.
    """
    cases = _Cases.of(names, inputs, interest, outputs)
    module = load("ema_workbench.analysis.prim", EXTRA)
    boxes: list[Box] = []
    ways: list[tuple[Step, ...]] = []
    notes: list[str] = []
    with _quiet():
        options = {"threshold": 0.0} if "threshold" in _arguments(module.Prim) else {}
        peeler = module.Prim(cases.frame(), cases.interest, mass_min=mass_min, **options)
        free: Flags = np.ones(len(cases.interest), dtype=np.bool_)
        while len(boxes) < most and cases.interest[free].any() and free.mean() > mass_min:
            found = peeler.find_box()
            if found is None:
                break
            limits = [cases.limits(frame) for frame in found.box_lims]
            way = [cases.step(limit, free) for limit in limits]
            dense = [k for k, step in enumerate(way) if step.density >= density]
            at = dense[0] if dense else int(np.argmax([step.density for step in way]))
            if not way[at].restricted or way[at].density <= cases.interest.mean():
                break
            if not dense:
                notes.append(
                    f"box {len(boxes) + 1} reaches a density of {way[at].density:.2f} only"
                )
            found.select(at)
            boxes.append(cases.box(limits[at], free))
            ways.append(tuple(way))
            free = free & ~cases.inside(limits[at])
    return cases.discovery("prim", boxes, ways, notes)


def cart(
    names: Sequence[str],
    inputs: Floats,
    interest: Flags,
    outputs: Floats | None = None,
    density: float = 0.8,
    mass_min: float = 0.05,
) -> Discovery:
    """Split the inputs by a classification tree (Breiman et al. 1984); dense leaves are boxes.

    Leaves with at least `density` come first by coverage; without any, the densest leaf, noted.
    Arguments and errors as of `prim`.
    """
    cases = _Cases.of(names, inputs, interest, outputs)
    module = load("ema_workbench.analysis.cart", EXTRA)
    with _quiet():
        least = max(mass_min, 1.5 / len(cases.interest))  # EMA Workbench rounds it down to runs
        tree = module.CART(cases.frame(), cases.interest, mass_min=least)
        tree.build_tree()
        limits = (
            [cases.limits(frame) for frame in tree.boxes] if tree.clf.tree_.node_count > 1 else []
        )
    every: Flags = np.ones(len(cases.interest), dtype=np.bool_)
    leaves = sorted((cases.box(limit, every) for limit in limits), key=lambda box: -box.coverage)
    boxes, notes = [leaf for leaf in leaves if leaf.density >= density], []
    if not boxes and leaves:
        boxes = [max(leaves, key=lambda leaf: leaf.density)]
        notes = [f"no leaf reaches a density of {density:g}; the densest is shown"]
    return cases.discovery("cart", boxes, [], notes)


@dataclass(frozen=True)
class _Cases:
    """Runs one by one: inputs (run, factor), whether of interest, output."""

    names: tuple[str, ...]
    inputs: Floats
    interest: Flags
    outputs: Floats

    @classmethod
    def of(
        cls, names: Sequence[str], inputs: Floats, interest: Flags, outputs: Floats | None
    ) -> _Cases:
        inputs, flags = np.asarray(inputs, np.float64), np.asarray(interest)
        if inputs.ndim != 2 or inputs.shape[1] != len(names) or len(flags) != len(inputs):
            raise ValueError(f"inputs {inputs.shape} do not fit {len(names)} names, {flags.shape}")
        replicates = flags.size // len(flags)
        values = (
            np.full(flags.shape, np.nan) if outputs is None else np.asarray(outputs, np.float64)
        )
        faults = []
        if not np.isfinite(inputs).all():
            faults.append(Fault("inputs", "some are missing", "leave those points out"))
        if outputs is not None and not np.isfinite(values).all():
            lost = int((~np.isfinite(values)).sum())
            mend = "repeat them, or leave their points out"
            faults.append(Fault("outputs", f"{lost} of {values.size} runs failed", mend))
        if flags.all() or not flags.any():
            count = "all" if flags.all() else "none"
            faults.append(
                Fault(
                    "interest",
                    f"{count} of {flags.size} runs are of interest",
                    "move the threshold",
                )
            )
        if faults:
            raise InputError(faults)
        rows = np.repeat(inputs, replicates, axis=0)
        return cls(tuple(names), rows, flags.astype(bool).ravel(), values.ravel())

    def frame(self) -> Any:
        """Return the inputs as the data frame that EMA Workbench takes."""
        import pandas

        return pandas.DataFrame(self.inputs, columns=list(self.names))

    def limits(self, frame: Any) -> Floats:
        """Return the limits of a box (factor, 2) from EMA Workbench's."""
        return np.asarray(frame[list(self.names)].to_numpy(dtype=np.float64).T)

    @property
    def ranges(self) -> Floats:
        """The least and the largest value of each factor (factor, 2)."""
        return np.stack([self.inputs.min(axis=0), self.inputs.max(axis=0)], axis=1)

    def inside(self, limits: Floats) -> Flags:
        """Return which runs lie in a box, its limits included."""
        held = (self.inputs >= limits[:, 0]) & (self.inputs <= limits[:, 1])
        return np.asarray(held.all(axis=1))

    def restricted(self, limits: Floats) -> Flags:
        """Return which ends (factor, 2) cut off runs."""
        ranges = self.ranges
        return np.stack([limits[:, 0] > ranges[:, 0], limits[:, 1] < ranges[:, 1]], axis=1)

    def step(self, limits: Floats, free: Flags) -> Step:
        """Count a box among runs that no earlier box holds."""
        held = self.inside(limits) & free
        hits, count = int((held & self.interest).sum()), int(held.sum())
        return Step(
            coverage=hits / int(self.interest.sum()),
            density=hits / count if count else 0.0,
            mass=count / len(held),
            restricted=int(self.restricted(limits).any(axis=1).sum()),
        )

    def box(self, limits: Floats, free: Flags) -> Box:
        """Return a box with its restrictions, counted among runs that no earlier box holds."""
        held, step = self.inside(limits) & free, self.step(limits, free)
        restrictions = []
        for k, (low, high) in enumerate(self.restricted(limits).tolist()):
            if low or high:
                restrictions.append(
                    Restriction(
                        factor=self.names[k],
                        low=float(limits[k, 0]) if low else None,
                        high=float(limits[k, 1]) if high else None,
                        low_p=self._quasi_p(limits, free, k, 0) if low else None,
                        high_p=self._quasi_p(limits, free, k, 1) if high else None,
                    )
                )
        return Box(
            coverage=step.coverage,
            density=step.density,
            mass=step.mass,
            mean=float(self.outputs[held].mean()) if held.any() else float("nan"),
            runs=int(held.sum()),
            interest=int((held & self.interest).sum()),
            restrictions=tuple(restrictions),
        )

    def _quasi_p(self, limits: Floats, free: Flags, factor: int, end: int) -> float:
        """Return P(X >= hits), X binomial over the box's runs at the share without that end."""
        from scipy.stats import binom

        wide = limits.copy()
        wide[factor, end] = self.ranges[factor, end]
        held, around = self.inside(limits) & free, self.inside(wide) & free
        share = float(self.interest[around].mean())
        return float(binom.sf(int(self.interest[held].sum()) - 1, int(held.sum()), share))

    def discovery(
        self,
        method: str,
        boxes: Sequence[Box],
        ways: Sequence[tuple[Step, ...]],
        notes: Sequence[str],
    ) -> Discovery:
        """Gather what was found."""
        none = () if boxes else ("no box sets runs of interest apart",)
        return Discovery(
            method=method,
            names=self.names,
            ranges=self.ranges,
            boxes=tuple(boxes),
            trajectories=tuple(ways),
            runs=len(self.interest),
            interest=int(self.interest.sum()),
            notes=(*notes, *none),
        )


def _arguments(of: Any) -> set[str]:
    return set(inspect.signature(of).parameters)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings of the libraries (dtypes of frames) to themselves, and ties always alike.

    scikit-learn breaks ties between factors by numpy's global generator.
    """
    with contained():
        np.random.seed(1)
        yield
