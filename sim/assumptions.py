"""The assumptions of behaviour and physics that no table of processes holds, with their ranges."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from sim.catalogue import Catalogue
from sim.faults import Fault, raise_faults


def assumptions(
    catalogue: Catalogue, changed: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return every assumption by name, with those in `changed` replaced.

    Raises `InputError` for a name that does not exist or a number outside its range.
    """
    table = catalogue.tables["assumptions"]
    values = dict(zip(table["assumption"].tolist(), table["value"].tolist(), strict=True))
    faults = []
    for name, value in (changed or {}).items():
        if name not in values:
            near = difflib.get_close_matches(name, values, 3) or sorted(values)[:3]
            mend = f"write one of {', '.join(near)}"
            faults.append(Fault(f"assumption {name}", "there is no such assumption", mend))
            continue
        row = int((table["assumption"] == name).argmax())
        low, high = float(table["low"][row]), float(table["high"][row])
        if value < low or value > high or value != value:
            mend = f"write {low:g} to {high:g}"
            faults.append(Fault(f"assumption {name}", f"{value:g} is out of range", mend))
    raise_faults(faults)
    return {**values, **(changed or {})}
