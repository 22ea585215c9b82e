from collections.abc import Iterator

from checkov_aks.kubernetes.base import FAILED, CheckInfo, Manifest, ManifestCheck, Severity, Value, Verdict, all_of
from checkov_aks.kubernetes.base.secret_provider_classes import (
    file_of,
    given,
    is_inside,
    is_narrow,
    objects_of,
    optional,
    parameters_of,
)


class SpcObjectsValid(ManifestCheck):
    """`objects` is YAML inside a text: an `array` whose items are texts again, each with the YAML of one object.
    Kubernetes checks none of it. A missing `|`, an `objectType` of `Secret` or a file name with `..` comes to light
    only when the provider refuses to mount and the pod does not start. A `filePermission` wider than `0644` lets more
    users than the default write or execute the secret's file.

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
        clientID: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
        keyvaultName: kv-contoso
        tenantID: 3d8a5c0e-91b7-4f26-8a4e-c27b6f10d9e3
        objects: |
          array:
            - objectName: db-password
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
              objectAlias: database/password
              filePermission: "0600"
    ```
    """

    info = CheckInfo(
        id="AKS_454",
        title="Objects of SecretProviderClass are what the provider can read",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-driver",
        fix="Write `objects` as an `array` of texts (`- |`), each with an `objectName` and a valid `objectType`.",
    )
    kinds = ("SecretProviderClass",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        parameters = parameters_of(manifest)
        objects = objects_of(parameters)
        if not objects:
            reason = "`objects` holds no YAML with an `array` of texts, each with the YAML of one object"
            return FAILED.only_if(given(parameters, "objects")).because(reason)
        return all_of(rule for thing in objects for rule in self._rules(thing))

    def _rules(self, thing: Value) -> Iterator[Verdict]:
        name, kind, secret = thing["objectName"], thing["objectType"], thing["objectType"].is_in("secret")
        yield name.is_set().because(f"an object has no name: {name.describe()}")
        yield kind.is_in("secret", "key", "cert").because(f"{kind.describe()}; it must be `secret`, `key` or `cert`")
        form, encoding = thing["objectFormat"], thing["objectEncoding"]
        fits = optional(form, "pem") | (optional(form, "pfx") & secret)
        yield fits.because(f"{form.describe()}; it must be `pem`, or for secrets `pfx`")
        fits = optional(encoding, "utf-8", "hex", "base64") & (optional(encoding) | secret)
        yield fits.because(f"{encoding.describe()}; it must be `utf-8`, `hex` or `base64`, and is for secrets only")
        yield is_inside(thing).because(f"{file_of(thing).describe()}, no relative path without `..`")
        permission = thing["filePermission"]
        yield is_narrow(permission).because(f"{permission.describe()}, which is no octal number within 0644")


check = SpcObjectsValid()
