"""What was sampled: part of every band and every probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sampled:
    """How many seeds and how many draws of the tables a figure rests on.

    `draws` counts draws of the uncertain tables; 0 means the tables as they stand, so that seeds
    alone vary and the band is noise only. `crossed` says that every seed met every draw.
    """

    seeds: int
    draws: int = 0
    crossed: bool = True

    @classmethod
    def of(cls, seeds: Sequence[int], draws: Sequence[int] = ()) -> Sampled:
        """Count the different seeds and drawn tables of pairs (seed, draw); draw 0 is no draw.

        >>> Sampled.of([1, 1, 2, 2], [1, 2, 1, 2]).text()
        '2 seeds x 2 table draws'
        """
        pairs = set(zip(seeds, draws or [0] * len(seeds), strict=True))
        drawn = {draw for _, draw in pairs}
        one = len({seed for seed, _ in pairs})
        return cls(one, len(drawn - {0}), len(pairs) == one * len(drawn))

    def text(self, lang: str = "en") -> str:
        """Return it in words.

        >>> Sampled(20).text(), Sampled(20, 20).text()
        ('20 seeds, noise only', '20 seeds x 20 table draws')
        >>> Sampled(20, 20, crossed=False).text()
        '20 seeds and 20 table draws, not crossed'
        """
        if lang == "zh":
            if not self.draws:
                return f"{self.seeds} 个随机种子，仅含随机噪声"
            sign = "×" if self.crossed else "与"
            ending = "" if self.crossed else "，未交叉"
            return f"{self.seeds} 个随机种子 {sign} {self.draws} 次参数表抽样{ending}"
        seeds = _counted(self.seeds, "seed")
        if not self.draws:
            return f"{seeds}, noise only"
        draws = _counted(self.draws, "table draw")
        return f"{seeds} x {draws}" if self.crossed else f"{seeds} and {draws}, not crossed"

    def as_json(self) -> dict[str, int | bool | str]:
        """Return the counts and the words."""
        return {
            "seeds": self.seeds,
            "draws": self.draws,
            "crossed": self.crossed,
            "text": self.text(),
        }


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
