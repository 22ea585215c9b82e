"""The loader that a repository holds: a thin one for an installed package, or one that carries the whole package."""

from __future__ import annotations

import inspect
import json
import re
import zlib
from base64 import b85encode
from pathlib import Path
from textwrap import wrap
from typing import Final

from checkov_aks import __version__, loader_dir
from checkov_aks.repository import vendored

NAME: Final = "checkov_aks_loader.py"
INIT: Final = '"""Checkov loads the checks of checkov-aks from this folder: `checkov --external-checks-dir`."""\n'
# What checks are made of; commands are not among it.
CARRIED: Final = ("__init__.py", "common/**/*.py", "terraform/**/*.py", "kubernetes/**/*.py")

THIN: Final = '''\
def load(framework: str | None) -> None:
    """Import the installed package and register its packs."""
    try:
        package = import_module("checkov_aks")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("checkov-aks is not installed where Checkov runs: pip install checkov-aks") from error
    package.register(framework)
'''
CARRYING: Final = '''\
def load(framework: str | None) -> None:
    """Import the package from this file, unless it is there already, and register its packs."""
    if "checkov_aks" not in sys.modules:
        sys.meta_path.insert(0, Vendored(__file__, unpacked(PACK)))
    import_module("checkov_aks").register(framework)
'''


def files(*, carrying: bool) -> dict[str, str]:
    """The files of a loader folder by name, with the package in them or not."""
    return {"__init__.py": INIT, NAME: _carrying() if carrying else _thin()}


def _thin() -> str:
    imports = "import logging\nimport sys\nfrom importlib import import_module\n"
    return _assembled(f"Made by checkov-aks {__version__}: needs the package where Checkov runs.", imports, THIN)


def _carrying() -> str:
    source = inspect.getsource(vendored)
    imports, _, code = source.partition("from __future__ import annotations\n")[2].partition("\n\nclass ")
    pack = "\n".join(wrap(packed(sources()), 120))
    code = f'class {code}\n\nPACK = """\n{pack}\n"""\n\n\n{CARRYING}'
    head = f"Made by checkov-aks {__version__}, which it carries whole: nothing need be installed where Checkov runs."
    return _assembled(head, "import logging\nfrom importlib import import_module\n" + imports.lstrip(), code)


def _assembled(head: str, imports: str, code: str) -> str:
    """Our own loader with another way to find the package."""
    own = (loader_dir() / NAME).read_text(encoding="utf-8")
    found = re.fullmatch(r'"""(.*?)"""\n.*?(\nCLUSTERS = .*?)# -- the package\n.*?(# -- what if .*)', own, re.DOTALL)
    assert found, "the package's own loader has other parts"
    documentation, names, rest = found.groups()
    return f'"""{documentation}\n{head}\n"""\n\nfrom __future__ import annotations\n\n{imports}{names}{code}\n\n{rest}'


def sources() -> dict[str, str]:
    """The sources of the package that checks are made of, by their path in the package's parent folder."""
    package = loader_dir().parent
    paths = sorted({path for pattern in CARRIED for path in package.glob(pattern)})
    # A byte is a byte on every machine: the same release makes the same file.
    return {str(Path(package.name, path.relative_to(package)).as_posix()): path.read_text("utf-8") for path in paths}


def packed(found: dict[str, str]) -> str:
    """Sources as one text, which `vendored.unpacked` reads."""
    return b85encode(zlib.compress(json.dumps(found, sort_keys=True).encode(), 9)).decode()


def release_of(loader: str) -> tuple[str, bool] | None:
    """The release that made a loader and whether it carries the package; None if it is none of ours."""
    found = re.search(r"^Made by checkov-aks (\S+?)(:|, which it carries)", loader, re.MULTILINE)
    return (found[1], found[2] != ":") if found else None
