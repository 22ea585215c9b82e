from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import POD_SECURITY


class PodSecurityEnforced(ManifestCheck):
    """Pod security admission refuses pods that could take over a node, such as privileged ones and those that use the
    node's network or files, but only in namespaces whose label asks for it. Without the label, or with `privileged`,
    whoever may create a pod there is root on the node. With any other value than the three levels, the API server
    refuses the label.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata:
      name: shop
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
        id="AKS_350",
        title="Namespace enforces a pod security standard",
        severity=Severity.HIGH,
        guide="Pod Security",
        learn="use-psa",
        fix="Set the label `pod-security.kubernetes.io/enforce` to `restricted`, or at least `baseline`.",
    )
    kinds = ("Namespace",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        enforce = manifest.label(POD_SECURITY + "enforce")
        return enforce.is_in("baseline", "restricted").because(enforce.describe())


check = PodSecurityEnforced()
