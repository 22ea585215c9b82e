"""Imports the package from the sources in one file, of which this module becomes a part: see `loader_file`.

It works as `zipimport` does, in memory: modules have a path below that file, which no file is at.
"""

from __future__ import annotations

import json
import sys
import zlib
from base64 import b85decode
from collections.abc import Iterator, Mapping
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType
from typing import cast


class Vendored(MetaPathFinder, InspectLoader):
    """Finds and loads modules whose sources it holds, by their path in the package's parent folder."""

    def __init__(self, place: str, sources: Mapping[str, str]) -> None:
        self._place = place
        self._sources = sources

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The module, or None for one that is not of the package."""
        name = self._file(fullname)
        if name is None:
            return None
        spec = spec_from_loader(fullname, self, origin=f"{self._place}/{name}", is_package=self.is_package(fullname))
        if spec is not None:
            spec.has_location = True
            if spec.submodule_search_locations is not None:
                folder = f"{self._place}/{fullname.replace('.', '/')}"
                spec.submodule_search_locations.append(folder)
                # Lets `pkgutil` see what is in the folder.
                sys.path_importer_cache[folder] = cast("None", Folder(self._sources, fullname.replace(".", "/")))
        return spec

    def get_source(self, fullname: str) -> str:
        """The source of a module."""
        return self._sources[self._file(fullname) or ""]

    def is_package(self, fullname: str) -> bool:
        """Whether a module is a package."""
        return (self._file(fullname) or "").endswith("__init__.py")

    def exec_module(self, module: ModuleType) -> None:
        """Run a module."""
        assert module.__spec__ is not None
        exec(compile(self.get_source(module.__name__), module.__spec__.origin or "", "exec"), module.__dict__)

    def get_data(self, path: str) -> bytes:
        """The bytes of a file of the package, for `pkgutil.get_data`. Raises `OSError`."""
        name = path.removeprefix(f"{self._place}/").replace("\\", "/")
        if name not in self._sources:
            raise OSError(path)
        return self._sources[name].encode()

    def _file(self, fullname: str) -> str | None:
        path = fullname.replace(".", "/")
        return next((name for name in (f"{path}/__init__.py", f"{path}.py") if name in self._sources), None)


class Folder:
    """A folder of the package, for `pkgutil.walk_packages`."""

    def __init__(self, sources: Mapping[str, str], path: str) -> None:
        self._sources = sources
        self._path = path

    def find_spec(self, fullname: str, target: object = None) -> None:
        """Nothing: `Vendored` has been asked before."""

    def iter_modules(self, prefix: str = "") -> Iterator[tuple[str, bool]]:
        """The modules of the folder with what makes their full name, and whether each is a package."""
        folder = f"{self._path}/"
        rests = [name.removeprefix(folder).split("/") for name in self._sources if name.startswith(folder)]
        for name in sorted({rest[0].removesuffix(".py") for rest in rests if rest[0] != "__init__.py"}):
            yield f"{prefix}{name}", [name, "__init__.py"] in rests


def unpacked(pack: str) -> dict[str, str]:
    """The sources that `packed` packed."""
    return dict(json.loads(zlib.decompress(b85decode("".join(pack.split())))))
