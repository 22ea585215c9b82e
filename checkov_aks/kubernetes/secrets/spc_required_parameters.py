from checkov_aks.kubernetes.base import (
    UNKNOWN,
    CheckInfo,
    Manifest,
    ManifestCheck,
    Severity,
    Value,
    Verdict,
    all_of,
    verdict_of,
)
from checkov_aks.kubernetes.base.secret_provider_classes import given, parameters_of


class SpcRequiredParameters(ManifestCheck):
    """The Azure provider needs the name of the vault, its tenant and the objects to read; without one of them it
    refuses to mount, and every pod that uses the class stays in `ContainerCreating`. All parameters are texts: with a
    bare `true` or number the API server refuses the whole SecretProviderClass.

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
        useVMManagedIdentity: true
        userAssignedIdentityID: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
        keyvaultName: kv-contoso
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
        id="AKS_453",
        title="SecretProviderClass has all parameters, each a text",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-driver",
        fix="Set `keyvaultName`, `tenantID` and `objects`, and put booleans and numbers in quotes.",
    )
    kinds = ("SecretProviderClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        parameters = parameters_of(manifest)
        vault, objects = (
            given(parameters, name).because(f"parameter `{name}` is missing or empty")
            for name in ("keyvaultName", "objects")
        )
        tenant = given(parameters, "tenantID") | given(parameters, "tenantId")
        entries = parameters.entries()
        texts = UNKNOWN if entries is None else all_of(self._is_text(value) for value in entries.values())
        return vault & objects & tenant.because("parameter `tenantID` is missing or empty") & texts

    def _is_text(self, value: Value) -> Verdict:
        return verdict_of(value.unknown or value.text() is not None).because(f"{value.describe()}, which is no text")


check = SpcRequiredParameters()
