"""The report: one page of HTML that asks for nothing else, in one language, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.caption import package_text
from experiments.figures.scale import readable
from experiments.labels import document_label, park_label, policy_label, unit_label, variable_label
from experiments.report.command import ships
from experiments.report.drawings import drawing
from experiments.report.words import say
from experiments.summary import short, shown_years, summary, target_text

if TYPE_CHECKING:
    from experiments.report.view import View
    from experiments.results import Results

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Content security policy of the page: a browser that opens it asks nobody."""

_NOTHING = 1e-9
"""Relative difference of two runs below which it is rounding."""

_STYLE = Path(__file__).with_name("style.css")


def page(view: View, results: Results, baseline: Results) -> str:
    """Return the report of a view, both of whose runs are given. All text of the park is escaped.

    Errors: `InputError` where the language has no font.
    """
    lang, info = view.lang, results.info
    title = f"{park_label(info['parks'][0], lang)} · {package_text(results, lang)}"
    parts = [
        _head(results, baseline, lang, title),
        _figures(results, baseline, lang),
        _charts(results, baseline, lang),
        _targets(results, baseline, lang),
        _levers(view, results, baseline, lang),
        _assumptions(results, lang),
        _method(view, results, baseline, lang),
        _again(view, results, baseline, lang),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n"
        f"</head>\n<body>\n{''.join(parts)}</body>\n</html>\n"
    )


def _head(results: Results, baseline: Results, lang: str, title: str) -> str:
    park = results.info["parks"][0]
    notes = [say("against", lang, baseline=package_text(baseline, lang))]
    if park.get("kind") in ("composed", "teaching"):
        notes.append(say(str(park["kind"]), lang))
    return (
        f"<header><p>{_said('report', lang)}</p><h1>{escape(title)}</h1>"
        f"<p>{escape(' · '.join(notes))}</p></header>\n"
    )


def _figures(results: Results, baseline: Results, lang: str) -> str:
    """Return the summary with the baseline beside it in the last year."""
    years, last = shown_years(results), shown_years(results)[-1]
    heads = [
        say("indicator", lang), say("unit", lang), *map(str, years),
        f"{say('baseline', lang)} {last}", f"{say('difference', lang)} {last}",
    ]  # fmt: skip
    rows = []
    for row in summary(results, lang):
        one = results.one(row.name)
        largest = max((abs(v) for v in results.series(row.name).tolist() if v == v), default=0.0)
        factor, _ = readable(one.unit_of("year"), largest, lang)
        known = [row.values[year] for year in years]
        scaled = _scale(results, row.name, last, known[-1], factor)
        before = float(baseline.series(row.name)[-1]) / scaled
        write = _year if one.unit_of("year") == "year" else short
        cells = [write(value).replace("-", "−") for value in (*known, before)]
        rows.append([_printed(row.label), row.unit, *cells, _change(known[-1], before)])
    return _section("figures", lang, _table(heads, rows, numbers=2))


def _scale(results: Results, name: str, last: int, shown: float, otherwise: float) -> float:
    """Return what the summary divided an indicator by."""
    raw = float(results.series(name)[last - int(results.years[0])])
    return raw / shown if shown and raw == raw else otherwise


def _year(value: float) -> str:
    return "-" if value != value else f"{value:.0f}"


def _change(value: float, before: float) -> str:
    change = value - before
    if change != change:
        return "−"
    if abs(change) <= _NOTHING * max(abs(value), abs(before)):
        return "0"
    return f"{'−' if change < 0 else '+'}{short(abs(change))}"


def _printed(label: str) -> str:
    return label.replace("CO2", "CO₂")


def _charts(results: Results, baseline: Results, lang: str) -> str:
    drawn = [
        ("trajectories", drawing("trajectories", results, lang, beside=baseline)),
        ("links_over_time", drawing("links_over_time", results, lang)),
        ("network_map", drawing("network_map", results, lang)),
    ]
    figures = (
        f"<figure>{svg}<figcaption>{_said(name, lang)}</figcaption></figure>" for name, svg in drawn
    )
    return _section("charts", lang, "".join(figures))


def _targets(results: Results, baseline: Results, lang: str) -> str:
    """Return the targets that the run measures, with the verdict on both runs."""
    before = {(one.region, one.target): one for one in baseline.targets()}
    rows = []
    for one in results.targets():
        if one.met is None:
            continue
        label = variable_label(results.one(one.indicator).variable, lang)
        other = before.get((one.region, one.target))
        rows.append([
            f"{_printed(label)}: {target_text(one, lang)}", document_label(one.document, lang),
            _verdict(one.met, one.value, one.unit, one.first_year_met, lang),
            _verdict(other.met, other.value, other.unit, other.first_year_met, lang)
            if other else "",
        ])  # fmt: skip
    if not rows:
        return _section("targets", lang, f"<p>{_said('no_targets', lang)}</p>")
    heads = [say(key, lang) for key in ("target", "document", "scenario", "baseline")]
    return _section("targets", lang, _table(heads, rows))


def _verdict(met: bool | None, value: float | None, unit: str, since: int | None, lang: str) -> str:
    if met is None:
        return "-"
    words = [("✓ " if met else "✗ ") + say("met" if met else "missed", lang)]
    if met and since is not None:
        words.append(say("since", lang, year=since))
    if value is not None and value == value:
        written = f"{value:.0f}" if unit in ("year", "count", "flag") else short(value)
        words.append(
            f"({written} {'' if unit == 'year' else unit_label(unit, lang)}".rstrip() + ")"
        )
    return " ".join(words)


def _levers(view: View, results: Results, baseline: Results, lang: str) -> str:
    ours, theirs = results.info["strength"], baseline.info["strength"]
    rows = [
        [policy_label(name, lang), f"{ours.get(name, 0.0):g}", f"{theirs.get(name, 0.0):g}",
         say("moved", lang) if name in view.changed else ""]
        for name in sorted({*ours, *theirs, *view.changed})
        if ours.get(name, 0.0) or theirs.get(name, 0.0) or name in view.changed
    ]  # fmt: skip
    heads = [*(say(key, lang) for key in ("policy", "scenario", "baseline")), ""]
    note = f"<p>{_said('levers_note', lang)}</p>"
    return _section("levers", lang, note + _table(heads, rows, numbers=1, until=3))


def _assumptions(results: Results, lang: str) -> str:
    info = results.info
    said = [f"{name} = {value:g}" for name, value in info["assumption"].items()]
    said += [say("factor", lang, name=n, value=f"{v:g}") for n, v in info["uncertainty"].items()]
    if info["draw"]:
        said.append(say("drawn", lang, draw=info["draw"]))
    if not said:
        said = [say("assumptions_none", lang, count=len(info["assumptions"]))]
    return _section("assumptions", lang, "".join(f"<p>{escape(one)}</p>" for one in said))


def _method(view: View, results: Results, baseline: Results, lang: str) -> str:
    info, moved = results.info, len(view.changed)
    key = {0: "levers_still", 1: "lever_moved"}.get(moved, "levers_moved")
    text = say(
        "method_text", lang, park=park_label(info["parks"][0], lang), first=info["first_year"],
        until=info["until"], model=info["model"], package=_title(results, lang),
        moved=say(key, lang, count=moved), baseline=_title(baseline, lang), seed=info["seed"],
    )  # fmt: skip
    return _section("method", lang, f"<p>{escape(text)}</p>")


def _title(results: Results, lang: str) -> str:
    package = results.info["package"]
    return str(package["title_zh" if lang == "zh" else "title_en"] or package["name"])


def _again(view: View, results: Results, baseline: Results, lang: str) -> str:
    """Return the command line, and the hashes of what determined the runs."""
    park = view.scenario.park
    own = "" if ships(park) else say("own_park", lang, file=f"{park.park_id}.xlsx")
    notes = "".join(f"<p>{escape(one)}</p>" for one in (say("again_note", lang), own) if one)
    info = results.info
    both = [
        [say("run_id", lang), results.run_id, baseline.run_id],
        [say("result_hash", lang), results.result_hash, baseline.result_hash],
        [say("package_digest", lang), info["package"]["digest"],
         baseline.info["package"]["digest"]],
        [say("park_digest", lang), info["parks"][0]["digest"],
         baseline.info["parks"][0]["digest"]],
        [say("tables_digest", lang), info["tables_digest"], baseline.info["tables_digest"]],
    ]  # fmt: skip
    made = ", ".join(f"{name} {found}" for name, found in info["versions"].items())
    heads = ["", say("scenario", lang), say("baseline", lang)]
    return (
        _section("again", lang, f"<pre>{escape(view.command)}</pre>{notes}")
        + _section("identity", lang, _table(heads, both, kind="hashes")
                   + f"<p>{_said('versions', lang)}: {escape(made)}</p>")
    )  # fmt: skip


def _section(key: str, lang: str, content: str) -> str:
    return f'<section class="{key}"><h2>{_said(key, lang)}</h2>{content}</section>\n'


def _said(key: str, lang: str) -> str:
    return escape(say(key, lang))


def _table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: int | None = None,
    until: int | None = None,
    kind: str = "",
) -> str:
    """Return a table; from column `numbers` to before `until` it holds numbers."""

    def mark(k: int) -> str:
        right = numbers is not None and numbers <= k < (until or len(heads))
        return ' class="number"' if right else ""

    top = "".join(f'<th scope="col"{mark(k)}>{escape(one)}</th>' for k, one in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(f"<td{mark(k)}>{escape(one)}</td>" for k, one in enumerate(row)) + "</tr>"
        for row in rows
    )
    named = f' class="{kind}"' if kind else ""
    return f"<table{named}><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
