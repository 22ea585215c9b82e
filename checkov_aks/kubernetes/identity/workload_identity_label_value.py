from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import WORKLOAD_IDENTITY_USE


class WorkloadIdentityLabelValue(PodCheck):
    """The workload identity webhook changes only pods whose label `azure.workload.identity/use` is exactly the text
    `"true"`. With `"True"`, `"yes"` or a bare `true`, which is no text, the pod starts without a token and without the
    variables that the Azure SDKs look for, and every call to Azure fails at run time.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      labels:
        azure.workload.identity/use: "True"
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
        id="AKS_150",
        title="Workload identity label is exactly the text `true`",
        severity=Severity.HIGH,
        guide="Workload Identity",
        learn="workload-identity-overview",
        fix='Set the pod label `azure.workload.identity/use: "true"`, in quotes.',
    )

    def evaluate(self, pod: Pod) -> Verdict:
        label = pod.label(WORKLOAD_IDENTITY_USE)
        return label.is_in("true").only_if(label.is_present()).because(f'{label.describe()} instead of the text "true"')


check = WorkloadIdentityLabelValue()
