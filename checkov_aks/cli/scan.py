"""Checkov with the pack: our checks and their frameworks by default, all of Checkov's options."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from typing import Any

import click

from checkov_aks.cli import builtin
from checkov_aks.cli.catalogue import ALL_FRAMEWORKS, entries, trouble
from checkov_aks.common.collector import settle, uncollected

OWN_PREFIX = "AKS_"
OWN_CHECKS = f"{OWN_PREFIX}*"


@dataclass(frozen=True)
class Choice:
    """What our own options ask for.

    with_builtin Checkov's own checks too, without those that ours supersede
    left_out     IDs of ours that are skipped in any case
    results_in   a folder for all results as JSON, or None
    """

    with_builtin: bool
    left_out: list[str]
    results_in: str | None


@click.command(hidden=True, context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.option("--with-builtin", is_flag=True)
@click.option("--baseline-ids", metavar="RELEASE")
@click.option("--results-in", metavar="FOLDER")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def scan(with_builtin: bool, baseline_ids: str | None, results_in: str | None, options: tuple[str, ...]) -> None:
    """Run Checkov with these options and exit with its status; 2 where the checks cannot be loaded.

    --results-in is for `checkov-aks report`: a folder for all results as JSON, whatever a config file says.
    """
    # Checkov looks for a newer release while it is imported.
    os.environ.setdefault("CKV_SKIP_PACKAGE_UPDATE_CHECK", "True")
    found = entries()
    sys.argv[1:] = options
    try:
        choice = Choice(with_builtin, _later(baseline_ids, found), results_in)
        status = checkov(list(options), found, choice)
    except BrokenPipeError:
        # Whoever read the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 2
    sys.exit(status)


def _later(release: str | None, found: list[dict[str, Any]]) -> list[str]:
    """The IDs of the checks that a release did not have yet; none where no release is given."""
    from checkov_aks.common.baselines import BaselineError, checks_of

    try:
        known = checks_of(release) if release is not None else [entry["id"] for entry in found]
    except BaselineError as error:
        trouble(error)
    return sorted({entry["id"] for entry in found}.difference(known))


def checkov(options: list[str], found: list[dict[str, Any]], choice: Choice) -> int:
    """Checkov's exit status for its own options, with our defaults where they, and its config files, say nothing."""
    from checkov.common.util.type_forcers import convert_csv_string_arg_to_list

    with builtin.unloaded(), uncollected():
        from checkov.main import Checkov

    class CheckovAks(Checkov):
        """Tells a framework that was asked for from Checkov's default."""

        is_framework_given = False

        def normalize_framework_arg(self, raw_framework_arg: list[list[str]], handle_all: bool = False) -> list[str]:
            self.is_framework_given = self.is_framework_given or (handle_all and bool(raw_framework_arg))
            return super().normalize_framework_arg(raw_framework_arg, handle_all)

    # Ours carry their severity themselves.
    logging.getLogger().addFilter(lambda record: "only possible with an API key" not in record.getMessage())
    program = CheckovAks(options)
    config = program.config
    if not program.is_framework_given:
        config.framework = [framework for framework in ALL_FRAMEWORKS if framework not in config.skip_framework]
        config.skip_framework = []
    checks = convert_csv_string_arg_to_list(config.check)
    if choice.with_builtin or config.list or not all(check.startswith(OWN_PREFIX) for check in checks):
        builtin.load()
    skipped = convert_csv_string_arg_to_list(config.skip_check)
    if choice.left_out:
        named, checks = checks, [check for check in checks if check not in choice.left_out]
        if named and not checks:
            trouble(f"the release had none of {', '.join(named)}")
        config.check, config.skip_check = checks, [*skipped, *choice.left_out]
        skipped = config.skip_check
    if choice.with_builtin:
        running = [entry for entry in found if entry["id"] not in choice.left_out]
        builtin.leave_out({id_ for entry in running for id_ in entry["overlaps"]}.difference(checks))
    elif not checks:
        others = {entry["id"] for entry in found if not entry["id"].startswith(OWN_PREFIX)}
        config.check = [OWN_CHECKS, *sorted(others - set(skipped))]
    if choice.results_in:
        config.output, config.output_file_path, config.quiet = ["json"], choice.results_in, False
    if not config.bc_api_key:
        config.skip_download = True
    settle()
    return program.run() or 0
