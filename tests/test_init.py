"""`init`, `verify` and `publish`: what they write, and what the real Checkov makes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from ecdsa import NIST256p, NIST384p, SigningKey

from checkov_aks import __version__
from checkov_aks.cli.main import cli
from checkov_aks.repository import loader_file
from checkov_aks.repository.profiles import PROFILES, SAFEGUARDS, left_out
from checkov_aks.repository.vendored import Vendored, unpacked
from tests.test_end_to_end import BIN, FREE, OWN, ROOT, findings, ids

LOADER = Path(".checkov") / "aks" / "checkov_aks_loader.py"


def command(*arguments: object) -> Any:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one cluster on the Free tier and a config file of its own."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "main.tf").write_text(FREE, encoding="utf-8")
    (folder / ".checkov.yaml").write_text("# ours\ncompact: true\n", encoding="utf-8")
    return folder


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """A private and a public key."""
    key = SigningKey.generate(curve=NIST256p)
    private, public = tmp_path / "private.pem", tmp_path / "public.pem"
    private.write_bytes(key.to_pem())
    public.write_bytes(key.verifying_key.to_pem())
    return private, public


def checkov(
    folder: Path, *options: object, installed: bool = True, every_framework: bool = False
) -> subprocess.CompletedProcess[str]:
    """Plain Checkov in a folder; with `installed=False`, where this package is not to be found."""
    few = () if every_framework else ("--framework", "terraform")
    environment = {name: value for name, value in os.environ.items() if name != "LOG_LEVEL"}
    if not installed:
        hiding = folder.parent / "hiding"
        hiding.mkdir(exist_ok=True)
        without = '[p for p in sys.path if not os.path.isdir(os.path.join(p, "checkov_aks"))]'
        hidden = f"import os, sys\nsys.path[:] = {without}\n"
        (hiding / "sitecustomize.py").write_text(hidden, encoding="utf-8")
        environment["PYTHONPATH"] = str(hiding)
    line = [str(BIN / "checkov"), "-d", ".", "--skip-download", "-o", "json", *few, *map(str, options)]
    return subprocess.run(line, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_package_can_be_hidden(repository: Path) -> None:
    command("init", repository, "--yes")
    done = checkov(repository, installed=False)
    names = {record["check_name"] for record in findings(done.stdout) if record["check_id"] == "AKS_000"}
    assert len(names) == 1
    assert "pip install checkov-aks" in names.pop()


@pytest.mark.parametrize("options", [["--vendor"], []], ids=["vendored", "thin"])
def test_plain_checkov_finds_the_checks(repository: Path, options: list[str]) -> None:
    done = command("init", repository, "--yes", *options)
    assert done.exit_code == 0, done.output
    found = checkov(repository, installed=not options, every_framework=bool(options))
    assert found.returncode == 1
    assert "AKS_705" in ids(found.stdout)
    assert "Traceback" not in found.stderr
    assert "CKV_AZURE_141" in {record["check_id"] for record in findings(found.stdout)}


def test_the_change_is_shown_and_nothing_is_written_unasked(repository: Path) -> None:
    done = command("init", repository)
    assert done.exit_code == 2
    assert "nothing was written" in done.output
    assert "+  - .checkov/aks" in done.output
    assert "new file .checkov/aks" not in done.output
    assert not (repository / LOADER).exists()
    assert (repository / ".checkov.yaml").read_text(encoding="utf-8") == "# ours\ncompact: true\n"


def test_a_second_time_changes_nothing_and_a_changed_loader_is_shown(repository: Path) -> None:
    assert command("init", repository, "--yes").exit_code == 0
    config = (repository / ".checkov.yaml").read_text(encoding="utf-8")
    assert config == "# ours\ncompact: true\nexternal-checks-dir:\n  - .checkov/aks\n"
    assert command("init", repository).output == "nothing to change\n"
    (repository / LOADER).write_text("# mine\n", encoding="utf-8")
    done = command("init", repository)
    assert done.exit_code == 2
    assert "-# mine" in done.output
    assert (repository / LOADER).read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.once
def test_superseded_checks_and_profiles(repository: Path) -> None:
    done = command("init", repository, "--yes", "--skip-superseded", "--profile", "dev")
    assert done.exit_code == 0
    skipped = yaml.safe_load((repository / ".checkov.yaml").read_text(encoding="utf-8"))["skip-check"]
    assert skipped[:2] == ["AKS_7*", "AKS_8*"]
    assert "CKV_AZURE_141" in skipped
    # What the profile leaves out stands in for nothing.
    assert "CKV_AZURE_170" not in skipped
    found = checkov(repository)
    assert not {id_ for id_ in ids(found.stdout) if id_.startswith(("AKS_7", "AKS_8"))}
    assert "CKV_AZURE_141" not in {record["check_id"] for record in findings(found.stdout)}


@pytest.mark.once
def test_where_only_some_checks_run_ours_are_added(repository: Path) -> None:
    (repository / ".checkov.yaml").write_text("check: [CKV_AZURE_141]\n", encoding="utf-8")
    assert command("init", repository, "--yes").exit_code == 0
    assert "check: [CKV_AZURE_141, AKS_*]\n" in (repository / ".checkov.yaml").read_text(encoding="utf-8")
    found = checkov(repository)
    assert {"CKV_AZURE_141", "AKS_705"} <= {record["check_id"] for record in findings(found.stdout)}
    (repository / ".checkov.yaml").write_text("check: HIGH\n", encoding="utf-8")
    assert command("init", repository, "--yes").exit_code == 0
    assert "AKS_*" not in (repository / ".checkov.yaml").read_text(encoding="utf-8")


def test_what_a_profile_has() -> None:
    listed = json.loads(command("list", "--format", "json").output)
    assert SAFEGUARDS <= OWN
    for profile, has in PROFILES.items():
        skipped = left_out(listed, profile)
        for entry in listed:
            is_skipped = entry["id"] in skipped or f"{entry['id'][:5]}*" in skipped
            assert is_skipped != has(entry), (profile, entry["id"])
    assert left_out(listed, "production") == []


@pytest.mark.skipif(
    find_spec("checkov.common.external_checks") is None, reason="this release of Checkov does not verify signatures"
)
def test_signed_and_changed(repository: Path, keys: tuple[Path, Path]) -> None:
    private, public = keys
    assert command("init", repository, "--yes", "--vendor", "--sign", private).exit_code == 0
    verified = command("verify", repository / LOADER.parent, "--key", public)
    assert (verified.exit_code, verified.output) == (
        0,
        f"checkov-aks {__version__}, carried whole\nsigned with this key\n",
    )
    done = checkov(repository, "--external-checks-public-key", public, installed=False)
    assert done.returncode == 1, done.stderr
    assert "AKS_705" in ids(done.stdout)
    content = bytearray((repository / LOADER).read_bytes())
    content[len(content) // 2] ^= 1
    (repository / LOADER).write_bytes(content)
    refused = checkov(repository, "--external-checks-public-key", public, installed=False)
    assert refused.returncode == 2
    assert "checkov_aks_loader.py" in refused.stderr
    verified = command("verify", repository / LOADER.parent, "--key", public)
    assert verified.exit_code == 2
    assert "not signed with this key: checkov_aks_loader.py" in verified.output


@pytest.mark.once
def test_another_key_does_not_fit(repository: Path, keys: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_bytes(SigningKey.generate(curve=NIST256p).verifying_key.to_pem())
    assert command("init", repository, "--yes", "--sign", keys[0]).exit_code == 0
    verified = command("verify", repository / LOADER.parent, "--key", other)
    assert verified.exit_code == 2
    assert "not signed with this key: __init__.py, checkov_aks_loader.py" in verified.output
    plain = command("verify", repository / LOADER.parent)
    assert plain.output == f"checkov-aks {__version__}, to be installed beside Checkov\n"


def test_keys_that_cannot_be_used(repository: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    cases = {
        b"": "cannot read the key",
        b"\xff": "cannot read the key",
        b"-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n": "cannot read the key",
        SigningKey.generate(curve=NIST384p).to_pem(): "Checkov takes P-256 only",
    }
    for content, message in cases.items():
        wrong.write_bytes(content)
        done = command("init", repository, "--yes", "--sign", wrong)
        assert (done.exit_code, message in done.output) == (2, True), done.output
    missing = command("init", repository, "--yes", "--sign", tmp_path / "none.pem")
    assert (missing.exit_code, "cannot read the key" in missing.output) == (2, True)
    assert not (repository / LOADER).exists()


@pytest.mark.parametrize("text", ["a: [", "- a\n", "skip-check: {a: b}\n"])
def test_a_config_file_that_cannot_be_read(repository: Path, text: str) -> None:
    (repository / ".checkov.yaml").write_text(text, encoding="utf-8")
    done = command("init", repository, "--yes", "--profile", "dev")
    assert done.exit_code == 2
    assert ".checkov.yaml" in done.output
    assert (repository / ".checkov.yaml").read_text(encoding="utf-8") == text


def test_what_is_no_loader(tmp_path: Path) -> None:
    done = command("verify", tmp_path)
    assert (done.exit_code, "is no loader folder" in done.output) == (2, True)


def test_the_vendored_file_is_the_package(tmp_path: Path) -> None:
    first, again = loader_file.files(carrying=True), loader_file.files(carrying=True)
    assert first == again
    sources = loader_file.sources()
    assert unpacked(loader_file.packed(sources)) == sources
    assert "checkov_aks/terraform/availability/uptime_sla.py" in sources
    assert not [name for name in sources if "/cli/" in name or "/repository/" in name]
    vendored = Vendored("/x/loader.py", sources)
    spec = vendored.find_spec("checkov_aks.terraform.base")
    assert spec is not None
    assert spec.submodule_search_locations == ["/x/loader.py/checkov_aks/terraform/base"]
    worker = vendored.get_data("/x/loader.py/checkov_aks/terraform/base/worker.py")
    assert worker == (ROOT / "checkov_aks" / "terraform" / "base" / "worker.py").read_bytes()
    with pytest.raises(OSError, match="nothing"):
        vendored.get_data("/x/loader.py/checkov_aks/nothing.py")
    sys.path_importer_cache.pop("/x/loader.py/checkov_aks/terraform/base")


def git(folder: Path, *arguments: str) -> str:
    line = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(folder), *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def committed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The repository under version control."""
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.com")
    git(repository, "init", "-q", "-b", "main")
    git(repository, "add", "main.tf")
    git(repository, "commit", "-qm", "a cluster")
    return repository


@pytest.mark.once
def test_a_branch_that_holds_the_loader_only(committed: Path) -> None:
    before = git(committed, "status", "--porcelain")
    done = command("publish", "checks", "--repository", committed)
    assert done.exit_code == 0, done.output
    assert git(committed, "ls-tree", "-r", "--name-only", "checks").split() == ["__init__.py", "checkov_aks_loader.py"]
    assert git(committed, "status", "--porcelain") == before
    assert git(committed, "branch", "--show-current").strip() == "main"
    # Nothing changed, nothing committed.
    command("publish", "checks", "--repository", committed)
    assert git(committed, "rev-list", "--count", "checks").strip() == "1"
    url = f"file://{committed}?ref=checks"
    found = checkov(committed, "--external-checks-git", url, installed=False)
    assert found.returncode == 1, found.stderr
    assert "AKS_705" in ids(found.stdout)


def test_a_branch_that_cannot_be_made(tmp_path: Path, committed: Path) -> None:
    (tmp_path / "plain").mkdir()
    done = command("publish", "checks", "--repository", tmp_path / "plain")
    assert (done.exit_code, "not a git repository" in done.output) == (2, True)
    done = command("publish", "bad..name", "--repository", committed)
    assert (done.exit_code, "git check-ref-format" in done.output) == (2, True)


def test_what_the_page_shows_of_verify(repository: Path, keys: tuple[Path, Path]) -> None:
    command("init", repository, "--yes", "--vendor", "--sign", keys[0])
    page = (ROOT / "docs" / "setup.md").read_text(encoding="utf-8")
    shown = page.partition("<!-- verify -->\n```text\n")[2].partition("```")[0]
    assert shown == command("verify", repository / LOADER.parent, "--key", keys[1]).output
