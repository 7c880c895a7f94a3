"""Find what an explanation is asked of: an enterprise by id or name, or the park's committee."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from experiments.explain.committee import CommitteeYear, explain_committee
from experiments.explain.decisions import marked
from experiments.explain.enterprise import EnterpriseYear, explain_enterprise
from experiments.indicators.panel import Panel
from sim.faults import Fault, raise_faults

if TYPE_CHECKING:
    from experiments.run_data import RunData

COMMITTEE = "committee"


def explain(
    results: RunData, enterprise: str, year: int, region: str | None = None
) -> EnterpriseYear | CommitteeYear:
    """Return an enterprise's year, or the park committee's for the name `committee`.

    `enterprise` is an id, or a name in English or Chinese, in the first park unless `region` says
    another. Errors: `InputError` for a name, a year or a region that is none, with the nearest; for
    a year in which the enterprise neither stood nor left; and for results loaded from a folder,
    which keeps no terms.
    """
    panel = results.panel
    if panel is None:
        mend = "run the scenario again, as `parkloop explain PARK` does"
        raise_faults([Fault("explain", "a result folder keeps no terms and no ledger", mend)])
    assert panel is not None
    ids = _ids(results, region)
    raise_faults(list(_faults(results, ids, enterprise, year, region)))
    park = 0 if region is None else results.regions.index(region)
    name = ids.get(enterprise.casefold())
    if name is None:
        return explain_committee(panel, park, year)
    row = _row(panel, name, park)
    stood = np.logical_or.reduceat(panel.active[:, row], np.arange(0, panel.months, 12))
    index = year - int(results.years[0])
    if not stood[index]:
        stood |= marked(panel, name)
    if not stood[index]:
        mend = f"write {_nearest_year(results.years[stood].tolist(), year)}"
        raise_faults([Fault(f"--year {year}", f"{name} did not stand in the park", mend)])
    return explain_enterprise(panel, row, year)


def _ids(results: RunData, region: str | None) -> dict[str, str]:
    """Return id by what people may write for it, case apart; an id wins over a name."""
    frame = results.enterprises
    if region is not None or len(results.regions) > 1:
        frame = frame.where(region=region or results.regions[0])
    columns = (frame[column].tolist() for column in ("enterprise", "name_en", "name_zh"))
    named = dict.fromkeys(zip(*columns, strict=True))
    found: dict[str, str] = {}
    for k in range(3):
        for names in named:
            found.setdefault(names[k].casefold(), names[0])
    return found


def _faults(
    results: RunData, ids: dict[str, str], enterprise: str, year: int, region: str | None
) -> Iterator[Fault]:
    if region is not None and region not in results.regions:
        mend = f"write {_nearest(region, results.regions)}"
        yield Fault(f"region {region}", "is no park of the run", mend)
    if enterprise.casefold() not in ids and enterprise != COMMITTEE:
        mend = f"write {_nearest(enterprise, [*ids, COMMITTEE])}"
        yield Fault(f"--enterprise {enterprise}", "is no enterprise of the park", mend)
    if year not in results.years:
        mend = f"write {_nearest_year(results.years.tolist(), year)}"
        yield Fault(f"--year {year}", "is no year of the run", mend)


def _row(panel: Panel, name: str, park: int) -> int:
    enterprises = panel.world.columns.enterprises
    return int(np.flatnonzero((enterprises.name == name) & (enterprises.park == park))[0])


def _nearest(word: str, words: Iterable[str]) -> str:
    known = list(words)
    return " or ".join(difflib.get_close_matches(word.casefold(), known, 3, 0.0))


def _nearest_year(years: list[int], year: int) -> int:
    return min(years, key=lambda known: abs(known - year))
