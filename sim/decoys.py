"""Decoys: the same park with as many firms that have no part in its known links."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.compose.mixes import sector_facts
from sim.compose.site import Site
from sim.park import SHEETS, Park, Sheet, sheet_of_rows
from sim.tables import read_tables


def decoys(park: Park, seed: int) -> Park:
    """Return `park` with one decoy firm for each of its enterprises and facilities.

    Decoys are typical plants of other sectors, those first that could exchange something with a
    sector of the park; each stands where one of the park's own sites stands, so distances are the
    same. Whether links found among so many firms are the known ones can then be told from chance.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    own = {*park.enterprises["sector"].tolist(), *park.facilities["sector"].tolist()}
    x_km, y_km = (
        np.concatenate((park.enterprises[name], park.facilities[name])) for name in ("x_km", "y_km")
    )
    inside = [*park.enterprises["inside"].tolist(), *[""] * len(park.facilities["sector"])]
    sectors = _other_sectors(own, rng)
    rows = []
    for k, place in enumerate(rng.permutation(len(x_km)).tolist()):
        site = Site(f"decoy_{k + 1:02d}", sectors[k % len(sectors)], k + 1, 0.0)
        facts = sector_facts()[site.sector]
        rows.append(
            {
                "enterprise_id": site.id,
                "name_en": f"Decoy: {facts.name_en}",
                "name_zh": f"对照企业：{facts.name_zh}",
                "sector": site.sector,
                "output": facts.typical_output,
                "x_km": x_km[place],
                "y_km": y_km[place],
                "inside": inside[place],
                "source": f"decoy, seed {seed}",
            }
        )
    added = sheet_of_rows("enterprises", rows)
    return replace(park, enterprises=_joined(park.enterprises, added))


def _other_sectors(own: set[str], rng: np.random.Generator) -> list[str]:
    """Return the firm sectors not in `own` in random order, possible partners of `own` first."""
    exchanges = read_tables()["exchanges"]
    partners: set[str] = set()
    for givers, takers in zip(exchanges["givers"], exchanges["takers"], strict=True):
        for one, other in ((givers, takers), (takers, givers)):
            if own & set(one.split(";")):
                partners.update(other.split(";"))
    others = sorted(
        s for s, facts in sector_facts().items() if facts.role == "firm" and s not in own
    )
    shuffled = [others[i] for i in rng.permutation(len(others)).tolist()]
    return sorted(shuffled, key=lambda sector: sector not in partners)


def _joined(first: Sheet, second: Sheet) -> Sheet:
    names = (column.name for column in SHEETS["enterprises"])
    return {name: np.concatenate((first[name], second[name])) for name in names}
