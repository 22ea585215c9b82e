from checkov_aks.kubernetes.base import (
    POD_KINDS,
    UNKNOWN,
    CheckInfo,
    Manifest,
    ManifestCheck,
    Severity,
    Verdict,
    verdict_of,
)
from checkov_aks.kubernetes.base.azure import TOKEN_EXPIRATION_RANGE, WORKLOAD_IDENTITY_TOKEN_EXPIRATION


class WorkloadIdentityTokenExpiration(ManifestCheck):
    """The annotation `azure.workload.identity/service-account-token-expiration` says for how many seconds the token of
    a pod is good. The webhook takes whole numbers from 3600, an hour, to 86400, a day. With any other value, such as
    `1h` or `600`, it refuses the pod, and a Deployment stays without pods.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        azure.workload.identity/use: "true"
      annotations:
        azure.workload.identity/service-account-token-expiration: "600"
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        azure.workload.identity/use: "true"
      annotations:
        azure.workload.identity/service-account-token-expiration: "7200"
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_156",
        title="Workload identity token lasts from an hour to a day",
        severity=Severity.MEDIUM,
        guide="-",
        learn="workload-identity-overview",
        fix="Set `azure.workload.identity/service-account-token-expiration` to a number of seconds from 3600 to 86400.",
    )
    kinds = (*POD_KINDS, "ServiceAccount")

    def evaluate(self, manifest: Manifest) -> Verdict:
        value = (manifest.pod or manifest).annotation(WORKLOAD_IDENTITY_TOKEN_EXPIRATION)
        if value.unknown:
            return UNKNOWN
        reason = f"{value.describe()} instead of a number from 3600 to 86400"
        # An empty text is the default to the webhook.
        return verdict_of(value.lies_in(TOKEN_EXPIRATION_RANGE)).because(reason).only_if(value.is_set())


check = WorkloadIdentityTokenExpiration()
