from checkov_aks.kubernetes.base import UNKNOWN, CheckInfo, Manifest, ManifestCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.secret_provider_classes import files_of, objects_of, parameters_of


class SpcSecretObjectsMatch(ManifestCheck):
    """`secretObjects` copies mounted files into a Kubernetes Secret, and finds a file by its name: the `objectAlias` of
    the object, or its `objectName` where it has no alias, or `<name>/0` and so on where `objectVersionHistory` asks for
    more versions than one. For a name that is none of these the driver makes no Secret at all, and containers that take
    variables from it do not start.

    ## Fails

    ```yaml
    apiVersion: secrets-store.csi.x-k8s.io/v1
    kind: SecretProviderClass
    metadata:
      name: orders
      namespace: shop
    spec:
      provider: azure
      secretObjects:
        - secretName: orders
          type: Opaque
          data:
            - key: password
              objectName: database-password
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

    ## Passes

    ```yaml
    apiVersion: secrets-store.csi.x-k8s.io/v1
    kind: SecretProviderClass
    metadata:
      name: orders
      namespace: shop
    spec:
      provider: azure
      secretObjects:
        - secretName: orders
          type: Opaque
          data:
            - key: password
              objectName: db-password
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
        id="AKS_455",
        title="Secrets that are synced come from objects that are mounted",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-configuration-options",
        fix="Set `objectName` in `secretObjects` to the `objectAlias` of an object, or to its name if it has no alias.",
    )
    kinds = ("SecretProviderClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        objects = objects_of(parameters_of(manifest))
        copied = [data["objectName"] for item in manifest["spec.secretObjects"].each() for data in item["data"].each()]
        if not objects or not copied:
            return UNKNOWN
        files = files_of(objects)
        return all_of(
            files.has(name).because(f"{name.describe()}, and no object has that file name") for name in copied
        )


check = SpcSecretObjectsMatch()
