"""Failed runs before an analysis: named and refused, or left out in whole blocks on request.

SALib gives ST = 0 for every factor where one output is NaN, and says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DROPS = ("blocks", "replicates")
_SHOWN = 5


@dataclass(frozen=True)
class Complete:
    """Outputs (point, replicate) without a failed run.

    `points` and `replicates` flag what was kept of what was given.
    """

    outputs: Floats
    points: NDArray[np.bool_]
    replicates: NDArray[np.bool_]

    def notes(self) -> tuple[str, ...]:
        """Say what was left out."""
        lost = int((~self.points).sum()), int((~self.replicates).sum())
        pairs = zip(lost, (self.points.size, self.replicates.size), DROPS, strict=True)
        named = {"blocks": "points", "replicates": "replicates"}
        return tuple(f"{n} of {all_} {named[d]} left out: runs failed" for n, all_, d in pairs if n)


def complete(
    outputs: Floats,
    block: int = 1,
    drop: str = "",
    runs: Sequence[Sequence[str]] | NDArray[Any] | None = None,
    what: str = "output",
) -> Complete:
    """Refuse outputs (point, replicate) with NaN or infinite values, or leave them out.

    `block` points stand or fall together (a Morris trajectory, a Sobol block). `drop="blocks"`
    leaves out whole blocks, `drop="replicates"` every replicate that failed anywhere; `runs` are
    the ids of the runs, (point, replicate), to name those that failed.

    Errors: `InputError` that names failed runs and the ways out, or says that nothing is left;
    `ValueError` where the points are no whole blocks, or for an unknown `drop`.
    """
    values = np.asarray(outputs, dtype=np.float64)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or len(values) % block:
        raise ValueError(f"{values.shape} are no whole blocks of {block} points x replicates")
    if drop and drop not in DROPS:
        raise ValueError(f"drop is {drop!r}; write one of {', '.join(DROPS)}")
    bad = ~np.isfinite(values)
    points: Flags = np.ones(len(values), dtype=np.bool_)
    replicates: Flags = np.ones(values.shape[1], dtype=np.bool_)
    if bad.any() and not drop:
        raise InputError([_refusal(bad, block, runs, what)])
    if drop == "blocks":
        points = np.repeat(~bad.reshape(-1, block, bad.shape[1]).any(axis=(1, 2)), block)
    elif drop == "replicates":
        replicates = np.asarray(~bad.any(axis=0))
    if not points.any() or not replicates.any():
        raise InputError([Fault(what, f"without failed {drop} nothing is left", "repeat the runs")])
    return Complete(values[points][:, replicates], points, replicates)


def _refusal(bad: NDArray[np.bool_], block: int, runs: Any, what: str) -> Fault:
    rows, columns = np.nonzero(bad)
    names = [
        str(runs[point][k]) if runs is not None else f"point {point + 1}, replicate {k + 1}"
        for point, k in zip(rows[:_SHOWN].tolist(), columns[:_SHOWN].tolist(), strict=True)
    ]
    more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
    blocks = len(np.unique(rows // block))
    whole = f"the {blocks} whole blocks of {block} points" if block > 1 else f"{blocks} points"
    return Fault(
        what,
        f"{len(rows)} of {bad.size} runs failed or are infinite ({'; '.join(names)}{more})",
        "repeat them (the same `parkloop sweep` does), or leave them out and say so: drop=blocks"
        f" leaves out {whole}, drop=replicates {int(bad.any(axis=0).sum())} of {bad.shape[1]}"
        " replicates",
    )
