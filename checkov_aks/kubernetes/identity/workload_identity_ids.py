from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, all_of, verdict_of
from checkov_aks.kubernetes.base.azure import WORKLOAD_IDENTITY_CLIENT_ID, WORKLOAD_IDENTITY_TENANT_ID
from checkov_aks.kubernetes.base.identities import is_guid


class WorkloadIdentityIds(ManifestCheck):
    """The webhook copies the annotations `client-id` and `tenant-id` into variables of the pods without looking at
    them. That one of them holds a name, a resource ID or an empty text is found out only when a running pod asks
    Microsoft Entra ID for its first token. Both are GUIDs: the client ID of the identity or application, and the ID of
    the tenant.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: orders
      namespace: shop
      annotations:
        azure.workload.identity/client-id: orders-identity
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: orders
      namespace: shop
      annotations:
        azure.workload.identity/client-id: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
    ```
    """

    info = CheckInfo(
        id="AKS_155",
        title="Client and tenant ID of workload identity are GUIDs",
        severity=Severity.MEDIUM,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix="Set `azure.workload.identity/client-id` to the identity's client ID, and `tenant-id` to its tenant's ID.",
    )
    kinds = ("ServiceAccount",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        keys = (WORKLOAD_IDENTITY_CLIENT_ID, WORKLOAD_IDENTITY_TENANT_ID)
        written = [value for value in map(manifest.annotation, keys) if not value.absent]
        reasoned = [is_guid(value).because(f"{value.describe()}, which is no GUID") for value in written]
        return all_of(reasoned).only_if(verdict_of(bool(written)))


check = WorkloadIdentityIds()
