"""Findings as sentences and rows: numbers, labels and bands in the asked language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.labels import park_label
from experiments.ready.base import Asked, Draw, Found
from experiments.ready.sample import Sample, sampled
from experiments.statistics.interval import Band
from experiments.statistics.paired import Paired, paired

if TYPE_CHECKING:
    from pandas import DataFrame

    from policies.package import Package
    from sim.park import Park

Floats = NDArray[np.float64]

Rows = list[dict[str, Any]]
Told = tuple[Mapping[str, Rows], Mapping[str, Draw], list[str]]
"""What an experiment says of one park: rows by table, figures by name, and sentences."""

LOW, HIGH = 5.0, 95.0
"""Percentiles of a band over the sampled pairs."""


def by_park(asked: Asked, look: Callable[[Park], Told]) -> Found:
    """Return what `look` tells of each park as one: rows of a table behind each other."""
    found, tables = Found(), dict[str, Rows]()
    for park in asked.parks:
        rows, drawn, said = look(park)
        for name, more in rows.items():
            tables.setdefault(name, []).extend(more)
        found.figures.update(drawn)
        found.said += said
    found.tables = {name: frame(rows) for name, rows in tables.items()}
    return found


def pick(lang: str, en: str, zh: str) -> str:
    """Return the text of a language."""
    return zh if lang == "zh" else en


def about(asked: Asked, park: Park, package: Package | None = None) -> str:
    """Return how a sentence begins: the park, where several are asked of, and the package."""
    lang = asked.language
    parts = [park_label(park.info, lang)] if len(asked.parks) > 1 else []
    parts += [package.title(lang)] if package is not None else []
    return pick(lang, ", ", "，").join(parts)


def number(value: float, sign: bool = False) -> str:
    """Return a number in three digits that count.

    >>> number(1234567.0), number(-0.012345, sign=True), number(float("nan"))
    ('1,230,000', '\N{MINUS SIGN}0.0123', '-')
    """
    if not math.isfinite(value):
        return "-"
    rounded = float(f"{value:.3g}")
    text = f"{rounded:,.0f}" if abs(rounded) >= 100 else f"{rounded:.3g}"
    plus = "+" if sign and rounded > 0 else ""
    return plus + text.replace("-", "\N{MINUS SIGN}")


def band_text(band: Band, lang: str, factor: float = 1.0, sign: bool = False) -> str:
    """Return a value with its ends.

    >>> band_text((2.0, 1.0, 3.0), "en")
    '2 (1 to 3)'
    """
    value, low, high = (number(part / factor, sign) for part in band)
    to = pick(lang, " to ", " 至 ")
    return value if low == high == "-" else pick(lang, f"{value} ({low}{to}{high})", (
        f"{value}（{low}{to}{high}）"
    ))  # fmt: skip


def quantile_band(values: Floats) -> Band:
    """Return median and 5-95 % band of (pair,) values; nan where there is none."""
    if not np.isfinite(values).any():
        return math.nan, math.nan, math.nan
    low, middle, high = np.nanpercentile(values, (LOW, 50.0, HIGH)).tolist()
    return middle, low, high


def trajectory(park: str, package: str, output: str, values: Floats, years: Sequence[int]) -> Any:
    """Return one row a year of (pair, year) values: median, band and mean."""
    return [
        {
            "park": park, "package": package, "output": output, "year": year,
            **dict(zip(("median", "p05", "p95"), quantile_band(values[:, k]), strict=True)),
            "mean": float(np.mean(values[:, k])),
        }
        for k, year in enumerate(years)
    ]  # fmt: skip


def difference(sample: Sample, case: int, other: int, output: str, at: int = -1) -> Paired:
    """Return a case less another one, paired, in one year (the last by default)."""
    return paired(
        sample.crossed(sample.of(case, output)[:, at]),
        sample.crossed(sample.of(other, output)[:, at]),
    )


def difference_row(found: Paired, **about: Any) -> dict[str, Any]:
    """Return a row of a paired difference, with what was sampled."""
    names = ("mean", "t_low", "t_high", "median", "low", "high", "same_sign", "sign_p", "pairs")
    row = {name: getattr(found, name) for name in names}
    row["p05"], row["p95"] = row.pop("low"), row.pop("high")
    return {**about, **row, "sampled": found.sampled.text()}


def frame(rows: Iterable[dict[str, Any]]) -> DataFrame:
    """Return rows as a pandas table."""
    import pandas as pd

    return pd.DataFrame(list(rows))


def named(name: str, park: str, parks: int) -> str:
    """Return the name of a park's figure: with the park where there are several."""
    return name if parks == 1 else f"{name}_{park}"


def band_note(asked: Asked, sample: Sample, lang: str) -> str:
    """Return the note of a figure of bands: what they are and what was sampled."""
    by = sampled(asked, sample.left_out)
    return pick(
        lang,
        f"Lines: median; bands: 5–95 % of the runs. Sampled: {by}.",
        f"线：中位数；阴影：各次模拟的5–95%区间。抽样：{by}。",
    )


def broken(name: str, lang: str) -> str:
    """Break a long name of a row into two lines."""
    room = 9 if lang == "zh" else 18
    if len(name) <= room:
        return name
    if lang == "zh":
        return f"{name[:room]}\n{name[room:]}"
    middle = min(
        (k for k, letter in enumerate(name) if letter == " "),
        key=lambda k: abs(k - len(name) // 2),
        default=-1,
    )
    return name if middle < 0 else f"{name[:middle]}\n{name[middle + 1 :]}"
