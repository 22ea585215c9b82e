"""The settings file: defaults, errors, where it is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkov_aks.common import settings
from checkov_aks.terraform.availability import availability_zones
from tests.scanning import scan_text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("min_zone: 2", "unknown setting `min_zone`; known settings: min_zones, min_retention_days"),
        ("min_zones: three", "`min_zones`: Input should be a valid integer, found 'three'"),
        ('min_zones: "2"', "`min_zones`: Input should be a valid integer"),
        ("min_zones: 4", "less than or equal to 3, found 4"),
        ("evaluation_timeout: 0", "greater than 0"),
        ("allowed_registries: mcr.microsoft.com", "`allowed_registries`: Input should be a valid tuple"),
        ("system_namespaces: [1]", "`system_namespaces.0`: Input should be a valid string"),
        ("- min_zones", "expected keys and values, found list"),
        ("min_zones: [", "cannot read the settings file"),
    ],
)
def test_errors_are_clear(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(settings.SettingsError) as error:
        settings.load(file)
    assert message in str(error.value)
    assert str(file) in str(error.value)


def test_defaults_and_values(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("", encoding="utf-8")
    assert settings.load(file) == settings.Settings()
    file.write_text("min_zones: 2\nmin_retention_days: 30\nevaluation_timeout: 60\n", encoding="utf-8")
    assert settings.load(file) == settings.Settings(min_zones=2, min_retention_days=30, evaluation_timeout=60)


def test_a_missing_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(settings.SettingsError, match="cannot read"):
        settings.load(tmp_path / "none.yaml")


def test_where_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.find() is None
    (tmp_path / settings.FILE_NAME).write_text("min_zones: 2", encoding="utf-8")
    assert settings.find() == Path(settings.FILE_NAME)
    monkeypatch.setenv(settings.VARIABLE, "elsewhere.yaml")
    assert settings.find() == Path("elsewhere.yaml")


def test_zones_that_may_be_the_same_do_not_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability_zones, "current", lambda: settings.Settings(min_zones=2))
    pools = {"open": "[var.a, var.b]", "half_open": '["1", var.a]', "sure": '["1", "2"]'}
    text = "".join(
        f'resource "azurerm_kubernetes_cluster_node_pool" "{name}" {{\n  zones = {zones}\n}}\n'
        for name, zones in pools.items()
    )
    found = scan_text(tmp_path, f'variable "a" {{}}\nvariable "b" {{}}\n{text}', "AKS_701")
    assert (found.passed, found.failed) == ({"azurerm_kubernetes_cluster_node_pool.sure"}, set())
