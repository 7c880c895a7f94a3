"""One analysis of a finished study: rows of a table, sentences, and the figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.statistics import discovery, sensitivity
from experiments.statistics.adapter import ORDERED, Sample, ordered, sample_of
from experiments.statistics.complete import complete
from experiments.statistics.robustness import robustness
from sim.faults import Fault, InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.store.reader import StoredStudy

METHODS = ("sobol", "morris", "pawn", "delta", "prim", "cart", "regret")

Draw = Callable[[str], "Figure"]


@dataclass(frozen=True)
class Analysis:
    """What an analysis found: rows, sentences with what was sampled, JSON, and its figure."""

    method: str
    rows: list[dict[str, Any]]
    said: list[str]
    json: dict[str, Any]
    draw: Draw


def analyse(
    study: StoredStudy,
    method: str,
    output: str,
    year: int | None = None,
    threshold: float | None = None,
    below: bool = False,
    park: str | None = None,
    package: str | None = None,
    drop: str = "",
    density: float = 0.8,
) -> Analysis:
    """Analyse an output of a study in a year, the last one by default.

    PRIM and CART look for runs at or above `threshold` (with `below`, at or below it); regret
    counts the states that meet it, and takes each point as an option and each replicate as a state.
    `drop` as of `experiments.statistics.complete.complete`.

    Errors: `InputError` for what the study does not have, a missing threshold, failed runs that are
    not dropped, or a missing library.
    """
    sample = sample_of(study, output, year, park, package)
    if method in ORDERED:
        sample = ordered(sample, method)
    if method in ("prim", "cart"):
        return _discovered(sample, method, threshold, below, drop, density)
    if method == "regret":
        return _regretted(sample, threshold, drop)
    if not sample.problem.names:
        mend = "give the study factors to vary"
        raise InputError([Fault(f"method {method}", "nothing varies in the study", mend)])
    return _ranked(sample, method, drop)


def _ranked(sample: Sample, method: str, drop: str) -> Analysis:
    options: dict[str, Any] = {"drop": drop, "runs": sample.runs, "what": f"output {sample.output}"}
    setting = sample.form.get("options", {})
    problem, inputs, outputs = sample.problem, sample.inputs, sample.outputs
    if method == "sobol":
        second = bool(setting.get("second_order", False))
        found = sensitivity.sobol(problem, outputs, second=second, **options)
    elif method == "morris":
        levels = int(setting["levels"])
        found = sensitivity.morris(problem, inputs, outputs, levels=levels, **options)
    else:
        found = getattr(sensitivity, method)(problem, inputs, outputs, **options)

    def draw(lang: str) -> Figure:
        from experiments.statistics.figures.sensitivity import draw as figure

        return figure(found, lang, _label(sample, lang), sample.caption)

    first = found.rows()[0]
    said = [
        f"{first['factor']} moves {sample.output} most: {found.main} {first[found.main]:.3g}"
        f" ({found.points} points, {sample.sampled.text()})",
        *found.notes,
    ]
    return Analysis(method, found.rows(), said, _json(sample, found.as_json(), said), draw)


def _discovered(
    sample: Sample, method: str, threshold: float | None, below: bool, drop: str, density: float
) -> Analysis:
    if threshold is None:
        raise InputError([Fault(f"method {method}", "needs a threshold", "add --threshold NUMBER")])
    kept = complete(sample.outputs, 1, drop, sample.runs, f"output {sample.output}")
    interest = kept.outputs <= threshold if below else kept.outputs >= threshold
    found = getattr(discovery, method)(
        sample.problem.names, sample.inputs[kept.points], interest, kept.outputs, density=density
    )
    sign = "<=" if below else ">="
    rows = [
        {
            "box": k,
            "coverage": box.coverage,
            "density": box.density,
            "mean": box.mean,
            "factor": one.factor,
            "low": one.low,
            "high": one.high,
            "low_p": one.low_p,
            "high_p": one.high_p,
        }
        for k, box in enumerate(found.boxes, 1)
        for one in box.restrictions
    ]
    said = [
        f"{found.interest} of {found.runs} runs have {sample.output} {sign} {threshold:g}"
        f" ({sample.sampled.text()})",
        *(
            f"box {k} holds {100 * box.coverage:.0f} percent of them; {100 * box.density:.0f}"
            " percent of its runs are of them"
            for k, box in enumerate(found.boxes, 1)
        ),
        *found.notes,
        *kept.notes(),
    ]

    def draw(lang: str) -> Figure:
        from experiments.statistics.figures.discovery import draw as figure

        below = f"{sample.caption}: {_label(sample, lang)} {'≤' if sign == '<=' else '≥'}"
        return figure(found, lang, f"{below} {threshold:g}")

    return Analysis(method, rows, said, _json(sample, found.as_json(), said), draw)


def _regretted(sample: Sample, threshold: float | None, drop: str) -> Analysis:
    from experiments.indicators import INDICATORS

    known = INDICATORS.get(sample.output)
    better = known.better if known is not None and known.better in ("+", "-") else "-"
    if len(sample.outputs) < 2:
        raise InputError([Fault("method regret", "there is one point", "compare two or more")])
    found = robustness(sample.labels, sample.outputs, better, threshold, drop=bool(drop))
    best, level = found.best["regret"], f"{found.level:g}"
    most = found.metrics["regret"][found.options.index(best)]
    said = [
        f"least largest regret: {best} ({most:.4g} {sample.unit}, {better} is better);"
        f" at the {level}th percentile: {found.best['regret_percentile']};"
        f" by the worst state: {found.best['worst']} ({sample.sampled.text()})"
    ]

    def draw(lang: str) -> Figure:
        from experiments.statistics.figures.robustness import draw as figure

        return figure(found, sample.outputs, lang, _label(sample, lang), sample.caption)

    return Analysis("regret", found.rows(), said, _json(sample, found.as_json(), said), draw)


def _json(sample: Sample, found: dict[str, Any], said: Sequence[str]) -> dict[str, Any]:
    return {
        "output": sample.output,
        "unit": sample.unit,
        "year": sample.year,
        "park": sample.park,
        "package": sample.package,
        "sampled": sample.sampled.as_json(),
        "said": list(said),
        **found,
    }


def _label(sample: Sample, lang: str) -> str:
    """Return the output's name and unit in a language; its own name where it has no label."""
    from experiments.indicators import INDICATORS
    from experiments.labels import unit_label

    known = INDICATORS.get(sample.output)
    if known is None:
        return sample.output
    name = known.zh if lang == "zh" else known.en
    unit = unit_label(known.unit_of("year"), lang)
    return f"{name}, {unit}" if unit else str(name)
