from checkov_aks.kubernetes.base import (
    POD_KINDS,
    CheckInfo,
    Manifest,
    ManifestCheck,
    Severity,
    Value,
    Verdict,
    all_of,
    any_of,
)
from checkov_aks.kubernetes.base.azure import CSI_DRIVERS, IN_TREE_VOLUMES


class NoInTreeVolumes(ManifestCheck):
    """`azureDisk` and `azureFile` are volume types of Kubernetes itself. They are deprecated: Kubernetes hands them
    to the CSI drivers by a translation layer, they get no new features, and AKS asks to migrate such volumes. A disk
    or share that a pod names by itself is also outside of what a storage class sets, such as its encryption and its
    account.

    ## Fails

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
    spec:
      selector:
        matchLabels:
          app: orders
      template:
        metadata:
          labels:
            app: orders
        spec:
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
              volumeMounts:
                - name: reports
                  mountPath: /reports
          volumes:
            - name: reports
              azureFile:
                secretName: reports-share
                shareName: reports
    ```

    ## Passes

    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: orders
    spec:
      selector:
        matchLabels:
          app: orders
      template:
        metadata:
          labels:
            app: orders
        spec:
          containers:
            - name: orders
              image: contoso.azurecr.io/orders:1.0
              volumeMounts:
                - name: reports
                  mountPath: /reports
          volumes:
            - name: reports
              csi:
                driver: file.csi.azure.com
                volumeAttributes:
                  secretName: reports-share
                  shareName: reports
    ```
    """

    info = CheckInfo(
        id="AKS_651",
        title="Volume comes from a CSI driver, not from an in-tree plugin",
        severity=Severity.MEDIUM,
        guide="-",
        learn="csi-migrate-in-tree-volumes",
        fix="Use a persistent volume claim, or a `csi` volume, instead of `azureDisk` and `azureFile`.",
    )
    kinds = ("PersistentVolume", *POD_KINDS)

    def evaluate(self, manifest: Manifest) -> Verdict:
        sources = manifest.pod.volumes if manifest.pod else (manifest["spec"],)
        old = [source[plugin] for source in sources for plugin in IN_TREE_VOLUMES]
        none_old = all_of((~volume.is_present()).because(volume.describe()) for volume in old)
        by_csi = any_of(_is_by_csi(manifest, source) for source in sources)
        return none_old.only_if(~none_old | by_csi)


def _is_by_csi(manifest: Manifest, source: Value) -> Verdict:
    """Whether a volume is a CSI driver's: of a pod, which mounts other things too, only one of Azure's."""
    return source["csi.driver"].folds_to(*CSI_DRIVERS) if manifest.pod else source["csi"].is_present()


check = NoInTreeVolumes()
