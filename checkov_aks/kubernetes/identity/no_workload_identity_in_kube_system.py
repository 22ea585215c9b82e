from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.identities import has_workload_identity, is_other_than


class NoWorkloadIdentityInKubeSystem(PodCheck):
    """AKS keeps admission webhooks away from `kube-system`, that of workload identity included: a labelled pod there
    starts without a token and without the variables that the Azure SDKs look for, and no error tells why.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: kube-system
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
        id="AKS_158",
        title="Workload identity pods are not in kube-system",
        severity=Severity.MEDIUM,
        guide="-",
        learn="workload-identity-overview",
        fix="Move the workload to a `namespace` of its own.",
    )
    judges_system_namespaces = True

    def evaluate(self, pod: Pod) -> Verdict:
        elsewhere = is_other_than(pod.namespace, "kube-system")
        reason = "the pod is in `kube-system`, which the webhook passes over"
        return elsewhere.because(reason).only_if(has_workload_identity(pod))


check = NoWorkloadIdentityInKubeSystem()
