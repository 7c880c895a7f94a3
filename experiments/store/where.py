"""Choosing rows of a study by conditions such as `park=kalundborg` and `strength_subsidy>=1`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from experiments.nearest import nearest
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    import pandas

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, "==": operator.eq,
    "=": operator.eq, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
"""What may stand between a column and its value."""

_CONDITION = re.compile(r"\s*(.+?)\s*(>=|<=|!=|==|=|>|<)\s*(.*?)\s*")
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def chosen(table: pandas.DataFrame, conditions: Sequence[str]) -> pandas.DataFrame:
    """Return the rows of a table that meet all conditions, each `column OPERATOR value`.

    Errors: `InputError` with every condition that cannot be, and the nearest column.
    """
    faults: list[Fault] = []
    kept = [True] * len(table)
    for condition in conditions:
        found = _met(table, condition)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            kept = [one and bool(other) for one, other in zip(kept, found, strict=True)]
    raise_faults(faults)
    return table[kept]


def _met(table: pandas.DataFrame, condition: str) -> Any:
    """Return for each row whether it meets a condition, or what is wrong with it."""
    place = f"where {condition}"
    parts = _CONDITION.fullmatch(condition)
    if parts is None:
        mend = "write COLUMN=VALUE, or one of >= <= != > < in place of ="
        return Fault(place, "there is no comparison", mend)
    name, sign, text = parts.groups()
    if name not in table.columns:
        mend = f"write {nearest(name, [str(column) for column in table.columns])}"
        return Fault(place, f"there is no column {name!r}", mend)
    column = table[name]
    kind = column.dtype.kind
    value: Any = text
    if kind == "b":
        if text.casefold() not in _FLAGS:
            return Fault(place, f"{text!r} is neither true nor false", f"write {name}=true")
        value = _FLAGS[text.casefold()]
    elif kind in "iuf":
        try:
            value = float(text)
        except ValueError:
            return Fault(place, f"{text!r} is no number", f"write {name}{sign}0.5, say")
    elif sign not in ("=", "==", "!="):
        return Fault(place, f"{name} is text, which has no order", f"write {name}={text}")
    return OPERATORS[sign](column.to_numpy(), value)
