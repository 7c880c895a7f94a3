"""What a sweep varies, as the page has it, and the study it makes."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboards.shelf import Shelf
from dashboards.sweeps.measures import OUTPUTS
from dashboards.viewstate import STEP, Key, snap
from policies.package import dated, undated

if TYPE_CHECKING:
    from experiments.study import Study

FACTORIAL, SAMPLE = "factorial", "latin_hypercube"
DESIGNS: Final = (FACTORIAL, SAMPLE)

MOST_RUNS: Final = 2000
MOST_S: Final = 1200.0
MOST_SEEDS: Final = 50
MOST_LEVERS: Final = 12

_DESIGN_SEED = 1
_FIRST = ("subsidy", "ladder_tariff")


@dataclass(frozen=True)
class Span:
    """A lever with the values it takes: from `low` to at most `high` in steps of `step`."""

    lever: str
    low: float
    high: float
    step: float

    @property
    def values(self) -> tuple[float, ...]:
        """The values, each where a slider can stand."""
        count = math.floor((self.high - self.low) / self.step + 1e-9) + 1
        return tuple(round(self.low + k * self.step, 2) for k in range(count))


@dataclass(frozen=True)
class Setup:
    """Levers with their values, the design over them, and the replicates of each point.

    `size` is the number of points that the Latin hypercube draws; `draws` says whether each seed
    has its own draw of the tables.
    """

    spans: tuple[Span, ...]
    design: str = FACTORIAL
    size: int = 40
    seeds: int = 3
    draws: bool = False

    @property
    def points(self) -> int:
        """The number of points; a sample may draw one of them twice and then has fewer."""
        every = math.prod(len(span.values) for span in self.spans)
        return every if self.design == FACTORIAL else self.size

    @property
    def runs(self) -> int:
        """The number of runs, at most."""
        return self.points * self.seeds

    def fault(self, seconds: float) -> str:
        """Return the key of what speaks against it, given what it would take; empty for nothing."""
        if not any(len(span.values) > 1 for span in self.spans):
            return "sweep_no_lever"
        if self.runs > MOST_RUNS:
            return "sweep_too_many"
        return "sweep_too_long" if seconds > MOST_S else ""

    def plain(self) -> dict[str, Any]:
        """Return it as the page's form has it."""
        return {
            "spans": {s.lever: [s.low, s.high, s.step] for s in self.spans},
            "design": self.design, "size": self.size, "seeds": self.seeds, "draws": self.draws,
        }  # fmt: skip


def usual(shelf: Shelf) -> Setup:
    """Return what the page begins with."""
    most = {lever.name: lever.most for lever in shelf.levers}
    names = [name for name in _FIRST if name in most] or list(most)[:2]
    return Setup(tuple(Span(name, 0.0, most[name], 0.5) for name in names))


def read_setup(given: Any, shelf: Shelf, before: Setup) -> Setup:
    """Return what a form from the browser asks for; what cannot be is as it was `before`."""
    form: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    spans = form.get("spans")
    design = form.get("design")
    draws = form.get("draws")
    return Setup(
        spans=before.spans if not isinstance(spans, Mapping) else _spans(spans, shelf),
        design=design if design in DESIGNS else before.design,
        size=_whole(form.get("size"), 2, MOST_RUNS, before.size),
        seeds=_whole(form.get("seeds"), 1, MOST_SEEDS, before.seeds),
        draws=draws if isinstance(draws, bool) else before.draws,
    )


def _spans(given: Mapping[Any, Any], shelf: Shelf) -> tuple[Span, ...]:
    """Return the levers asked for, each in its range; low and high change places if need be."""
    found = []
    for lever in shelf.levers:
        ends = given.get(lever.name)
        if not isinstance(ends, list | tuple) or len(ends) != 3:
            continue
        if not all(isinstance(end, int | float) for end in ends):
            continue
        low, high = sorted(snap(float(end), lever.most) for end in ends[:2])
        step = max(STEP, snap(float(ends[2]), lever.most))
        found.append(Span(lever.name, low, high, step))
    return tuple(found[:MOST_LEVERS])


def _whole(value: Any, least: int, most: int, otherwise: int) -> int:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return min(max(value, least), most) if whole else otherwise


def content(setup: Setup, key: Key, until: int, name: str, description: str = "") -> dict[str, Any]:
    """Return what the study file of a sweep says; levers moved by hand are held where they are."""
    park, package, moved, seed, since = key
    swept = {span.lever: list(span.values) for span in setup.spans}
    seeds = list(range(seed, seed + setup.seeds))
    design: Any = FACTORIAL
    if setup.design == SAMPLE:
        design = {"method": SAMPLE, "size": setup.size, "seed": _DESIGN_SEED}
    return {
        "format_version": 1,
        "name": name,
        **({"description": description} if description else {}),
        "park": park,
        "package": dated(package, since),
        "until": until,
        "seeds": seeds,
        **({"draws": list(range(1, setup.seeds + 1))} if setup.draws else {}),
        "outputs": list(OUTPUTS),
        "design": design,
        "strength": {**{lever: value for lever, value in moved if lever not in swept}, **swept},
    }


def study_of(said: Mapping[str, Any], shelf: Shelf) -> Study:
    """Return the study of a content, with the park and package of the shelf."""
    from experiments.study import Study

    package = shelf.package(*undated(said["package"]))
    things = {"park": shelf.parks[said["park"]], "package": package}
    return Study.of(**{**said, **things})


def toml_of(said: Mapping[str, Any], comment: str = "") -> str:
    """Return a content as a TOML file, with a comment above.

    >>> print(toml_of({"name": "x", "seeds": [1, 2], "strength": {"subsidy": [0.0, 1.0]}}), end="")
    name = "x"
    seeds = [1, 2]
    <BLANKLINE>
    [strength]
    subsidy = [0.0, 1.0]
    """
    lines = [f"# {line}" for line in comment.splitlines()]
    lines += [f"{name} = {_toml(value)}" for name, value in said.items() if name != "strength"]
    lines += ["", "[strength]"]
    lines += [f"{name} = {_toml(value)}" for name, value in said["strength"].items()]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
