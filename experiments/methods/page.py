"""methods.md: the paragraph in both languages, the tables behind it, and the TRACE evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.methods.facts import StudyFacts, read_facts
from experiments.methods.paragraph import paragraph
from experiments.methods.trace import ELEMENTS, Evidence, evidence

if TYPE_CHECKING:
    from experiments.store.reader import Stored, StoredStudy

NAME = "methods.md"


def methods_page(
    studies: Sequence[StoredStudy],
    replay: bool = True,
    questions: Mapping[str, str] | None = None,
) -> str:
    """Return the page of some studies of one store; `replay` runs one run of the first again.

    `questions` as for `evidence`.
    """
    parts = ["# Methods"]
    for study in studies:
        facts = read_facts(study)
        parts += [f"## {facts.study_id}", "### English", paragraph(facts, "en")]
        parts += ["### 中文", paragraph(facts, "zh"), "### What determined it", _facts(facts)]
        if facts.varied:
            rows = ((v.kind, v.name, f"{v.low:g}", f"{v.high:g}", v.values) for v in facts.varied)
            parts += ["### Varied", _table(("kind", "name", "low", "high", "values"), rows)]
    first = studies[0]
    parts += _trace(evidence(first, read_facts(first), replay, questions))
    return "\n\n".join(parts) + "\n"


def write_methods(
    store: Stored,
    name: str | None = None,
    path: Path | None = None,
    replay: bool = True,
    questions: Mapping[str, str] | None = None,
) -> Path:
    """Write the page of one study, or of all in a store, beside it; a page that stands is replaced.

    `replay` and `questions` as for `methods_page`.

    Errors: `InputError` where there is no such study.
    """
    named = [] if name is not None else store.studies
    studies = [store.study(one) for one in named] or [store.study(name)]
    text = methods_page(studies, replay, questions)
    target = store.folder / NAME if path is None else path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return target


def write_beside(folder: Path, name: str, question: str) -> list[Path]:
    """Write the page of all studies of a ready experiment into its folder of a store.

    Returns the file, or nothing where the store holds no study of that name.
    """
    from experiments.store.reader import Stored

    store = Stored(folder)
    studies = [store.study(one) for one in store.studies]
    mine = [one for one in studies if one.name.split("-")[0] == name]
    if not mine:
        return []
    path = folder / name / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(methods_page(mine, questions={name: question}), encoding="utf-8")
    return [path]


def _facts(facts: StudyFacts) -> str:
    """Return versions, hashes, parks and counts in full."""
    made = facts.made_with
    rows: list[tuple[object, ...]] = [
        ("model", facts.model),
        ("code", facts.code),
        ("tables", facts.tables),
        ("made with", ", ".join(f"{name} {version}" for name, version in made.items())),
        ("begun", facts.begun),
    ]
    rows += [
        (
            f"park {park.park_id}",
            f"{park.digest}; {park.enterprises} enterprises, {park.facilities} facilities, "
            f"{park.links} links at the start",
        )
        for park in facts.parks
    ]
    rows += [
        ("design", facts.design or "chosen by the calling experiment"),
        ("points", facts.points),
        ("seeds", ", ".join(map(str, facts.seeds))),
        ("draws of the tables", ", ".join(map(str, facts.draws))),
        (
            "runs",
            f"{facts.runs}: {facts.done} done, {facts.failed} failed, {facts.to_come} to come",
        ),
    ]
    rows += [(f"failed: {error}", count) for error, count in facts.errors.items()]
    fixed = ", ".join(f"{name} = {value:g}" for name, value in facts.fixed.items())
    rows.append(("the same in every run", fixed or "-"))
    return _table(("what", "value"), rows)


def _trace(lines: Sequence[Evidence]) -> list[str]:
    """Return the evidence under the eight headings."""
    parts = [
        "# TRACE evidence",
        "Elements as in Grimm et al. (2014) and Schmolke et al. (2010). Every figure was worked "
        "out when this page was written.",
    ]
    for number, (element, (english, chinese)) in enumerate(ELEMENTS.items(), 1):
        rows = [(one.claim, one.figure) for one in lines if one.element == element]
        parts += [f"## {number}. {english} / {chinese}", _table(("evidence", "figure"), rows)]
    return parts


def _table(head: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(head), ["---"] * len(head)]
    lines += [[str(cell).replace("|", "/").replace("\n", " ") for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
