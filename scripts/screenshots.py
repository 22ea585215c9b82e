"""Writes docs/images/ from the examples: the page of a report, light, dark, on a phone and on paper.

python scripts/screenshots.py

Needs the packages of the extra `dev`, and Chromium with its driver: apt-get install chromium chromium-driver.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT))


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """See the module."""
    from tests.chromium import BROWSER, DRIVER, chromium, look, picture, top_of

    if not (BROWSER and DRIVER):
        click.echo("there is no Chromium: apt-get install chromium chromium-driver", err=True)
        sys.exit(2)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, chromium() as browser:
        page = Path(folder) / "report.html"
        make(page)
        look(browser, page)
        write("report-light.png", picture(browser, 0, 1280, 1000))
        write("report-fixes.png", picture(browser, top_of(browser, "#findings") - 20, 1280, 900))
        look(browser, page, scheme="dark")
        write("report-dark.png", picture(browser, top_of(browser, "#subjects") - 20, 1280, 900))
        look(browser, page, width=390)
        write("report-phone.png", picture(browser, top_of(browser, "#findings") - 20, 390, 900))


def make(page: Path) -> None:
    """The report of both examples."""
    command = [sys.executable, "-m", "checkov_aks", "report", "--format", "html", "--output", str(page)]
    done = subprocess.run([*command, "-d", "examples/insecure", "-d", "examples/secure"], cwd=ROOT, check=False)
    if done.returncode != 1:
        sys.exit(2)


def write(name: str, picture: bytes) -> None:
    """One image."""
    (IMAGES / name).write_bytes(picture)
    click.echo(f"wrote docs/images/{name}")


if __name__ == "__main__":
    main()
