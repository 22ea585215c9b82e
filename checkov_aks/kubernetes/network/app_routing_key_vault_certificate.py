from checkov_aks.kubernetes.base import CheckInfo, Manifest, ManifestCheck, Severity, Verdict
from checkov_aks.kubernetes.base.azure import KEY_VAULT_CERTIFICATE
from checkov_aks.kubernetes.base.ingresses import has_version, uses_key_vault_secret


class AppRoutingKeyVaultCertificate(ManifestCheck):
    """The application routing add-on copies a certificate from Key Vault into the Secret `keyvault-<name of the
    Ingress>`. With a version in the URI it copies that version for ever, and a renewed certificate never arrives, until
    the old one expires. With another Secret in `spec.tls` the controller serves its self-signed certificate instead.

    ## Fails

    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: orders
      namespace: shop
      annotations:
        kubernetes.azure.com/tls-cert-keyvault-uri: https://contoso.vault.azure.net/certificates/shop/0123456789abcdef0123456789abcdef
    spec:
      ingressClassName: webapprouting.kubernetes.azure.com
      tls:
        - hosts: [shop.contoso.com]
          secretName: keyvault-orders
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
      annotations:
        kubernetes.azure.com/tls-cert-keyvault-uri: https://contoso.vault.azure.net/certificates/shop
    spec:
      ingressClassName: webapprouting.kubernetes.azure.com
      tls:
        - hosts: [shop.contoso.com]
          secretName: keyvault-orders
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
        id="AKS_263",
        title="Key Vault certificate of an Ingress is unversioned and in use",
        severity=Severity.MEDIUM,
        guide="-",
        learn="app-routing-dns-ssl",
        fix=(
            "Leave the version out of `kubernetes.azure.com/tls-cert-keyvault-uri` and set "
            "`spec.tls[].secretName` to `keyvault-` and the name of the Ingress."
        ),
    )
    kinds = ("Ingress",)

    def evaluate(self, manifest: Manifest) -> Verdict:
        uri = manifest.annotation(KEY_VAULT_CERTIFICATE)
        unversioned = (~has_version(uri)).because(f"{uri.describe()}, which has a version")
        reason = f"no `secretName` in `spec.tls` is `keyvault-{manifest.name.raw}`"
        return (unversioned & uses_key_vault_secret(manifest).because(reason)).only_if(uri.is_set())


check = AppRoutingKeyVaultCertificate()
