from checkov_aks.kubernetes.base import FAILED, POD_KINDS, CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import POD_IDENTITY_BINDING, POD_IDENTITY_KINDS, WORKLOAD_IDENTITY_USE


class NoAadPodIdentity(ManifestCheck):
    """Microsoft Entra pod-managed identity is deprecated, and its open-source project is archived. A pod with host
    network on every node intercepts the calls to the metadata endpoint and tells by the address who is calling: with
    kubenet a pod can pass itself off as another and get that one's identity. Workload identity replaces it and
    intercepts nothing.

    ## Fails

    ```yaml
    apiVersion: aadpodidentity.k8s.io/v1
    kind: AzureIdentityBinding
    metadata:
      name: orders
      namespace: shop
    spec:
      azureIdentity: orders
      selector: orders
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        aadpodidbinding: orders
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
        id="AKS_159",
        title="Workload identity replaces pod-managed identity",
        severity=Severity.HIGH,
        guide="Workload Identity",
        learn="workload-identity-migrate-from-pod-identity",
        fix="Replace the label `aadpodidbinding` and the `aadpodidentity.k8s.io` objects by workload identity.",
    )
    kinds = (*POD_IDENTITY_KINDS, *POD_KINDS)

    def evaluate(self, manifest: Manifest) -> Verdict:
        if manifest.pod is None:
            return FAILED.because(f"{manifest.kind} is an object of pod-managed identity")
        bound = manifest.pod.label(POD_IDENTITY_BINDING)
        concerned = bound.is_present() | manifest.pod.label(WORKLOAD_IDENTITY_USE).is_present()
        return (~bound.is_present()).because(bound.describe()).only_if(concerned)


check = NoAadPodIdentity()
