"""Network science on flow tables: food-web ratios, flow analysis, structure and resilience."""

from __future__ import annotations

from experiments.network.flow_network import FlowNetwork
from experiments.network.flow_table import read_flow_network
from experiments.network.metrics import metrics

__all__ = ["FlowNetwork", "metrics", "read_flow_network"]
