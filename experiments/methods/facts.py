"""The facts of a stored study that a methods section states, each read from the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.store.layout import PARKS, PREFIXES

if TYPE_CHECKING:
    from experiments.store.reader import StoredStudy


@dataclass(frozen=True)
class ParkFacts:
    """A park: names, digest, and how many rows its sheets have."""

    park_id: str
    label_en: str
    label_zh: str
    enterprises: int
    facilities: int
    links: int
    digest: str


@dataclass(frozen=True)
class Varied:
    """A lever, assumption or factor that differs between runs, with its ends in the design."""

    kind: str
    name: str
    low: float
    high: float
    values: int


@dataclass(frozen=True)
class StudyFacts:
    """What determined a study and what became of it."""

    study_id: str
    name: str
    description: str
    model: str
    code: str
    tables: str
    made_with: Mapping[str, str]
    begun: str
    parks: tuple[ParkFacts, ...]
    packages: tuple[str, ...]
    varied: tuple[Varied, ...]
    fixed: Mapping[str, float]
    """Levers, assumptions and factors that are the same in every run, by column."""
    design: str
    """The design by name; empty where the runs were chosen as the study went."""
    options: Mapping[str, Any]
    design_seed: int | None
    points: int
    seeds: tuple[int, ...]
    draws: tuple[int, ...]
    """Draws of the tables; 0 alone means the tables as they stand."""
    pairs: int
    """Different pairs of seed and draw."""
    runs: int
    done: int
    failed: int
    to_come: int
    errors: Mapping[str, int]
    until: tuple[int, ...]
    symbiosis: tuple[bool, ...]
    outputs: Mapping[str, Mapping[str, str]]
    """Of each output its unit and labels (`unit`, `en`, `zh`)."""
    example: str
    """A run that can be replayed."""

    @property
    def crossed(self) -> bool:
        """Whether every seed met every draw."""
        return self.pairs == len(self.seeds) * len(self.draws)


def read_facts(study: StoredStudy) -> StudyFacts:
    """Return the facts of a study of a store. Errors: as of reading its design."""
    manifest, rows = study.manifest, study.rows
    form = manifest.get("form") or {}
    counts, design = study.counts(), study.design
    varied, fixed = [], {}
    for column in (name for name in design.columns if name.startswith(PREFIXES)):
        values = design[column].astype(float)
        kind, _, name = column.partition("_")
        if values.nunique() > 1:
            ends = float(values.min()), float(values.max())
            varied.append(Varied(kind, name, *ends, int(values.nunique())))
        else:
            fixed[column] = float(values.iloc[0])
    pairs = set(zip(rows["seed"], rows["draw"], strict=True))
    failed = study.failed
    first = list(rows["run_id"])
    return StudyFacts(
        study_id=study.study_id,
        name=study.name,
        description=str(manifest.get("description", "")),
        model=str(manifest["model"]),
        code=str(manifest["code"]),
        tables=str(manifest["tables"]),
        made_with=manifest["made_with"],
        begun=str(manifest["begun"]),
        parks=_parks(study),
        packages=tuple(dict.fromkeys(rows["package"])),
        varied=tuple(varied),
        fixed=fixed,
        design=str(form.get("design", "")),
        options=dict(form.get("options", {})),
        design_seed=form.get("design_seed"),
        points=len(set(rows["point_id"])),
        seeds=tuple(sorted({seed for seed, _ in pairs})),
        draws=tuple(sorted({draw for _, draw in pairs})),
        pairs=len(pairs),
        runs=counts["runs"],
        done=counts["done"],
        failed=counts["failed"],
        to_come=counts["to_come"],
        errors=dict(Counter(failed["error"].tolist()).most_common()) if len(failed) else {},
        until=tuple(sorted(set(rows["until"]))),
        symbiosis=tuple(sorted(set(rows["symbiosis"]))),
        outputs=manifest["columns"],
        example=first[0] if first else "",
    )


def _parks(study: StoredStudy) -> tuple[ParkFacts, ...]:
    """Return the parks of a study, in the order in which they first stand in its design."""
    from experiments.labels import park_label
    from experiments.store.keep import read_park_kept

    found = []
    for digest in dict.fromkeys(study.rows["park_digest"]):
        park = read_park_kept(study.store.folder / PARKS, digest)
        found.append(
            ParkFacts(
                park_id=park.park_id,
                label_en=park_label(park.info, "en"),
                label_zh=park_label(park.info, "zh"),
                enterprises=len(park.enterprises),
                facilities=len(park.facilities),
                links=len(park.links),
                digest=digest,
            )
        )
    return tuple(found)
