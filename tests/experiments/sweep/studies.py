"""Small studies, and what a test asks of their stores."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from experiments.frame import Frame
from experiments.store.layout import PARTS
from experiments.store.reader import read_store
from experiments.study import Study
from sim.park import Park
from sim.parkfile import write_park
from sim.synth import synth

OUTPUTS = ["co2_scope_1", "links_active", "public_cost"]


@cache
def park() -> Park:
    """A park of eight enterprises."""
    return synth(8, 1)


def small(**changes: Any) -> Study:
    """Twelve short runs: two packages, three strengths, two seeds."""
    content: dict[str, Any] = {
        "name": "small",
        "parks": [park()],
        "packages": ["none", "baseline"],
        "until": 2021,
        "seeds": 2,
        "outputs": OUTPUTS,
        "strength": {"subsidy": [0.0, 0.5, 1.0]},
    }
    return Study.of(**{**content, **changes})


def write_small(folder: Path, until: int = 2021, seeds: int = 2) -> Path:
    """Write the small study and its park as a user would; return the study's path."""
    write_park(park(), folder / "park")
    path = folder / "small.toml"
    path.write_text(
        f"""\
format_version = 1
name = "small"
parks = ["park"]
packages = ["none", "baseline"]
until = {until}
seeds = {seeds}
outputs = {OUTPUTS}

[strength]
subsidy = [0.0, 0.5, 1.0]
""".replace("'", '"'),
        encoding="utf-8",
    )
    return path


def parts(out: Path) -> list[Path]:
    """Return the committed parts of a store."""
    return sorted((out / PARTS).glob("*.parquet"))


def run_ids(out: Path) -> set[str]:
    """Return the runs that a store holds."""
    return set(read_store(out)["run_id"].tolist())


def same(one: Frame, other: Frame) -> bool:
    """Say whether two stores hold the same bits."""
    assert len(one) > 0
    return one.same_as(other)


PYTHON_STUDY = """
from experiments import Study
study = Study.of(name="x", park="kalundborg", package="none", until=2021, seeds=3)
if __name__ == "__main__":
    raise SystemExit("the main part is not for us")
"""
