"""The scaffold of a new check: what it refuses, and that the check's tests fail until it is filled in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.azurerm.terraform import missing
from tests.test_end_to_end import ROOT

RIGHT = {
    "--area": "availability", "--base": "ClusterCheck", "--severity": "LOW", "--title": "AKS cluster has a Premium tier"
}  # fmt: skip
# What TODO lines of the check and of its fixtures become.
SOLUTION = {
    r"TODO Why it matters.*": "Only the Premium tier allows long-term support, without which a cluster has to be\n"
    "    upgraded every year, or runs a version of Kubernetes that gets no more fixes.",
    r"# TODO\b(?=(.|\n)*## Passes)": 'sku_tier = "Standard"',
    r"# TODO$": 'sku_tier = "Premium"',
    r"TODO a page of.*(?=\")": "long-term-support",
    r"\"TODO The change.*\"": "'Set `sku_tier = \"Premium\"`.'",
    r"raise NotImplementedError.*": 'return cluster["sku_tier"].is_in("Premium")',
    r"TODO a value that passes": "Premium",
    r"TODO a value that fails": "Standard",
    r"# TODO leave it out.*": "",
    r"# TODO .*`(var\.\w+|null)`": r"sku_tier = \1",
    r"# TODO what passes.*": 'sku_tier = "Premium"',
    r"# TODO what fails": 'sku_tier = "Free"',
}  # fmt: skip


def invoke(*arguments: str, root: Path = ROOT, **changed: Any) -> Any:
    """The outcome of the script in this process, which writes into a copy of the repository."""
    spec = spec_from_file_location("new_check", ROOT / "scripts" / "new_check.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.ROOT = root
    options = {**RIGHT, **{f"--{name}": value for name, value in changed.items()}}
    line = [*(arguments or ("AKS_749", "premium_tier")), *(part for option in options.items() for part in option)]
    return CliRunner().invoke(module.main, line)


@pytest.mark.parametrize(
    ("arguments", "changed", "message"),
    [
        (["AKS_705", "premium_tier"], {}, r"AKS_705 is or was another check; .* terraform availability is AKS_\d{3}"),
        (["AKS_799", "premium_tier"], {}, "AKS_799 does not lie between AKS_700 and AKS_749"),
        (["AKS_7060", "premium_tier"], {}, "AKS_7060 does not lie between"),
        (["CKV_706", "premium_tier"], {}, "CKV_706 does not lie between"),
        (["AKS_749", "uptime_sla"], {}, "there is a module uptime_sla already"),
        (["AKS_749", "queue"], {}, "there is a module queue already, of Python"),
        (["AKS_749", "yaml"], {}, "there is a module yaml already"),
        (["AKS_749", "checkov_aks_tier"], {}, "there is a module checkov_aks_tier already"),
        (["AKS_749", "PremiumTier"], {}, "'PremiumTier' is no name of a module"),
        (["AKS_749", "class"], {}, "'class' is no name of a module"),
        (["AKS_749", "tier_2"], {}, "'tier_2' is no name of a module"),
        ([], {"area": "storage"}, "the pack terraform has no area storage; it has availability, cost, identity"),
        ([], {"base": "PodCheck", "area": "cost"}, "the pack kubernetes has no area cost; it has availability"),
        ([], {"base": "Check"}, "'Check' is not one of"),
        ([], {"severity": "low"}, "'low' is not one of"),
        ([], {"for": "azurerm_subnet"}, "a ClusterCheck judges azurerm_kubernetes_cluster: leave out --for"),
        ([], {"base": "ResourceCheck"}, "a ResourceCheck needs --for"),
        ([], {"base": "ResourceCheck", "for": "Subnet"}, "Subnet is no type of azurerm"),
        (["AKS_799", "x_y"], {"base": "GraphCheck", "for": "Deploy"}, "Deploy is no kind in .*kinds.py"),
        ([], {"title": "Ensure that it is"}, "the title says in one line what is right"),
        ([], {"title": " "}, "the title says in one line what is right"),
    ],
)  # fmt: skip
def test_what_is_refused(arguments: list[str], changed: dict[str, Any], message: str) -> None:
    done = invoke(*arguments, **changed)
    assert done.exit_code == 2
    assert re.search(message, " ".join(done.output.split())), done.output


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what a check is made in."""
    for name in ("baselines", "checkov_aks", "scripts", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A module in the copy and with the package of the copy."""
    line = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "200"}
    return subprocess.run(line, cwd=copy, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.once
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_the_tests_of_a_new_check_fail_until_it_is_filled_in(copy: Path) -> None:
    fixtures = copy / "tests" / "fixtures" / "terraform" / "AKS_749"
    fixtures.mkdir()
    (fixtures / "pass.tf").write_text("mine", encoding="utf-8")
    done = invoke(root=copy)
    assert (done.exit_code, "AKS_749/pass.tf is there already" in done.output) == (2, True)
    assert (fixtures / "pass.tf").read_text(encoding="utf-8") == "mine"
    (fixtures / "pass.tf").unlink()
    assert invoke(root=copy).exit_code == 0

    files = ("tests/test_checks.py", "tests/test_fixtures.py", "tests/test_robustness.py")
    tests = ("pytest", "-q", "-p", "no:cacheprovider", "-k", "AKS_749", *files)
    empty = run(copy, *tests)
    assert empty.returncode == 1
    failed = set(re.findall(r"^(?:FAILED|ERROR) tests/\w+.py::(\w+)", empty.stdout, re.MULTILINE))
    assert {"test_nothing_is_left_to_do", "test_declaration", "test_verdicts_reasons_and_attributes"} <= failed
    module = Path("checkov_aks") / "terraform" / "availability" / "premium_tier.py"
    assert "AKS_749 is still to be filled in:" in empty.stdout
    assert f"{module}:5: " in empty.stdout
    assert f"NotImplementedError('TODO: write `evaluate` in {module}')" in empty.stdout

    for file in [copy / module, *fixtures.rglob("*.tf")]:
        text = file.read_text(encoding="utf-8")
        for todo, solution in SOLUTION.items():
            text = re.sub(todo, solution, text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
    planned = run(copy, "tests.azurerm", "fixtures", "AKS_749")
    assert planned.returncode == 0, planned.stderr
    full = run(copy, *tests)
    assert full.returncode == 0, full.stdout
    assert re.search(r"^\d\d passed, \d+ deselected", full.stdout, re.MULTILINE)
