"""No check raises on a manifest, whatever stands where it reads. `conftest` makes checks strict: they would raise."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from checkov.kubernetes.runner import Runner
from checkov.runner_filter import RunnerFilter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkov_aks.common.registry import Registered
from checkov_aks.common.verdict import Verdict
from checkov_aks.kubernetes.base import checks
from checkov_aks.kubernetes.base.checks import ResourceCheck, ScanCheck
from checkov_aks.kubernetes.base.kinds import KINDS
from checkov_aks.kubernetes.base.manifest import Manifest
from tests import mutilation
from tests.conftest import Strict
from tests.mutilation import MISSING, WRONG
from tests.scanning import FIXTURES
from tests.test_checks import KUBERNETES_ITEMS, every_kubernetes_check
from tests.test_end_to_end import checkov, findings, ids, run
from tests.test_manifests import check_of, objects

Object = dict[str, Any]


def own_objects(item: Registered) -> list[Object]:
    """Objects of a check's fixtures, in all scans, until every place that any of them has is there."""
    seen: set[object] = set()
    kept: list[Object] = []
    folder = FIXTURES / "kubernetes" / item.check.id
    for thing in (thing for file in sorted(folder.rglob("*.yaml")) for thing in objects(file)):
        # One place in a list is as good as another.
        shape = {
            (thing.get("kind"), *(0 if isinstance(step, int) else step for step in place))
            for place in mutilation.places(thing)
        }
        if not shape <= seen:
            seen |= shape
            kept.append(thing)
    return kept


EVERY_OBJECT = [thing for item in KUBERNETES_ITEMS for thing in own_objects(item) if "kind" in thing]
BY_KIND = {kind: [thing for thing in EVERY_OBJECT if Manifest(thing).kind == kind] for kind in KINDS}


@pytest.mark.once
@every_kubernetes_check
def test_anything_wrong_in_every_place(item: Registered) -> None:
    check, judged = check_of(item), 0
    things = own_objects(item)
    alone = isinstance(check, ResourceCheck)
    # Some of what may be wrong in each place, less for a graph check, which judges all objects anew for each.
    chance = random.Random(item.check.id)
    for index, thing in enumerate(things):
        for place in mutilation.places(thing):
            for value in chance.sample(WRONG, 12 if alone else 2):
                wrong = mutilation.replaced(thing, place, value)
                if alone:
                    assert isinstance(check.judge(mutilation.manifest(wrong)), Verdict)
                else:
                    scan = mutilation.scan([*things[:index], wrong, *things[index + 1 :]])
                    assert all(isinstance(check.judge(manifest, scan), Verdict) for manifest in scan.manifests)
                judged += 1
    assert judged > 100


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_an_object_of_every_kind(kind: str) -> None:
    assert BY_KIND[kind]


@st.composite
def mutilated(draw: st.DrawFn) -> Object:
    """An object of any kind with one to four places wrong: any of those above, or anything that YAML can hold."""
    thing: Object = draw(st.sampled_from(BY_KIND[draw(st.sampled_from([kind for kind in KINDS if BY_KIND[kind]]))]))
    for _ in range(draw(st.integers(1, 4))):
        where = [place for place in mutilation.places(thing) if place != ("kind",)]
        if where:
            place = draw(st.sampled_from(where))
            thing = mutilation.replaced(thing, place, draw(st.sampled_from(WRONG) | anything))
    return thing


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates()
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner))


@pytest.mark.once
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(mutilated(), min_size=1, max_size=3))
def test_several_wrong_places_and_every_check(things: list[Object]) -> None:
    scan = mutilation.scan(things)
    for item in KUBERNETES_ITEMS:
        for manifest in scan.manifests:
            assert isinstance(check_of(item).judge(manifest, scan), Verdict)


def test_strict_checks_raise_and_others_log(strict: Strict, monkeypatch: pytest.MonkeyPatch) -> None:
    check = check_of(KUBERNETES_ITEMS[0])
    monkeypatch.setattr(type(check), "verdict", lambda *_: 1 / 0)
    pod = mutilation.manifest(own_objects(KUBERNETES_ITEMS[0])[0])
    with pytest.raises(ZeroDivisionError):
        check.judge(pod)
    assert [type(error) for error in strict.raised] == [ZeroDivisionError]
    strict.raised.clear()
    logged: list[str] = []
    monkeypatch.setattr(checks, "strict", False)
    monkeypatch.setattr(checks.logger, "error", lambda text, *values, **_: logged.append(text % values))
    assert check.judge(pod).unknown
    assert logged == [f"{check.info.id} could not judge /shop/all.yaml:{pod.kind}; please report this"]


def test_a_scan_that_cannot_be_read_has_no_results(strict: Strict, monkeypatch: pytest.MonkeyPatch) -> None:
    check = next(check for check in map(check_of, KUBERNETES_ITEMS) if isinstance(check, ScanCheck))
    monkeypatch.setattr(checks, "scan_of", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check.run(object())
    strict.raised.clear()
    logged: list[str] = []
    monkeypatch.setattr(checks, "strict", False)
    monkeypatch.setattr(checks.logger, "error", lambda text, *values, **_: logged.append(text % values))
    assert check.run(object()) == ([], [], [])
    assert logged == [f"{check.id} could not read the scan; please report this"]


def written(folder: Path, number: int) -> list[Path]:
    """Files with mutilated manifests of every kind, a few places of each."""
    chance, files = random.Random(7), []
    plain = [value for value in WRONG if value is MISSING or not isinstance(value, (bytes, float))]
    for kind, things in BY_KIND.items():
        for index in range(number):
            thing = chance.choice(things)
            place = chance.choice(list(mutilation.places(thing)))
            text = yaml.safe_dump(mutilation.replaced(thing, place, chance.choice(plain)), allow_unicode=False)
            files.append(folder / f"{kind.lower()}{index}.yaml")
            files[-1].write_text(text, encoding="utf-8", errors="replace")
    return files


POD = b"apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {a: b}}\n"
BY_HAND = {
    "binary": b"\x00\xff\xfe" + POD,
    "utf16": POD.decode().encode("utf-16"),
    "duplicate_keys": POD + b"kind: Service\nspec: {}\nspec: {a: 1, a: 2}\n",
    "deep": POD + b"spec: " + b"[" * 200 + b"]" * 200 + b"\n",
    "huge": POD + b"spec: {hostname: " + b"x" * 3_000_000 + b"}\n",
    "aliases": POD + b"spec: {containers: [&c {image: x}, *c]}\n",
    "itself": POD + b"spec: &s {containers: [*s]}\n",
    "no_mapping": POD + b"---\n- apiVersion\n- kind\n---\napiVersion kind\n",
    "list_of_anything": b"apiVersion: v1\nkind: List\nitems: [null, {}, {kind: Pod}, {apiVersion: v1, kind: List}]\n",
    "tags": POD + b"spec: {hostname: !!python/name:os.system a}\n",
    "dates": POD + b"spec: {hostname: 2026-01-01, containers: [2026-01-01]}\n",
    "empty": b"",
}  # fmt: skip


def survives(file: Path, beside: Path) -> bool:
    """Whether Checkov without the pack gets through a file, together with whole manifests that it may refer to."""
    try:
        runner_filter = RunnerFilter(framework=["kubernetes"], skip_checks=["AKS_*"])
        Runner().run(root_folder=None, files=[str(file), str(beside)], runner_filter=runner_filter)
    except Exception:
        return False
    return True


@pytest.mark.once
def test_checkov_gets_through_a_folder_of_such_files(tmp_path: Path) -> None:
    whole, folder = tmp_path / "whole.yaml", tmp_path / "mutilated"
    whole.write_text(yaml.safe_dump_all(things[0] for things in BY_KIND.values()), encoding="utf-8")
    folder.mkdir()
    files = written(folder, 6)
    for name, content in BY_HAND.items():
        files.append(folder / f"{name}.yaml")
        files[-1].write_bytes(content)
    dead = [file for file in files if not survives(file, whole)]
    for file in dead:
        file.unlink()
    assert len(files) - len(dead) > 120
    (folder / "whole.yaml").write_bytes(whole.read_bytes())
    options = ("-d", folder, "--framework", "kubernetes", "--skip-download", "-o", "json")
    without = run("checkov", *options)
    assert without.returncode == 1
    done = checkov(*options)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert ids(done.stdout)
    of_checkov = [[r for r in findings(o.stdout) if not r["check_id"].startswith("AKS_")] for o in (without, done)]
    assert len(of_checkov[0]) == len(of_checkov[1])
