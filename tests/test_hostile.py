"""What nobody writes by accident: names full of markup, files that are none, disks without space, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from click.testing import CliRunner

import checkov_aks
from checkov_aks.cli.main import cli
from checkov_aks.common import settings
from checkov_aks.terraform.base import definitions, overlay
from checkov_aks.terraform.base.scan import Scan
from tests.reading import blocks

HOSTILE = [
    "${7*7}", "{{7*7}}", "<script>alert(1)</script>", 'a"b', "'; touch pwned; '", "$(touch pwned)", "`touch pwned`",
    "two\nlines", "::error::x", "\u202egpj", "[bold]x[/bold]", "[x](http://x)", "|x|",
    "%s%n", "]]>", "&amp;", "--option", "../../up", "😀", "café",
]  # fmt: skip


def ours(*options: object, **others: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "checkov_aks", *map(str, options)]
    env = {**os.environ, "PYTHONPATH": str(Path(checkov_aks.__file__).parents[1]), **others.pop("env", {})}
    return subprocess.run(command, env=env, check=False, **{"capture_output": True, "timeout": 300, **others})


def write(folder: Path) -> Path:
    """Clusters, and pods with containers and images, of those names."""
    folder.mkdir()
    clusters = {name: {"sku_tier": "Free", "name": name} for name in HOSTILE}
    (folder / "main.tf.json").write_text(
        json.dumps({"resource": {"azurerm_kubernetes_cluster": clusters}}, ensure_ascii=False), encoding="utf-8"
    )
    pods = [
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name, "namespace": name},
            "spec": {"containers": [{"name": name, "image": f"docker.io/{name}"}]},
        }
        for name in HOSTILE
    ]
    (folder / "pods.yaml").write_text(yaml.safe_dump_all(pods), encoding="utf-8")
    return folder


@pytest.mark.once
def test_hostile_names_in_every_output(tmp_path: Path) -> None:
    scan, out = write(tmp_path / "scan"), tmp_path / "out"
    options = [option for form in ("cli", "json", "sarif", "junitxml") for option in ("-o", form)]
    done = ours("-d", scan, "--check", "AKS_705,AKS_353", *options, "--output-file-path", out, cwd=tmp_path)
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)
    text = (out / "results_json.json").read_text(encoding="utf-8")
    found = {r["resource"] for report in json.loads(text) for r in report["results"]["failed_checks"]}
    # No resource of Terraform has a name with brackets.
    assert {f"resource.{name}" for name in HOSTILE if "[" not in name} <= found
    assert sum(name.startswith("Pod.") for name in found) == len(HOSTILE) - 2  # two are placeholders
    assert json.loads((out / "results_sarif.sarif").read_text(encoding="utf-8"))["runs"]
    assert ElementTree.parse(out / "results_junitxml.xml").getroot().findall(".//failure")
    # Checkov's own JUnit cannot hold control characters; what comes as JSON may.
    results = tmp_path / "results.json"
    results.write_text(text.replace("caf\\u00e9", "\\u001b[31mred\\u0007\\ud800"), encoding="utf-8")
    for form in ("terminal", "markdown", "html"):
        shown = CliRunner().invoke(cli, ["report", str(results), "--format", form])
        assert (shown.exit_code, shown.stderr) == (1, "")
        assert not {"\x1b", "\x07", "\u202e", "\ud800"} & set(shown.stdout)
        assert form != "html" or "<script>alert(1)" not in shown.stdout
    assert not list(tmp_path.rglob("*pwned*"))


# -- files


def test_what_is_no_file_is_passed_over(tmp_path: Path) -> None:
    free = 'resource "azurerm_kubernetes_cluster" "free" {\n  sku_tier = "Free"\n  dynamic "identity" {\n    '
    (tmp_path / "main.tf").write_text(free + "for_each = [1]\n    content {\n    }\n  }\n}\n", encoding="utf-8")
    found = blocks(tmp_path)  # Checkov itself waits for pipes for ever
    (tmp_path / "folder.tf").mkdir()
    (tmp_path / "broken.tf").symlink_to("nowhere")
    (tmp_path / "itself.tf").symlink_to("itself.tf")
    (tmp_path / "around").symlink_to(".")
    for name in ("pipe.tf", "pipe.tf.json", "terraform.tfvars", "pipe.auto.tfvars"):
        os.mkfifo(tmp_path / name)
    assert found.keys() == blocks_beside_pipes(tmp_path)
    assert definitions._read(str(tmp_path)).unread == ()
    assert Scan(None)._variable_files(str(tmp_path)) == []
    with overlay.guarded(str(tmp_path), [definitions._read(str(tmp_path))]) as copy:
        assert copy != str(tmp_path)
        assert overlay.GUARD in (Path(copy) / "main.tf").read_text(encoding="utf-8")


def blocks_beside_pipes(folder: Path) -> set[str]:
    return {f"{kind}.{name}" for kind, name in definitions._read(str(folder)).resources}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"min_zones: 2 # \xff\n", "can't decode byte 0xff"),
        (b"min_zones: " + b"[" * 20_000, "recursion"),
        (b"min_zones: " + b"9" * 5_000, "4300"),
        (b"min_zones: 0x" + b"f" * 5_000, "found a number without end"),
        (b"min_zones: 2026-13-45\n", "month must be in 1..12"),
        (b"min_zones: 1\nmin_zones: 2\n", "`min_zones` is there twice"),
        (b"evaluation_timeout: .nan\n", "found nan"),
        (b"min_zones: !!python/name:os.system x\n", "could not determine a constructor"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\n", "unknown setting `a`"),
    ],
)
def test_hostile_settings_are_told(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_bytes(content)
    with pytest.raises(settings.SettingsError) as caught:
        settings.load(file)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 1000


def test_settings_from_windows(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_bytes(b"\xef\xbb\xbfmin_zones: 2\r\n")
    assert settings.load(tmp_path / "settings.yaml").min_zones == 2


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_settings_that_are_no_file_are_not_passed_over(
    make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make(tmp_path / settings.FILE_NAME)
    found = settings.find()
    assert found is not None
    with pytest.raises(settings.SettingsError, match="cannot read the settings file"):
        settings.load(found)


# -- the world outside

FREE = 'resource "azurerm_kubernetes_cluster" "free" {\n  sku_tier = "Free"\n}\n'
ONE = ("--check", "AKS_705", "-o", "json")


@pytest.mark.once
def test_a_bare_environment_changes_nothing(tmp_path: Path) -> None:
    """No home, no folder for temporary files, no permission to write anywhere: the same finding."""
    (tmp_path / "scan").mkdir()
    (tmp_path / "scan" / "main.tf").write_text(FREE + 'variable "x" {}\n', encoding="utf-8")

    def nobody() -> None:
        os.setgid(65534)
        os.setuid(65534)

    cases: list[dict[str, Any]] = [{"env": {"HOME": "/nowhere", "TMPDIR": "/nowhere"}, "cwd": tmp_path / "scan"}]
    if os.getuid() == 0 and _is_open_to_all(tmp_path / "scan"):
        cases.append({"preexec_fn": nobody, "cwd": tmp_path / "scan"})
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda case: ours("-d", ".", *ONE, **case), cases):
            assert done.returncode == 1, done.stderr
            assert [r["check_id"] for r in json.loads(done.stdout)["results"]["failed_checks"]] == ["AKS_705"]


def _is_open_to_all(folder: Path) -> bool:
    """Whether anybody may read a folder and the package: not below a home of root's."""
    places = (folder, Path(checkov_aks.__file__), Path(sys.executable).resolve())
    return all(parent.stat().st_mode & 0o005 == 0o005 for place in places for parent in place.parents)


# Each command in a copy of one process that has everything loaded; what it exits with, and what it says.
COMMANDS = """
import json, os, sys
import checkov_aks
from checkov_aks.cli.main import main
checkov_aks.register()
answers = []
for options, place in json.loads(sys.argv[1]):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        closed, broken = os.pipe()
        os.close(closed)
        os.dup2(broken if place == "pipe" else os.open(place, os.O_WRONLY), 1)
        os.dup2(writing, 2)
        main(options)
    os.close(writing)
    answers.append([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), os.fdopen(reading).read()])
print(json.dumps(answers))
"""
NO_SPACE = [2, "checkov-aks: [Errno 28] No space left on device\n"]


@pytest.mark.once
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_trouble_and_so_is_a_closed_pipe() -> None:
    cases = {
        (("list",), "/dev/full"): NO_SPACE,
        (("list", "--format", "json"), "/dev/full"): NO_SPACE,
        (("explain", "AKS_705"), "/dev/full"): NO_SPACE,
        (("list", "--format", "json"), "pipe"): [2, ""],
        (("explain", "AKS_705"), "/dev/null"): [0, ""],  # whose bullets are no ASCII
    }
    command = [sys.executable, "-c", COMMANDS, json.dumps(list(cases))]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == list(cases.values())


def test_an_interrupt_is_no_finding() -> None:
    code = (
        "import os, signal, sys\nfrom checkov_aks.cli import catalogue, list as command, main\n"
        "command.entries = lambda: os.kill(os.getpid(), signal.SIGINT)\nmain.main(['list'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, "", "")
