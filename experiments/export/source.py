"""What an export needs of a study."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pandas


class Source(Protocol):
    """A study with its rows; that of a store is `experiments.store.reader.StoredStudy`."""

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names of the outputs."""

    @property
    def study_id(self) -> str:
        """The study's name and digest."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the study was: name, model, digests, begin, and `columns`, which are its outputs."""

    @property
    def design(self) -> pandas.DataFrame:
        """One row a run."""

    @property
    def parameters(self) -> list[str]:
        """The columns of `design` that hold a lever, an assumption or a factor."""

    def frame(self) -> pandas.DataFrame:
        """Return one row a run and year: the design, `status`, `error`, `year`, the outputs."""

    def unit(self, output: str) -> str:
        """Return the unit of an output a year."""

    def variable(self, output: str) -> str:
        """Return the IAMC variable of an output."""
