"""Labels in English and Chinese of every variable, unit, sector, stream, option and event."""

from __future__ import annotations

from collections.abc import Mapping

from experiments.indicators.registry import Breakdown
from experiments.series import series_named
from experiments.words import (
    CELLS,
    CLASSES,
    COSTS,
    DOCUMENTS,
    EFFECT_MEANINGS,
    EFFECTS,
    EVENTS,
    GROUPS,
    PERIODS,
    RECORDED,
    ROLES,
    UNITS,
    WORDS,
    Pair,
)
from sim.tables import read_tables

LANGUAGES = ("en", "zh")


def word(key: str, lang: str) -> str:
    """Return a word of figures and summaries.

    >>> word("target", "zh")
    '目标'
    """
    return _pick(WORDS[key], lang)


def variable_label(variable: str, lang: str) -> str:
    """Return the label of a variable of the long table.

    >>> variable_label("Material|Reused|mineral|fly_ash", "en")
    'Reused, by stream: Coal fly ash'
    """
    found, part = series_named(variable)
    own = found.zh if lang == "zh" else found.en
    if not isinstance(found, Breakdown):
        return own
    return (
        f"{own}：{part_label(found.labels, part, lang)}"
        if lang == "zh"
        else (f"{own}: {part_label(found.labels, part, lang)}")
    )


def part_label(group: str, part: str, lang: str) -> str:
    """Return the label of a part: a class, `class|stream`, cost, policy, option, pollutant."""
    if group == "stream":
        return stream_label(part.rpartition("|")[2], lang)
    if group == "policy":
        return policy_label(part, lang)
    if group == "exchange":
        return counterfactual_label(part, lang)
    if group == "pollutant":
        return _of_table("pollutants", part, lang)
    return _pick((CLASSES if group == "class" else COSTS)[part], lang)


def unit_label(unit: str, lang: str) -> str:
    """Return a unit as people of the language write it.

    >>> unit_label("t CO2/yr", "zh"), unit_label("m3/10^4 CNY", "en")
    ('吨二氧化碳/年', 'm³/10⁴ CNY')
    """
    for ending, pair in PERIODS.items():
        if unit.endswith(ending):
            return unit_label(unit.removesuffix(ending), lang) + _pick(pair, lang)
    return _pick(UNITS[unit], lang)


def stream_label(stream: str, lang: str) -> str:
    """Return a stream's name."""
    return _of_table("streams", stream, lang)


def sector_label(sector: str, lang: str) -> str:
    """Return a sector's name."""
    return _of_table("sectors", sector, lang)


def technology_label(technology: str, lang: str) -> str:
    """Return a technology's name."""
    return _of_table("technologies", technology, lang)


def exchange_label(exchange: str, lang: str) -> str:
    """Return what an exchange option gives and what it replaces.

    >>> exchange_label("X006", "en")
    'Coal fly ash for Cement clinker'
    """
    row = read_tables()["exchanges"].row(exchange)
    given, replaced = (stream_label(row[side], lang) for side in ("from_stream", "to_stream"))
    return f"{given}替代{replaced}" if lang == "zh" else f"{given} for {replaced}"


def counterfactual_label(exchange: str, lang: str) -> str:
    """Return what an exchange option gives and the good that it replaces.

    >>> counterfactual_label("X150", "en")
    'Wood residue for Steam coal (thermal); replaces coal'
    """
    label = exchange_label(exchange, lang)
    if lang == "zh":
        return label
    return f"{label}; replaces {read_tables()['exchanges'].row(exchange)['replaces']}"


def policy_label(policy: str, lang: str) -> str:
    """Return a policy's title."""
    from policies.registry import all_policies

    known = all_policies().get(policy)
    if known is None:
        return policy
    return (known.title_zh if lang == "zh" else known.title_en) or policy


def class_label(name: str, lang: str) -> str:
    """Return the name of a class of streams."""
    return _pick(CLASSES[name], lang)


def group_label(name: str, lang: str) -> str:
    """Return the name of a group of sectors."""
    return _pick(GROUPS[name], lang)


def role_label(role: str, lang: str) -> str:
    """Return the name of a role: firm, utility or outside."""
    return _pick(ROLES[role], lang)


def event_label(event: str, lang: str) -> str:
    """Return the name of a kind of event."""
    return _pick(EVENTS[event], lang)


def effect_label(name: str, lang: str) -> str:
    """Return the name of an effect of a decomposition."""
    return _pick(EFFECTS[name], lang)


def effect_meaning(name: str, lang: str) -> str:
    """Return what an effect of a decomposition is, in one sentence."""
    return _pick(EFFECT_MEANINGS[name], lang)


def carrier_label(name: str, lang: str) -> str:
    """Return the name of a carrier of a decomposition: a stream, or a cell of its own."""
    return _pick(CELLS[name], lang) if name in CELLS else stream_label(name, lang)


def recorded_label(name: str, lang: str) -> str:
    """Return the label of a recorded variable, a column of the enterprises frame."""
    return _pick(RECORDED[name], lang)


def document_label(document: str, lang: str) -> str:
    """Return the title of a document that sets targets."""
    return DOCUMENTS[document] if lang == "zh" else document


def park_label(info: Mapping[str, object], lang: str) -> str:
    """Return a park's name from its sheet."""
    chinese = info.get("name_zh") if lang == "zh" else None
    return str(chinese or info.get("name_en") or info["park_id"])


def _of_table(table: str, name: str, lang: str) -> str:
    row = read_tables()[table].row(name)
    return str(row["name_zh" if lang == "zh" else "name_en"])


def _pick(pair: Pair, lang: str) -> str:
    return pair[LANGUAGES.index(lang)]
