from checkov_aks.kubernetes.base import (
    FAILED,
    POD_KINDS,
    UNKNOWN,
    CheckInfo,
    Manifest,
    ManifestCheck,
    Severity,
    Verdict,
    any_of,
)
from checkov_aks.kubernetes.base.azure import RETIRED_INGRESS_CLASS
from checkov_aks.kubernetes.base.ingresses import classes, is_of_class, is_retired


class NoRetiredIngress(ManifestCheck):
    """The HTTP application routing add-on is retired, and the community project ingress-nginx has ended: neither gets
    fixes any more. An ingress controller faces the Internet and may read every TLS Secret of the cluster, so that the
    next vulnerability found in it stays open for good.

    ## Fails

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: orders
      namespace: shop
    spec:
      ingressClassName: addon-http-application-routing
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
        id="AKS_264",
        title="Ingress controller is maintained",
        severity=Severity.MEDIUM,
        guide="-",
        learn="app-routing",
        fix=(
            "Move to the application routing add-on, `ingressClassName: "
            "webapprouting.kubernetes.azure.com`, or to the Gateway API."
        ),
    )
    kinds = (*POD_KINDS, "Ingress")

    def evaluate(self, manifest: Manifest) -> Verdict:
        if manifest.pod:
            images = (container["image"] for container in manifest.pod.containers)
            retired = next((image for image in images if is_retired(image)), None)
            return FAILED.because(f"{retired.describe()}, which gets no fixes any more") if retired else UNKNOWN
        current = (~is_of_class(manifest, RETIRED_INGRESS_CLASS)).because(f"its class is `{RETIRED_INGRESS_CLASS}`")
        return current.only_if(any_of(name.is_set() for name in classes(manifest)))


check = NoRetiredIngress()
