from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.ingresses import serves_https


class IngressHttps(ManifestCheck):
    """An Ingress without `tls` is served over plain HTTP: passwords, cookies and tokens cross the network readable, and
    anyone on the way can change what arrives. A certificate that the application gateway holds itself, named by the
    annotation `appgw-ssl-certificate`, is enough as well.

    ## Fails

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: orders
      namespace: shop
    spec:
      ingressClassName: webapprouting.kubernetes.azure.com
      rules:
        - host: shop.contoso.com
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: orders
                    port:
                      number: 80
    ```

    ## Passes

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: orders
      namespace: shop
    spec:
      ingressClassName: webapprouting.kubernetes.azure.com
      tls:
        - hosts: [shop.contoso.com]
          secretName: shop-tls
      rules:
        - host: shop.contoso.com
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: orders
                    port:
                      number: 80
    ```
    """

    info = CheckInfo(
        id="AKS_260",
        title="Ingress serves HTTPS",
        severity=Severity.MEDIUM,
        guide="-",
        learn="policy-reference",
        fix="Add `spec.tls` with the hosts and the Secret of their certificate.",
    )
    kinds = ("Ingress",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        return serves_https(manifest).because(f"{manifest['spec.tls'].describe()}, so that it serves plain HTTP")


check = IngressHttps()
