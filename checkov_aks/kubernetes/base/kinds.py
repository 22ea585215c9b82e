"""Which API groups a kind belongs to, where its pod template is, and what only a complete document has. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

CORE: Final = ""


@dataclass(frozen=True)
class Kind:
    """A kind of object.

    groups     its API groups, any version; "" is the core group
    template   path of its pod template, None where it has none; "" is the object itself
    complete   paths of which a complete document has at least one: without any it is a patch
    namespaced whether it lives in a namespace
    """

    groups: tuple[str, ...]
    template: str | None = None
    complete: tuple[str, ...] = ()
    namespaced: bool = True


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "Pod": Kind((CORE,), template=""),
        "PodTemplate": Kind((CORE,), template="template"),
        "ReplicationController": Kind((CORE,), template="spec.template"),
        "Deployment": Kind(("apps", "extensions"), template="spec.template", complete=("spec.selector",)),
        "ReplicaSet": Kind(("apps", "extensions"), template="spec.template", complete=("spec.selector",)),
        "DaemonSet": Kind(("apps", "extensions"), template="spec.template", complete=("spec.selector",)),
        "StatefulSet": Kind(("apps",), template="spec.template", complete=("spec.selector",)),
        "Job": Kind(("batch",), template="spec.template"),
        "CronJob": Kind(("batch",), template="spec.jobTemplate.spec.template"),
        "Namespace": Kind((CORE,), namespaced=False),
        "Node": Kind((CORE,), namespaced=False),
        "PersistentVolume": Kind((CORE,), complete=("spec.capacity",), namespaced=False),
        "Secret": Kind((CORE,)),
        "Service": Kind((CORE,), complete=("spec.ports", "spec.selector", "spec.externalName")),
        "ServiceAccount": Kind((CORE,)),
        "Ingress": Kind(
            ("networking.k8s.io", "extensions"), complete=("spec.rules", "spec.defaultBackend", "spec.backend")
        ),
        "NetworkPolicy": Kind(("networking.k8s.io", "extensions"), complete=("spec.podSelector",)),
        "CalicoNetworkPolicy": Kind(("crd.projectcalico.org", "projectcalico.org")),
        "CiliumNetworkPolicy": Kind(("cilium.io",)),
        "CiliumClusterwideNetworkPolicy": Kind(("cilium.io",), namespaced=False),
        "GlobalNetworkPolicy": Kind(("crd.projectcalico.org", "projectcalico.org"), namespaced=False),
        "PodDisruptionBudget": Kind(("policy",), complete=("spec.selector",)),
        "HorizontalPodAutoscaler": Kind(("autoscaling",), complete=("spec.scaleTargetRef",)),
        "ScaledObject": Kind(("keda.sh",), complete=("spec.scaleTargetRef",)),
        "StorageClass": Kind(("storage.k8s.io",), complete=("provisioner",), namespaced=False),
        "SecretProviderClass": Kind(("secrets-store.csi.x-k8s.io",), complete=("spec.provider",)),
        "AzureIdentity": Kind(("aadpodidentity.k8s.io",)),
        "AzureIdentityBinding": Kind(("aadpodidentity.k8s.io",)),
        "AzureAssignedIdentity": Kind(("aadpodidentity.k8s.io",)),
        "AzurePodIdentityException": Kind(("aadpodidentity.k8s.io",)),
    }
)

# Two kinds of one name: told by the API group, they get names of their own.
ALIASES: Final[Mapping[str, str]] = MappingProxyType({"NetworkPolicy": "CalicoNetworkPolicy"})

POD_KINDS: Final = tuple(name for name, kind in KINDS.items() if kind.template is not None)
CONTROLLERS: Final = tuple(name for name in POD_KINDS if name != "Pod")
