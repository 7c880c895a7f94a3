"""`python -m benchmarks.policies`: what all policies together cost beside a run with none.

Two numbers, for they say different things. The share is what the policies' own functions take of
a run with all of them (assessing, writing terms, composing them, awards, orders). The ratio
compares that run with one of the same park without any: the enterprises then act otherwise too,
and more is awarded, booked and told of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time
from typing import Any
from unittest.mock import patch

from experiments.scenario import Scenario
from policies.package import Package
from policies.registry import all_policies
from sim import assess
from sim.policy import Policy
from sim.synth import synth
from sim.terms import compose
from sim.world import run_month

REPEATS = 7
ASKED = ("assess", "write", "award_rule", "orders", "public_cost")
"""What a policy is asked for in a January."""


@dataclass(frozen=True)
class PolicyTiming:
    """One park: CPU seconds of a run to 2030."""

    enterprises: int
    none_s: float
    all_s: float
    own_s: float
    """Of `all_s`, what the policies' functions take and composing what they write."""
    by_policy: dict[str, float]

    @property
    def ratio(self) -> float:
        """A run with all policies over one with none."""
        return self.all_s / self.none_s

    @property
    def share(self) -> float:
        """What the policies' own functions take of a run with all."""
        return self.own_s / self.all_s


class _Clock:
    """Adds up the time of functions by name."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def on(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, its time counted under a name."""

        def timed(*given: Any) -> Any:
            start = process_time()
            found = function(*given)
            self.spent[name] = self.spent.get(name, 0.0) + process_time() - start
            return found

        return timed


class _Timed:
    """A policy whose answers are timed; all else is its own."""

    def __init__(self, policy: Policy, clock: _Clock) -> None:
        self._policy = policy
        for name in ASKED:
            setattr(self, name, clock.on(policy.name, getattr(policy, name)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._policy, name)


def everything() -> Package:
    """Return a package with every instrument at full strength."""
    return Package("everything", strength=dict.fromkeys(all_policies(), 1.0))


def time_policies(enterprises: int, repeats: int = REPEATS) -> PolicyTiming:
    """Time runs of a composed park with all policies and with none, in turn; the quickest count."""
    park = synth(enterprises, 1)
    none, all_of_them = Scenario(park, "none"), Scenario(park, everything())
    pairs = [(_seconds(none), _seconds(all_of_them)) for _ in range(repeats + 1)][1:]
    clocks = [_spent(all_of_them) for _ in range(repeats)]
    quickest = min(clocks, key=lambda spent: sum(spent.values()))
    return PolicyTiming(
        enterprises=enterprises,
        none_s=min(one for one, _ in pairs),
        all_s=min(one for _, one in pairs),
        own_s=sum(quickest.values()),
        by_policy=quickest,
    )


def _seconds(scenario: Scenario) -> float:
    start = process_time()
    world = scenario.start()
    while world.month < world.months:
        run_month(world)
    return process_time() - start


def _spent(scenario: Scenario) -> dict[str, float]:
    """Return the time of each policy's functions in a run, and of composing the terms."""
    clock, world = _Clock(), scenario.start()
    timed: list[Any] = [_Timed(policy, clock) for policy in world.policies]
    world.policies = timed
    with patch.object(assess, "compose", clock.on("composing terms", compose)):
        while world.month < world.months:
            run_month(world)
    return clock.spent


def main(sizes: Sequence[int] = (100, 200)) -> None:
    """Measure and print."""
    print("enterprises  no policy, ms  all policies, ms  ratio  policies' own share")
    for one in (found := [time_policies(size) for size in sizes]):
        print(
            f"{one.enterprises:11d}{one.none_s * 1e3:15.0f}{one.all_s * 1e3:18.0f}"
            f"{one.ratio:7.2f}{one.share:21.2f}"
        )
    print(f"\npolicies' own time, ms, {sizes[-1]} enterprises")
    for name, seconds in sorted(found[-1].by_policy.items(), key=lambda item: -item[1]):
        print(f"{name:28s}{seconds * 1e3:7.2f}")


if __name__ == "__main__":
    main()
