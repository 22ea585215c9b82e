from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.identities import has_workload_identity, is_other_than


class WorkloadIdentityServiceAccount(PodCheck):
    """With workload identity a service account stands for an identity in Azure. A pod that names none runs as
    `default`, as does every other pod of the namespace that names none: what Azure grants to one of them, all of them
    can get. Seldom does `default` have a client ID either, and then the pod fails at its first call to Azure.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        azure.workload.identity/use: "true"
    spec:
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
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_152",
        title="Workload identity pod has a service account of its own",
        severity=Severity.HIGH,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix="Set `serviceAccountName` to a service account that is bound to the identity of this workload only.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        own = is_other_than(pod.service_account, "default")
        return own.because("it runs as the service account `default`").only_if(has_workload_identity(pod))


check = WorkloadIdentityServiceAccount()
