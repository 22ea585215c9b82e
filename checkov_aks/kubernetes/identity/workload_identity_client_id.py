from checkov_aks.kubernetes.base import CheckInfo, Pod, PodGraphCheck, Scan, Severity, Verdict, agreed
from checkov_aks.kubernetes.base.azure import CLIENT_ID_VARIABLE, WORKLOAD_IDENTITY_CLIENT_ID
from checkov_aks.kubernetes.base.identities import has_workload_identity, lacks_variables


class WorkloadIdentityClientId(PodGraphCheck):
    """The webhook takes the client ID of the identity from the annotation `azure.workload.identity/client-id` of the
    pod's service account; there is no default. Where neither the annotation nor a variable `AZURE_CLIENT_ID` gives it,
    the Azure SDKs have a token but do not know for which identity: unless the program brings a client ID itself, it
    cannot log in.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: orders
      namespace: shop
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        azure.workload.identity/use: "true"
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
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
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        azure.workload.identity/use: "true"
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_154",
        title="Workload identity pod has a client ID",
        severity=Severity.LOW,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix="Set the annotation `azure.workload.identity/client-id` of the service account.",
    )

    def evaluate(self, pod: Pod, scan: Scan) -> Verdict:
        accounts = scan.named(pod.owner, "ServiceAccount", pod.service_account)
        annotated = agreed(account.annotation(WORKLOAD_IDENTITY_CLIENT_ID).is_set() for account in accounts)
        reason = f"neither service account `{pod.service_account.raw}` nor a container gives a client ID"
        given = annotated | ~lacks_variables(pod, CLIENT_ID_VARIABLE)
        return given.because(reason).only_if(has_workload_identity(pod))


check = WorkloadIdentityClientId()
