"""The park as a Mesa model: scalar arguments, AgentSet, DataCollector and `mesa.batch_run` work.

`ParkModel.step` and `Scenario.run` call the same `run_month`: their results are bit-equal.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from experiments.enterprise import HOOKS, Enterprise, Host
from experiments.scenario import Scenario
from sim.catalogue import FIRST_YEAR
from sim.park import Park
from sim.world import run_month

if TYPE_CHECKING:
    from agents.bargain import Deal
    from agents.options import Options
    from experiments.results import Results

Floats = NDArray[np.float64]


class ParkModel(Host):
    """One park, month by month: `ParkModel(park="kalundborg", package="baseline", rng=1)`.

    Enterprises appear as agents on first touch; a run that looks at none creates none. `rng` is
    the seed (None is 1). Set `enterprise_class` in a subclass to a subclass of `Enterprise` with
    hooks of its own.
    """

    enterprise_class: ClassVar[type[Enterprise]] = Enterprise

    def __init__(
        self,
        park: str | Park = "kalundborg",
        package: str = "baseline",
        until: int = 2030,
        rng: int | None = 1,
        symbiosis: bool = True,
        **strength: float,
    ) -> None:
        seed = 1 if rng is None else int(rng)
        super().__init__(rng=seed)
        self.case = Scenario(
            park, package, seed=seed, until=until, strength=strength, symbiosis=symbiosis
        )
        self.world = self.case.start()
        self.pending = np.zeros(0)
        self.pending_rows = np.zeros(0, dtype=np.int64)
        self._views: dict[int, Enterprise] = {}
        own = [n for n in HOOKS if getattr(self.enterprise_class, n) is not getattr(Enterprise, n)]
        self.world.overrides.update({name: partial(_OVERRIDES[name], self) for name in own})

    def step(self) -> None:
        """Simulate one month; the model stops running after its last one."""
        if self.world.month < self.case.months:
            run_month(self.world)
        self.running = self.world.month < self.case.months

    @property
    def period(self) -> str:
        """The month that comes next, as `2024-07`."""
        year, month = divmod(self.world.month, 12)
        return f"{FIRST_YEAR + year}-{month + 1:02d}"

    @property
    def agents(self) -> Any:
        """The active enterprises as an AgentSet; views are created on first touch."""
        self._touch()
        return super().agents

    @property
    def agent_types(self) -> list[type]:
        """The classes of the agents present."""
        self._touch()
        types: list[type] = super().agent_types
        return types

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """The AgentSet of each class of agents."""
        self._touch()
        sets: dict[type, Any] = super().agents_by_type
        return sets

    def results(self) -> Results:
        """Return the results of the months simulated; the horizon must be reached."""
        return self.case.results(self.world)

    def view(self, row: int) -> Enterprise:
        """Return the view of a row, whether active or not."""
        if row not in self._views:
            self._views[row] = self.enterprise_class(self, row)
            # Mesa 3.3 keeps every model alive through this class-level table
            getattr(mesa.Agent, "_ids", {}).pop(self, None)
            self._views[row].unique_id = row + 1
        return self._views[row]

    def _touch(self) -> None:
        """Let the AgentSet hold exactly the active enterprises."""
        if not hasattr(self, "_views"):
            return
        active = self.world.columns.enterprises.active
        for row in np.flatnonzero(active).tolist():
            self.view(row)
        for row in [row for row in self._views if not active[row]]:
            self._views.pop(row).remove()

    def _value(self, name: str) -> float:
        """Return the park's total of a recorded variable in the last month."""
        world = self.world
        if world.month == 0:
            return 0.0
        months = slice(world.month - 1, world.month)
        inside = world.columns.enterprises.inside
        return float(world.record.year_sum(name, months)[inside].sum())

    @property
    def co2_t(self) -> float:
        """Scope 1 emissions of the park in the last month, t."""
        return self._value("scope_1_tco2e")

    @property
    def reused_t(self) -> float:
        """Waste and by-products given to another enterprise in the last month, t."""
        return self._value("reused_t")

    @property
    def links(self) -> int:
        """Links that delivered in the last month."""
        return int(self._value("links"))

    @property
    def value_added_cny(self) -> float:
        """Value added of the park in the last month, CNY."""
        return self._value("value_added_cny")


def _plan_output(model: ParkModel, values: Floats) -> None:
    model.pending = values.copy()
    for agent in _deciders(model):
        values[agent.row] = agent.plan_output()


def _leave(model: ParkModel, values: Floats) -> None:
    model.pending = values.copy()
    for agent in _deciders(model):
        values[agent.row] = float(agent.leave())


def _reservation(model: ParkModel, values: Floats, rows: NDArray[np.int64], deal: Deal) -> None:
    model.pending = values.copy()
    for row in np.unique(rows).tolist():
        mine = np.flatnonzero(rows == row)
        model.pending_rows = mine
        values[mine] = model.view(row).reservation(deal.pick(mine))


def _choose_technology(model: ParkModel, values: Floats, options: Options) -> None:
    model.pending, model.pending_options = values.copy(), options
    names = model.world.catalogue.technologies
    for row in np.unique(options.enterprise).tolist():
        mine = np.flatnonzero(options.enterprise == row)
        chosen = model.view(row).choose_technology(options.pick(mine))
        named = [k for k in mine.tolist() if names[options.technology[k]] == chosen]
        if chosen is not None and not named:
            raise ValueError(f"{model.view(row).name} has no option {chosen!r} this year")
        values[row] = named[0] if named else -1.0


def _deciders(model: ParkModel) -> list[Enterprise]:
    """Return the active enterprises in id order."""
    active = model.world.columns.enterprises.active
    return [model.view(row) for row in np.flatnonzero(active).tolist()]


_OVERRIDES: dict[str, Callable[..., None]] = {
    "plan_output": _plan_output,
    "reservation": _reservation,
    "choose_technology": _choose_technology,
    "leave": _leave,
}
