"""Labels, annotations, drivers and names that AKS and Azure's controllers look for. Data only."""

from __future__ import annotations

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

# -- pod security

# https://learn.microsoft.com/azure/aks/use-psa
POD_SECURITY: Final = "pod-security.kubernetes.io/"

# -- storage

# https://learn.microsoft.com/azure/aks/csi-storage-drivers
DISK_DRIVER: Final = "disk.csi.azure.com"
FILE_DRIVER: Final = "file.csi.azure.com"
BLOB_DRIVER: Final = "blob.csi.azure.com"
CSI_DRIVERS: Final = (DISK_DRIVER, FILE_DRIVER, BLOB_DRIVER)
# https://learn.microsoft.com/azure/aks/csi-migrate-in-tree-volumes
IN_TREE_PROVISIONERS: Final = ("kubernetes.io/azure-disk", "kubernetes.io/azure-file")
IN_TREE_VOLUMES: Final = ("azureDisk", "azureFile")
