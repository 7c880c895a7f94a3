"""Why did it change: CO2 and energy between two years or two runs, split into effects that add up.

>>> from experiments import Scenario
>>> from experiments.decompose import decompose
>>> found = decompose(Scenario("guitang", until=2021).run(), 2020, 2021)
>>> abs(found.end - found.start - sum(found.effects.values())) < 1e-9 * found.start
True
"""

from experiments.decompose.decomposition import Decomposition, decompose
from experiments.decompose.ladder import EFFECTS, MEASURES
from experiments.decompose.lmdi import lmdi

__all__ = ["EFFECTS", "MEASURES", "Decomposition", "decompose", "lmdi"]
