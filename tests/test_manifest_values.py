"""What a manifest says in one place, label selectors, and how objects of a scan are found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter

import checkov_aks
from checkov_aks.common.verdict import FAILED, PASSED, UNKNOWN, Verdict
from checkov_aks.kubernetes.base import scan as scan_module
from checkov_aks.kubernetes.base.labels import is_empty, selects
from checkov_aks.kubernetes.base.manifest import Manifest
from checkov_aks.kubernetes.base.replicas import is_autoscaled
from checkov_aks.kubernetes.base.scan import Scan, agreed, scan_of
from checkov_aks.kubernetes.base.values import is_placeholder, read
from tests.mutilation import as_checkov_gives, manifest
from tests.mutilation import scan as scan_of_objects


def value(text: str) -> Any:
    return read(as_checkov_gives({"at": yaml.safe_load(text)})).entry("at")


@pytest.mark.parametrize(
    "text",
    [
        "${X}",
        "$X1",
        "$x",
        "#{X}#",
        "{{ x }}",
        "$(Build.Id)",
        "<x>",
        "<my name>",
        "<<x>>",
        "__X__",
        "acr/app:${TAG}",
        "a-__X__",
    ],
)
def test_placeholders_are_unknown(text: str) -> None:
    found = read(text)
    assert found.unknown
    assert found.is_set() == PASSED
    assert found.is_in("x", text) == UNKNOWN
    assert found.text() is None
    assert found.written() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a < b",
        "P@$$w0rd",
        "pa$word",
        "$",
        "1__2",
        "a_b",
        "#x",
        "{x}",
        "{{}}",
        "->",
        "SHOUTING_CASE",
        "<",
        "$$",
    ],
)
def test_other_texts_are_values(text: str) -> None:
    assert read(text).text() == text


@pytest.mark.parametrize("text", ["YOUR_CLIENT_ID", "CHANGEME", "<id>", "$id", " ${X} ", "TO-DO"])
def test_whole_placeholders(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["x", "Aa", "a${X}", "ABC def", "", "6F2C1F6E-3C0F-4D3A-9D58-2F5D7A1B9C10", "P@$$w0rd"]
)
def test_no_whole_placeholders(text: str) -> None:
    assert not is_placeholder(text)


def test_navigation() -> None:
    found = value("{a: {b: null, c: [1, x, null], d: text}, '${K}': 1}")
    assert found["a.c"].path == "at.a.c"
    assert found["a.b"].absent
    assert found["a.b.c"].absent
    assert found["a.d.e"].unknown
    assert found["a.x"].absent
    # The template of a key might be this one.
    assert found["x"].unknown
    assert [item.raw for item in found["a.c"].each()] == [1, "x", None]
    assert [item.path for item in found["a.c"].each()] == ["at.a.c[0]", "at.a.c[1]", "at.a.c[2]"]
    assert found["a.b"].each() == ()
    (item,) = found["a.d"].each()
    assert item.unknown
    assert set(found["a"].entries() or ()) == {"c", "d"}
    assert found["a.d"].entries() is None


@pytest.mark.parametrize(
    ("text", "true", "is_set", "is_yes", "folds"),
    [
        ("null", FAILED, FAILED, FAILED, FAILED),
        ("true", PASSED, PASSED, FAILED, PASSED),
        ("false", FAILED, PASSED, FAILED, FAILED),
        ('"true"', UNKNOWN, PASSED, PASSED, PASSED),
        ('"TRUE"', UNKNOWN, PASSED, FAILED, PASSED),
        ("1", UNKNOWN, PASSED, FAILED, FAILED),
        ("{}", UNKNOWN, FAILED, FAILED, FAILED),
        ("[]", UNKNOWN, FAILED, FAILED, FAILED),
        ('""', UNKNOWN, FAILED, FAILED, FAILED),
        ("{a: 1}", UNKNOWN, PASSED, FAILED, FAILED),
        ("${X}", UNKNOWN, PASSED, UNKNOWN, UNKNOWN),
    ],
)
def test_questions(text: str, true: Verdict, is_set: Verdict, is_yes: Verdict, folds: Verdict) -> None:
    found = value(text)
    assert (found.is_true(), found.is_set(), found.is_in("true"), found.folds_to("True")) == (
        true,
        is_set,
        is_yes,
        folds,
    )


def test_equality() -> None:
    one, other, absent, list_ = read("${X}"), read("${Y}"), read(None), read([1])
    assert one.equals(read("${X}")) == PASSED
    assert one.equals(other) == UNKNOWN
    assert one.equals(read("x")) == UNKNOWN
    assert absent.equals(read(None)) == PASSED
    assert absent.equals(read("x")) == FAILED
    assert list_.equals(read([1])) == PASSED


@pytest.mark.parametrize(
    ("raw", "number"), [(3, 3), ("30", 30), ("-1", -1), (True, None), ("3.5", None), ("x", None), ([], None)]
)
def test_integers(raw: Any, number: int | None) -> None:
    assert read(raw).integer() == number


def test_the_beginning_that_no_placeholder_changes() -> None:
    assert read("acr.azurecr.io/app:${TAG}").literal() == "acr.azurecr.io/app:"
    assert read("${ACR}/app").literal() == ""
    assert read("app").literal() == "app"
    assert read(3).literal() is None


LABELS = "{app: shop, tier: web, open: '${X}'}"


@pytest.mark.parametrize(
    ("selector", "verdict"),
    [
        ("null", FAILED),
        ("{}", PASSED),
        ("{matchLabels: {}}", PASSED),
        ("{matchLabels: {app: shop}}", PASSED),
        ("{matchLabels: {app: shop, tier: db}}", FAILED),
        ("{matchLabels: {app: shop, open: x}}", UNKNOWN),
        ("{matchLabels: {app: other, open: x}}", FAILED),
        ("{matchLabels: {open: '${X}'}}", PASSED),
        ("{matchLabels: {none: x}}", FAILED),
        ("{matchLabels: text}", UNKNOWN),
        ("text", UNKNOWN),
        ("{matchExpressions: [{key: app, operator: In, values: [x, shop]}]}", PASSED),
        ("{matchExpressions: [{key: app, operator: In, values: [x]}]}", FAILED),
        ("{matchExpressions: [{key: app, operator: In, values: [x, '${Y}']}]}", UNKNOWN),
        ("{matchExpressions: [{key: app, operator: NotIn, values: [x]}]}", PASSED),
        ("{matchExpressions: [{key: app, operator: NotIn, values: [shop]}]}", FAILED),
        ("{matchExpressions: [{key: none, operator: NotIn, values: [x]}]}", PASSED),
        ("{matchExpressions: [{key: open, operator: Exists}]}", PASSED),
        ("{matchExpressions: [{key: none, operator: Exists}]}", FAILED),
        ("{matchExpressions: [{key: none, operator: DoesNotExist}]}", PASSED),
        ("{matchExpressions: [{key: app, operator: DoesNotExist}]}", FAILED),
        ("{matchExpressions: [{key: app, operator: Gt, values: ['1']}]}", UNKNOWN),
        ("{matchExpressions: [{operator: Exists}]}", UNKNOWN),
        ("{matchLabels: {tier: web}, matchExpressions: [{key: app, operator: In, values: [x]}]}", FAILED),
    ],
)
def test_selectors(selector: str, verdict: Verdict) -> None:
    assert selects(value(selector), value(LABELS)) == verdict


def test_empty_selectors() -> None:
    assert is_empty(value("{}")) == PASSED
    assert is_empty(value("{matchLabels: {}, matchExpressions: []}")) == PASSED
    assert is_empty(value("{matchLabels: {a: b}}")) == FAILED
    assert is_empty(value("null")) == FAILED
    assert is_empty(value("'${X}'")) == UNKNOWN


def thing(kind: str, name: str, namespace: str | None = None, **spec: Any) -> dict[str, Any]:
    version = {"Deployment": "apps/v1", "PodDisruptionBudget": "policy/v1", "HorizontalPodAutoscaler": "autoscaling/v2"}
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    # A Service without ports would be a patch.
    spec = spec or {"ports": [{"port": 80}]}
    return {"apiVersion": version.get(kind, "v1"), "kind": kind, "metadata": metadata, "spec": spec}


def deployment(name: str, namespace: str | None, **labels: str) -> dict[str, Any]:
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a", "image": "b"}]}}
    return thing("Deployment", name, namespace, selector={"matchLabels": labels}, template=template)


def budget(name: str, namespace: str | None, **selector: Any) -> dict[str, Any]:
    return thing("PodDisruptionBudget", name, namespace, selector=selector)


def test_a_missing_namespace_is_the_only_one_of_the_scan_or_unknown() -> None:
    one = scan_of_objects([thing("Service", "a", "shop"), thing("Service", "b"), thing("Service", "c", "kube-system")])
    assert one.namespaces == {"shop"}
    assert [one.namespace_of(m).raw for m in one.manifests] == ["shop", "shop", "kube-system"]
    none = scan_of_objects([thing("Service", "a"), thing("Service", "b")])
    assert none.share_namespace(*none.manifests) == PASSED
    several = scan_of_objects([thing("Service", "a", "shop"), thing("Service", "b", "bank"), thing("Service", "c")])
    shop, bank, missing = several.manifests
    assert several.share_namespace(shop, bank) == FAILED
    assert several.share_namespace(shop, missing) == UNKNOWN


def test_without_namespace_those_of_one_directory_arrive_together() -> None:
    found = scan_of_objects(
        [thing("Service", n, ns) for n, ns in (("a", "shop"), ("b", "bank"), ("c", None), ("d", None))]
    )
    c, d = found.manifests[2:]
    elsewhere = Manifest(d.conf, "/bank/all.yaml", "x", 9)
    assert found.share_namespace(c, d) == PASSED
    assert found.share_namespace(c, elsewhere) == UNKNOWN


def test_a_namespace_object_is_in_its_own() -> None:
    found = scan_of_objects([thing("Namespace", "shop"), thing("Service", "a", "shop"), thing("Service", "b", "bank")])
    assert [m.name.raw for m in found.beside(found.manifests[0], "Service")] == ["a"]


def test_the_nearest_of_a_name(tmp_path: Path) -> None:
    account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {namespace: shop, name: api}\n"
    pod = (
        account.replace("ServiceAccount", "Pod").replace("api}", "NAME}")
        + "spec: {containers: [{name: a, image: b}]}\n"
    )
    (tmp_path / "near").mkdir()
    (tmp_path / "far").mkdir()
    (tmp_path / "near" / "same.yaml").write_text(f"{account}---\n{pod.replace('NAME', 'one')}")
    (tmp_path / "near" / "beside.yaml").write_text(pod.replace("NAME", "two"))
    (tmp_path / "far" / "other.yaml").write_text(pod.replace("NAME", "three"))
    (tmp_path / "far" / "account.yaml").write_text(account)
    (tmp_path / "root.yaml").write_text(pod.replace("NAME", "four"))
    found = real_scan(tmp_path)
    pods = {str(m.name.raw): m for m in found.all("Pod")}
    files = {
        name: [Path(a.file).name for a in found.named(m, "ServiceAccount", read("api"))] for name, m in pods.items()
    }
    assert files["one"] == files["two"] == ["same.yaml"]
    assert files["three"] == ["account.yaml"]
    assert set(files["four"]) == {"same.yaml", "account.yaml"}


def real_scan(folder: Path) -> Scan:
    """The scan of Checkov's own graph."""
    runner = Runner()
    runner.run(root_folder=str(folder), runner_filter=RunnerFilter(framework=["kubernetes"], checks=["AKS_NONE"]))
    assert runner.graph_manager is not None
    return scan_of(runner.graph_manager.get_reader_endpoint())


@pytest.mark.parametrize("framework", ["RUSTWORKX", "NETWORKX"])
def test_workloads_are_put_together_again(tmp_path: Path, framework: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Checkov makes the pod template an object of its own, and gives it annotations of the workload.
    monkeypatch.setenv("CHECKOV_GRAPH_FRAMEWORK", framework)
    things = [deployment("one", "shop", app="one"), deployment("two", None, app="two")]
    things[0]["metadata"]["annotations"] = {"of": "the workload"}
    things[1]["metadata"]["annotations"] = {"of": "the workload"}
    things[1]["spec"]["template"]["metadata"]["annotations"] = {"of": "the pod"}
    (tmp_path / "all.yaml").write_text(yaml.safe_dump_all(things), encoding="utf-8")
    one, two = real_scan(tmp_path).manifests
    assert (one.kind, one.id, two.id) == ("Deployment", "Deployment.shop.one", "Deployment.default.two")
    assert one.pod is not None
    assert two.pod is not None
    assert one.pod.annotation("of").absent
    assert two.pod.annotation("of").raw == "the pod"
    assert one.annotation("of").raw == "the workload"
    assert [pod.label("app").raw for pod in (one.pod, two.pod)] == ["one", "two"]
    assert [container["image"].raw for container in two.pod.containers] == ["b"]


def test_who_selects_and_who_is_selected() -> None:
    found = scan_of_objects(
        [
            deployment("web", "shop", app="web", part="shop"),
            deployment("web", "bank", app="web", part="bank"),
            budget("by-label", "shop", matchLabels={"app": "web"}),
            budget("by-two", "shop", matchLabels={"app": "web", "part": "bank"}),
            budget("by-expression", "shop", matchExpressions=[{"key": "app", "operator": "In", "values": ["web"]}]),
            budget("all", "shop"),
            budget("other", "bank", matchLabels={"app": "web"}),
            budget("somewhere", None, matchLabels={"app": "web"}),
        ]
    )
    web, budgets = found.manifests[0], {str(m.name.raw): m for m in found.all("PodDisruptionBudget")}
    assert web.pod is not None
    selecting = {str(m.name.raw): v for m, v in found.selecting(web, web.pod.labels, "PodDisruptionBudget")}
    assert {name for name, v in selecting.items() if v.passed} == {"by-label", "by-expression", "all"}
    assert {name for name, v in selecting.items() if v.unknown} == {"somewhere"}
    for name in ("by-label", "by-expression", "all"):
        chosen = [m for m, v in found.selected(budgets[name], "Deployment") if v.passed]
        assert chosen == [web], name
    assert not [m for m, v in found.selected(budgets["by-two"], "Deployment") if not v.failed]


def test_of_workloads_of_one_name_the_nearest_is_selected(tmp_path: Path) -> None:
    for folder in ("base", "prod"):
        (tmp_path / folder).mkdir()
        things = [deployment("web", None, app="web"), budget("web", None, matchLabels={"app": "web"})]
        if folder == "base":
            things.append(deployment("api", None, app="web"))
        (tmp_path / folder / "all.yaml").write_text(yaml.safe_dump_all(things), encoding="utf-8")
    found = real_scan(tmp_path)
    for one in found.all("PodDisruptionBudget"):
        chosen = {(Path(m.directory).name, m.name.raw) for m, v in found.selected(one, "Deployment") if v.passed}
        assert chosen == {(Path(one.directory).name, "web"), ("base", "api")}


def test_a_patch_may_be_of_anything_and_says_nothing_itself() -> None:
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "api", "namespace": "shop"}}
    found = scan_of_objects(
        [
            deployment("web", "shop", app="web"),
            thing("PodDisruptionBudget", "web", "shop", maxUnavailable=1),
            thing("HorizontalPodAutoscaler", "web", "shop", maxReplicas=9),
            thing("Deployment", "web", "shop", replicas=9),
            budget("whole", "shop", matchLabels={"app": "web"}),
            {**account, "$patch": "replace"},
        ]
    )
    web, whole = found.manifests[0], found.manifests[4]
    assert web.pod is not None
    selecting = {str(m.name.raw): v for m, v in found.selecting(web, web.pod.labels, "PodDisruptionBudget")}
    assert selecting == {"web": UNKNOWN, "whole": PASSED}
    assert [v for _, v in found.naming(web, "HorizontalPodAutoscaler", "spec.scaleTargetRef.name")] == [UNKNOWN]
    assert [m for m, _ in found.selected(whole, "Deployment")] == [web]
    assert found.named(web, "ServiceAccount", read("api")) == ()


def test_who_names_an_object() -> None:
    target = {"scaleTargetRef": {"kind": "Deployment", "name": "web"}}
    open_target = {"scaleTargetRef": {"kind": "Deployment", "name": "${NAME}"}}
    found = scan_of_objects(
        [
            deployment("web", "shop", app="web"),
            thing("HorizontalPodAutoscaler", "right", "shop", **target),
            thing("HorizontalPodAutoscaler", "wrong", "bank", **target),
            thing("HorizontalPodAutoscaler", "open", "shop", **open_target),
        ]
    )
    named = found.naming(found.manifests[0], "HorizontalPodAutoscaler", "spec.scaleTargetRef.name")
    assert {str(m.name.raw): v for m, v in named} == {"right": PASSED, "open": UNKNOWN}


def test_agreement() -> None:
    assert agreed([PASSED, PASSED]) == PASSED
    assert agreed([FAILED]) == FAILED
    assert agreed([PASSED, FAILED]) == UNKNOWN
    assert agreed([]) == UNKNOWN


def test_a_graph_is_indexed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "all.yaml").write_text(yaml.safe_dump(deployment("one", "shop", app="one")), encoding="utf-8")
    made: list[Any] = []

    class Counted(Scan):
        def __init__(self, graph: Any) -> None:
            made.append(graph)
            super().__init__(graph)

    monkeypatch.setattr(scan_module, "Scan", Counted)
    checkov_aks.register()
    runner = Runner()
    runner.run(root_folder=str(tmp_path), runner_filter=RunnerFilter(framework=["kubernetes"], checks=["AKS_*"]))
    assert len(made) == 1


@pytest.mark.parametrize(
    ("text", "is_patch"),
    [
        ("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3}}", True),
        ("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: b}]}}", False),
        ("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a}]}}", True),
        ("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: []}}", True),
        ("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {initContainers: [{name: a, image: b}]}}", True),
        ("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: '${X}'}}", False),
        ("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: LoadBalancer}}", True),
        ("{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {externalName: x}}", False),
        ("{apiVersion: v1, kind: Service, $patch: delete, metadata: {name: a}, spec: {ports: [{port: 1}]}}", True),
        ("{apiVersion: v1, kind: Namespace, metadata: {name: a}}", False),
    ],
)
def test_patches(text: str, is_patch: bool) -> None:
    assert manifest(yaml.safe_load(text)).is_patch == is_patch


@pytest.mark.parametrize(
    ("version", "kind", "known"),
    [
        ("apps/v1", "Deployment", True),
        ("extensions/v1beta1", "Deployment", True),
        ("v1", "Service", True),
        ("serving.knative.dev/v1", "Service", False),
        ("secrets-store.csi.x-k8s.io/v1alpha1", "SecretProviderClass", True),
        ("v1", "ConfigMap", False),
        ("networking.k8s.io/v1", "NetworkPolicy", True),
        ("crd.projectcalico.org/v1", "NetworkPolicy", True),
        (3, "Service", False),
        ("v1", ["Service"], False),
    ],
)
def test_kinds_are_told_by_api_group_too(version: Any, kind: Any, known: bool) -> None:
    assert (manifest({"apiVersion": version, "kind": kind}).facts is not None) == known


WHOLE: dict[str, Any] = {"containers": [{"name": "a", "image": "b"}], "initContainers": [{"name": "c", "image": "d"}]}


@pytest.mark.parametrize(
    ("template", "is_patch"),
    [
        ({"spec": WHOLE}, False),
        ({"spec": {**WHOLE, "containers": "{{ containers }}"}}, False),
        ({"spec": {**WHOLE, "containers": []}}, True),
        ({"spec": {"initContainers": WHOLE["initContainers"]}}, True),
        ({"spec": {**WHOLE, "containers": [*WHOLE["containers"], {"name": "sidecar"}]}}, True),
        ({"spec": {**WHOLE, "initContainers": [{"name": "c"}]}}, True),
        ({"spec": {**WHOLE, "containers": [{**WHOLE["containers"][0], "$patch": "delete"}]}}, True),
        ({"spec": {**WHOLE, "$patch": "replace"}}, True),
        ({"metadata": {"$patch": "replace"}, "spec": WHOLE}, True),
        ({"$patch": "replace", "spec": WHOLE}, True),
    ],
)
def test_patches_of_pod_templates(template: dict[str, Any], is_patch: bool) -> None:
    spec = {"selector": {"matchLabels": {"app": "a"}}, "template": template}
    assert manifest(thing("Deployment", "web", "shop", **spec)).is_patch is is_patch


@pytest.mark.parametrize(
    ("target", "of_deployment", "of_stateful_set"),
    [
        ({"kind": "Deployment", "name": "web"}, PASSED, FAILED),
        ({"kind": "StatefulSet", "name": "web"}, FAILED, PASSED),
        # KEDA's default.
        ({"name": "web"}, PASSED, FAILED),
        ({"kind": "${KIND}", "name": "web"}, UNKNOWN, UNKNOWN),
        ({"kind": "Deployment", "name": "${NAME}"}, UNKNOWN, FAILED),
        ({"kind": "Deployment", "name": "other"}, FAILED, FAILED),
    ],
)
def test_what_an_autoscaler_scales(target: dict[str, str], of_deployment: Verdict, of_stateful_set: Verdict) -> None:
    scaler = thing("HorizontalPodAutoscaler", "scaler", "shop", scaleTargetRef=target, maxReplicas=3)
    workload = deployment("web", "shop", app="web")
    found = scan_of_objects([workload, {**workload, "kind": "StatefulSet"}, scaler])
    assert [is_autoscaled(each, found) for each in found.manifests[:2]] == [of_deployment, of_stateful_set]
