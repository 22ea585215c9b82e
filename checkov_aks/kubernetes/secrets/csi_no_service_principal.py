from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Value, Verdict
from checkov_aks.kubernetes.base.secret_provider_classes import of_each_volume


class CsiNoServicePrincipal(PodCheck):
    """`nodePublishSecretRef` gives the Secrets Store CSI driver the client ID and secret of a service principal, from a
    Kubernetes Secret. That secret does not rotate by itself, opens Key Vault from anywhere, and whoever may read
    Secrets in the namespace has it. Workload identity and managed identities need no secret.

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
            readOnly: true
            nodePublishSecretRef:
              name: keyvault-credentials
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
        id="AKS_456",
        title="Key Vault volume needs no service principal",
        severity=Severity.HIGH,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-identity-access",
        fix="Remove `nodePublishSecretRef` and let the SecretProviderClass use workload identity (`clientID`).",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        return of_each_volume(pod, self._has_none)

    def _has_none(self, volume: Value) -> Verdict:
        reference = volume["csi.nodePublishSecretRef"]
        return (~reference.is_set()).because(reference.describe())


check = CsiNoServicePrincipal()
