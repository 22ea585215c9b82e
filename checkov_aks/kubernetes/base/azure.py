"""Labels, annotations, drivers and names that AKS and Azure's controllers look for. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

# -- identity

# https://learn.microsoft.com/azure/aks/workload-identity-overview
WORKLOAD_IDENTITY: Final = "azure.workload.identity/"
WORKLOAD_IDENTITY_USE: Final = WORKLOAD_IDENTITY + "use"
WORKLOAD_IDENTITY_CLIENT_ID: Final = WORKLOAD_IDENTITY + "client-id"

# -- load balancers

# https://learn.microsoft.com/azure/aks/internal-lb
LOAD_BALANCER: Final = "service.beta.kubernetes.io/azure-"

# -- ingress

# https://learn.microsoft.com/azure/aks/concepts-network-ingress
APPLICATION_GATEWAY: Final = "appgw.ingress.kubernetes.io/"

# -- secrets

# https://learn.microsoft.com/azure/aks/csi-secrets-store-driver
SECRETS_STORE_DRIVER: Final = "secrets-store.csi.k8s.io"

# -- scheduling

# https://learn.microsoft.com/azure/aks/spot-node-pool
RESERVED: Final = "kubernetes.azure.com/"
SPOT_LABELS: Final = (RESERVED + "scalesetpriority", RESERVED + "priority")
SPOT_TAINT: Final = (RESERVED + "scalesetpriority", "spot")
# https://learn.microsoft.com/azure/aks/use-system-pools
MODE_LABEL: Final = RESERVED + "mode"
SYSTEM_TAINT: Final = ("CriticalAddonsOnly", "true")
# https://learn.microsoft.com/azure/aks/use-labels, each with what takes its place
DEPRECATED_NODE_LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agentpool": RESERVED + "agentpool",
        "storageprofile": RESERVED + "storageprofile",
        "storagetier": RESERVED + "storagetier",
        "accelerator": RESERVED + "accelerator",
        "kubernetes.io/role": RESERVED + "role",
        "node-role.kubernetes.io/agent": RESERVED + "role",
        "beta.kubernetes.io/os": "kubernetes.io/os",
        "beta.kubernetes.io/arch": "kubernetes.io/arch",
        "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
        "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
    }
)
ZONE_LABEL: Final = "topology.kubernetes.io/zone"

# -- storage

# https://learn.microsoft.com/azure/aks/csi-storage-drivers
DISK_DRIVER: Final = "disk.csi.azure.com"
FILE_DRIVER: Final = "file.csi.azure.com"
BLOB_DRIVER: Final = "blob.csi.azure.com"
CSI_DRIVERS: Final = (DISK_DRIVER, FILE_DRIVER, BLOB_DRIVER)
# https://learn.microsoft.com/azure/aks/csi-migrate-in-tree-volumes
IN_TREE_PROVISIONERS: Final = ("kubernetes.io/azure-disk", "kubernetes.io/azure-file")
IN_TREE_VOLUMES: Final = ("azureDisk", "azureFile")
