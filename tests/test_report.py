"""What a report is made of: reading, grouping, the checklist, scores, what to fix first, what changed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from checkov_aks.common.registry import registered
from checkov_aks.report.checklist import CHECKLIST, State, checklist
from checkov_aks.report.fixes import fixes
from checkov_aks.report.model import ReportError, Status, read
from checkov_aks.report.score import areas, score
from checkov_aks.report.subjects import subjects
from tests.reporting import CATALOGUE, document, overview, record, results

# -- reading


def test_what_is_read_of_a_record() -> None:
    (found,) = results(document(failed=(record("AKS_705"),)))
    assert found.check_id == "AKS_705"
    assert found.title == "AKS cluster has an uptime SLA"
    assert (found.area, found.severity, found.status) == ("availability", "MEDIUM", Status.FAILED)
    assert (found.path, found.root, found.place) == ("infra/main.tf", "infra", "infra/main.tf:3")
    assert (found.reason, found.fix) == ("`x` is not set.", "Set `x = true`.")
    assert found.learn == "https://learn.microsoft.com/azure/aks/local-accounts"


def test_the_forms_of_checkovs_json() -> None:
    one = json.dumps(document(failed=(record("AKS_705"),)))
    empty = json.dumps({"passed": 0, "failed": 0, "checkov_version": "3.3.30"})
    for text, count in ((one, 1), (f"[{one}]", 1), (f"{one}\n{empty}\n[{one}]", 1), (empty, 0), (f"\ufeff{one}\n", 1)):
        assert len(read(text, "x", CATALOGUE).results) == count


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x is empty"),
        ("no", "x is not JSON"),
        ('{"a": 1', "x is not JSON"),
        ("[" * 100_000, "x is not JSON"),
        ("[1]", "not the output of `checkov -o json`"),
        ('{"runs": []}', "not the output of `checkov -o json`"),
        (json.dumps(document(failed=(record("AKS_705", resource=[1]),))), "a result of AKS_705: `resource`"),
        (
            json.dumps({"results": {"failed_checks": []}, "summary": {"passed": 3}}),
            "run Checkov without --quiet",
        ),
    ],
)
def test_what_is_no_report(text: str, message: str) -> None:
    with pytest.raises(ReportError, match=r"^x") as caught:
        read(text, "x", CATALOGUE)
    assert message in str(caught.value)


def test_other_runners_do_not_matter() -> None:
    strange: list[Any] = [None, 1, [], {"check_id": 3}, {"check_id": "CKV_1", "resource": {}}, {"no": "id"}]
    other = {"check_type": "sca_package", "results": {"failed_checks": strange, "passed_checks": None}}
    assert [r.check_id for r in results(other, {"results": 5}, document(failed=(record("AKS_705"),)))] == ["AKS_705"]


def test_checks_of_installed_packs_count_and_others_of_ours() -> None:
    house = {"HOUSE_1": {"area": "house_checks", "severity": "LOW", "fix": "Ask."}}
    text = json.dumps(document(failed=(record("HOUSE_1", details=None, severity=None), record("AKS_999"))))
    house_1, newer = sorted(read(text, "x", house).results, key=lambda r: r.check_id, reverse=True)
    assert (house_1.area, house_1.severity, house_1.fix) == ("house_checks", "LOW", "Ask.")
    assert (newer.area, newer.severity) == ("network", "HIGH")
    assert read(text, "x", {}).results == (newer,)


def test_files_that_checkov_could_not_parse() -> None:
    broken = document()
    broken["results"]["parsing_errors"] = ["/infra/b.tf", "/infra/a.tf"]
    assert read(json.dumps(broken), "x", CATALOGUE).unreadable == ("/infra/a.tf", "/infra/b.tf")


@pytest.mark.parametrize(
    ("framework", "paths", "expected"),
    [
        # file_path, file_abs_path, repo_file_path as Checkov 3.3.30 writes them
        ("terraform", ("/main.tf", "/repo/infra/main.tf", "/infra/main.tf"), "infra/main.tf"),
        ("terraform", ("/main.tf", "/else/where/main.tf", "/else/where/main.tf"), "/else/where/main.tf"),
        # checkov -d k8s, and checkov -d "$PWD/k8s"
        ("kubernetes", ("/k8s/app/d.yaml", "/repo/k8s/k8s/app/d.yaml", "/k8s/k8s/app/d.yaml"), "k8s/app/d.yaml"),
        ("kubernetes", ("/app/d.yaml", "/repo/k8s/app/d.yaml", "/k8s/app/d.yaml"), "k8s/app/d.yaml"),
        (
            "kustomize",
            ("/base/kustomization.yaml", "/repo/kus/base/kustomization.yaml", "/kus/base/kustomization.yaml"),
            "kus/base/kustomization.yaml",
        ),
        (
            "kustomize",
            ("/repo/kus/kustomization.yaml", "/tmp/tmpx/kus/Pod-default-a.yaml", "/tmpx/kus/Pod-default-a.yaml"),
            "/repo/kus/kustomization.yaml",
        ),
    ],
)
def test_where_a_result_is(framework: str, paths: tuple[str, str, str], expected: str) -> None:
    names = dict(zip(("file_path", "file_abs_path", "repo_file_path"), paths, strict=True))
    (found,) = results(document(failed=(record("AKS_705", **names),), framework=framework))
    assert found.path == expected


def test_the_root_of_a_nested_module() -> None:
    calls = [{"name": "a", "path": "/repo/infra/main.tf"}, {"name": "b", "path": "/repo/infra/modules/a/main.tf"}]
    nested = record(
        "AKS_705",
        "module.a.module.b.azurerm_kubernetes_cluster.this",
        "infra/modules/a/modules/b/main.tf",
        caller_file_path="/infra/modules/a/main.tf",
    )
    assert results(document(failed=({**nested, "breadcrumbs": {"source_module_": calls}},)))[0].root == "infra"
    assert results(document(failed=(nested,)))[0].root == "infra/modules/a"
    nothing: tuple[Any, ...] = ({"source_module_": 1}, {"source_module_": [1]}, {"source_module_": [{"path": 1}]})
    for breadcrumbs in nothing:
        assert results(document(failed=({**nested, "breadcrumbs": breadcrumbs},)))[0].root == "infra/modules/a"
    (planned,) = results(document(failed=(record("AKS_705", path="a/plan.json"),), framework="terraform_plan"))
    assert planned.root == "a/plan.json"


# -- clusters and applications


def grouped(*documents: dict[str, Any]) -> dict[tuple[str, str, str], set[str]]:
    found = subjects(results(*documents))
    assert sum(len(subject.results) for subject in found) == len(results(*documents))
    return {(it.kind, it.name, it.place): {result.resource for result in it.results} for it in found}


CLUSTER, POOL = "azurerm_kubernetes_cluster.{}", "azurerm_kubernetes_cluster_node_pool.{}"


def terraform(*resources: str, path: str = "infra/main.tf") -> dict[str, Any]:
    return document(failed=tuple(record("AKS_705", resource, path) for resource in resources))


def test_a_cluster_has_what_is_beside_it() -> None:
    one = ("azurerm_kubernetes_cluster.shop", "azurerm_subnet.nodes", "module.net.azurerm_subnet.pods")
    assert grouped(terraform(*one)) == {("Cluster", "shop", "infra"): set(one)}


def test_several_clusters_share_what_is_beside_them() -> None:
    key = 'azurerm_kubernetes_cluster.many["a.b"]'
    assert grouped(terraform(CLUSTER.format("one"), key, POOL.format("p"))) == {
        ("Cluster", "one", "infra"): {CLUSTER.format("one")},
        ("Cluster", 'many["a.b"]', "infra"): {key},
        ("Shared", "Shared by the clusters", "infra"): {POOL.format("p")},
    }


def test_a_module_with_one_cluster_has_what_is_in_it() -> None:
    a, b = 'module.aks["eu.west"].', "module.aks2[0]."
    found = grouped(
        terraform(
            a + CLUSTER.format("this"),
            a + POOL.format("p"),
            a + "module.net.azurerm_subnet.s",
            b + "azurerm_kubernetes_automatic_cluster.this",
            b + "azurerm_subnet.s",
            "azurerm_key_vault.v",
        )
    )
    assert found == {
        ("Cluster", a + "this", "infra"): {
            a + CLUSTER.format("this"),
            a + POOL.format("p"),
            a + "module.net.azurerm_subnet.s",
        },
        ("Cluster", b + "this", "infra"): {b + "azurerm_kubernetes_automatic_cluster.this", b + "azurerm_subnet.s"},
        ("Shared", "Shared by the clusters", "infra"): {"azurerm_key_vault.v"},
    }


def test_roots_and_plans_are_apart() -> None:
    plan = document(failed=(record("AKS_705", path="infra/plan.json"),), framework="terraform_plan")
    none = terraform("azurerm_container_registry.r", path="registry/main.tf")
    assert set(grouped(terraform("azurerm_kubernetes_cluster.shop"), plan, none)) == {
        ("Cluster", "shop", "infra"),
        ("Cluster", "shop", "infra/plan.json"),
        ("Shared", "Resources without a cluster", "registry"),
    }


def manifests(*found: tuple[str, str], framework: str = "kubernetes") -> dict[str, Any]:
    failed = tuple(record("AKS_150", name, path) for name, path in found)
    return document(failed=failed, framework=framework)


def test_an_application_is_a_namespace() -> None:
    found = grouped(
        manifests(
            ("Deployment.shop.orders", "k8s/shop/orders.yaml"),
            ("Namespace.default.shop", "k8s/namespaces.yaml"),
            ("NetworkPolicy.shop.deny", "k8s/shop/net/deny.yaml"),
            ("Pod.default.tool.box", "k8s/tool.yaml"),
            ("StorageClass.default.fast", "k8s/storage.yaml"),
            ("odd", "k8s/odd.yaml"),
        )
    )
    assert found == {
        ("Application", "shop", "k8s"): {
            "Deployment.shop.orders",
            "Namespace.default.shop",
            "NetworkPolicy.shop.deny",
        },
        ("Application", "default", "k8s"): {"Pod.default.tool.box"},
        ("Shared", "Objects of the whole cluster", "k8s"): {"StorageClass.default.fast", "odd"},
    }


def test_a_namespace_that_is_deployed_twice_is_two_applications() -> None:
    here = tuple(
        (name, f"envs/{env}/{file}")
        for env in ("dev", "prod")
        for name, file in (("Deployment.shop.orders", "app/orders.yaml"), ("NetworkPolicy.shop.deny", "net/deny.yaml"))
    )
    assert set(grouped(manifests(*here))) == {
        ("Application", "shop", "envs/dev"),
        ("Application", "shop", "envs/prod"),
    }
    overlay = manifests(("prod:Deployment.shop.orders", "k/prod/kustomization.yaml"), framework="kustomize")
    base = manifests(("Deployment.shop.orders", "k/base/orders.yaml"))
    assert set(grouped(overlay, base)) == {("Application", "shop", "k/base"), ("Application", "shop", "k/prod")}


# -- the checklist

# Of the guide's sections that the checklist sums up, these checks ask for more than the line does.
MORE_THAN_THE_LINE = {"AKS_202", "AKS_207", "AKS_208", "AKS_216"}
SECTIONS = {
    "Azure AD Integration", "Azure RBAC for Kubernetes", "Private Cluster", "API Server Authorized IP Ranges",
    "Azure CNI vs Kubenet", "Network Policies", "Managed Identity", "Workload Identity", "Local Accounts Disabled",
    "Azure Defender for Containers", "Image Security", "Azure Key Vault CSI Driver",
    "Azure Monitor Container Insights", "Automatic Upgrades", "Availability Zones", "System and User Node Pools",
    "Uptime SLA", "Pod Security",
}  # fmt: skip


def test_the_checklist_is_the_guides() -> None:
    assert len(CHECKLIST) == 16
    assert [line.title for line in (CHECKLIST[0], CHECKLIST[7], CHECKLIST[15])] == [
        "Azure AD integration enabled with managed RBAC",
        "ACR with vulnerability scanning",
        "Pod Security Standards enforced",
    ]
    listed = [id_ for line in CHECKLIST for id_ in line.checks]
    assert len(listed) == len(set(listed))


def test_every_check_of_its_sections_is_on_the_checklist() -> None:
    listed = {id_ for line in CHECKLIST for id_ in line.checks}
    asked = {id_ for id_, item in registered().items() if getattr(item.check, "info").guide in SECTIONS}  # noqa: B009
    assert asked - listed == MORE_THAN_THE_LINE


def test_every_check_on_the_checklist_exists() -> None:
    assert {id_ for line in CHECKLIST for id_ in line.checks} - set(registered()) == set()


def line_of(found: dict[str, Any], title: str) -> tuple[State, str]:
    (verdict,) = (verdict for verdict in checklist(results(found)) if verdict.line.title.startswith(title))
    return verdict.state, verdict.note


def test_the_state_of_a_line() -> None:
    sla, zones = "Uptime SLA", "Availability zones"
    passed, failed = (
        record("AKS_705", "azurerm_kubernetes_cluster.a"),
        record("AKS_705", "azurerm_kubernetes_cluster.b"),
    )
    assert line_of(document(passed=(passed,)), sla) == (State.PASSED, "1 passed")
    assert line_of(document(passed=(passed,), failed=(failed,)), sla) == (State.FAILED, "AKS_705")
    assert line_of(document(passed=(passed,), suppressed=(failed,)), sla) == (State.PASSED, "1 passed, 1 suppressed")
    assert line_of(document(suppressed=(failed,)), sla) == (State.UNKNOWN, "suppressed")
    assert line_of(document(passed=(passed,)), zones) == (State.UNKNOWN, "no result")
    both = (record("AKS_702"), record("AKS_701"))
    assert line_of(document(failed=both), zones) == (State.FAILED, "AKS_701, AKS_702")


def test_authorized_ranges_are_enough_for_the_line_of_the_private_cluster() -> None:
    found = document(passed=(record("AKS_201"),), failed=(record("AKS_202"),))
    assert line_of(found, "Private cluster") == (State.PASSED, "1 passed")


# -- scores


def test_a_score_weighs_severities() -> None:
    found = document(
        passed=(record("AKS_101"), record("AKS_102"), record("AKS_113")),  # HIGH 6, MEDIUM 3, LOW 1
        failed=(record("AKS_104"), record("AKS_103")),  # HIGH 6, MEDIUM 3
        suppressed=(record("AKS_107"),),
    )
    (identity,) = areas(results(found))
    assert (identity.name, identity.passed_weight, identity.failed_weight) == ("identity", 10, 9)
    assert identity.percent == 52
    assert (identity.passed, identity.failed, identity.suppressed) == (3, 2, 1)


def test_the_edges_of_a_score() -> None:
    critical, low = record("AKS_161", severity="critical"), record("AKS_113")
    assert score("x", results(document(passed=(critical,), failed=(low,)))).percent == 90
    assert score("x", results(document(failed=(low,)))).percent == 0
    assert score("x", results(document(passed=(low,)))).percent == 100
    assert score("x", []).percent is None
    assert score("x", results(document(failed=(record("AKS_113", severity="INFO"),)))).percent is None
    assert score("x", results(document(failed=(record("AKS_998", severity=None),)))).percent is None
    many = tuple(record("AKS_101", f"azurerm_kubernetes_cluster.c{number}") for number in range(200))
    assert score("x", results(document(passed=many, failed=(low,)))).percent == 99


def test_areas_come_in_the_order_of_the_guide() -> None:
    ids = ("AKS_801", "AKS_104", "AKS_999", "AKS_201")
    found = areas(results(document(failed=tuple(record(id_, check_class="house.b.x") for id_ in ids))))
    assert [item.name for item in found] == ["identity", "network", "cost", "other"]


# -- what to fix first


def test_what_is_fixed_first() -> None:
    a, b, c = (f"azurerm_kubernetes_cluster.{name}" for name in "abc")
    found = fixes(
        results(
            document(
                failed=(
                    record("AKS_113", a),  # LOW
                    record("AKS_201", a),  # HIGH, network
                    record("AKS_104", a),  # HIGH, identity
                    record("AKS_206", a),  # HIGH, network, two resources
                    record("AKS_206", b),
                    record("AKS_161", c, severity="CRITICAL"),
                    record("AKS_705", a),  # MEDIUM, three resources
                    record("AKS_705", b),
                    record("AKS_705", c),
                )
            )
        )
    )
    assert [fix.first.check_id for fix in found] == [
        "AKS_161", "AKS_206", "AKS_104", "AKS_201", "AKS_705", "AKS_113"
    ]  # fmt: skip
    assert [fix.resources for fix in found] == [1, 2, 1, 1, 3, 1]


# -- comparison


def test_what_got_better_and_worse() -> None:
    old = results(
        document(
            failed=(record("AKS_705"), record("AKS_104"), record("AKS_201", "azurerm_kubernetes_cluster.gone")),
            passed=(record("AKS_101"),),
        )
    )
    new = overview(
        document(
            failed=(record("AKS_104", file_line_range=[7, 12]), record("AKS_101")),
            passed=(record("AKS_705"),),
            suppressed=(),
        ),
        old=old,
    ).comparison
    assert new is not None
    assert [fix.first.check_id for fix in new.better] == ["AKS_201", "AKS_705"]
    assert [fix.first.check_id for fix in new.worse] == ["AKS_101"]
    assert {(it.name, it.before, it.after) for it in new.scores} == {
        ("all areas", 28, 20),
        ("identity", 50, 0),
        ("network", 0, None),
        ("availability", 0, 100),
    }
    assert {(it.name, it.before, it.after) for it in new.lines} == {
        ("Azure AD integration enabled with managed RBAC", "passed", "failed"),
        ("Private cluster enabled (or authorized IP ranges)", "failed", "not determined"),
        ("Uptime SLA enabled (Standard SKU)", "failed", "passed"),
    }


def test_nothing_changed() -> None:
    same = document(failed=(record("AKS_705"),))
    comparison = overview(same, old=results(same)).comparison
    assert comparison is not None
    assert (comparison.better, comparison.worse, comparison.scores, comparison.lines) == ([], [], [], [])
    assert overview(same).comparison is None
