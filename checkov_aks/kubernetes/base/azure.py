"""Labels, annotations, drivers and names that AKS and Azure's controllers look for. Data only."""

from __future__ import annotations

from typing import Final

# https://learn.microsoft.com/azure/aks/workload-identity-overview
WORKLOAD_IDENTITY: Final = "azure.workload.identity/"
WORKLOAD_IDENTITY_USE: Final = WORKLOAD_IDENTITY + "use"
WORKLOAD_IDENTITY_CLIENT_ID: Final = WORKLOAD_IDENTITY + "client-id"
