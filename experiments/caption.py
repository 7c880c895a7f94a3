"""What a figure or table shows, in one line: park, package with its changes, seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.labels import park_label, policy_label, word

if TYPE_CHECKING:
    from experiments.run_data import RunData


def caption(results: RunData, lang: str) -> str:
    """Return park, package with every lever that is not 1, changed assumptions and seed."""
    info = results.info
    parts = [park_label(info["parks"][0], lang), package_text(results, lang)]
    parts.append(word("seed", lang).format(info["seed"]))
    return " · ".join(parts)


def package_text(results: RunData, lang: str) -> str:
    """Return the package with every lever that is not 1, changed assumptions, no symbiosis."""
    info = results.info
    package = info["package"]
    title = package["title_zh" if lang == "zh" else "title_en"] or package["name"]
    changes = [f"{policy_label(k, lang)} × {v:g}" for k, v in info["strength"].items() if v != 1.0]
    changes += [f"{name} = {value:g}" for name, value in info["assumption"].items()]
    text = f"{title} ({', '.join(changes)})" if changes else str(title)
    return text if info["symbiosis"] else f"{text} · {word('no symbiosis', lang)}"
