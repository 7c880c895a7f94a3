"""A process of its own that searches a store: `python killed.py STORE`; prints what it found."""

from __future__ import annotations

import hashlib
import sys

from experiments.pareto.objective import Objective
from experiments.pareto.packages import Problem, pareto
from experiments.pareto.search import Settings
from experiments.pareto.space import Space
from experiments.pareto.trial import Trial
from experiments.sweep.runner import Runner
from policies.package import read_package
from sim.parkfile import read_park


def main(out):
    problem = Problem(
        Space.of_levers(["subsidy", "cleaner_production_audit"], 0.25),
        (Trial(read_park("kalundborg"), read_package("none"), 2021, ((1, 0), (2, 0))),),
        (Objective.read("co2"), Objective.read("public_cost+private_cost@sum")),
    )
    with Runner(out, batch=1) as runner:
        found = pareto(problem, runner, Settings(6, 4))
    parts = (found.positions, found.values, found.archive.positions, found.archive.values)
    digest = hashlib.sha256(b"".join(part.tobytes() for part in parts))
    print(len(found.positions), digest.hexdigest())


if __name__ == "__main__":
    main(sys.argv[1])
