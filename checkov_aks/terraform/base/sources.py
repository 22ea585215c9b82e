"""What Checkov's parser read, as it is written: parsing takes longer than all checks, so nothing is parsed twice.

Checkov works on what its parser gives in place, sorting lists and changing texts. So each file is kept as it was. Where
Checkov's parser changes, or parses in processes of its own, files are read again.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Final

from checkov_aks.common.wrapping import wrap
from checkov_aks.terraform.base.azurerm import CLUSTER

_kept: Final[dict[str, bytes]] = {}


def keep() -> None:
    """Keep what Checkov parses from now on. Doing it again changes nothing."""
    from checkov.terraform import tf_parser
    from checkov.terraform.module_loading import module_finder

    for module in (tf_parser, module_finder):
        wrap(module, "load_or_die_quietly", _keeping)


def _keeping(load: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(load)
    def load_or_die_quietly(file: Any, *args: Any, **kwargs: Any) -> Any:
        parsed, path = load(file, *args, **kwargs), os.fspath(file)
        _kept.pop(path, None)
        if parsed and path.endswith(".tf"):
            with suppress(Exception):  # what is nested too deeply; it is read again
                _kept[path] = pickle.dumps(parsed, pickle.HIGHEST_PROTOCOL)
                if CLUSTER.encode() in _kept[path]:
                    _expect_evaluation()
        return parsed

    return load_or_die_quietly


def _expect_evaluation() -> None:
    """There is a cluster to judge: the worker starts while Checkov makes its graph."""
    from checkov_aks.terraform.base.evaluation import evaluator

    evaluator.start()


def kept(path: str) -> Any:
    """The blocks of a .tf file by kind, each time a copy; None where Checkov did not parse it here."""
    return pickle.loads(_kept[path]) if path in _kept else None
