from checkov_aks.kubernetes.base import PASSED, CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.secret_provider_classes import flag, given, parameters_of


class SpcUserAssignedIdentity(ManifestCheck):
    """With `useVMManagedIdentity` and no `userAssignedIdentityID` the Azure provider takes the identity that the node
    itself has. Every pod on the node shares it, so whatever one workload may read in Key Vault all others may read too.
    Where the node has several user-assigned identities and none of its own, Azure cannot tell which is meant and the
    volume does not mount. An identity that is named can be limited to the secrets of one workload.

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
        useVMManagedIdentity: "true"
        userAssignedIdentityID: ""
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
        useVMManagedIdentity: "true"
        userAssignedIdentityID: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
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
        id="AKS_452",
        title="Key Vault is read with an identity that is named",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-identity-access",
        fix="Set `userAssignedIdentityID` to the client ID of a managed identity, or use workload identity.",
    )
    kinds = ("SecretProviderClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        parameters = parameters_of(manifest)
        node, named = flag(parameters, "useVMManagedIdentity"), given(parameters, "userAssignedIdentityID")
        if node.passed:
            return named.because("`useVMManagedIdentity` is true without `userAssignedIdentityID`")
        return PASSED.only_if(given(parameters, "clientID") & (named | ~node))


check = SpcUserAssignedIdentity()
