"""Results of a stored study in the forms that others read, one form a file.

Every exporter takes a study, as `source.Source` describes one, and rows of its `frame()`; by
default all of them.
"""

from __future__ import annotations

from experiments.export.write import FORMS, export

__all__ = ["FORMS", "export"]
