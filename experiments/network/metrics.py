"""All metrics of one network."""

from __future__ import annotations

from typing import Any

from experiments.network.ecology import ascendency, throughflow
from experiments.network.flow_network import FlowNetwork
from experiments.network.foodweb import food_web
from experiments.network.resilience import resilience
from experiments.network.structure import structure


def metrics(network: FlowNetwork) -> dict[str, Any]:
    """Return every metric by name, flat, with `boundary`, `structure` and `resilience`.

    A number that has no value is nan (null in JSON). What is called here names the conventions.

    >>> loop = FlowNetwork.balanced([("mill", "kiln", 8.0), ("kiln", "mill", 2.0)])
    >>> found = metrics(loop)
    >>> found["boundary"], found["cyclicity_max_real_eigenvalue"], found["finn_cycling_index"]
    ('balanced', 1.0, 0.25)
    """
    return {
        "boundary": network.boundary,
        **food_web(network),
        **throughflow(network),
        **ascendency(network),
        "structure": structure(network),
        "resilience": resilience(network),
    }
