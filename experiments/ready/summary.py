"""summary.md: question, what was sampled, findings, figures and tables, and the command again."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from experiments.labels import park_label
from experiments.ready.asking import shown
from experiments.ready.base import Asked, Experiment, Found
from experiments.ready.sample import sampled

if TYPE_CHECKING:
    from pandas import DataFrame

ROWS = 15
"""Rows of a table that the summary shows; its file has all."""

_WORDS = {
    "parks": ("Parks", "园区"),
    "packages": ("Packages", "政策组合"),
    "until": ("Until", "模拟至"),
    "sampled": ("Sampled", "抽样"),
    "findings": ("Findings", "主要结果"),
    "figures": ("Figures", "图"),
    "tables": ("Tables", "表"),
    "rows": ("The first {} of {} rows; the file has all.", "仅列前{}行，共{}行，完整内容见文件。"),
    "command": ("The same again", "重现命令"),
}


def summary_text(experiment: Experiment, asked: Asked, found: Found) -> str:
    """Return the summary as Markdown in the asked language."""

    def say(key: str) -> str:
        return _WORDS[key][asked.language == "zh"]

    title, question = titles(experiment, asked.language)
    parks = ", ".join(park_label(park.info, asked.language) for park in asked.parks)
    parts = [f"# {title}", question, _facts(asked, parks, say)]
    parts += [f"## {say('findings')}", "\n".join(f"- {line}" for line in found.said)]
    if found.figures:
        parts.append(f"## {say('figures')}")
        parts += [f"![{name}](figures/{name}.png)" for name in found.figures]
    if found.tables:
        parts.append(f"## {say('tables')}")
    for name, table in found.tables.items():
        parts += [f"### [{name}](tables/{name}.csv)", markdown(table.head(ROWS))]
        if len(table) > ROWS:
            parts.append(say("rows").format(ROWS, len(table)))
    parts += [f"## {say('command')}", f"```bash\n{command_line(experiment, asked)}\n```"]
    return "\n\n".join(part for part in parts if part) + "\n"


def titles(experiment: Experiment, language: str) -> tuple[str, str]:
    """Return title and question in a language."""
    if language == "zh":
        return experiment.title_zh, experiment.question_zh
    return experiment.title_en, experiment.question_en


def command_line(experiment: Experiment, asked: Asked) -> str:
    """Return the command that asks the same."""
    words = ["parkloop", "experiment", experiment.name]
    for park in asked.parks:
        words += ["--park", park.park_id]
    for package in asked.packages:
        words += ["--package", package.name]
    words += ["--until", str(asked.until), "--seeds", str(asked.seeds)]
    words += ["--draws", str(asked.draws)]
    for name, value in asked.options.items():
        if value != experiment.options[name].default:
            words += ["--option", f"{name}={shown(value)}"]
    if asked.language != "en":
        words += ["--lang", asked.language]
    return shlex.join(words)


def markdown(table: DataFrame) -> str:
    """Return a table in Markdown, numbers in four digits that count."""
    lines = [[str(name) for name in table.columns], ["---"] * len(table.columns)]
    lines += [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _facts(asked: Asked, parks: str, say: Any) -> str:
    packages = ", ".join(package.name for package in asked.packages)
    facts = {
        "parks": parks, "packages": packages, "until": str(asked.until), "sampled": sampled(asked)
    }  # fmt: skip
    return "\n".join(f"- {say(key)}: {value}" for key, value in facts.items())


def _cell(value: Any) -> str:
    if isinstance(value, float):
        if value != value:
            return "-"
        return f"{value:,.0f}" if abs(value) >= 10000 else f"{value:.4g}"
    return str(value).replace("|", "/")
