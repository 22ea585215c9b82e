from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.secret_provider_classes import flag, given, is_flag, parameters_of

FLAGS = ("usePodIdentity", "useVMManagedIdentity", "useAzureTokenProxy")


class SpcOneIdentity(ManifestCheck):
    """The Azure provider gets to Key Vault with workload identity or an identity binding (`clientID`), with the managed
    identity of the node (`useVMManagedIdentity`), or with pod-managed identity (`usePodIdentity`). It refuses a class
    that asks for several, and one whose flags it cannot read as booleans; then no pod with the volume starts. Without
    any, it falls back to a service principal, whose secret has to lie in a Kubernetes Secret: the problem that Key
    Vault was to solve.

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
        usePodIdentity: "false"
        useVMManagedIdentity: "false"
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
        id="AKS_451",
        title="SecretProviderClass names exactly one identity",
        severity=Severity.HIGH,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-identity-access",
        fix="Set `clientID`, or else `useVMManagedIdentity` with `userAssignedIdentityID`, and nothing besides.",
    )
    kinds = ("SecretProviderClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        parameters = parameters_of(manifest)
        readable = all_of(
            is_flag(parameters, name).because(f"{parameters[name].describe()}, which is no boolean to the provider")
            for name in FLAGS
        )
        pod, node, proxy = (flag(parameters, name) for name in FLAGS)
        several = (pod & node) | (pod & proxy) | (node & proxy)
        # The token proxy asks for the identity that `clientID` names.
        some = pod | node | given(parameters, "clientID")
        reason = "no identity is named, which leaves a service principal as the only way to Key Vault"
        return readable & (~several).because("more than one kind of identity is turned on") & some.because(reason)


check = SpcOneIdentity()
