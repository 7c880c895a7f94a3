"""TRACE evidence: the eight elements of Grimm et al. (2014), each with figures worked out here.

Schmolke et al. (2010) and Grimm et al. (2014), Ecological Modelling 280: a modelling notebook whose
every claim points at evidence. What cannot be worked out in this installation says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from experiments.methods.facts import StudyFacts

if TYPE_CHECKING:
    from experiments.store.reader import StoredStudy

ELEMENTS = {
    "problem": ("Problem formulation", "问题界定"),
    "description": ("Model description", "模型描述"),
    "data": ("Data evaluation", "数据评价"),
    "concept": ("Conceptual model evaluation", "概念模型评价"),
    "implementation": ("Implementation verification", "程序实现验证"),
    "output": ("Model output verification", "模型输出验证"),
    "analysis": ("Model analysis", "模型分析"),
    "corroboration": ("Model output corroboration", "模型输出印证"),
}

ROOT = Path(__file__).resolve().parents[2]
ABSENT = "not in this installation: clone the repository and give the command again"

_HELD = {
    "conservation": "energy, water, mass, carbon and money balance over random parks",
    "signs": "each instrument moves what it aims at in the direction that its law says",
    "baseline": "outcomes of fixed runs against those of earlier versions",
    "market": "the market against a plain-Python twin",
    "benchmarks": "the core against a twin in Mesa",
    "tables": "the tables: complete, closed, sourced",
    "engine": "draws, clock and kernels",
    "facts": "stylised facts of real parks",
}


@dataclass(frozen=True)
class Evidence:
    """One line under an element: what is held, and the figure worked out for it."""

    element: str
    claim: str
    figure: str


def evidence(
    study: StoredStudy,
    facts: StudyFacts,
    replay: bool = True,
    questions: Mapping[str, str] | None = None,
) -> list[Evidence]:
    """Return the evidence of all elements; `replay` runs one run of the study again.

    `questions` are those of ready experiments by name, for a study that is named after one.
    """
    return [
        *_problem(facts, questions or {}),
        *_description(),
        *_data(),
        *_concept(),
        *_implementation(study, facts, replay),
        *_output(),
        *_analysis(study, facts),
        *_corroboration(),
    ]


def _problem(facts: StudyFacts, questions: Mapping[str, str]) -> list[Evidence]:
    asked = questions.get(facts.name.split("-")[0])
    what = facts.description or asked or "the study gives no description"
    outputs = ", ".join(one["en"] for one in facts.outputs.values())
    return [
        Evidence("problem", "Question", what),
        Evidence("problem", "Parks", ", ".join(park.label_en for park in facts.parks)),
        Evidence("problem", "Outcomes judged", outputs),
    ]


def _description() -> list[Evidence]:
    from agents.january import JANUARY
    from agents.routine import MONTH
    from experiments.odd import blocks
    from policies.registry import all_policies
    from sim.record import VARIABLES
    from sim.terms import SHEET

    figure = (
        f"{len(MONTH)} phases a month, {len(JANUARY)} steps in January, {len(SHEET)} terms, "
        f"{len(VARIABLES)} variables recorded, {len(all_policies())} instruments"
    )
    odd = ROOT / "docs" / "ODD.md"
    found = f"{len(blocks())} tables written by the code" if odd.is_file() else ABSENT
    return [
        Evidence("description", "Structure", figure),
        Evidence("description", "ODD protocol (Grimm et al. 2020), docs/ODD.md", found),
    ]


def _data() -> list[Evidence]:
    from experiments.uncertainty import parameter_factors, table_factors
    from policies.parameters import policy_tables
    from sim.tables import read_tables

    found = []
    for name, table in {**read_tables(), **policy_tables()}.items():
        counts = Counter(table["confidence"].tolist())
        said = ", ".join(f"{n} {word}" for word, n in sorted(counts.items()))
        found.append(Evidence("data", f"Table `{name}`", f"{len(table)} rows: {said}"))
    cells = sum(factor.rows for factor in table_factors().values())
    ranges = f"{len(table_factors())} factors over {cells} numbers, and "
    ranges += f"{len(parameter_factors())} parameters of instruments, have a range"
    return [*found, Evidence("data", "Uncertainty of the tables", ranges)]


def _concept() -> list[Evidence]:
    from experiments.measures.register import register
    from sim.tables import read_tables

    assumed = read_tables()["assumptions"]
    counts = Counter(assumed["confidence"].tolist())
    ranged = int(np.isfinite(assumed["low"]).sum())
    said = ", ".join(f"{n} {word}" for word, n in sorted(counts.items()))
    states = Counter(measure.state for measure in register())
    carried = ", ".join(f"{n} {word}" for word, n in sorted(states.items()))
    return [
        Evidence(
            "concept", "Assumptions with a source", f"{len(assumed)}: {said}; {ranged} ranged"
        ),
        Evidence("concept", "Measures of the policy documents", carried),
    ]


def _implementation(study: StoredStudy, facts: StudyFacts, replay: bool) -> list[Evidence]:
    from sim.table_checks import mass_balance
    from sim.tables import read_tables

    tables = read_tables()
    inputs, outputs = mass_balance(tables)
    inside = (tables["sectors"]["role"] != "outside") & (inputs > 0)
    gap = float((np.abs(inputs - outputs)[inside] / inputs[inside]).max())
    found = [
        Evidence(
            "implementation",
            "Mass of recipes inside the park",
            f"{int(inside.sum())} close, the widest gap {gap:.1e} of the inputs",
        )
    ]
    for folder, what in _HELD.items():
        count = counted_tests(folder)
        figure = f"{count} test functions in tests/{folder}" if count else ABSENT
        found.append(Evidence("implementation", f"Tests: {what}", figure))
    if replay and facts.done:
        found.append(Evidence("implementation", "One run replayed bit by bit", _replayed(study)))
    return found


def counted_tests(folder: str) -> int:
    """Return how many test functions a folder of the repository has; 0 where it is not there."""
    files = sorted((ROOT / "tests" / folder).glob("**/test_*.py"))
    texts = (path.read_text(encoding="utf-8") for path in files)
    return sum(len(re.findall(r"^\s*def test_", text, re.M)) for text in texts)


def _replayed(study: StoredStudy) -> str:
    from experiments.outcomes import OK
    from experiments.store.replay import replay

    run_id = str(np.array(study.run_ids)[study.status == OK][0])
    done = replay(study.store.folder, run_id)
    said = [
        f"{run_id[:8]}: of {done.compared} numbers {len(done.differences)} differ",
        *done.changed,
    ]
    return "; ".join(said)


def _output() -> list[Evidence]:
    rows = table_rows("facts", "fact")
    if not rows:
        return [Evidence("output", "Stylised facts (docs/validation.md)", ABSENT)]
    judged = [row for row in rows if row["holds"]]
    held = sum(row["holds"] == "yes" for row in judged)
    missed = [f"{row['fact']}: {row['figure']}" for row in judged if row["holds"] != "yes"]
    names = len({row["fact"] for row in rows})
    return [
        Evidence(
            "output",
            "Stylised facts of real parks (docs/validation.md)",
            f"{held} of {len(judged)} figures lie in their band ({names} facts)",
        ),
        Evidence("output", "Missed", "; ".join(missed) or "none"),
    ]


def _analysis(study: StoredStudy, facts: StudyFacts) -> list[Evidence]:
    from experiments.methods.influence import screened, strongest

    found = [Evidence("analysis", claim, figure) for claim, figure in strongest(study, facts)]
    found += [Evidence("analysis", claim, figure) for claim, figure in screened(study.store.folder)]
    none = "this study tells none apart; `parkloop experiment what_matters` screens all factors"
    return found or [Evidence("analysis", "Sensitivity", none)]


def _corroboration() -> list[Evidence]:
    from sim.tables import read_tables

    table = read_tables()["outcomes"]
    counts = Counter(table["confidence"].tolist())
    said = ", ".join(f"{n} {word}" for word, n in sorted(counts.items()))
    found = [Evidence("corroboration", "Outcomes on record", f"{len(table)} rows: {said}")]
    rows = table_rows("matching", "park")
    for row in rows:
        figure = (
            f"{row['hits']} of {row['recorded']} recorded links found among {row['feasible']} "
            f"feasible; precision {row['precision']}, recall {row['recall']}"
        )
        found.append(
            Evidence("corroboration", f"Recorded links of {row['park']}, {row['options']}", figure)
        )
    if not rows:
        found.append(Evidence("corroboration", "Recorded links (docs/validation.md)", ABSENT))
    return found


def table_rows(block: str, first: str) -> list[dict[str, str]]:
    """Return the rows of the table in a block of docs/validation.md; none where it is not there.

    Of two columns of one name the first counts. `first` is the name of the table's first column.
    """
    path = ROOT / "docs" / "validation.md"
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8")
    inside = re.search(rf"<!-- {block}\b.*?-->(.*?)<!-- end -->", text, re.S)
    lines = inside[1].splitlines() if inside else []
    tables = [
        [cell.strip() for cell in line.strip()[1:-1].split("|")]
        for line in lines
        if line.startswith("|")
    ]
    starts = [k for k, cells in enumerate(tables) if cells[0] == first]
    if not starts:
        return []
    head, rows = tables[starts[0]], []
    for cells in tables[starts[0] + 2 :]:
        if len(cells) != len(head):
            break
        row: dict[str, str] = {}
        for name, cell in zip(head, cells, strict=True):
            row.setdefault(name, cell)
        rows.append(row)
    return rows
