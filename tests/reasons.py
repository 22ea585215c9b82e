"""What failures of the fixtures are said to be failures for, in tests/facts/reasons.json: texts that people read.

python -m tests.reasons    writes that file anew, from what the checks say now: read the difference
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.scanning import FIXTURES, Findings, scan, scan_manifests

FILE = Path(__file__).parent / "facts" / "reasons.json"
REASONS: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))


def key(place: Path) -> str:
    """The name of a folder in the file."""
    return place.relative_to(FIXTURES).as_posix()


def reasons(found: Findings) -> list[str]:
    """Each reason of a scan's failures, once."""
    return sorted({found.details[address][0] for address in found.failed})


def are_as_kept(place: str, found: Findings) -> bool:
    """Whether the reasons of a scan's failures are those in the file. A check that is new is not there yet."""
    is_new = place.split("/")[1] not in {kept.split("/")[1] for kept in REASONS}
    return is_new or reasons(found) == REASONS.get(place, [])


def main() -> None:
    """Writes the file."""
    from tests.test_fixtures import FOLDERS
    from tests.test_manifests import SCANS, files_of

    said = {key(folder): reasons(scan(folder, folder.name)) for folder in FOLDERS}
    for place in SCANS:
        check_id = key(place).split("/")[1]
        said[key(place)] = reasons(scan_manifests(files_of(place) if place.name == check_id else place, check_id))
    text = json.dumps({name: lines for name, lines in said.items() if lines}, indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
