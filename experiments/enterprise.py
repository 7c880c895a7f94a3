"""An enterprise as a Mesa agent: a view of one row of the model's columns, with four hooks.

A view holds no state of its own. Its properties resolve through `self.model` at each call, so two
live models never mix, and a row that moves or grows is always read where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.columns import Enterprises

if TYPE_CHECKING:
    from agents.bargain import Deal
    from agents.options import Options
    from sim.world import World

Floats = NDArray[np.float64]

HOOKS = ("plan_output", "reservation", "choose_technology", "leave")
"""Methods a subclass may override; each is the source of one decision column."""

_NOT_PROPERTIES = ("name", "sector", "first_slot", "key")


class Host(mesa.Model):
    """What an enterprise reads of its model: the world, and what the standard rule decided.

    `pending` is the decision column being filled, of the enterprises in `pending_rows`;
    `pending_options` are the technologies that they choose from.
    """

    world: World
    pending: Floats
    pending_rows: NDArray[np.int64]
    pending_options: Options


class Enterprise(mesa.Agent):
    """One enterprise. Every column of `sim.columns.Enterprises` is a property, read and written.

    Override `plan_output`, `reservation`, `choose_technology` or `leave` in a subclass and name it
    as `ParkModel.enterprise_class`. Calling `super()` gives what the standard rule decided.
    """

    model: Host
    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, model: Host, row: int) -> None:
        super().__init__(model)
        self._row = row

    @property
    def row(self) -> int:
        """The row of this enterprise in the columns."""
        return self._row

    @property
    def name(self) -> str:
        """The enterprise's id in the park file."""
        return str(self.model.world.columns.enterprises.name[self._row])

    @property
    def sector(self) -> str:
        """The name of its process archetype."""
        world = self.model.world
        return str(world.catalogue.sectors[world.columns.enterprises.sector[self._row]])

    @property
    def output(self) -> float:
        """Product units made in the last month."""
        return float(self.model.world.flows.output[self._row])

    @property
    def tco2e(self) -> float:
        """Scope 1 emissions of the last month, t."""
        return float(self.model.world.flows.tco2e[self._row])

    @property
    def partners(self) -> list[str]:
        """Names of enterprises it has running contracts with."""
        world = self.model.world
        slots, contracts = world.columns.slots, world.columns.contracts
        giver = slots.enterprise[contracts.giver_slot[world.live]]
        taker = slots.enterprise[contracts.taker_slot[world.live]]
        others = np.concatenate((taker[giver == self._row], giver[taker == self._row]))
        names = world.columns.enterprises.name
        return sorted({str(names[other]) for other in others} - {self.name})

    def plan_output(self) -> float:
        """Return what to make this month, product units (t for most sectors)."""
        return float(self.model.pending[self._row])

    def reservation(self, candidates: Deal) -> Floats:
        """Return the least gain asked of each candidate deal, CNY/t; inf is a veto."""
        return self.model.pending[self.model.pending_rows]

    def choose_technology(self, options: Options) -> str | None:
        """Return the name of the technology to install among this enterprise's options, or None."""
        row = self.model.pending[self._row]
        if row < 0:
            return None
        technology = self.model.pending_options.technology[int(row)]
        return str(self.model.world.catalogue.technologies[technology])

    def leave(self) -> bool:
        """Return whether to close at the turn of the year."""
        return bool(self.model.pending[self._row] > 0)


def _property(name: str) -> property:
    def read(self: Enterprise) -> Any:
        return getattr(self.model.world.columns.enterprises, name).item(self._row)

    def write(self: Enterprise, value: Any) -> None:
        getattr(self.model.world.columns.enterprises, name)[self._row] = value

    return property(read, write, doc=f"Column `{name}` of this row.")


def _install_properties() -> None:
    names = [n for n in Enterprises.__dataclass_fields__ if n not in _NOT_PROPERTIES]
    for name in names:
        setattr(Enterprise, name, _property(name))
    Enterprise.columns = tuple(names)


_install_properties()
"""Done once for the class; each property captures a column's name, never an array."""
