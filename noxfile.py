"""The tests with the versions of Python and Checkov that `pyproject.toml` promises. `nox --list` shows the sessions."""

from __future__ import annotations

import nox

OLDEST, NEWEST = "3.2.500", "3.3.30"

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.sessions = ["versions"]


@nox.session
@nox.parametrize(
    ("python", "checkov", "graph"),
    [
        # The two corners differ in everything that may vary.
        nox.param("3.10", OLDEST, "RUSTWORKX", id="oldest", tags=["corners"]),
        nox.param("3.13", NEWEST, "NETWORKX", id="newest", tags=["corners"]),
        nox.param("3.11", NEWEST, "RUSTWORKX", id="3.11"),
        nox.param("3.12", NEWEST, "RUSTWORKX", id="3.12"),
        nox.param("3.11", NEWEST, "NETWORKX", id="networkx"),
    ],
)
def versions(session: nox.Session, checkov: str, graph: str) -> None:
    """What versions may change; options after `--` are pytest's."""
    session.install(f"checkov=={checkov}", "-e", ".[dev]")
    environment = {"CHECKOV_GRAPH_FRAMEWORK": graph}
    session.run("pytest", "-n", "auto", "-m", "not once", *session.posargs, env=environment)


@nox.session(name="without-tfparse")
def without_tfparse(session: nox.Session) -> None:
    """Where Checkov's own evaluation is all there is."""
    session.install("pip", "-e", ".[dev]")  # which some tests install with
    session.run("pytest", "--without-tfparse", "-n", "auto", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """Which lines and branches of the package all tests reach, in processes of their own as well."""
    session.install("pip", "-e", ".[dev]")  # which some tests install with
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", "-n", "auto", *session.posargs)
    session.run("coverage", "combine", "--quiet")
    session.run("coverage", "report", "--show-missing", "--skip-covered")
