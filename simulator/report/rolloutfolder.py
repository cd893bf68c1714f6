"""The run folder of a forecast."""

import csv
import io
import json
from collections.abc import Mapping
from hashlib import sha256

from simulator.report.rolloutresults import BODY_COLUMNS, SCHEMA, body_rows
from simulator.rollout.montecarlo import Played
from simulator.runs import RunWriter
from simulator.runs.folder import MANIFEST_SCHEMA
from simulator.runs.writer import MANIFEST


def write_rollout(
    writer: RunWriter,
    played: Played,
    plan: str,
    manifest: Mapping[str, object],
    results: Mapping[str, object],
) -> str:
    """Write results, the table of bodies, the plan as read and the manifest; gives `results_sha256`.

    The hash is that of results.json and bodies.csv one after the other, as they stand in the folder.
    """
    document = json.dumps({"schema": SCHEMA, **results}, ensure_ascii=False, indent=1) + "\n"
    bodies = io.StringIO(newline="")
    table = csv.writer(bodies, lineterminator="\n")
    table.writerow(BODY_COLUMNS)
    table.writerows(body_rows(played))
    digest = sha256((document + bodies.getvalue()).encode()).hexdigest()
    writer.write_text("results.json", document)
    writer.write_text("bodies.csv", bodies.getvalue())
    writer.write_text("plan.toml", plan)
    writer.write_json(MANIFEST, MANIFEST_SCHEMA, {**manifest, "results_sha256": digest})
    return digest
