"""Lets `--external-checks-dir` name this folder as well as `loader`: Checkov executes its files before it walks on."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parents[1] / "loader" / "checkov_aks_loader.py"))
