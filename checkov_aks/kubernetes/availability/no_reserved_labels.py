from checkov_aks.kubernetes.base import (
    FAILED,
    PASSED,
    UNKNOWN,
    CheckInfo,
    Manifest,
    ManifestCheck,
    Severity,
    Value,
    Verdict,
    all_of,
)
from checkov_aks.kubernetes.base.azure import RESERVED
from checkov_aks.kubernetes.base.values import read


class NoReservedLabels(ManifestCheck):
    """The prefix `kubernetes.azure.com/` belongs to AKS, which writes such labels itself, reads them, and may change
    them at any upgrade. A label of that prefix on an object of yours can be overwritten or acted upon. Deployment
    Safeguards warn of it, and refuse the object where they are enforced, as in AKS Automatic.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
      labels:
        app: orders
        kubernetes.azure.com/team: shop
    spec:
      selector: {app: orders}
      ports:
        - port: 80
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: orders
      namespace: shop
      labels:
        app: orders
        contoso.com/team: shop
    spec:
      selector: {app: orders}
      ports:
        - port: 80
    ```
    """

    info = CheckInfo(
        id="AKS_754",
        title="Labels keep off the prefix that AKS reserves",
        severity=Severity.LOW,
        guide="-",
        learn="deployment-safeguards",
        fix="Rename the label: a prefix of your own instead of `kubernetes.azure.com/`.",
    )
    kinds = ("Pod", "Service", "Deployment", "StatefulSet", "ReplicaSet", "Node")

    def evaluate(self, manifest: Manifest) -> Verdict:
        keys = [read(key) for key in manifest.labels.entries() or ()]
        return all_of(_is_free(key).because(f"`{key.raw}` is a label of AKS") for key in keys) if keys else UNKNOWN


def _is_free(key: Value) -> Verdict:
    """Whether a key lacks the prefix: of one with a placeholder, its beginning may tell."""
    start = key.literal() or ""
    if start.startswith(RESERVED):
        return FAILED
    return UNKNOWN if key.unknown and RESERVED.startswith(start) else PASSED


check = NoReservedLabels()
