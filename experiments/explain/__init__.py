"""Explain a year: what an enterprise faced, weighed, did and earned; what its committee moved."""

from experiments.explain.committee import CommitteeYear, explain_committee
from experiments.explain.enterprise import EnterpriseYear, explain_enterprise
from experiments.explain.find import COMMITTEE, explain

__all__ = [
    "COMMITTEE",
    "CommitteeYear",
    "EnterpriseYear",
    "explain",
    "explain_committee",
    "explain_enterprise",
]
