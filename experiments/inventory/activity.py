"""What a row of the table may state, and which name and unit goes with it."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.inventory.units import COAL, HEAT, MASS, VOLUME

FUEL, STEAM, PROCESS, AIR, WATER_POLLUTANT, WASTE, NOTHING = (
    "fuel", "steam", "process", "air", "water", "waste", "",
)  # fmt: skip
"""Lists that the name of a row comes from; none where the activity says all."""


@dataclass(frozen=True)
class Activity:
    """One kind of row: its name, the list its carrier comes from and the units it takes.

    `trade` is the activity of the other side where a counterpart may be named.
    """

    name: str
    zh: str
    names: str
    bases: tuple[str, ...]
    example: str
    trade: str = ""


ACTIVITIES: dict[str, Activity] = {
    one.name: one
    for one in (
        Activity("fuel burnt", "燃料燃烧", FUEL, (MASS, VOLUME, HEAT, COAL), "t or 10^4 m3"),
        Activity(
            "by-product fuel burnt", "副产燃料燃烧", FUEL, (MASS, VOLUME, HEAT, COAL),
            "10^4 m3 or GJ", "by-product fuel given",
        ),
        Activity(
            "by-product fuel given", "副产燃料外供", FUEL, (MASS, VOLUME, HEAT, COAL),
            "10^4 m3 or GJ", "by-product fuel burnt",
        ),
        Activity("process", "工业过程", PROCESS, (MASS, VOLUME, HEAT), "t"),
        Activity("electricity bought", "购入电力", NOTHING, (HEAT,), "MWh", "electricity sold"),
        Activity("green electricity bought", "购入绿电", NOTHING, (HEAT,), "MWh"),
        Activity("own renewable electricity", "自发自用绿电", NOTHING, (HEAT,), "MWh"),
        Activity("electricity sold", "输出电力", NOTHING, (HEAT,), "MWh", "electricity bought"),
        Activity("heat bought", "购入热力", STEAM, (HEAT, MASS), "GJ or t of steam", "heat sold"),
        Activity("heat sold", "输出热力", STEAM, (HEAT, MASS), "GJ or t of steam", "heat bought"),
        Activity("waste heat available", "可回收余热", NOTHING, (HEAT,), "GJ"),
        Activity("waste heat used", "余热利用", NOTHING, (HEAT,), "GJ"),
        Activity("fresh water", "新鲜水", NOTHING, (VOLUME, MASS), "m3"),
        Activity("reused water", "重复用水", NOTHING, (VOLUME, MASS), "m3"),
        Activity("waste water", "废水排放", NOTHING, (VOLUME, MASS), "m3"),
        Activity("solid waste generated", "固废产生", WASTE, (MASS,), "t"),
        Activity("solid waste used", "固废利用", WASTE, (MASS,), "t"),
        Activity("solid waste disposed", "固废处置", WASTE, (MASS,), "t"),
        Activity("air pollutant", "大气污染物", AIR, (MASS,), "kg"),
        Activity("water pollutant", "水污染物", WATER_POLLUTANT, (MASS,), "kg"),
    )
}  # fmt: skip
"""Every kind of row, by its English name."""


SOLD = ("electricity sold", "heat sold", "by-product fuel given")


def activity_named(text: str) -> Activity | None:
    """Return the activity of an English or Chinese name, or None.

    >>> activity_named("Fuel_burnt").zh, activity_named("购入电力").name
    ('燃料燃烧', 'electricity bought')
    """
    name = text.strip().lower().replace("_", " ")
    if name in ACTIVITIES:
        return ACTIVITIES[name]
    return next((one for one in ACTIVITIES.values() if one.zh == text.strip()), None)
