"""The run folder: tables and JSON by schema id; it knows no type of result."""

from simulator.runs.folder import RunFolder, list_runs
from simulator.runs.writer import MANIFEST, RunWriter

__all__ = ["MANIFEST", "RunFolder", "RunWriter", "list_runs"]
