"""Which registry an image comes from, and which are trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkov_aks.common import settings
from checkov_aks.kubernetes.base.images import is_trusted, registry_of
from checkov_aks.kubernetes.base.values import read


@pytest.mark.parametrize(
    ("image", "registry"),
    [
        ("nginx", "docker.io"),
        ("nginx:1.27", "docker.io"),
        ("bitnami/redis", "docker.io"),
        ("nginx:${TAG}", "docker.io"),
        ("localhost/orders", "localhost"),
        ("localhosts/orders", "docker.io"),
        ("registry:5000/orders", "registry:5000"),
        ("contoso.azurecr.io/a/b@sha256:00", "contoso.azurecr.io"),
        ("contoso.azurecr.io/${APP}", "contoso.azurecr.io"),
        ("contoso.azurecr.io${PATH}", None),
        ("registry:${PORT}/orders", None),
        ("${IMAGE}", None),
        ("", None),
        (None, None),
        (5, None),
    ],
)
def test_registry(image: object, registry: str | None) -> None:
    assert registry_of(read(image)) == registry


@pytest.mark.parametrize(
    ("image", "trusted"),
    [
        ("nginx", True),
        ("localhost:5000/orders", True),
        ("localhost:5001/orders", False),
        ("GHCR.io:443/contoso/orders", True),
        ("quay.io/contoso/orders", False),
    ],
)
def test_setting(image: str, trusted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("allowed_registries: [docker.io, 'localhost:5000', 'GHCR.IO']", encoding="utf-8")
    monkeypatch.setenv(settings.VARIABLE, str(file))
    settings.current.cache_clear()
    try:
        assert is_trusted(read(image)).passed == trusted
    finally:
        settings.current.cache_clear()
