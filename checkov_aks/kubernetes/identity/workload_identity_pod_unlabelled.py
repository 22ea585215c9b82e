from checkov_aks.kubernetes.base import FAILED, CheckInfo, Pod, PodGraphCheck, Scan, Severity, Verdict, agreed
from checkov_aks.kubernetes.base.azure import WORKLOAD_IDENTITY_CLIENT_ID, WORKLOAD_IDENTITY_USE


class WorkloadIdentityPodUnlabelled(PodGraphCheck):
    """A service account with the annotation `azure.workload.identity/client-id` is only half of workload identity: the
    webhook gives a token to pods with the label `azure.workload.identity/use: "true"` and to no others. Without it the
    pod starts as if nothing were configured and fails at its first call to Azure.

    ## Fails

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
        id="AKS_153",
        title="Pod of a workload identity service account is labelled",
        severity=Severity.MEDIUM,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix='Add the label `azure.workload.identity/use: "true"` to the pod template.',
    )

    def evaluate(self, pod: Pod, scan: Scan) -> Verdict:
        accounts = scan.named(pod.owner, "ServiceAccount", pod.service_account)
        annotated = agreed(account.annotation(WORKLOAD_IDENTITY_CLIENT_ID).is_set() for account in accounts)
        reason = f"service account `{pod.service_account.raw}` has a client ID, the pod has no label for it"
        return pod.label(WORKLOAD_IDENTITY_USE).is_present() | FAILED.only_if(annotated).because(reason)


check = WorkloadIdentityPodUnlabelled()
