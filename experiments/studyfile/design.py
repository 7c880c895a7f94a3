"""The design of a study: its method, options and seed, and whether it is possible at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.design.base import Option
from experiments.design.plan import Plan
from experiments.design.registry import OLD_NAMES, designs
from experiments.design.space import KINDS
from experiments.nearest import nearest
from experiments.studyfile.levels import Taking
from experiments.studyfile.notes import Notes
from experiments.studyfile.replicates import MOST_RUNS
from experiments.studyfile.values import is_whole, shown

DEFAULT = "factorial"
DESIGN_SEED = 1


@dataclass(frozen=True)
class Asked:
    """What a study says of its design."""

    method: str = DEFAULT
    options: Mapping[str, Any] = field(default_factory=dict)
    seed: int = DESIGN_SEED
    sound: bool = True

    @property
    def taking(self) -> Taking:
        """How the design takes ranges; where it is at fault itself, any range will do."""
        if not self.sound:
            return Taking(samples=True)
        samples = designs()[self.method].samples
        return Taking(samples, int(self.options.get("levels", 0)))


def read_design(notes: Notes) -> Asked:
    """Return the design: a name, or a table with `method`, `seed` and the method's options."""
    given = notes.content.get("design", DEFAULT)
    table = isinstance(given, Mapping)
    content: Mapping[str, Any] = given if isinstance(given, Mapping) else {"method": given}
    where = ("design", "method") if table else ("design",)
    before = len(notes.faults)
    word = content.get("method")
    if word is None:
        notes.fault("has no method", 'write method = "latin_hypercube", say', "design")
        return Asked(sound=False)
    method = OLD_NAMES.get(word, word) if isinstance(word, str) else word
    if not isinstance(method, str) or method not in designs():
        mend = f"write {nearest(str(word), (*designs(), *OLD_NAMES))}"
        notes.fault(f"there is no design {shown(word)}", mend, *where)
        return Asked(sound=False)
    known = designs()[method].options
    notes.known(content, ("method", "seed", *known), "design")
    options = {name: _option(notes, name, option, content) for name, option in known.items()}
    seed = content.get("seed", DESIGN_SEED)
    if not is_whole(seed) or seed < 0:
        notes.fault(f"is {shown(seed)}", "write a whole number, 0 or more", "design", "seed")
    _check_points(notes, method, where)
    return Asked(method, options, seed, len(notes.faults) == before)


def _option(notes: Notes, name: str, option: Option, content: Mapping[str, Any]) -> Any:
    example = f"{name} = {shown(option.example)}"
    if name not in content:
        if option.default is None:
            mend = f'write design = {{ method = "{content["method"]}", {example} }}, say'
            notes.fault(f"{name} is missing ({option.what})", mend, "design")
        return option.default
    value = content[name]
    if option.flag:
        if not isinstance(value, bool):
            notes.fault(f"is {shown(value)}", "write true or false", "design", name)
    elif not is_whole(value) or not option.least <= value <= MOST_RUNS:
        mend = f"write a whole number, {option.least} to {MOST_RUNS:,}"
        notes.fault(f"is {shown(value)}", mend, "design", name)
    return value


def _check_points(notes: Notes, method: str, where: tuple[str, ...]) -> None:
    """Note what stands beside a design that it cannot take."""
    content = notes.content
    if method != "list":
        if "points" in content:
            mend = 'write design = "list", or remove [[points]]'
            notes.fault(f"{method} makes its points itself", mend, "points")
        return
    if not content.get("points"):
        notes.fault("a list needs points", "write [[points]] tables", *where)
    for key in (*KINDS, "symbiosis"):
        if content.get(key, {}) != {}:
            mend = f'write {key} within each of [[points]], or design = "factorial"'
            notes.fault("a list takes its values from its points", mend, key)


def check_design(notes: Notes, asked: Asked, plan: Plan) -> None:
    """Note why the design is impossible with the factors that vary."""
    for option, wrong, mend in designs()[asked.method].complaints(plan.factors, asked.options):
        path = ("design", option) if option else ("design",)
        notes.fault(wrong, mend, *path)
