"""The metrics: log in, number out. `summarize(log)` is a table, `report(log)` has the time line."""

from metrics.family import Declaration
from metrics.report import Fold, Report, describe, report, summarize
from metrics.shelf import DECLARATIONS

__all__ = ["DECLARATIONS", "Declaration", "Fold", "Report", "describe", "report", "summarize"]
