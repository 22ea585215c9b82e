"""Writes a new check that is still to be filled in, with its fixtures, and tells the pack of it.

Its tests fail, and list every line that says TODO, until there is none and the check decides as its fixtures say.
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import jinja2

from checkov_aks import __version__
from checkov_aks.common.check import Severity
from checkov_aks.common.registry import Registered, registered
from checkov_aks.kubernetes.base.kinds import KINDS
from checkov_aks.terraform.base.azurerm import CLUSTER, NODE_POOL

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).resolve().parent / "templates"

EXAMPLES = """\
\b
Examples:
  python scripts/new_check.py AKS_706 premium_tier --area availability --base ClusterCheck
      --severity LOW --title "AKS cluster has the Premium tier"
  python scripts/new_check.py AKS_656 retained_disk --area storage --base ManifestCheck --for StorageClass
      --severity LOW --title "Storage class keeps its disks"
"""


@dataclass(frozen=True)
class Base:
    """A class that checks derive from: its pack, what `evaluate` takes, and the types that it judges, if it says so."""

    pack: str
    takes: str
    types: tuple[str, ...] = ()


WORKLOADS = ("Pod", "Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob")
BASES = {
    "ClusterCheck": Base("terraform", "cluster: Block", (CLUSTER,)),
    "PoolCheck": Base("terraform", "pool: Pool", (CLUSTER, NODE_POOL)),
    "ResourceCheck": Base("terraform", "resource: Block"),
    "ManifestCheck": Base("kubernetes", "manifest: Manifest"),
    "PodCheck": Base("kubernetes", "pod: Pod", WORKLOADS),
    "GraphCheck": Base("kubernetes", "manifest: Manifest, scan: Scan"),
    "PodGraphCheck": Base("kubernetes", "pod: Pod, scan: Scan", WORKLOADS),
}


@dataclass(frozen=True)
class NewCheck:
    """What the check is to be called. `types` are those that it names itself."""

    id: str
    name: str
    area: str
    base: str
    severity: str
    title: str
    types: tuple[str, ...]

    @property
    def pack(self) -> str:
        """The pack that it belongs to."""
        return BASES[self.base].pack

    @property
    def module(self) -> Path:
        """Its file."""
        return ROOT / "checkov_aks" / self.pack / self.area / f"{self.name}.py"

    @property
    def fixtures(self) -> Path:
        """Its folder of fixtures."""
        return ROOT / "tests" / "fixtures" / self.pack / self.id


def refuse(new: NewCheck) -> None:
    """Raises `click.UsageError` where an ID, a name, an area, types or a title cannot be, and says what can."""
    items = [item for item in registered().values() if item.pack == new.pack]
    areas = sorted({item.area for item in items})
    if new.area not in areas:
        raise click.UsageError(f"the pack {new.pack} has no area {new.area}; it has {', '.join(areas)}")
    _refuse_id(new, [item for item in items if item.area == new.area])
    _refuse_name(new.name)
    _refuse_types(new)
    if not new.title.strip() or "\n" in new.title or new.title.startswith("Ensure") or new.title.endswith("."):
        raise click.UsageError("the title says in one line what is right, without `Ensure` and without a full stop")


def _refuse_id(new: NewCheck, of_area: list[Registered]) -> None:
    # Fifty numbers an area and pack: profiles leave areas out by their first digit.
    first = min(int(item.check.id[4:]) for item in of_area) // 50 * 50
    taken = {id_ for file in (ROOT / "baselines").glob("*.yaml") for id_ in re.findall(r"\w+_\d+", file.read_text())}
    taken |= set(registered())
    last = max(id_ for id_ in taken if f"AKS_{first}" <= id_ <= f"AKS_{first + 49}")
    free = f"the next one free in {new.pack} {new.area} is AKS_{int(last[4:]) + 1}"
    if new.id in taken:
        raise click.UsageError(f"{new.id} is or was another check; {free}")
    if not re.fullmatch(r"AKS_\d{3}", new.id) or not first <= int(new.id[4:]) < first + 50:
        raise click.UsageError(f"{new.id} does not lie between AKS_{first or '001'} and AKS_{first + 49}; {free}")


def _refuse_name(name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z\d]*(_[a-z][a-z\d]*)*", name) or keyword.iskeyword(name):
        raise click.UsageError(f"{name!r} is no name of a module in words like `uptime_sla`")
    # Checkov executes every file of a folder as a top-level module: it would take the place of the other.
    if find_spec(name) or any((ROOT / "checkov_aks").rglob(f"{name}.py")) or name.startswith("checkov"):
        raise click.UsageError(f"there is a module {name} already, of Python, of a package or of ours")


def _refuse_types(new: NewCheck) -> None:
    of_base = BASES[new.base].types
    if new.types and of_base:
        raise click.UsageError(f"a {new.base} judges {', '.join(of_base)}: leave out --for")
    if not new.types and not of_base:
        raise click.UsageError(f"a {new.base} needs --for: which types does it judge?")
    for name in new.types:
        if new.pack == "kubernetes" and name not in KINDS:
            raise click.UsageError(f"{name} is no kind in checkov_aks/kubernetes/base/kinds.py")
        if new.pack == "terraform" and not re.fullmatch(r"azurerm_\w+", name):
            raise click.UsageError(f"{name} is no type of azurerm")


def rendered(new: NewCheck) -> dict[Path, str]:
    """The files of a new check with their text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = lambda text: json.dumps(text, ensure_ascii=False)
    base = BASES[new.base]
    facts: dict[str, Any] = {
        "new": new,
        "takes": base.takes,
        "types": base.types or new.types,
        "class_name": "".join(word.capitalize() for word in new.name.split("_")),
        "imported": sorted({"CheckInfo", "Severity", "Verdict", new.base, *re.findall(r": (\w+)", base.takes)}),
        "api": {name: f"{kind.groups[0]}/v1".lstrip("/") for name, kind in KINDS.items()},
        "namespaced": {name for name, kind in KINDS.items() if kind.namespaced},
        "where": new.module.relative_to(ROOT).as_posix(),
    }
    found = {}
    for template in environment.list_templates(filter_func=lambda name: name.startswith(f"{new.pack}/")):
        path = template.removeprefix(f"{new.pack}/").removesuffix(".jinja")
        if not path.startswith("_"):
            target = new.module if path == "check.py" else new.fixtures / path
            found[target] = environment.get_template(template).render(facts)
    return found


def told(new: NewCheck) -> dict[Path, str]:
    """The files that know every check, with the new one."""
    pack = ROOT / "checkov_aks" / new.pack / "__init__.py"
    baseline = ROOT / "baselines" / f"{__version__}.yaml"
    count = re.compile(r"(?<=EXPECTED_CHECKS = )\d+")
    comment, *ids = baseline.read_text(encoding="utf-8").splitlines()
    return {
        pack: count.sub(lambda found: str(int(found[0]) + 1), pack.read_text(encoding="utf-8")),
        baseline: "\n".join([comment, *sorted([*ids, f"- {new.id}"])]) + "\n",
    }


def next_steps(new: NewCheck) -> str:
    """What is left to do."""
    plan = f"\n   python -m tests.azurerm fixtures {new.id}    # Terraform's plan of `planned`"
    return f"""
Next:
1. Fill in every line that says TODO.{plan if new.pack == "terraform" else ""}
   python -m pytest -k {new.id}    # what is left, and whether the check says what its fixtures say
2. Let examples/insecure fail the check and examples/secure pass it.
3. Write what is made of it: python -m tests.reasons, python scripts/docs.py, python scripts/transcripts.py
4. Name it in CHANGELOG.md and correct the number of checks in README.md.
CONTRIBUTING.md says more."""


@click.command(help=__doc__, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("id")
@click.argument("name")
@click.option("--area", required=True, help="The folder: network, storage, ...")
@click.option("--base", required=True, type=click.Choice(list(BASES)), help="The class that it derives from.")
@click.option("--for", "types", metavar="TYPE", multiple=True, help="A type that it judges; may be repeated.")
@click.option("--severity", required=True, type=click.Choice([severity.value for severity in Severity]))
@click.option("--title", required=True, help="What is right, as a statement.")
def main(**given: Any) -> None:
    """See the module."""
    new = NewCheck(**given)
    refuse(new)
    files = rendered(new)
    there = [path for path in files if path.exists()]
    if there:
        raise click.UsageError(f"{there[0].relative_to(ROOT)} is there already")
    try:
        for path, text in {**files, **told(new)}.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            click.echo(f"{'new' if path in files else 'changed'} {path.relative_to(ROOT).as_posix()}")
    except OSError as error:
        click.echo(f"cannot write: {error}", err=True)
        sys.exit(2)
    click.echo(next_steps(new))


if __name__ == "__main__":
    main()
