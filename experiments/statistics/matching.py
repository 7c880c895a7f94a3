"""History matching: rule out inputs whose outputs cannot be what was observed, wave by wave.

Craig et al. 1997; Vernon, Goldstein and Bower 2010, Bayesian Analysis 5:619; with replicates as in
Andrianakis et al. 2015, PLoS Computational Biology 11:e1003968. Inputs are positions in the unit
cube. Nothing is averaged away: an input is ruled out by its worst observation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.statistics.emulator import Emulator, fit
from sim.faults import Fault, InputError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

Simulate = Callable[[Floats], Floats]
"""Inputs (point, factor) in the unit cube -> outputs (point, replicate, observation)."""

CUTOFF = 3.0
"""Pukelsheim's three standard deviations: 95 percent of any unimodal distribution lies within."""
POOL = 20_000
"""Candidates drawn to look for inputs that are not ruled out."""
_ROUNDS = 6
_SLACK = 0.1


@dataclass(frozen=True)
class Observation:
    """What was observed: `error` and `discrepancy` are standard deviations in its unit.

    The error is the measurement's; the discrepancy is what a model of this kind would miss by at
    its best inputs.
    """

    name: str
    value: float
    error: float
    discrepancy: float = 0.0
    label: str = ""
    unit: str = ""
    source: str = ""

    @property
    def variance(self) -> float:
        """The variance of the observation around the model at its best inputs."""
        return self.error**2 + self.discrepancy**2


@dataclass(frozen=True)
class Wave:
    """One wave: what was run, and what its emulators leave.

    `mean`, `spread` are the outputs' mean and standard deviation over replicates (point,
    observation); `scores` the implausibility of what was run; `share` the part of the whole cube
    not ruled out by this wave and those before; `left` inputs of it (point, factor). `tried` are
    inputs drawn evenly from the whole cube, `tried_scores` their largest implausibility (point,) by
    any emulator so far.
    """

    inputs: Floats
    mean: Floats
    spread: Floats
    scores: Floats
    share: float
    left: Floats
    tried: Floats
    tried_scores: Floats
    failed: int


@dataclass(frozen=True)
class Missed:
    """How near the runs came to an observation: `least` implausibility of any run, and its mean.

    `missed` where no run comes within the cutoff.
    """

    observation: Observation
    least: float
    nearest: float
    low: float
    high: float
    missed: bool

    @property
    def side(self) -> str:
        """`above` or `below` where every run lies on that side of the observed value."""
        if self.low > self.observation.value:
            return "above"
        return "below" if self.high < self.observation.value else ""


@dataclass(frozen=True)
class Matched:
    """The waves of a history match, and how each observation was met."""

    names: tuple[str, ...]
    observations: tuple[Observation, ...]
    waves: tuple[Wave, ...]
    cutoff: float
    replicates: int
    notes: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether every input is ruled out."""
        return not len(self.waves[-1].left)

    def misses(self) -> list[Missed]:
        """Return how near any run of any wave came to each observation, in their order."""
        mean = np.concatenate([wave.mean for wave in self.waves])
        scores = np.concatenate([wave.scores for wave in self.waves])
        found = []
        for k, observation in enumerate(self.observations):
            at = int(np.argmin(scores[:, k]))
            found.append(
                Missed(
                    observation=observation,
                    least=float(scores[at, k]),
                    nearest=float(mean[at, k]),
                    low=float(mean[:, k].min()),
                    high=float(mean[:, k].max()),
                    missed=bool(scores[at, k] > self.cutoff),
                )
            )
        return found

    def ranges(self) -> Floats:
        """Return the 5th, 50th and 95th percentile of what is left of each factor: (factor, 3)."""
        left = self.waves[-1].left
        if not len(left):
            return np.full((len(self.names), 3), np.nan)
        return np.asarray(np.percentile(left, (5.0, 50.0, 95.0), axis=0).T)


def implausibility(
    mean: Floats, variance: Floats, noise: Floats, observations: Sequence[Observation]
) -> Floats:
    """Return |z - f| / sqrt(var f + noise + error^2 + discrepancy^2), (point, observation).

    `variance` is that of the mean f (emulator, or replicates over their number), `noise` the
    variance between replicates: what happened is one draw of history.
    """
    value = np.array([one.value for one in observations])
    own = np.array([one.variance for one in observations])
    found: Floats = np.abs(value - mean) / np.sqrt(variance + noise + own)
    return found


def match(
    simulate: Simulate,
    names: Sequence[str],
    observations: Sequence[Observation],
    waves: int = 3,
    size: int = 40,
    cutoff: float = CUTOFF,
    seed: int = 1,
    told: Callable[[int, Wave], None] = lambda number, wave: None,
) -> Matched:
    """Match history in `waves` of `size` points; it ends early where nothing is left.

    The first wave is a Latin hypercube of the cube; later ones spread over what is not ruled out.
    Points with a failed replicate are left out of the emulators and counted. The same arguments
    ask `simulate` for the same points, so a stopped match resumes from the store.

    Errors: `InputError` where more than half of a wave's points fail, or an observation has no
    width.
    """
    _check(observations)
    rng = np.random.default_rng(seed)
    inputs = _hypercube(size, len(names), rng)
    done: list[Wave] = []
    judges: list[_Judge] = []
    notes: list[str] = []
    replicates = 1
    for number in range(1, waves + 1):
        outputs = np.asarray(simulate(inputs), dtype=np.float64)
        replicates = outputs.shape[1]
        good: Flags = np.asarray(np.isfinite(outputs).all(axis=(1, 2)))
        if good.mean() <= 0.5:
            wrong = f"{int((~good).sum())} of {len(good)} points of wave {number} failed"
            raise InputError([Fault("match", wrong, "see the errors of the runs in the store")])
        wave_inputs, mean, between = (
            inputs[good],
            outputs[good].mean(axis=1),
            _between(outputs[good]),
        )
        judge = _judge(wave_inputs, mean, between, replicates, observations, done, cutoff)
        judges.append(judge)
        left, share = _left(judges, len(names), rng)
        tried = rng.random((POOL // _ROUNDS, len(names)))
        wave = Wave(
            inputs=wave_inputs,
            mean=mean,
            spread=np.sqrt(between),
            scores=implausibility(mean, between / replicates, between.mean(axis=0), observations),
            share=share,
            left=left,
            tried=tried,
            tried_scores=np.max([one.scores(tried).max(axis=1) for one in judges], axis=0),
            failed=int((~good).sum()),
        )
        done.append(wave)
        told(number, wave)
        if not len(left):
            notes.append(f"wave {number} rules out every input: see what is missed")
            break
        inputs = _spread_out(left, wave_inputs, size, rng)
    if replicates == 1:
        notes.append("one replicate: the model's own chance is taken as 0")
    return Matched(tuple(names), tuple(observations), tuple(done), cutoff, replicates, tuple(notes))


@dataclass(frozen=True)
class _Judge:
    """The emulators of one wave, one an observation, and the noise between replicates."""

    emulators: tuple[Emulator, ...]
    noise: Floats
    observations: tuple[Observation, ...]
    cutoff: float

    def scores(self, inputs: Floats) -> Floats:
        """Return the implausibility of (point, factor) inputs by observation."""
        found = [one.predict(inputs) for one in self.emulators]
        mean = np.stack([mean for mean, _ in found], axis=1)
        variance = np.stack([variance for _, variance in found], axis=1)
        return implausibility(mean, variance, self.noise, self.observations)

    def keeps(self, inputs: Floats) -> Flags:
        """Return which inputs are not ruled out."""
        return np.asarray((self.scores(inputs) <= self.cutoff).all(axis=1))


def _judge(
    inputs: Floats,
    mean: Floats,
    between: Floats,
    replicates: int,
    observations: Sequence[Observation],
    before: Sequence[Wave],
    cutoff: float,
) -> _Judge:
    """Fit the emulators of a wave on its points and on those of the waves before."""
    points = np.concatenate([inputs, *(wave.inputs for wave in before)])
    means = np.concatenate([mean, *(wave.mean for wave in before)])
    noise = np.concatenate([between, *(wave.spread**2 for wave in before)]).mean(axis=0)
    emulators = tuple(
        fit(points, means[:, k], np.full(len(points), noise[k] / replicates))
        for k in range(len(observations))
    )
    return _Judge(emulators, noise, tuple(observations), cutoff)


def _left(judges: Sequence[_Judge], factors: int, rng: np.random.Generator) -> tuple[Floats, float]:
    """Return inputs that no wave rules out, and their share of the cube.

    Candidates are drawn in the box around what was found so far, a little wider; the box shrinks
    round by round, so that a small part of the cube is found too.
    """
    low, high = np.zeros(factors), np.ones(factors)
    kept, share = np.empty((0, factors)), 0.0
    for _ in range(_ROUNDS):
        pool = low + (high - low) * rng.random((POOL // _ROUNDS, factors))
        flags = np.ones(len(pool), dtype=bool)
        for judge in judges:
            flags[flags] = judge.keeps(pool[flags]) if flags.any() else flags[flags]
        found = pool[flags]
        if not len(found):
            break
        kept, share = found, float(flags.mean() * np.prod(high - low))
        slack = _SLACK * (found.max(axis=0) - found.min(axis=0)) + 1e-3
        low = np.maximum(found.min(axis=0) - slack, 0.0)
        high = np.minimum(found.max(axis=0) + slack, 1.0)
    return kept, share


def _spread_out(left: Floats, run: Floats, size: int, rng: np.random.Generator) -> Floats:
    """Return up to `size` of the inputs left, each farthest from those chosen and run before."""
    pool = left[rng.permutation(len(left))[:2000]]
    distance = ((pool[:, None, :] - run[None, :, :]) ** 2).sum(axis=2).min(axis=1)
    chosen = []
    for _ in range(min(size, len(pool))):
        at = int(np.argmax(distance))
        chosen.append(pool[at])
        distance = np.minimum(distance, ((pool - pool[at]) ** 2).sum(axis=1))
    return np.array(chosen)


def _hypercube(size: int, factors: int, rng: np.random.Generator) -> Floats:
    from scipy.stats import qmc

    return np.asarray(qmc.LatinHypercube(factors, rng=rng).random(size))


def _between(outputs: Floats) -> Floats:
    """Return the variance between replicates (point, observation); 0 for one."""
    if outputs.shape[1] < 2:
        return np.zeros((len(outputs), outputs.shape[2]))
    return np.asarray(outputs.var(axis=1, ddof=1))


def _check(observations: Sequence[Observation]) -> None:
    faults = [
        Fault(f"observation {one.name}", "it has no width", "give an error or a discrepancy")
        for one in observations
        if not one.variance > 0.0 or not np.isfinite(one.value)
    ]
    if not observations:
        faults.append(Fault("match", "there is nothing to match", "name observations"))
    if faults:
        raise InputError(faults)
