"""What a paper says of a study, and the evidence behind the model, written from store and code."""

from experiments.methods.facts import StudyFacts, read_facts
from experiments.methods.page import methods_page, write_beside, write_methods
from experiments.methods.paragraph import paragraph
from experiments.methods.trace import ELEMENTS, Evidence, evidence

__all__ = [
    "ELEMENTS",
    "Evidence",
    "StudyFacts",
    "evidence",
    "methods_page",
    "paragraph",
    "read_facts",
    "write_beside",
    "write_methods",
]
