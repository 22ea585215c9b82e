"""Labels, annotations, drivers and names that AKS and Azure's controllers look for. Data only."""

from __future__ import annotations

from typing import Final

# -- identity

# https://learn.microsoft.com/azure/aks/workload-identity-overview
WORKLOAD_IDENTITY: Final = "azure.workload.identity/"
WORKLOAD_IDENTITY_USE: Final = WORKLOAD_IDENTITY + "use"
WORKLOAD_IDENTITY_CLIENT_ID: Final = WORKLOAD_IDENTITY + "client-id"
WORKLOAD_IDENTITY_TENANT_ID: Final = WORKLOAD_IDENTITY + "tenant-id"
WORKLOAD_IDENTITY_PROXY: Final = WORKLOAD_IDENTITY + "inject-proxy-sidecar"
WORKLOAD_IDENTITY_TOKEN_EXPIRATION: Final = WORKLOAD_IDENTITY + "service-account-token-expiration"
# Seconds, https://github.com/Azure/azure-workload-identity/blob/main/pkg/webhook/consts.go
TOKEN_EXPIRATION_RANGE: Final = range(3600, 86400 + 1)

# https://learn.microsoft.com/azure/aks/workload-identity-migrate-from-pod-identity
POD_IDENTITY_KINDS: Final = (
    "AzureIdentity", "AzureIdentityBinding", "AzureAssignedIdentity", "AzurePodIdentityException"
)  # fmt: skip
POD_IDENTITY_BINDING: Final = "aadpodidbinding"

# What the Azure SDKs read: https://learn.microsoft.com/python/api/azure-identity/azure.identity.environmentcredential
CLIENT_ID_VARIABLE: Final = "AZURE_CLIENT_ID"
CREDENTIAL_VARIABLES: Final = ("AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD")

# Where a node keeps the credentials of the cluster, and what lies above.
NODE_CREDENTIALS: Final = ("/etc/kubernetes/azure.json", "/etc/kubernetes", "/etc", "/", "/.azure")

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
