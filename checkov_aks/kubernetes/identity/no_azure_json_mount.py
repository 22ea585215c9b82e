from checkov_aks.kubernetes.base import CheckInfo, Pod, PodCheck, Severity, Verdict, all_of, verdict_of
from checkov_aks.kubernetes.base.identities import reaches_node_credentials


class NoAzureJsonMount(PodCheck):
    """Each AKS node keeps the settings of its cloud provider in `/etc/kubernetes/azure.json`: which identity the node
    uses, and in a cluster with a service principal its client ID and password in plain text. A container that sees the
    file, or a directory above it, can act in Azure as the cluster does: change its network, its disks and its load
    balancers.

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
            - name: host
              mountPath: /host
              readOnly: true
      volumes:
        - name: host
          hostPath:
            path: /etc/kubernetes/azure.json
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
            - name: host
              mountPath: /host
              readOnly: true
      volumes:
        - name: host
          hostPath:
            path: /var/log
    ```
    """

    info = CheckInfo(
        id="AKS_161",
        title="Pods cannot read the azure.json of the node",
        severity=Severity.CRITICAL,
        guide="Managed Identity",
        learn="operator-best-practices-cluster-security",
        fix="Remove the `hostPath` volume or narrow it to what is needed, and use workload identity for Azure.",
    )

    def evaluate(self, pod: Pod) -> Verdict:
        hosts = [volume["hostPath"] for volume in pod.volumes if not volume["hostPath"].absent]
        paths = [host["path"] for host in hosts]
        harmless = [(~reaches_node_credentials(path)).because(path.describe()) for path in paths]
        return all_of(harmless).only_if(verdict_of(bool(hosts)))


check = NoAzureJsonMount()
