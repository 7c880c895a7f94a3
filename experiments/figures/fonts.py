"""Fonts: one that ships with matplotlib for English, the first Chinese one found for Chinese."""

from __future__ import annotations

from functools import cache

from sim.faults import Fault, InputError

LATIN = "DejaVu Sans"
CHINESE = (
    "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
    "Source Han Sans CN", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Hiragino Sans GB", "SimHei",
    "Droid Sans Fallback", "Arial Unicode MS",
)  # fmt: skip
"""Families with Chinese glyphs, the preferred first."""


def families(lang: str) -> list[str]:
    """Return the ordered font families of a language.

    Errors: `InputError` for another language than `en` and `zh`, and for Chinese where no font
    with Chinese glyphs is installed.
    """
    if lang == "en":
        return [LATIN]
    if lang != "zh":
        raise InputError([Fault(f"language {lang}", "is not known", "write en or zh")])
    found = [name for name in CHINESE if name in installed()]
    if not found:
        wrong = "no font with Chinese glyphs is installed"
        mend = (
            "install one, as in fonts-noto-cjk or fonts-wqy-microhei on Linux,"
            " or draw the figures in English"
        )
        raise InputError([Fault("figures in Chinese", wrong, mend)])
    return [*found[:1], LATIN]


@cache
def installed() -> frozenset[str]:
    """Return the families that matplotlib can use; fonts added since its cache was made too."""
    from matplotlib import font_manager

    names = {font.name for font in font_manager.fontManager.ttflist}
    if not names.intersection(CHINESE):
        known = {font.fname for font in font_manager.fontManager.ttflist}
        for path in sorted(set(font_manager.findSystemFonts()) - known):
            try:
                font_manager.fontManager.addfont(path)
            except (OSError, RuntimeError):
                continue
        names = {font.name for font in font_manager.fontManager.ttflist}
    return frozenset(names)
