"""Charts that experiments share, one function a type: arrays in, one axes drawn on.

`frame` gives the figure with title, panels, legend and the note that says what was sampled;
`colours` the colour of a package; the others draw. A figure of an experiment is a function of the
language that puts them together, called inside `experiments.figures.style.drawing`.
"""

from experiments.figures.charts.bands import bands, fan, steps
from experiments.figures.charts.colours import Look, looks
from experiments.figures.charts.forest import forest
from experiments.figures.charts.frame import ONE_COLUMN, TWO_COLUMNS, foot, opened
from experiments.figures.charts.heat import heat
from experiments.figures.charts.stacks import stacks

__all__ = [
    "ONE_COLUMN",
    "TWO_COLUMNS",
    "Look",
    "bands",
    "fan",
    "foot",
    "forest",
    "heat",
    "looks",
    "opened",
    "stacks",
    "steps",
]
