"""Which controller an Ingress is for, and whether it serves HTTPS.

https://learn.microsoft.com/azure/aks/concepts-network-ingress
https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class
"""

from __future__ import annotations

import re
from typing import Final

from checkov_aks.common.verdict import UNKNOWN, Verdict, any_of, verdict_of
from checkov_aks.kubernetes.base.azure import (
    APPLICATION_GATEWAY_CERTIFICATE,
    APPLICATION_GATEWAY_CLASSES,
    INGRESS_CLASS,
    KEY_VAULT_CERTIFICATE,
    KEY_VAULT_CERTIFICATE_MANAGED,
    RETIRED_INGRESS_IMAGES,
)
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.values import UNRESOLVED, Value, read

# https://<vault>.vault.azure.net/certificates/<name>/<version>
VERSIONED: Final = re.compile(r"/(?:certificates|secrets)/[^/]+/[0-9a-z]", re.IGNORECASE)


def classes(ingress: Manifest) -> tuple[Value, Value]:
    """Where an Ingress names its class: the field, and the annotation that is older than it."""
    return ingress["spec.ingressClassName"], ingress.annotation(INGRESS_CLASS)


def is_of_class(ingress: Manifest, *names: str) -> Verdict:
    """Whether an Ingress names one of some classes. Without a class it does not: the cluster's default serves it."""
    return any_of(name.is_in(*names) for name in classes(ingress))


def is_application_gateway(ingress: Manifest) -> Verdict:
    """Whether the Application Gateway ingress controller serves an Ingress."""
    return is_of_class(ingress, *APPLICATION_GATEWAY_CLASSES)


def serves_https(ingress: Manifest) -> Verdict:
    """Whether an Ingress has a certificate: of `spec.tls`, of the gateway itself, or one that the add-on puts there.

    https://learn.microsoft.com/azure/application-gateway/ingress-controller-annotations#appgw-ssl-certificate
    """
    tls = ingress["spec.tls"]
    given = UNKNOWN if tls.known and tls.items() is None else tls.is_set()
    gateway = is_application_gateway(ingress) & ingress.annotation(APPLICATION_GATEWAY_CERTIFICATE).is_set()
    return given | gateway | (is_managed(ingress) & ingress.annotation(KEY_VAULT_CERTIFICATE).is_set())


def is_managed(ingress: Manifest) -> Verdict:
    """Whether the application routing add-on writes the `spec.tls` of an Ingress itself."""
    return ingress.annotation(KEY_VAULT_CERTIFICATE_MANAGED).folds_to("true")


def has_version(uri: Value) -> Verdict:
    """Whether the URI of a Key Vault certificate ends with a version."""
    if isinstance(uri.raw, str) and VERSIONED.search(uri.raw):
        return verdict_of(True)
    return UNKNOWN if uri.text() is None else verdict_of(False)


def uses_key_vault_secret(ingress: Manifest) -> Verdict:
    """Whether an Ingress uses the Secret that the application routing add-on copies its certificate into, if any.

    One without `spec.tls` names no wrong Secret. Hosts with certificates of other origin may stand beside.
    https://learn.microsoft.com/azure/aks/app-routing-dns-ssl
    """
    name, tls = ingress.name.raw, ingress["spec.tls"]
    expected = read(f"keyvault-{name}") if isinstance(name, str) else UNRESOLVED
    return any_of(entry["secretName"].equals(expected) for entry in tls.each()) | is_managed(ingress) | ~tls.is_set()


def is_retired(image: Value) -> bool:
    """Whether an image is proved to be a controller that is no longer maintained, whatever its tag or digest."""
    begins = tuple(f"{name}{mark}" for name in RETIRED_INGRESS_IMAGES for mark in ":@")
    return image.text() in RETIRED_INGRESS_IMAGES or (image.literal() or "").startswith(begins)
