from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.secret_provider_classes import flag, parameters_of


class SpcNoPodIdentity(ManifestCheck):
    """With `usePodIdentity` the Azure provider asks Microsoft Entra pod-managed identity for its token. That preview
    was deprecated in October 2022 and the project behind it is archived, so nobody patches the component that hands out
    tokens on every node. Where it is not installed, the volume fails to mount and the pod stays in `ContainerCreating`.

    ## Fails

    ```yaml
    apiVersion: secrets-store.csi.x-k8s.io/v1
    kind: SecretProviderClass
    metadata:
      name: orders
      namespace: shop
    spec:
      provider: azure
      parameters:
        usePodIdentity: "true"
        keyvaultName: kv-contoso
        tenantID: 3d8a5c0e-91b7-4f26-8a4e-c27b6f10d9e3
        objects: |
          array:
            - |
              objectName: db-password
              objectType: secret
    ```

    ## Passes

    ```yaml
    apiVersion: secrets-store.csi.x-k8s.io/v1
    kind: SecretProviderClass
    metadata:
      name: orders
      namespace: shop
    spec:
      provider: azure
      parameters:
        clientID: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
        keyvaultName: kv-contoso
        tenantID: 3d8a5c0e-91b7-4f26-8a4e-c27b6f10d9e3
        objects: |
          array:
            - |
              objectName: db-password
              objectType: secret
    ```
    """

    info = CheckInfo(
        id="AKS_450",
        title="Key Vault is not read with pod-managed identity",
        severity=Severity.HIGH,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-identity-access",
        fix="Remove `usePodIdentity` and set `clientID` to an identity that is federated with the service account.",
    )
    kinds = ("SecretProviderClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        parameters = parameters_of(manifest)
        reason = parameters["usePodIdentity"].describe()
        return (~flag(parameters, "usePodIdentity")).because(reason)


check = SpcNoPodIdentity()
