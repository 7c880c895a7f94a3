"""One enterprise or facility of a park that is being composed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.compose.mixes import sector_facts

LAND_EXPONENT = 0.6
"""Land grows with output to this power (six-tenths rule, as for typical plants in a run)."""


@dataclass
class Site:
    """A site by id: its sector, yearly output or capacity, land, place and owner."""

    id: str
    sector: str
    number: int
    output: float
    x_km: float = 0.0
    y_km: float = 0.0
    owner: str = ""
    ownership: str = ""
    start_year: int = 0

    @property
    def land_mu(self) -> float:
        """Land by the six-tenths rule, at least 2 mu, whole mu."""
        facts = sector_facts()[self.sector]
        scale = max(self.output, 0.0) / facts.typical_output
        return max(2.0, float(round(facts.land_mu_typical * scale**LAND_EXPONENT)))

    def km_to(self, other: Site) -> float:
        """Distance as the crow flies."""
        return float(((self.x_km - other.x_km) ** 2 + (self.y_km - other.y_km) ** 2) ** 0.5)


def number_sites(sectors: Iterable[str], outputs: Iterable[float]) -> list[Site]:
    """Return one site per sector named, numbered within its sector: `dyeing_01`, `dyeing_02`."""
    seen: dict[str, int] = {}
    sites = []
    for sector, output in zip(sectors, outputs, strict=True):
        seen[sector] = number = seen.get(sector, 0) + 1
        sites.append(Site(f"{sector}_{number:02d}", sector, number, output))
    return sites


def three_digits(number: float) -> float:
    """Round to three significant digits.

    >>> three_digits(4238.7)
    4240.0
    """
    return float(f"{number:.3g}")
