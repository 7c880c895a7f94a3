"""What a policy sees and what it may return; the month is given its policies and names none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.catalogue import Catalogue, per_catalogue
from sim.columns import Enterprises
from sim.draws import Draws
from sim.terms import Entry

Floats = NDArray[np.float64]


@dataclass
class Yearbook:
    """The closed books of one year, one row an enterprise."""

    year: int
    output: Floats
    power_kwh: Floats
    """Power purchased."""
    energy_tce: Floats
    """Comprehensive energy at calorific value: fuels, power, steam and hot water taken in."""
    tco2e: Floats
    """Scope 1 and location-based scope 2 of the enterprise's own ledger."""
    scope_1_tco2e: Floats
    fresh_water_m3: Floats
    reused_water_m3: Floats
    """Water taken by contract in place of fresh water."""
    wastewater_m3: Floats
    solid_generated_t: Floats
    solid_disposed_t: Floats
    energy_equal_tce: Floats
    """Fuels, power, steam and hot water bought, power at equal value."""
    so2_kg: Floats
    nox_kg: Floats
    pm_kg: Floats
    voc_kg: Floats
    cod_kg: Floats
    nh3n_kg: Floats
    """Discharged with the technologies that stood in December."""
    air_pollutants_t: Floats
    """SO2, NOx, dust and VOC."""
    value_added_cny: Floats
    """Value added incl. VAT at 2020 product prices (sector value added times output)."""
    revenue_cny: Floats
    profit_cny: Floats
    tax_cny: Floats
    """VAT, corporate income tax and land use tax."""
    project_debt_cny: Floats
    """Left of the loans of projects that save at the turn of the year."""

    @classmethod
    def blank(cls, year: int, rows: int) -> Yearbook:
        """Return an empty yearbook of `rows` enterprises."""
        names = [name for name in cls.__dataclass_fields__ if name != "year"]
        return cls(year, **{name: np.zeros(rows) for name in names})

    def extend(self, rows: int) -> None:
        """Add `rows` enterprises with empty books."""
        if rows == 0:
            return
        names = [name for name in self.__dataclass_fields__ if name != "year"]
        before, columns = len(self.output), vars(self)
        for name, longer in zip(names, np.zeros((len(names), before + rows)), strict=True):
            longer[:before] = columns[name]
            columns[name] = longer


@dataclass(frozen=True)
class View:
    """A read-only look at the park for one policy, in one January.

    `strength` is the policy's lever by enterprise, `park_strength` by park; 0 is absent.
    `energy_over_base` is unit energy over that of the sector's archetype last year (nan without
    output), `standing` holds the columns that all policies assessed (and last year's before that).
    """

    year: int
    catalogue: Catalogue
    enterprises: Enterprises
    parks: int
    book: Yearbook
    energy_over_base: Floats
    strength: Floats
    park_strength: Floats
    standing: Mapping[str, Floats]
    draws: Draws = field(default_factory=lambda: Draws(0))
    park_keys: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))

    def park_chance(self, decision: str) -> Floats:
        """Return a uniform draw a park, keyed by the decision's name, the park and the year."""
        return self.draws.uniform(decision, self.park_keys, self.year)

    def sector_in(self, *names: str) -> NDArray[np.bool_]:
        """Say for each enterprise whether its sector is one of `names`."""
        return _among_sectors(self.catalogue, names)[self.enterprises.sector]


@per_catalogue
def _among_sectors(catalogue: Catalogue, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Say for each sector whether it is one of `names`."""
    wanted = [catalogue.sector[name] for name in names]
    return np.isin(np.arange(len(catalogue.sectors)), wanted)


@dataclass(frozen=True)
class AwardRule:
    """How a policy awards support to investment projects, one park's budget at a time.

    `rank` names the application column that ranks (highest first), `project_cap_cny` is the most
    for one project, `budget_cny` the yearly budget by park, `eligible` the technologies (by index
    of the catalogue; None is all), `payer` who pays. Support is one of three, by enterprise:
    `share`, a grant over capex paid at once; `cny_per_tce`, an award for each tce saved in the
    first year, paid the January after on what the books show; `interest_pp`, percentage points on
    the project's loan, paid in each of `interest_years` Januaries on what is still owed.
    """

    rank: str
    share: Floats
    project_cap_cny: float
    budget_cny: Floats
    payer: str
    eligible: frozenset[int] | None = None
    least_capex_cny: float = 0.0
    """The smallest project that may apply."""
    least_tce: float = 0.0
    """What a project must save in a year, tce."""
    cny_per_tce: Floats | None = None
    interest_pp: Floats | None = None
    interest_years: int = 0

    @property
    def later(self) -> bool:
        """Whether it is promised now and paid in later Januaries."""
        return self.cny_per_tce is not None or self.interest_pp is not None


@dataclass(frozen=True)
class FacilityOrder:
    """A facility that a policy has built for a park this January, by a company of the park.

    It is sized for `need_share` of the park's unmet need (`sim.need.unmet_need`), the supply of the
    sectors in `replaces` included, less what its sector has free; `capacity_per_year`, product
    units, is its size where given. The policy's payer bears `public_share` of the capex; it starts
    in the first January `lead_months` later.
    """

    park: int
    sector: str
    need_share: float = 1.0
    public_share: float = 0.0
    lead_months: int = 12
    replaces: tuple[str, ...] = ()
    capacity_per_year: float | None = None


class Policy(Protocol):
    """A policy instrument: pure functions of a `View`. It never touches the park."""

    @property
    def name(self) -> str:
        """The name that packages and levers use."""

    @property
    def payer(self) -> str:
        """Who bears its cost: a budget, or `enterprises`."""

    @property
    def collector(self) -> str:
        """The budget that gets what it charges."""

    @property
    def local(self) -> bool:
        """Whether the park's committee may set its lever."""

    @property
    def max_strength(self) -> float:
        """The largest lever that still means something."""

    @property
    def titles(self) -> Mapping[str, str]:
        """Standing columns whose rise or fall is an event, each `park` or `enterprise`."""

    def assess(self, view: View) -> Mapping[str, Floats]:
        """Return standing columns (class, step, tier) from last year's books."""

    def write(self, view: View) -> Sequence[Entry]:
        """Return the entries this policy writes on the sheet of terms for `view.year`."""

    def award_rule(self, view: View) -> AwardRule | None:
        """Return how support is awarded this year, or None."""

    def orders(self, view: View) -> Sequence[FacilityOrder]:
        """Return the facilities it has built this year."""

    def public_cost(self, view: View) -> Floats | None:
        """Return what running it costs its payer this year, CNY by park, or None."""
