"""A run beside its baseline as files: the data as JSON, workbook or CSV, and a printable report."""

from experiments.report.command import command_line
from experiments.report.files import FORMATS, write_view
from experiments.report.view import View

__all__ = ["FORMATS", "View", "command_line", "write_view"]
