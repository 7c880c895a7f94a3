"""What a report or a file of results is about: a scenario beside its baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from experiments.report.command import command_line

if TYPE_CHECKING:
    from experiments.scenario import Scenario


@dataclass(frozen=True)
class View:
    """What is written: a scenario, the package it starts from, and the run it is compared with."""

    scenario: Scenario
    baseline: Scenario
    lang: str = "en"
    changed: Mapping[str, float] = field(default_factory=dict)
    """Levers moved away from the package."""

    @property
    def command(self) -> str:
        """The command line that makes the scenario's run again."""
        one = self.scenario
        return command_line(one.park, one.package.name, self.changed, one.seed, one.until)
