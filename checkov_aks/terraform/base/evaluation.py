"""Root modules as tfparse evaluates them, in a process of its own: some real code makes it panic or never return."""

from __future__ import annotations

import atexit
import json
import logging
import os
import pkgutil
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock, Timer
from types import MappingProxyType
from typing import Any, Final

from checkov_aks.common.settings import current
from checkov_aks.terraform.base.definitions import is_deep

UUID: Final = re.compile(r"[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}")
INSTANCE: Final = re.compile(r"\[[^\]]*\]")
MODULE_STEP: Final = re.compile(r"module\.[^.\[]+(?:\[[^\]]*\])?")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Root:
    """A root module, evaluated.

    resources   and data sources, by address without instance keys
    ids         of all blocks, nested ones too
    addresses   of resources and data sources, by id
    called      module calls, without instance keys, that tfparse names: all but those that are repeated over nothing
    dropped     those that it names and does not enter: it enters a module 32 times
    """

    resources: Mapping[str, list[dict[str, Any]]]
    ids: frozenset[str]
    addresses: Mapping[str, str]
    called: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()


def root_of(content: Mapping[str, Any]) -> Root:
    """A root from what tfparse gives."""
    resources: dict[str, list[dict[str, Any]]] = defaultdict(list)
    addresses: dict[str, str] = {}
    called: set[str] = set()
    entered: set[str] = set()
    for blocks in content.values():
        for block in blocks:
            meta = block["__tfmeta"]
            steps = module_steps(meta["path"])
            entered.update(steps[:-1])
            if steps:
                (called if steps[-1] == meta["path"] else entered).add(steps[-1])
            if meta.get("type") in ("resource", "data"):
                resources[INSTANCE.sub("", meta["path"])].append(block)
                addresses[block["id"]] = meta["path"]
    named, dropped = (frozenset(INSTANCE.sub("", path) for path in paths) for paths in (called, called - entered))
    return Root(dict(resources), frozenset(_ids(content)), addresses, named, dropped)


def module_steps(address: str) -> list[str]:
    """The modules at the beginning of an address, each with those around it: `module.a`, `module.a.module.b[0]`."""
    found: list[str] = []
    end = 0
    while match := MODULE_STEP.match(address, end):
        found.append(address[: match.end()])
        end = match.end() + 1
    return found


def _ids(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "__tfmeta" in node and isinstance(node.get("id"), str):
            yield node["id"]
        for child in node.values():
            yield from _ids(child)
    elif isinstance(node, list):
        for child in node:
            yield from _ids(child)


@dataclass
class Evaluator:
    """Loads roots through one worker process, started when first needed and again after a death or a fork."""

    _process: subprocess.Popen[str] | None = None
    _owner: int = 0
    _lock: RLock = field(default_factory=RLock)

    def load(
        self, directory: str, variable_files: Iterable[str], environment: Mapping[str, str] = MappingProxyType({})
    ) -> Root | None:
        """The root module of a directory, or None where tfparse is missing, fails, dies or exceeds the time limit.

        variable_files   in the order of their precedence, the strongest last
        environment      variables given by TF_VAR_ variables, weaker than those files
        """
        with self._lock:
            if not environment:
                return self._request(directory, variable_files)
            return self._with_environment(directory, variable_files, environment)

    def start(self) -> None:
        """Start the worker, if it does not run yet: it takes as long as a small root."""
        with self._lock:
            self._worker()

    def _with_environment(
        self, directory: str, variable_files: Iterable[str], environment: Mapping[str, str]
    ) -> Root | None:
        try:
            with TemporaryDirectory() as folder:
                file = Path(folder) / "environment.tfvars"
                file.write_text(
                    "".join(f"{name} = {_as_hcl(text)}\n" for name, text in environment.items()), encoding="utf-8"
                )
                return self._request(directory, (str(file), *variable_files))
        except OSError as error:
            logger.debug("cannot hand over the environment: %s", error)
            return None

    def _request(self, directory: str, variable_files: Iterable[str]) -> Root | None:
        worker = self._worker()
        if worker is None:
            return None
        request = {
            "root": directory,
            "variables": [
                os.path.relpath(os.path.realpath(path), os.path.realpath(directory)) for path in variable_files
            ],
        }
        limit = Timer(current().evaluation_timeout, worker.kill)
        limit.daemon = True
        limit.start()
        try:
            assert worker.stdin is not None
            assert worker.stdout is not None
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            content = json.loads(worker.stdout.readline())
        except (OSError, ValueError, RecursionError):
            logger.debug("evaluation of %s ended early; using Checkov's configuration", directory)
            self.close()
            return None
        finally:
            limit.cancel()
        return None if content is None or is_deep(content) else root_of(content)

    def _worker(self) -> subprocess.Popen[str] | None:
        if self._owner != os.getpid():
            self._process, self._owner = None, os.getpid()
        if self._process is None or self._process.poll() is not None:
            self._process = start_worker()
        return self._process

    def close(self) -> None:
        """End the worker, if this process has one."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):  # what was still buffered for a dead worker
                    stream.close()


def _as_hcl(text: str) -> str:
    """A TF_VAR_ value as HCL: Terraform reads lists and maps as expressions, all else as text."""
    return text if text.lstrip()[:1] in ("[", "{") else json.dumps(text)


def start_worker() -> subprocess.Popen[str] | None:
    """A worker process, or None where there is no tfparse or no interpreter to run it."""
    command = worker_command()
    if command is None:
        return None
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
    except OSError as error:
        logger.debug("cannot start the evaluation: %s", error)
        return None


@lru_cache(maxsize=1)
def worker_command() -> list[str] | None:
    """How to start the worker. The source goes on the command line, so that it need not lie in a file."""
    source = pkgutil.get_data(__package__, "worker.py")
    origins = [spec.origin for name in ("tfparse", "cffi") if (spec := find_spec(name)) and spec.origin]
    # A frozen program is its own interpreter: starting it would start Checkov again.
    if len(origins) < 2 or source is None or getattr(sys, "frozen", False) or not sys.executable:
        return None
    # -I: no module of the scanned repository shadows the standard library; -S: start fast, with these folders only.
    return [sys.executable, "-I", "-S", "-c", source.decode(), *(str(Path(origin).parent.parent) for origin in origins)]


evaluator: Final = Evaluator()
atexit.register(evaluator.close)
