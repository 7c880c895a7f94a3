"""The text of the pages: one a policy and their index, each from the module, nothing by hand."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from experiments.indicators import INDICATORS
from experiments.measures import Measure, register
from experiments.policy_pages.effects import STORED, Row, stored
from experiments.policy_pages.example import example, prose
from policies.documents import documents
from policies.instrument import Instrument
from policies.parameters import Parameter, load_parameters
from policies.registry import all_policies
from sim.terms import SHEET

FOLDER = STORED.parent

WRITTEN = "<!-- written by `python -m experiments.policy_pages`: change the module instead -->"
SUMMARIES = (
    "Summaries in our own words, in both languages; number and date of each document stand in the "
    "[list of documents](README.md#documents-of-the-clauses)."
)
AWARDS = "Support is awarded to applicants by its rule (`award_rule`)."
ORDERS = "It has facilities built (`orders`)."
PROGRAMME = "Running it costs its payer money (`public_cost`)."


def pages() -> dict[Path, str]:
    """Return every page by its file, the index (`README.md`) with them."""
    effects = {name: list(rows) for name, rows in groupby(stored(), lambda row: row.policy)}
    found = {
        FOLDER / f"{name}.md": page(kind, effects.get(name, []))
        for name, kind in all_policies().items()
    }
    return {FOLDER / "README.md": index(), **found}


def write() -> None:
    """Write every page and remove those of policies that are no more."""
    wanted = pages()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.md"):
        if path not in wanted:
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")


def page(kind: type[Instrument], effects: Sequence[Row]) -> str:
    """Return the page of a policy in Markdown."""
    parts = [
        f"# {kind.title_en}\n\n{kind.title_zh}\n\n{WRITTEN}",
        f"Policy `{kind.name}`; alone in package `{kind.name}`: "
        f"`parkloop run zhejiang_mixed_120 --package {kind.name}`. "
        f"Its lever runs from 0 (absent) over 1 (as written) to {kind.max_strength:g}.",
        f"## Clauses\n\n{SUMMARIES}\n\n"
        + _table(("document", "section", "what it says", "条款大意"), _clauses(kind)),
        f"## What it does and how it is worked out\n\n{prose(kind)}",
        f"## Worked example\n\n{example(kind)}",
        "## What it writes, who pays\n\n" + _acts(kind),
        "## Parameters\n\nA value holds from its first date on in its place, until its end or a "
        "later step. A package may change it under `[parameters."
        f"{kind.name}]`.\n\n"
        + _table(
            ("parameter", "what it is", "value", "range", "unit", "from", "until", "place",
             "confidence", "source"),
            _parameters(kind),
        ),
        "## Measures of the policy documents that it carries\n\n" + _measures(kind.name),
        "## Measured effect\n\n" + _effects(effects),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def index() -> str:
    """Return the list of all policies in Markdown."""
    rows = [
        (f"[{name}]({name}.md)", kind.title_en, kind.title_zh, _payer(kind),
         str(len(_carried(name))))
        for name, kind in all_policies().items()
    ]  # fmt: skip
    return "\n\n".join(
        [
            f"# Policies\n\n{WRITTEN}",
            "One page a policy instrument: clauses, formula, parameters with their sources, terms, "
            "a worked example that a test executes, and the measured effect. `parkloop policies` "
            "lists them, `parkloop measures` shows which measure of the policy documents each "
            "carries; effects are kept in [effects.csv](effects.csv).",
            _table(("policy", "title", "名称", "who pays", "measures carried"), rows),
            "## Documents of the clauses\n\nA document that names no day of entry into force holds "
            "from its date.",
            _table(
                ("document", "标题", "level", "number", "date", "in force from", "basis", "source"),
                _documents(),
            ),
        ]
    ) + "\n"  # fmt: skip


def _clauses(kind: type[Instrument]) -> Iterator[tuple[str, ...]]:
    for one in kind.clauses:
        yield documents()[one.document].name, one.section, one.says, one.says_zh


def _documents() -> Iterator[tuple[str, ...]]:
    for one in documents().values():
        yield (
            one.name, one.title_zh, one.level, one.number or "not known", one.dated,
            one.in_force or "names no day", one.basis, one.source,
        )  # fmt: skip


def _payer(kind: type[Instrument]) -> str:
    return kind.payer or "nobody"


def _acts(kind: type[Instrument]) -> str:
    rows = [(f"`{name}`", SHEET[name].unit, SHEET[name].meaning) for name in kind.terms]
    lines = [f"- Payer: {_payer(kind)}."]
    if kind.collector:
        lines.append(f"- What it charges goes to the {kind.collector} budget.")
    where = "may set" if kind.local else "cannot set"
    lines.append(f"- An adaptive park committee {where} its lever.")
    for method, text in (("award_rule", AWARDS), ("orders", ORDERS), ("public_cost", PROGRAMME)):
        if getattr(kind, method) is not getattr(Instrument, method):
            lines.append(f"- {text}")
    if not rows:
        return "\n".join(lines)
    return _table(("term", "unit", "meaning"), rows) + "\n\n" + "\n".join(lines)


def _parameters(kind: type[Instrument]) -> Iterator[tuple[str, ...]]:
    table = load_parameters()
    for used in kind.uses:
        for row in table.steps(used):
            value = row.text or f"{row.value:g}"
            yield (
                f"`{row.name}`", row.label, value, _span(row), row.unit, row.valid_from,
                row.valid_to, row.place, row.confidence, row.source,
            )  # fmt: skip


def _span(row: Parameter) -> str:
    return "" if row.low is None or row.high is None else f"{row.low:g} to {row.high:g}"


def _carried(policy: str) -> list[Measure]:
    return [one for one in register() if one.state == "carried" and policy in one.modules]


def _measures(policy: str) -> str:
    rows = [
        (one.measure, one.name, one.name_zh, f"{one.document}, {one.section}", one.how)
        for one in _carried(policy)
    ]
    if not rows:
        return "None: the register gives it no measure of its own."
    return _table(("measure", "name", "名称", "clause", "how"), rows)


def _effects(rows: Sequence[Row]) -> str:
    if not rows:
        return "Not measured yet: `python -m experiments.policy_pages effects` does."
    parks = list(dict.fromkeys(row.park for row in rows))
    first = rows[0]
    said = (
        f"Strength 1 against no policy at all, alone, on the same draws: seeds 1-{first.seeds}, "
        f"summed over 2020-{first.until}. The change is the mean over the seeds, in brackets the "
        "least and the largest: seeds are noise only, no uncertainty of parameters. A composed "
        "park is named by mix, firms and seed. Zero means that nothing in the park is reached."
    )
    by = {(row.outcome, row.park): row for row in rows}
    lines = [
        (f"{INDICATORS[outcome].en} ({unit})", *(_change(by[outcome, park]) for park in parks))
        for outcome, unit in dict.fromkeys((row.outcome, row.unit) for row in rows)
    ]
    return said + "\n\n" + _table(("outcome", *parks), lines)


def _change(row: Row) -> str:
    """Return a change as amount, percent and range over the seeds.

    >>> _change(Row("p", "a", "co2", "t CO2", 200.0, -3.0, -5.0, 1.0, 4, 2030))
    '-3, -1.5 % (-5 to 1)'
    """
    if row.low == row.high == 0.0:
        return "0"
    share = f", {100.0 * row.change / abs(row.without):+.2g} %" if row.without else ""
    return f"{row.change:,.4g}{share} ({row.low:,.4g} to {row.high:,.4g})"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return inspect.cleandoc(text).replace("\n", " ").replace("|", "\\|")
