"""The integrations: their schemas, their linters, and what their scripts do where they are run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkov_aks import __version__
from tests.ci_files import azure, github, gitlab
from tests.test_end_to_end import BIN, INSECURE, ROOT, SECURE

# One process installs the package, once.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("integrations")]

INTEGRATIONS = ROOT / "integrations"
PAGES = sorted((ROOT / "docs" / "integrations").glob("*.md"))
ACTION = yaml.safe_load((INTEGRATIONS / "github-action" / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ORGANISATIONS = INTEGRATIONS / "organisations"
HOSTILE = "$(touch pwned); touch pwned; `touch pwned` \" ' # & touch pwned"

Run = Callable[..., subprocess.CompletedProcess[str]]


def need(name: str) -> None:
    """Skip the test where a program of the development environment is missing."""
    if not shutil.which(name, path=str(BIN)):
        pytest.skip(f"{name} is not installed: pip install -e '.[dev]'")


def tool(name: str, *arguments: object) -> None:
    """Run a program of the development environment and show what it says if it fails."""
    need(name)
    done = subprocess.run([str(BIN / name), *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def block(page: Path, language: str) -> list[tuple[str, str]]:
    """The blocks of a language in a page, each with the comment before it."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"(?:<!-- ([^\n]*) -->\n)?```{language}\n(.*?)```", text, re.DOTALL)


# -- schemas and linters


def validate(schema: str, document: object, folder: Path) -> None:
    file = folder / "document.yaml"
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    options = ["--data-transform", schema] if schema in ("azure-pipelines", "gitlab-ci") else []
    # Azure's schema has expressions that only this dialect takes.
    tool("check-jsonschema", "--regex-variant", "nonunicode", "--builtin-schema", f"vendor.{schema}", *options, file)


def test_schemas(tmp_path: Path) -> None:
    validate("github-actions", ACTION, tmp_path)
    template = INTEGRATIONS / "gitlab" / "checkov-aks.yml"
    head, _ = yaml.safe_load_all(template.read_text(encoding="utf-8"))
    validate("gitlab-ci", head, tmp_path)
    validate("gitlab-ci", gitlab(template), tmp_path)
    steps = (INTEGRATIONS / "azure-pipelines" / "checkov-aks.yml").read_text(encoding="utf-8")
    validate("azure-pipelines", azure(steps), tmp_path)
    for name, schema in {"github": "github-workflows", "gitlab": "gitlab-ci"}.items():
        validate(schema, (ORGANISATIONS / f"{name}.yml").read_text(encoding="utf-8"), tmp_path)
    validate("azure-pipelines", azure((ORGANISATIONS / "azure-pipelines.yml").read_text(encoding="utf-8")), tmp_path)
    tool("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")


def test_a_schema_finds_mistakes(tmp_path: Path) -> None:
    broken = {**ACTION, "runs": {"using": "composite", "stages": []}}
    with pytest.raises(AssertionError, match="stages"):
        validate("github-actions", broken, tmp_path)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_yaml_in_pages(page: Path, tmp_path: Path) -> None:
    for mark, text in block(page, "yaml"):
        if mark == "file .pre-commit-config.yaml":
            (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
            tool("pre-commit", "validate-config", tmp_path / "config.yaml")
            continue
        schema = mark.removeprefix("schema ")
        assert schema in ("github-workflows", "gitlab-ci", "azure-pipelines"), f"{page.name}: no schema for a block"
        validate(schema, azure(text) if schema == "azure-pipelines" else text, tmp_path)


def uses(node: Any) -> list[dict[str, Any]]:
    """Every step or include that uses a part of ours."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    named = isinstance(node, dict) and "checkov-aks" in str(
        node.get("uses", node.get("template", node.get("project", "")))
    )
    return ([node] if named else []) + [found for child in children for found in uses(child)]


def test_what_is_used_exists() -> None:
    """Inputs and parameters in pages and pipelines are those that ours have."""
    inputs = {
        "uses": set(ACTION["inputs"]),
        "template": {item["name"] for item in yaml.safe_load(_text("azure-pipelines"))["parameters"]},
        "project": set(next(iter(yaml.safe_load_all(_text("gitlab"))))["spec"]["inputs"]),
    }
    texts = [text for page in PAGES for _, text in block(page, "yaml")]
    texts += [path.read_text(encoding="utf-8") for path in sorted(ORGANISATIONS.glob("*.yml"))]
    found = [use for text in texts for use in uses(yaml.safe_load(text))]
    assert len(found) == 5
    for use in found:
        kind = next(kind for kind in inputs if kind in use)
        given = use.get("with", use.get("parameters", use.get("inputs", {})))
        assert set(given) <= inputs[kind], use
        place = use["file"] if kind == "project" else use[kind].split("@")[0].removeprefix("your-org/checkov-aks/")
        assert (ROOT / place).exists(), place


def _text(folder: str) -> str:
    return (INTEGRATIONS / folder / "checkov-aks.yml").read_text(encoding="utf-8")


def test_tables_in_pages_have_every_input() -> None:
    tables = {
        "github": set(ACTION["inputs"]),
        "gitlab": set(next(iter(yaml.safe_load_all(_text("gitlab"))))["spec"]["inputs"]),
        "azure-pipelines": {item["name"] for item in yaml.safe_load(_text("azure-pipelines"))["parameters"]},
    }
    for name, wanted in tables.items():
        page = (ROOT / "docs" / "integrations" / f"{name}.md").read_text(encoding="utf-8")
        rows = [row.split("|")[1] for row in page.splitlines() if row.startswith("| `")]
        assert {item for row in rows for item in re.findall(r"`([\w-]+)`", row)} == wanted


def test_releases_named_are_this_one() -> None:
    files = [*PAGES, *(path for path in INTEGRATIONS.rglob("*") if path.is_file())]
    pattern = r"(?:checkov-aks==|github-action@v|rev: v|refs/tags/v|ref: v)(\d[\w.]*\d)"
    found = {(path.name, release) for path in files for release in re.findall(pattern, path.read_text("utf-8"))}
    assert len(found) >= 8
    assert {release for _, release in found} == {__version__}


def scripts() -> dict[str, tuple[str, str]]:
    """Every script in the integrations with the shell it is for."""
    found = {f"action {step['name']}": ("bash", step["run"]) for step in ACTION["runs"]["steps"] if "run" in step}
    steps = azure(_text("azure-pipelines"))["steps"]
    found |= {f"azure {step['displayName']}": ("bash", step["bash"]) for step in steps if "bash" in step}
    jobs = {
        **gitlab(INTEGRATIONS / "gitlab" / "checkov-aks.yml"),
        **yaml.safe_load((ORGANISATIONS / "gitlab.yml").read_text(encoding="utf-8")),
    }
    found |= {f"gitlab {name}": ("sh", "\n".join(job["script"])) for name, job in jobs.items() if "script" in job}
    return found


@pytest.mark.parametrize("name", scripts())
def test_shellcheck(name: str, tmp_path: Path) -> None:
    shell, script = scripts()[name]
    file = tmp_path / "script"
    file.write_text(script, encoding="utf-8")
    tool("shellcheck", "--shell", shell, "--severity", "info", file)


def test_no_input_is_part_of_a_script() -> None:
    steps = [*ACTION["runs"]["steps"], *yaml.safe_load(_text("azure-pipelines"))["steps"]]
    assert not [step for step in steps if "${{" in step.get("run", "") + step.get("bash", "")]
    job = next(iter(yaml.safe_load(_text("gitlab").partition("\n---\n")[2]).values()))
    assert not [line for line in job["script"] if "$[[" in line]


@pytest.mark.parametrize("name", ["Dockerfile", "vendored.Dockerfile"])
def test_hadolint(name: str) -> None:
    tool("hadolint", "--no-color", INTEGRATIONS / "docker" / name)


# -- scripts, run


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a runner has it, where the action has installed the package of this clone."""
    folder = tmp_path_factory.mktemp("runner")
    step = next(step for step in ACTION["runs"]["steps"] if step.get("name") == "Install checkov-aks")
    values = {
        "steps.python.outputs.python-path": sys.executable,
        "github.action_path": str(INTEGRATIONS / "github-action"),
        "inputs.package": ACTION["inputs"]["package"]["default"],
    }
    done = shell(step["run"], folder, evaluated(step["env"], values) | {"RUNNER_TEMP": str(folder)})
    assert done.returncode == 0, done.stderr
    return folder


def evaluated(environment: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    return {name: github(text, values) for name, text in environment.items()}


def shell(script: str, cwd: Path, environment: Mapping[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a script; the shell is what GitHub and Azure run it with unless another is given."""
    clean = {name: value for name, value in os.environ.items() if name not in ("LOG_LEVEL", "PYTHONPATH")}
    line = [*(command or ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")), script]
    return subprocess.run(line, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A checkout with an insecure and a secure deployment."""
    shutil.copytree(INSECURE, tmp_path / "work" / "insecure")
    shutil.copytree(SECURE, tmp_path / "work" / "secure")
    return tmp_path / "work"


def rules(path: Path) -> set[str]:
    """The checks that a SARIF file has results of, without those that are suppressed."""
    runs = json.loads(path.read_text(encoding="utf-8"))["runs"]
    return {result["ruleId"] for run in runs for result in findings_of(run)}


def findings_of(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [result for result in run["results"] if not result.get("suppressions")]


@pytest.fixture
def action(temporary: Path, work: Path) -> Run:
    """Runs the action's scan; its outputs are in `outputs`."""
    step = next(step for step in ACTION["runs"]["steps"] if step.get("name") == "Scan")

    def run(environment: Mapping[str, str] | None = None, **inputs: str) -> subprocess.CompletedProcess[str]:
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(ACTION["inputs"])
        values = {f"inputs.{name}": given.get(name, item["default"]) for name, item in ACTION["inputs"].items()}
        files = {"RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(work.parent / "outputs")}
        (work.parent / "outputs").unlink(missing_ok=True)
        return shell(step["run"], work, evaluated(step["env"], values) | files | dict(environment or {}))

    return run


def test_the_action(action: Run, work: Path, temporary: Path) -> None:
    version = subprocess.run(
        [temporary / "checkov-aks" / "bin" / "checkov-aks", "--version"], capture_output=True, text=True, check=True
    )
    assert version.stdout == f"checkov-aks, version {__version__}\n"
    sarif, outputs = work / "checkov-aks.sarif", work.parent / "outputs"
    done = action(directory="insecure")
    assert done.returncode == 1, done.stderr
    assert "AKS_705" in done.stdout
    assert outputs.read_text(encoding="utf-8") == "file=checkov-aks.sarif\nstatus=1\n"
    assert {"AKS_705", "AKS_108"} <= rules(sarif)
    assert not [rule for rule in rules(sarif) if rule.startswith("CKV")]
    done = action(directory="insecure", soft_fail="true", baseline_ids="0.1.0", output_file="out/x.sarif")
    assert done.returncode == 0, done.stderr
    assert outputs.read_text(encoding="utf-8") == "file=out/x.sarif\nstatus=1\n"
    assert rules(work / "out" / "x.sarif") == {rule for rule in rules(sarif) if rule not in later("0.1.0")}
    done = action(directory="secure")
    assert done.returncode == 0, done.stdout + done.stderr
    assert outputs.read_text(encoding="utf-8") == "file=checkov-aks.sarif\nstatus=0\n"
    assert rules(sarif) == set()


def later(release: str) -> set[str]:
    """The checks that a release did not have."""
    from checkov_aks.common.baselines import checks_of
    from checkov_aks.common.registry import registered

    return set(registered()).difference(checks_of(release))


def test_the_actions_other_inputs(action: Run, work: Path) -> None:
    done = action(directory="insecure", with_builtin="true", format="json", output_file="found.json")
    assert done.returncode == 1, done.stderr
    assert "CKV_AZURE_" in (work / "found.json").read_text(encoding="utf-8")
    (work / "none.baseline").write_text('{"failed_checks": []}', encoding="utf-8")
    assert action(directory="insecure", baseline="none.baseline").returncode == 1
    (work / ".checkov.yaml").write_text("create-baseline: true\n", encoding="utf-8")
    assert action(directory="insecure", soft_fail="true").returncode == 0
    (work / ".checkov.yaml").unlink()
    assert action(directory="insecure", baseline="insecure/.checkov.baseline").returncode == 0
    trouble = action(directory="insecure", soft_fail="true", environment={"CHECKOV_AKS_CONFIG": "none.yaml"})
    assert trouble.returncode == 2
    assert (work.parent / "outputs").read_text(encoding="utf-8").endswith("status=2\n")


def test_inputs_of_the_action_are_never_run(action: Run, work: Path) -> None:
    action(**{name.replace("-", "_"): HOSTILE for name in ACTION["inputs"]})
    assert not list(work.parent.rglob("pwned"))


@pytest.fixture
def gitlab_job(temporary: Path, work: Path) -> Run:
    """Runs the script of the GitLab template, by a plain POSIX shell."""

    def run(**inputs: str) -> subprocess.CompletedProcess[str]:
        (job,) = gitlab(INTEGRATIONS / "gitlab" / "checkov-aks.yml", **inputs).values()
        path = f"{temporary / 'checkov-aks' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return shell("\n".join(job["script"]), work, {**job["variables"], "PATH": path}, "sh", "-ec")

    return run


def test_the_gitlab_template(gitlab_job: Run, work: Path) -> None:
    (job,) = gitlab(INTEGRATIONS / "gitlab" / "checkov-aks.yml", stage="scan", job="aks").items()
    assert (job[0], job[1]["stage"]) == ("aks", "scan")
    done = gitlab_job(directory="insecure")
    assert done.returncode == 1, done.stderr
    assert "AKS_705" in done.stdout
    report = json.loads((work / "gl-sast-report.json").read_text(encoding="utf-8"))
    assert {"AKS_705"} <= {item["identifiers"][0]["value"] for item in report["vulnerabilities"]}
    assert report["vulnerabilities"][0]["location"]["file"].startswith("insecure/")
    assert "AKS_705" in rules(work / "checkov-aks.sarif")
    assert {"gl-sast-report.json", "checkov-aks.sarif"} == set(job[1]["artifacts"]["paths"])
    assert gitlab_job(directory="insecure", soft_fail="true").returncode == 0
    assert gitlab_job(directory="secure").returncode == 0
    assert gitlab_job(directory="secure", baseline_ids="nonsense", soft_fail="true").returncode == 2
    gitlab_job(directory=HOSTILE, baseline=HOSTILE)
    assert not list(work.parent.rglob("pwned"))


@pytest.fixture
def azure_steps(temporary: Path, work: Path) -> Run:
    """Runs the scripts of the Azure template one after the other; the last one's result."""

    def run(**parameters: Any) -> subprocess.CompletedProcess[str]:
        path = f"{temporary / 'checkov-aks' / 'bin'}{os.pathsep}{os.environ['PATH']}"
        steps = [step for step in azure(_text("azure-pipelines"), **parameters)["steps"] if "bash" in step]
        for step in steps:
            environment = {**step["env"], "AGENT_TEMPDIRECTORY": str(temporary), "PATH": path}
            done = shell(step["bash"], work, environment)
            assert done.returncode == 0 or step is steps[-1], done.stderr
        return done

    return run


def test_the_azure_template(azure_steps: Run, work: Path, temporary: Path) -> None:
    sarif = temporary / "sarif"
    done = azure_steps(directory="insecure")
    assert done.returncode == 1, done.stderr
    assert "AKS_705" in rules(sarif / "checkov-aks.sarif")
    done = azure_steps(directory="insecure", softFail=True, withBuiltin=True, outputFile="all.sarif")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("##vso[task.complete result=SucceededWithIssues;]\n")
    assert {rule[:4] for rule in rules(sarif / "all.sarif")} == {"AKS_", "CKV_", "CKV2"}
    assert azure_steps(directory="secure").returncode == 0
    assert azure_steps(directory="secure", baselineIds="nonsense", softFail=True).returncode == 2
    azure_steps(directory=HOSTILE, baseline=HOSTILE)
    assert not list(work.parent.rglob("pwned"))


# -- organisations


@pytest.fixture
def server(work: Path) -> dict[str, str]:
    """An environment in which Git finds two repositories on a server."""
    for name, folder in (("shop", "insecure"), ("payments", "secure")):
        git(work / folder, "init", "-q")
        git(work / folder, "add", ".")
        git(work / folder, "commit", "-qm", "all")
        (work.parent / "server" / "your-group").mkdir(parents=True, exist_ok=True)
        git(
            work,
            "clone",
            "-q",
            "--bare",
            str(work / folder),
            str(work.parent / "server" / "your-group" / f"{name}.git"),
        )
    return instead_of(f"file://{work.parent / 'server'}/", "https://gitlab-ci-token:secret@gitlab.example.com/")


def instead_of(place: str, url: str) -> dict[str, str]:
    """An environment in which Git goes to a place instead of a URL."""
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{place}.insteadOf", "GIT_CONFIG_VALUE_0": url}


def git(folder: Path, *arguments: str) -> None:
    line = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(folder), *arguments]
    subprocess.run(line, check=True, capture_output=True)


def test_a_gitlab_group(temporary: Path, tmp_path: Path, server: dict[str, str]) -> None:
    jobs = yaml.safe_load((ORGANISATIONS / "gitlab.yml").read_text(encoding="utf-8"))
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ORGANISATIONS / "merge_sarif.py", project)
    path = f"{temporary / 'checkov-aks' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for repository in jobs["scan"]["parallel"]["matrix"][0]["REPOSITORY"]:
        job = tmp_path / repository
        job.mkdir(parents=True)
        environment = {
            **server, "PATH": path, "SOURCE": str(job / "source"), "REPOSITORY": repository,
            "CI_JOB_TOKEN": "secret", "CI_SERVER_FQDN": "gitlab.example.com",
        }  # fmt: skip
        done = shell("\n".join(jobs["scan"]["script"]), job, environment, "sh", "-ec")
        assert done.returncode == 0, done.stderr
        shutil.copytree(job / "sarif", project / "sarif", dirs_exist_ok=True)
    done = shell("\n".join(jobs["gather"]["script"]), project, {}, "sh", "-ec")
    assert done.returncode == 0, done.stderr
    check_merged(project / "all.sarif", done.stdout, ["your-group/payments", "your-group/shop"])


def check_merged(path: Path, table: str, names: list[str]) -> None:
    """One run a repository, of which the last only has findings, in the file and in the table."""
    log = json.loads(path.read_text(encoding="utf-8"))
    assert log["version"] == "2.1.0"
    assert [run["automationDetails"]["id"] for run in log["runs"]] == [f"{name}/" for name in names]
    counts = [len(findings_of(run)) for run in log["runs"]]
    assert counts[0] == 0
    assert counts[1] > 40
    rows = [f"| {name} | {count} |" for name, count in zip(names, counts, strict=True)]
    assert table.splitlines() == ["| Repository | Findings |", "| --- | --- |", *rows]


def test_a_github_organisation(action: Run, work: Path, tmp_path: Path) -> None:
    jobs = yaml.safe_load((ORGANISATIONS / "github.yml").read_text(encoding="utf-8"))["jobs"]
    (work / "repositories.txt").write_text("acme/shop\nacme/pay.ments\n", encoding="utf-8")
    listing = next(step for step in jobs["list"]["steps"] if step.get("id") == "list")
    outputs = {"GITHUB_OUTPUT": str(tmp_path / "listed")}
    assert shell(listing["run"], work, outputs, sys.executable, "-c").returncode == 0
    matrix = json.loads((tmp_path / "listed").read_text(encoding="utf-8").removeprefix("matrix="))
    assert matrix == [
        {"repository": "acme/shop", "file": "acme__shop.sarif"},
        {"repository": "acme/pay.ments", "file": "acme__pay.ments.sarif"},
    ]
    step = next(step for step in jobs["scan"]["steps"] if "github-action@" in step.get("uses", ""))
    for entry, folder in zip(matrix, ("insecure", "secure"), strict=True):
        given = {name: github(value, {"matrix.file": entry["file"]}) for name, value in step["with"].items()}
        given["output-file"] = f"sarif/{given['output-file']}"
        done = action(directory=folder, **{name.replace("-", "_"): value for name, value in given.items()})
        assert done.returncode == 0, done.stderr
    shutil.copy(ORGANISATIONS / "merge_sarif.py", work)
    merge = next(step["run"] for step in jobs["gather"]["steps"] if "run" in step)
    done = shell(merge, work, {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")})
    assert done.returncode == 0, done.stderr
    table = (tmp_path / "summary").read_text(encoding="utf-8")
    check_merged(work / "all.sarif", table, ["acme/pay.ments", "acme/shop"])


def test_an_azure_organisation(tmp_path: Path) -> None:
    text = (ORGANISATIONS / "azure-pipelines.yml").read_text(encoding="utf-8")
    stages = azure(text, repositories=["My shop/shop", "pay/a-b.c"])["stages"]
    jobs = stages[0]["jobs"]
    assert [job["job"] for job in jobs] == ["My_shop__shop", "pay__a_b_c"]
    assert [job["steps"][0]["checkout"] for job in jobs] == ["git://My shop/shop", "git://pay/a-b.c"]
    assert [job["steps"][1]["parameters"]["outputFile"] for job in jobs] == ["My shop__shop.sarif", "pay__a-b.c.sarif"]
    logs = tmp_path / "CodeAnalysisLogs"
    logs.mkdir()
    for job in jobs:
        (logs / job["steps"][1]["parameters"]["outputFile"]).write_text('{"runs": [{"results": []}]}', encoding="utf-8")
    shutil.copy(ORGANISATIONS / "merge_sarif.py", tmp_path)
    merge = next(step["bash"] for step in stages[1]["jobs"][0]["steps"] if "bash" in step)
    folders = {"AGENT_TEMPDIRECTORY": str(tmp_path), "BUILD_ARTIFACTSTAGINGDIRECTORY": str(tmp_path)}
    done = shell(merge, tmp_path, folders)
    assert done.stdout.splitlines()[2:] == ["| My shop/shop | 0 |", "| pay/a-b.c | 0 |"], done.stderr


# -- Docker, as far as it goes without


def test_the_dockerfiles_pip_line(temporary: Path, work: Path) -> None:
    """It installs, in an environment with Checkov, the release that it names and leaves Checkov as it is."""
    text = (INTEGRATIONS / "docker" / "Dockerfile").read_text(encoding="utf-8")
    arguments = dict(re.findall(r"^ARG (\w+)=(\S+)$", text, re.MULTILINE))
    assert arguments["PACKAGE"] == f"checkov-aks=={__version__}"
    (line,) = re.findall(r"^RUN (.+)$", text, re.MULTILINE)
    path = f"{temporary / 'checkov-aks' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    listing = subprocess.run([temporary / "checkov-aks/bin/pip", "list"], capture_output=True, text=True, check=True)
    (installed,) = re.findall(r"^checkov +(\S+)$", listing.stdout, re.MULTILINE)
    done = shell(f"{line} --dry-run", work, {**arguments, "CHECKOV": installed, "PATH": path})
    assert done.returncode == 0, done.stderr
    assert "Would install" not in done.stdout


def test_the_vendored_image_has_what_init_writes() -> None:
    from checkov_aks.cli.init import FOLDER

    text = (INTEGRATIONS / "docker" / "vendored.Dockerfile").read_text(encoding="utf-8")
    assert f"COPY {FOLDER} /checkov-aks\n" in text
    (line,) = re.findall(r"^ENTRYPOINT (.+)$", text, re.MULTILINE)
    assert json.loads(line)[:3] == ["checkov", "--external-checks-dir", "/checkov-aks"]


# -- pages


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Git repository of the files as they are, committed or not, with the release's tag."""
    folder = tmp_path_factory.mktemp("sources")
    git(folder, "init", "-q", "--bare", "-b", "main")
    for command in (["add", "."], ["commit", "-qm", "all"], ["tag", f"v{__version__}"]):
        git(ROOT, f"--git-dir={folder}", "--work-tree=.", *command)
    return folder


@pytest.fixture(scope="module")
def caches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where programs keep what they fetch, as the user of a page has another home folder."""
    folder = tmp_path_factory.mktemp("caches")
    pip = os.environ.get("PIP_CACHE_DIR", str(folder / "pip"))
    uv = os.environ.get("UV_CACHE_DIR", str(Path.home() / ".cache" / "uv"))
    return {"PRE_COMMIT_HOME": str(folder / "pre-commit"), "PIP_CACHE_DIR": pip, "UV_CACHE_DIR": uv}


@pytest.fixture
def user(temporary: Path, tmp_path: Path, sources: Path, caches: dict[str, str]) -> tuple[Path, dict[str, str]]:
    """A user's repository with a remote, and an environment where the package is installed."""
    repository, home = tmp_path / "repository", tmp_path / "home"
    shutil.copytree(INSECURE, repository / "infra")
    shutil.copy(ORGANISATIONS / "merge_sarif.py", repository)
    home.mkdir()
    git(repository, "init", "-q", "-b", "main")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "all")
    git(tmp_path, "init", "-q", "--bare", "remote")
    git(repository, "remote", "add", "origin", "https://git.example.com/your-org/checks.git")
    who = {f"GIT_{role}_{key}": "a@example.com" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    urls = {
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": f"url.file://{sources}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/your-org/checkov-aks",
        "GIT_CONFIG_KEY_1": f"url.file://{tmp_path / 'remote'}.insteadOf",
        "GIT_CONFIG_VALUE_1": "https://git.example.com/your-org/checks.git",
    }
    path = os.pathsep.join([str(temporary / "checkov-aks" / "bin"), os.environ["PATH"]])
    configuration = os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))
    return repository, {**who, **urls, **caches, "PATH": path, "HOME": str(home), "XDG_CONFIG_HOME": configuration}


def follow(page: Path, repository: Path, environment: Mapping[str, str]) -> int:
    """Do what a page says, from its top to its end; how many commands that were. What finds something finds ours."""
    text = page.read_text(encoding="utf-8")
    done = 0
    for mark, argument, content in re.findall(r"<!-- (run|file)(?: (\S+))? -->\n```\w+\n(.*?)```", text, re.DOTALL):
        if mark == "file":
            (repository / argument).write_text(content, encoding="utf-8")
            git(repository, "add", argument)
            continue
        result = shell(content, repository, environment)
        said = f"{content}{result.stdout[-3000:]}{result.stderr[-3000:]}"
        assert result.returncode == int(argument or 0), said
        written = repository / "report.html"
        found = result.stdout + (written.read_text(encoding="utf-8") if written.is_file() else "")
        assert not result.returncode or "AKS_104" in found, said
        done += 1
    return done


def test_every_command_in_a_page_is_run_or_says_why_not() -> None:
    for page in PAGES:
        for mark, text in block(page, "bash"):
            assert re.fullmatch(r"run( \d)?|not run: .+", mark), f"{page.name}: {text}"


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem != "pre-commit"], ids=lambda page: page.stem)
def test_what_a_page_says(page: Path, user: tuple[Path, dict[str, str]]) -> None:
    marks = [mark for mark, _ in block(page, "bash")]
    assert follow(page, *user) == sum(mark.startswith("run") for mark in marks)


def test_pre_commit(user: tuple[Path, dict[str, str]]) -> None:
    need("pre-commit")
    repository, environment = user
    environment = {**environment, "PATH": f"{environment['PATH']}{os.pathsep}{BIN}"}
    assert follow(ROOT / "docs" / "integrations" / "pre-commit.md", repository, environment) == 2
    refused = shell("git commit -m hook", repository, environment)
    assert refused.returncode == 1
    assert "AKS_104" in refused.stderr + refused.stdout
    shutil.rmtree(repository / "infra")
    shutil.copytree(SECURE, repository / "infra")
    passed = shell("git add infra && git commit -m secure", repository, environment)
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert "Passed" in passed.stderr + passed.stdout
    (repository / "notes.txt").write_text("x\n", encoding="utf-8")
    aside = shell("git add notes.txt && git commit -m notes", repository, environment)
    assert aside.returncode == 0, aside.stderr
    assert "no files to check" in aside.stderr + aside.stdout


def test_files_that_start_the_hook() -> None:
    (hook,) = HOOKS
    yes = ["main.tf", "a/main.tf.json", "a.tfvars", "plan.json", "k8s/pod.yaml", "k8s/pod.yml"]
    no = ["README.md", "main.tfstate", "a.tf.bak", "tf", "yaml"]
    assert [name for name in yes + no if re.search(hook["files"], name)] == yes
