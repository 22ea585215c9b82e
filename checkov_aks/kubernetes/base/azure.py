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
# https://learn.microsoft.com/azure/aks/configure-load-balancer-standard
# https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
LOAD_BALANCER: Final = "service.beta.kubernetes.io/azure-"
LOAD_BALANCER_INTERNAL: Final = LOAD_BALANCER + "load-balancer-internal"
LOAD_BALANCER_IDLE_TIMEOUT: Final = LOAD_BALANCER + "load-balancer-tcp-idle-timeout"
LOAD_BALANCER_WITHOUT_NSG_RULE: Final = LOAD_BALANCER + "disable-load-balancer-nsg-rule"
ALLOWED_IP_RANGES: Final = LOAD_BALANCER + "allowed-ip-ranges"
ALLOWED_SERVICE_TAGS: Final = LOAD_BALANCER + "allowed-service-tags"
# Of Kubernetes itself, so without `azure-`.
SOURCE_RANGES: Final = "service.beta.kubernetes.io/load-balancer-source-ranges"
# https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/
PRIVATE_LINK_CREATE: Final = LOAD_BALANCER + "pls-create"
PRIVATE_LINK_VISIBILITY: Final = LOAD_BALANCER + "pls-visibility"

# -- ingress

# https://learn.microsoft.com/azure/aks/concepts-network-ingress
INGRESS_CLASS: Final = "kubernetes.io/ingress.class"
APPLICATION_GATEWAY: Final = "appgw.ingress.kubernetes.io/"
# https://learn.microsoft.com/azure/application-gateway/ingress-controller-annotations
APPLICATION_GATEWAY_CLASSES: Final = ("azure/application-gateway", "azure-application-gateway")
APPLICATION_GATEWAY_CERTIFICATE: Final = APPLICATION_GATEWAY + "appgw-ssl-certificate"
APPLICATION_GATEWAY_SSL_REDIRECT: Final = APPLICATION_GATEWAY + "ssl-redirect"
APPLICATION_GATEWAY_WAF_POLICY: Final = APPLICATION_GATEWAY + "waf-policy-for-path"
# https://learn.microsoft.com/azure/aks/app-routing-dns-ssl
KEY_VAULT_CERTIFICATE: Final = "kubernetes.azure.com/tls-cert-keyvault-uri"
# With it, the application routing add-on writes `spec.tls` itself.
KEY_VAULT_CERTIFICATE_MANAGED: Final = "kubernetes.azure.com/tls-cert-keyvault-managed"
# https://learn.microsoft.com/azure/aks/app-routing
# https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
RETIRED_INGRESS_CLASS: Final = "addon-http-application-routing"
_INGRESS_NGINX: Final = "registry.k8s.io/ingress-nginx/controller"
RETIRED_INGRESS_IMAGES: Final = (_INGRESS_NGINX, _INGRESS_NGINX + "-chroot")

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
