from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Value, Verdict
from checkov_aks.kubernetes.base.secret_provider_classes import of_each_volume


class CsiReadOnly(PodCheck):
    """The Secrets Store CSI driver refuses to mount a volume without `readOnly: true`, so the pod never starts. The
    `readOnly` of a container's `volumeMounts` is another field and does not make up for it.

    ## Fails

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
    spec:
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
          volumeMounts:
            - name: secrets
              mountPath: /mnt/secrets
              readOnly: true
      volumes:
        - name: secrets
          csi:
            driver: secrets-store.csi.k8s.io
            volumeAttributes:
              secretProviderClass: orders
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
    spec:
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
          volumeMounts:
            - name: secrets
              mountPath: /mnt/secrets
              readOnly: true
      volumes:
        - name: secrets
          csi:
            driver: secrets-store.csi.k8s.io
            readOnly: true
            volumeAttributes:
              secretProviderClass: orders
    ```
    """

    info = CheckInfo(
        id="AKS_457",
        title="Key Vault volume is read-only",
        severity=Severity.LOW,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-driver",
        fix="Set `csi.readOnly: true` on the volume.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        return of_each_volume(pod, self._is_read_only)

    def _is_read_only(self, volume: Value) -> Verdict:
        field = volume["csi.readOnly"]
        return field.is_true().because(field.describe())


check = CsiReadOnly()
