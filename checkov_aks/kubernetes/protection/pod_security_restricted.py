from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import POD_SECURITY


class PodSecurityRestricted(ManifestCheck):
    """The level `baseline` only refuses known ways to take over a node. Containers may still run as root, gain
    privileges through set-user-ID programs, and run without a seccomp profile, which is what many escapes from
    containers start from. Most applications run under `restricted` once their security context says so.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: baseline
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
      labels:
        pod-security.kubernetes.io/enforce: restricted
    ```
    """

    info = CheckInfo(
        id="AKS_351",
        title="Namespace enforces the restricted pod security standard",
        severity=Severity.LOW,
        guide="Pod Security",
        learn="use-psa",
        fix="Set the label `pod-security.kubernetes.io/enforce` to `restricted`.",
    )
    kinds = ("Namespace",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        enforce = manifest.label(POD_SECURITY + "enforce")
        is_enforced = enforce.is_in("baseline", "restricted")
        return enforce.is_in("restricted").only_if(is_enforced).because(enforce.describe())


check = PodSecurityRestricted()
