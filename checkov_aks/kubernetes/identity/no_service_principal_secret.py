from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import CLIENT_ID_VARIABLE, CREDENTIAL_VARIABLES
from checkov_aks.kubernetes.base.identities import has_workload_identity, lacks_variables


class NoServicePrincipalSecret(PodCheck):
    """`AZURE_CLIENT_SECRET`, `AZURE_CLIENT_CERTIFICATE_PASSWORD` and `AZURE_PASSWORD` are for logging in with a
    password or a certificate. Whoever can read the Secret, or run a command in the pod, has it and can use it from
    anywhere until somebody rotates it. The default credential of the Azure SDKs even prefers it to workload identity,
    whose tokens are short-lived and leave nothing to keep secret.

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
          env:
            - name: AZURE_CLIENT_SECRET
              valueFrom:
                secretKeyRef:
                  name: orders
                  key: client-secret
    ```

    ## Passes

    ```yaml
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders
      namespace: shop
      labels:
        azure.workload.identity/use: "true"
    spec:
      serviceAccountName: orders
      containers:
        - name: orders
          image: contoso.azurecr.io/orders:1.0
    ```
    """

    info = CheckInfo(
        id="AKS_160",
        title="Pods log in to Azure without a secret",
        severity=Severity.HIGH,
        guide="Managed Identity",
        learn="developer-best-practices-pod-security",
        fix="Remove `AZURE_CLIENT_SECRET` and its like, and use workload identity.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        clean = lacks_variables(pod, *CREDENTIAL_VARIABLES)
        in_azure = has_workload_identity(pod) | ~lacks_variables(pod, CLIENT_ID_VARIABLE)
        return clean.only_if(~clean | in_azure)


check = NoServicePrincipalSecret()
