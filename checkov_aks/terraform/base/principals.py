"""Whose principal id an attribute holds: the identities that a cluster and its pods use."""

from __future__ import annotations

import re
from typing import Final

from checkov_aks.common.verdict import UNKNOWN, Verdict, any_of, verdict_of
from checkov_aks.terraform.base.azurerm import CLUSTER, CREDENTIAL, IDENTITY, SERVICE_ACCOUNT
from checkov_aks.terraform.base.block import Block, Blocks
from checkov_aks.terraform.base.targets import Target

ISSUER: Final = "oidc_issuer_url"
# The issuer of every AKS cluster: https://learn.microsoft.com/azure/aks/use-oidc-issuer
ISSUER_TEXT: Final = re.compile(r"https://([\w-]+\.oic|oidc)\.prod-aks\.azure\.(com|us|cn)/.*", re.IGNORECASE)
KUBELET: Final = "kubelet_identity.object_id"
# The Key Vault add-on's identity, as v2 and later name it.
ADDON: Final = (
    "key_vault_secrets_provider.secret_identity.object_id",
    "addon_profile.azure_keyvault_secrets_provider.secret_identity.object_id",
)


def is_kubelet(principal: Target) -> Verdict:
    """Whether it is the identity that a cluster's nodes pull images with."""
    return principal.is_a(CLUSTER, KUBELET) | lent_to(principal).exist


def lent_to(principal: Target) -> Blocks:
    """The clusters whose kubelets are given an identity."""
    found = principal.declared(IDENTITY, "principal_id")
    clusters = Blocks((), found.certain)
    for identity in found.items:
        clusters += identity.referrers(CLUSTER, "kubelet_identity.user_assigned_identity_id")
    return clusters


def is_workload(principal: Target) -> Verdict:
    """Whether it is an identity that a federated credential of the scan hands to a pod."""
    own = principal.declared(IDENTITY, "principal_id")
    return own.any(lambda identity: identity.referrers(CREDENTIAL, "user_assigned_identity_id").any(is_for_pods))


def is_addon(principal: Target) -> Verdict:
    """Whether it is the identity of a cluster's Key Vault add-on."""
    return any_of(principal.is_a(CLUSTER, attribute) for attribute in ADDON)


def is_for_pods(credential: Block) -> Verdict:
    """Whether a federated credential trusts a Kubernetes service account."""
    subject = credential.target("subject").text
    by_subject = UNKNOWN if subject is None else verdict_of(subject.startswith(SERVICE_ACCOUNT))
    return by_subject | is_aks_issuer(credential.target("issuer"))


def is_aks_issuer(issuer: Target) -> Verdict:
    """Whether an issuer is that of an AKS cluster."""
    text = issuer.value.text()
    return issuer.is_a(CLUSTER, ISSUER) if text is None else verdict_of(ISSUER_TEXT.fullmatch(text) is not None)
