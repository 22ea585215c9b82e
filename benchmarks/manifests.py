"""How the time of our checks grows with the manifests of one scan, and with the namespaces that they are spread over.

    python -m benchmarks.manifests
    python -m benchmarks.manifests --sizes 500,5000

For each size: applications of ten manifests each (a workload with what belongs to it), a file an application. Checkov
parses them and builds its graph, which is not counted and leaves out the edges, which none of our checks reads; then
every Kubernetes check judges every object. The first table has 50 namespaces whatever the size, the second the largest
size in more and more namespaces. The time is per manifest, as a multiple of that of the first row: 1 is linear growth.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from pathlib import Path

import click
from checkov.common.models.enums import CheckResult
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter
from rich.console import Console
from rich.table import Table

from checkov_aks.common.registry import registered
from checkov_aks.kubernetes.base.checks import ResourceCheck, ScanCheck

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


def judge_all(runner: Runner) -> tuple[float, int, int]:
    """The seconds that all our checks take over a scan, how many objects there are, and how many verdicts they gave."""
    assert runner.graph_manager is not None
    checks = [item.check for item in registered().values()]
    alone = [check for check in checks if isinstance(check, ResourceCheck)]
    entities = [(file, conf) for file, confs in runner.definitions.items() for conf in confs]
    graph = runner.graph_manager.get_reader_endpoint()
    start, verdicts = time.perf_counter(), 0
    for file, conf in entities:
        for check in alone:
            if conf["kind"] in check.supported_entities:
                check.entity_path = file
                verdicts += check.scan_entity_conf(conf, conf["kind"]) is not CheckResult.UNKNOWN
    for item in checks:
        if isinstance(item, ScanCheck):
            verdicts += sum(len(found) for found in item.run(graph))
    return time.perf_counter() - start, len(entities), verdicts


def row(manifests: int, namespaces: int) -> tuple[float, int, list[str]]:
    """Seconds per manifest, how many there are, and what there is to say."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), manifests, namespaces)
        runner, start = Runner(), time.perf_counter()
        runner.run(folder, runner_filter=RunnerFilter(framework=["kubernetes"], checks=["NONE_1"]))
        theirs = time.perf_counter() - start
        seconds, objects, verdicts = judge_all(runner)
    return seconds / objects, objects, [f"{seconds / theirs:.2f}", f"{verdicts:,}"]


@click.command(help=__doc__, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--sizes", default="500,1000,2000,5000", show_default=True, help="numbers of manifests")
@click.option("--namespaces", default="1,10,50,250", show_default=True, help="numbers of namespaces")
def main(sizes: str, namespaces: str) -> None:
    """See the module."""
    logging.disable(logging.WARNING)
    os.environ["CREATE_EDGES"] = ""
    console = Console()
    numbers, spreads = ([int(text) for text in option.split(",")] for option in (sizes, namespaces))
    for title, pairs in (
        ("more manifests", [(size, 50) for size in numbers]),
        ("more namespaces", [(max(numbers), spread) for spread in spreads]),
    ):
        table = Table("manifests", "namespaces", "time per manifest, first = 1", "of Checkov's own time", "verdicts")
        first = None
        for size, spread in pairs:
            with console.status(f"{size:,} manifests in {spread} namespaces"):
                seconds, objects, rest = row(size, spread)
            first = first or seconds
            table.add_row(f"{objects:,}", str(spread), f"{seconds / first:.2f}", *rest)
        console.print(f"[bold]{title}[/bold]")
        console.print(table)


if __name__ == "__main__":
    main()
