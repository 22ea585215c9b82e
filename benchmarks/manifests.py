"""How the time and memory of our checks grow with the manifests of one scan, and with the namespaces they are in.

    python -m benchmarks.manifests
    python -m benchmarks.manifests --sizes 500,5000

For each size: applications of ten manifests each (a workload with what belongs to it), a file an application. Checkov
runs with our checks only, and the time that it spends in them is taken. What else Checkov does is "Checkov's own time";
it leaves out the edges of its graph, which none of our checks reads. The first table has 50 namespaces whatever the
size, the second the largest size in more and more namespaces.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from pathlib import Path

import click
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter
from rich.console import Console

from benchmarks.measuring import Measured, measured, memory_of, table_of
from checkov_aks.common.registry import registered
from checkov_aks.kubernetes.base.checks import ResourceCheck, ScanCheck

ENTRIES = {ResourceCheck: ["scan_spec_conf"], ScanCheck: ["run"]}

NAMESPACE = """\
apiVersion: v1
kind: Namespace
metadata: {{name: team-{namespace}, labels: {{pod-security.kubernetes.io/enforce: restricted}}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: default-deny, namespace: team-{namespace}}}
spec: {{podSelector: {{}}, policyTypes: [Ingress, Egress]}}
"""
APPLICATION = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app-{n}, namespace: team-{namespace}, labels: {{app: app-{n}, part-of: shop}}}}
spec:
  replicas: 3
  selector: {{matchLabels: {{app: app-{n}}}}}
  template:
    metadata: {{labels: {{app: app-{n}, part-of: shop, azure.workload.identity/use: "true"}}}}
    spec:
      serviceAccountName: app-{n}
      nodeSelector: {{kubernetes.azure.com/mode: user}}
      topologySpreadConstraints:
        - {{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule}}
      containers:
        - {{name: app, image: "contoso.azurecr.io/app-{n}:1.0", env: [{{name: PORT, value: "8080"}}]}}
        - {{name: proxy, image: "mcr.microsoft.com/proxy:1.0"}}
      volumes:
        - name: secrets
          csi: {{driver: secrets-store.csi.k8s.io, readOnly: true, volumeAttributes: {{secretProviderClass: app-{n}}}}}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: app-{n}
  namespace: team-{namespace}
  annotations: {{azure.workload.identity/client-id: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10}}
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {{name: app-{n}, namespace: team-{namespace}}}
spec:
  provider: azure
  parameters:
    clientID: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
    keyvaultName: shop
    tenantId: 6f2c1f6e-3c0f-4d3a-9d58-2f5d7a1b9c10
    objects: |
      array:
        - |
          objectName: password
          objectType: secret
---
apiVersion: v1
kind: Service
metadata: {{name: app-{n}, namespace: team-{namespace}}}
spec: {{selector: {{app: app-{n}}}, ports: [{{port: 80}}]}}
---
apiVersion: v1
kind: Service
metadata:
  name: internal-{n}
  namespace: team-{namespace}
  annotations: {{service.beta.kubernetes.io/azure-load-balancer-internal: "true"}}
spec: {{type: LoadBalancer, selector: {{app: app-{n}, part-of: shop}}, ports: [{{port: 80}}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {{name: app-{n}, namespace: team-{namespace}}}
spec: {{minAvailable: 2, selector: {{matchLabels: {{part-of: shop, app: app-{n}}}}}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {{name: app-{n}, namespace: team-{namespace}}}
spec: {{minReplicas: 3, maxReplicas: 9, scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: app-{n}}}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {{name: app-{n}, namespace: team-{namespace}}}
spec:
  podSelector: {{matchLabels: {{app: app-{n}}}}}
  policyTypes: [Ingress, Egress]
  ingress: [{{from: [{{podSelector: {{}}}}], ports: [{{port: 8080}}]}}]
  egress: [{{to: [{{namespaceSelector: {{}}}}], ports: [{{port: 53, protocol: UDP}}]}}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {{name: report-{n}, namespace: team-{namespace}}}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        metadata: {{labels: {{app: report-{n}}}}}
        spec:
          restartPolicy: Never
          nodeSelector: {{kubernetes.azure.com/scalesetpriority: spot}}
          tolerations: [{{key: kubernetes.azure.com/scalesetpriority, value: spot, effect: NoSchedule}}]
          containers: [{{name: report, image: "contoso.azurecr.io/report:1.0"}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: app-{n}, namespace: team-{namespace}}}
spec:
  ingressClassName: webapprouting.kubernetes.azure.com
  tls: [{{hosts: [shop.example], secretName: keyvault-app-{n}}}]
  rules: [{{host: shop.example}}]
"""


def write(folder: Path, manifests: int, namespaces: int) -> None:
    """That many manifests, ten an application, in that many namespaces."""
    for namespace in range(namespaces):
        (folder / f"team_{namespace}.yaml").write_text(NAMESPACE.format(namespace=namespace), encoding="utf-8")
    for n in range(manifests // 10):
        text = APPLICATION.format(n=n, namespace=n % namespaces)
        (folder / f"app_{n}.yaml").write_text(text, encoding="utf-8")


def scan(folder: Path, manifests: int, namespaces: int) -> None:
    """Run Checkov with our checks over that many manifests."""
    write(folder, manifests, namespaces)
    Runner().run(str(folder), runner_filter=RunnerFilter(framework=["kubernetes"], checks=["AKS_*"]))


def measure(manifests: int, namespaces: int) -> Measured:
    """What our checks take of one scan."""
    with tempfile.TemporaryDirectory() as folder:
        # Checkov runs the checks of its graph in threads.
        return measured(lambda: scan(Path(folder), manifests, namespaces), ENTRIES, time.thread_time)


def _memory(manifests: int, namespaces: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return memory_of(lambda: scan(Path(folder), manifests, namespaces), ENTRIES)


def growth(console: Console, sizes: list[int], namespaces: list[int]) -> None:
    """Print a table of sizes, and one of namespaces."""
    os.environ["CREATE_EDGES"] = ""
    registered()
    measure(10, 1)  # what is done once per process
    for title, pairs in (
        ("manifests, more of them", [(size, 50) for size in sizes]),
        ("manifests, in more namespaces", [(max(sizes), spread) for spread in namespaces]),
    ):
        rows = []
        for size, spread in pairs:
            with console.status(f"{size:,} manifests in {spread} namespaces"):
                memory = _memory(size, spread) if size <= 1000 else None
                rows.append((size + 2 * spread, measure(size, spread), memory, str(spread)))
        console.print(table_of(title, "manifest", rows, "namespaces"))


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--sizes", default="100,1000,10000", show_default=True, help="numbers of manifests")
@click.option("--namespaces", default="1,50,250", show_default=True, help="numbers of namespaces")
def main(sizes: str, namespaces: str) -> None:
    """See the module."""
    logging.disable(logging.WARNING)
    growth(Console(), *([int(text) for text in option.split(",")] for option in (sizes, namespaces)))


if __name__ == "__main__":
    main()
