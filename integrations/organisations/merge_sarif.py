"""Merge the SARIF files of a folder into one, a run each, and print how many findings each repository has, without
those that it suppresses.

The file `shop__infra.sarif` becomes the run of `shop/infra`. Usage: merge_sarif.py FOLDER OUTPUT
"""

import json
import sys
from pathlib import Path
from typing import Any

SCHEMA = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json"


def runs(folder: Path) -> list[dict[str, Any]]:
    """The runs of all files; each says which repository it is of."""
    return [
        {**run, "automationDetails": {"id": path.stem.replace("__", "/") + "/"}}
        for path in sorted(folder.rglob("*.sarif"))
        for run in json.loads(path.read_text(encoding="utf-8"))["runs"]
    ]


def main(folder: str, output: str) -> None:
    """Write the merged file and print the table."""
    found = runs(Path(folder))
    Path(output).write_text(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": found}), encoding="utf-8")
    print("| Repository | Findings |\n| --- | --- |")
    for run in found:
        findings = [result for result in run["results"] if not result.get("suppressions")]
        print(f"| {run['automationDetails']['id'].rstrip('/')} | {len(findings)} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
