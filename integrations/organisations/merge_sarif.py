"""Merge the SARIF files of a folder into one, a run each, and print how many findings each repository has.

The file `shop__infra.sarif` becomes the run of `shop/infra`. Usage: merge_sarif.py FOLDER OUTPUT
"""

import json
import sys
from pathlib import Path


def merged(folder: Path) -> dict[str, object]:
    """One SARIF log with the runs of all files; each run says of which repository it is."""
    runs = []
    for path in sorted(folder.rglob("*.sarif")):
        for run in json.loads(path.read_text(encoding="utf-8"))["runs"]:
            runs.append({**run, "automationDetails": {"id": path.stem.replace("__", "/") + "/"}})
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": runs}


def main(folder: str, output: str) -> None:
    """Write the merged log and print the table."""
    log = merged(Path(folder))
    Path(output).write_text(json.dumps(log), encoding="utf-8")
    print("| Repository | Findings |\n| --- | --- |")  # noqa: T201
    for run in log["runs"]:  # type: ignore[attr-defined]
        print(f"| {run['automationDetails']['id'].rstrip('/')} | {len(run['results'])} |")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
