from checkov_aks.kubernetes.base import PASSED, UNKNOWN, CheckInfo, Manifest, ManifestCheck, Severity, Verdict, all_of
from checkov_aks.kubernetes.base.plain_secrets import WRITTEN_TYPES, is_blank


class NoPlainSecrets(ManifestCheck):
    """A Secret in a manifest is as public as the manifest: base64 is no encryption, and everyone who can read the
    repository, its history or the pipeline's log has the value for good. Keep it in Key Vault and mount it with the
    Secrets Store CSI driver, or commit only an encrypted form.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Secret
    metadata:
      name: orders
      namespace: shop
    type: Opaque
    stringData:
      db-password: Correct-Horse-7
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Secret
    metadata:
      name: orders
      namespace: shop
    type: Opaque
    data: {}
    ```
    """

    info = CheckInfo(
        id="AKS_459",
        title="Manifest holds no secrets",
        severity=Severity.HIGH,
        guide="Azure Key Vault CSI Driver",
        learn="developer-best-practices-pod-security",
        fix="Move the value to Key Vault, mount it with a `SecretProviderClass`, and change what was published.",
    )
    kinds = ("Secret",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        kind = manifest["type"]
        written = PASSED if kind.absent else kind.is_in(*WRITTEN_TYPES)
        # SOPS encrypts the values and says so at the top of the document.
        plain = ~manifest["sops"].is_present()
        data, texts = (self._are_blank(manifest, field) for field in ("data", "stringData"))
        return (data & texts).only_if(written & plain)

    def _are_blank(self, manifest: Manifest, field: str) -> Verdict:
        entries = manifest[field].entries()
        if entries is None:
            return UNKNOWN
        return all_of(
            is_blank(value, encoded=field == "data").because(f"`{value.path}` holds a value")
            for value in entries.values()
        )


check = NoPlainSecrets()
