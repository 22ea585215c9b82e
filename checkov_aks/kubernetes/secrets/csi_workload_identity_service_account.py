from checkov_aks.kubernetes.base import UNKNOWN, CheckInfo, Pod, PodGraphCheck, Scan, Severity, Value, Verdict, agreed
from checkov_aks.kubernetes.base.secret_provider_classes import any_volume, parameters_of, uses_workload_identity


class CsiWorkloadIdentityServiceAccount(PodGraphCheck):
    """A SecretProviderClass with `clientID` reads Key Vault with the token of the service account of the pod that
    mounts it. If that is `default`, the federated credential has to name `default` too: then every pod of the namespace
    without a service account of its own can read the same secrets. More often the credential names another service
    account, and the volume does not mount.

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
            - |
              objectName: db-password
              objectType: secret
    ---
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
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
    spec:
      serviceAccountName: orders
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
        id="AKS_458",
        title="Pod that reads Key Vault with workload identity has a service account of its own",
        severity=Severity.MEDIUM,
        guide="Azure Key Vault CSI Driver",
        learn="csi-secrets-store-identity-access",
        fix="Set `serviceAccountName` to the service account that is federated with the identity in `clientID`.",
    )

    def evaluate(self, pod: Pod, scan: Scan) -> Verdict:
        def is_used(volume: Value) -> Verdict:
            classes = scan.named(pod.owner, "SecretProviderClass", volume["csi.volumeAttributes.secretProviderClass"])
            return agreed(uses_workload_identity(parameters_of(found)) for found in classes)

        account = pod.service_account
        own = UNKNOWN if account.text() is None else ~account.is_in("default")
        reason = "it mounts a SecretProviderClass with `clientID`, and its service account is `default`"
        return own.only_if(any_volume(pod, is_used)).because(reason)


check = CsiWorkloadIdentityServiceAccount()
