from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import WORKLOAD_IDENTITY_PROXY
from checkov_aks.kubernetes.base.identities import has_workload_identity


class NoWorkloadIdentityProxy(PodCheck):
    """The proxy sidecar is a bridge for programs that still ask the node's metadata endpoint for a token. To redirect
    their calls the webhook puts an init container into the pod that is privileged, runs as root and changes the pod's
    network. It looks only at whether the annotation is there: even with the value `"false"` it injects the containers.

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
        azure.workload.identity/inject-proxy-sidecar: "false"
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
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_157",
        title="Workload identity pod has no proxy sidecar",
        severity=Severity.MEDIUM,
        guide="-",
        learn="workload-identity-migrate-from-pod-identity",
        fix="Use a current Azure SDK and remove the annotation `azure.workload.identity/inject-proxy-sidecar`.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        proxy = pod.annotation(WORKLOAD_IDENTITY_PROXY)
        reason = f"{proxy.describe()}: a privileged init container is injected whatever the value"
        return (~proxy.is_present()).because(reason).only_if(has_workload_identity(pod))


check = NoWorkloadIdentityProxy()
