"""How many replicates are enough: they are added until the half-width of the mean is met.

The sequential rule of Hoad, Robinson and Davies 2010, Journal of the Operational Research Society
61:1632, "Automated selection of the number of replications for a discrete-event simulation": the
first number whose half-width is met and stays met over a look-ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.faults import Fault, raise_faults

Floats = NDArray[np.float64]

Draw = Callable[[Sequence[int]], Sequence[Floats]]
"""Given how many replicates each point needs, return at least so many: (replicate, output) each."""


@dataclass(frozen=True)
class Width:
    """The half-width to meet: relative to the mean's size, or in the unit of the output.

    >>> Width("co2", relative=0.01).text()
    'co2 to 1 percent of its mean'
    """

    output: str
    relative: float | None = None
    absolute: float | None = None

    def __post_init__(self) -> None:
        asked = [one for one in (self.relative, self.absolute) if one is not None]
        if len(asked) != 1 or not asked[0] > 0.0:
            mend = "write one width above 0: 0.01 (1 percent of the mean) or 250abs (its unit)"
            raise_faults([Fault(f"half-width {self.output}", f"{asked} is none", mend)])

    @classmethod
    def read(cls, text: str) -> Width:
        """Read OUTPUT=SHARE or OUTPUT=WIDTHabs.

        Errors: `InputError` with the way to write it.

        >>> Width.read("co2_scope_1=250abs")
        Width(output='co2_scope_1', relative=None, absolute=250.0)
        """
        output, _, width = text.partition("=")
        try:
            value = float(width.removesuffix("abs"))
        except ValueError:
            value = 0.0
        if width.endswith("abs"):
            return cls(output.strip(), absolute=value)
        return cls(output.strip(), relative=value)

    def target(self, mean: Floats) -> Floats:
        """Return the half-width to meet at a mean."""
        if self.relative is None:
            return np.full_like(mean, self.absolute)
        return np.asarray(self.relative * np.abs(mean))

    def text(self) -> str:
        """Return it in words."""
        if self.relative is None:
            return f"{self.output} to {self.absolute:g} in its unit"
        return f"{self.output} to {100.0 * self.relative:g} percent of its mean"


@dataclass(frozen=True)
class Rule:
    """When to stop: `first` replicates at least, `look_ahead` more that keep the width, a cap.

    Over 100 replicates the look-ahead grows with their number, as in the paper.
    """

    confidence: float = 0.95
    first: int = 3
    look_ahead: int = 5
    most: int = 100

    def __post_init__(self) -> None:
        if not (0.0 < self.confidence < 1.0 and 2 <= self.first <= self.most):
            wrong = f"confidence {self.confidence}, first {self.first}, most {self.most}"
            raise_faults([Fault("replicates", wrong, "2 <= first <= most, 0 < confidence < 1")])

    def ahead(self, count: int) -> int:
        """Return how many replicates the width must hold on beyond `count`."""
        return int(np.ceil(self.look_ahead * max(count, 100) / 100.0))


@dataclass(frozen=True)
class Settled:
    """What a point needed: `needed` is the rule's number, None where the cap came first.

    `replicates` were run (the look-ahead among them) and count in `mean` and `half_width`, one an
    output; `target` is the half-width asked for, `failed` the runs that gave no number.
    """

    needed: int | None
    replicates: int
    mean: tuple[float, ...]
    half_width: tuple[float, ...]
    target: tuple[float, ...]
    failed: int = 0

    @property
    def capped(self) -> bool:
        """Whether the cap came before the width."""
        return self.needed is None

    def as_json(self) -> dict[str, Any]:
        """Return the fields as plain values."""
        return {**asdict(self), "capped": self.capped}


def half_widths(values: Floats, confidence: float) -> tuple[Floats, Floats]:
    """Return running mean and half-width of (replicate,) values after each of them: (n,) each.

    t(n - 1) s / sqrt(n); infinite after the first.
    """
    from scipy.stats import t

    values = np.asarray(values, dtype=np.float64)
    count = np.arange(1, len(values) + 1)
    away = values - values[0]
    mean = np.cumsum(away) / count
    squares = np.maximum(np.cumsum(away**2) - count * mean**2, 0.0)
    half = np.full(len(values), np.inf)
    spread = np.sqrt(squares[1:] / (count[1:] - 1.0))
    half[1:] = t.ppf(0.5 + confidence / 2.0, count[1:] - 1) * spread / np.sqrt(count[1:])
    return mean + values[0], half


def enough(values: Floats, widths: Sequence[Width], rule: Rule) -> int | None:
    """Return the rule's number of replicates for (replicate, output) values; None if not yet met.

    The first n from which every width is met, and stays so for the look-ahead; where the values
    end within the look-ahead it is not met yet, but at the cap what is met counts.
    """
    count = len(values)
    met = np.ones(count, dtype=bool)
    for k, width in enumerate(widths):
        mean, half = half_widths(values[:, k], rule.confidence)
        met &= half <= width.target(mean)
    met[: rule.first - 1] = False
    for n in (np.flatnonzero(met) + 1).tolist():
        end = min(n + rule.ahead(n), rule.most)
        if end <= count and met[n - 1 : end].all():
            return int(n)
    return None


def replicate(draw: Draw, points: int, widths: Sequence[Width], rule: Rule) -> list[Settled]:
    """Add replicates to each point until its widths are met or the cap is reached.

    `draw` is asked for the number of replicates by point, which only ever grows; a replicate that
    failed (NaN) counts to the cap and not to the mean. Rounds grow with what the width still lacks,
    at most twofold, so that few rounds keep many workers busy: the rule looks at every number in
    between all the same.
    """
    wanted = [min(rule.first + rule.ahead(rule.first), rule.most)] * points
    while True:
        values = [np.asarray(one, dtype=np.float64) for one in draw(wanted)]
        good = [one[np.isfinite(one).all(axis=1)] for one in values]
        needed = [enough(one, widths, rule) for one in good]
        before = list(wanted)
        for k in range(points):
            if needed[k] is None and wanted[k] < rule.most:
                wanted[k] = min(_next(good[k], wanted[k], widths, rule), rule.most)
        if wanted == before:
            given = zip(needed, values, good, strict=True)
            return [_settled(n, all_, kept, widths, rule) for n, all_, kept in given]


def _next(values: Floats, now: int, widths: Sequence[Width], rule: Rule) -> int:
    """Return how many replicates to have next: what the spread so far asks for, within bounds."""
    guess = now
    if len(values) > 1:
        for k, width in enumerate(widths):
            mean, half = half_widths(values[:, k], rule.confidence)
            target = float(width.target(mean)[-1])
            share = float(half[-1]) / target if target > 0.0 else 2.0
            guess = max(guess, int(np.ceil(now * min(share * share, 2.0))))
    return min(max(guess + rule.ahead(guess), now + 1), 2 * now + rule.ahead(now))


def _settled(
    needed: int | None, values: Floats, good: Floats, widths: Sequence[Width], rule: Rule
) -> Settled:
    failed = len(values) - len(good)
    if not len(good):
        lost = (float("nan"),) * len(widths)
        return Settled(None, 0, lost, lost, lost, failed)
    ends = [half_widths(good[:, k], rule.confidence) for k in range(len(widths))]
    targets = [width.target(mean[-1:]) for width, (mean, _) in zip(widths, ends, strict=True)]
    return Settled(
        needed=needed,
        replicates=len(good),
        mean=tuple(float(mean[-1]) for mean, _ in ends),
        half_width=tuple(float(half[-1]) for _, half in ends),
        target=tuple(float(target[0]) for target in targets),
        failed=failed,
    )
