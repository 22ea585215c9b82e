"""Mutation testing of the checks and their base layers: what can be broken without a test noticing?

python scripts/mutants.py                           every mutant of every check and both base layers
python scripts/mutants.py 'terraform/network/*'     of some modules
python scripts/mutants.py --again                   what survived, once more

A check is judged by the tests that name its ID, its fixtures above all; a base layer by those that run what is mutated.

Needs mutmut, whose operators it uses. One process loads Checkov and forks: once for each group of modules, where the
tests run once and leave warm what a mutant cannot change, and once for each mutant, which is grafted into the loaded
module. Results are kept in build/mutants.jsonl; a mutant whose source has not changed is not tried again.
"""

from __future__ import annotations

import ast
import difflib
import gc
import json
import os
import random
import resource
import signal
import sys
import threading
import time
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property, lru_cache, partial
from hashlib import sha256
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import click
import libcst as cst
import libcst.matchers as m
import pytest
from _pytest.tmpdir import tmppath_result_key
from libcst.metadata import MetadataWrapper, PositionProvider, WhitespaceInclusivePositionProvider
from mutmut.mutation.mutators import mutation_operators

from checkov_aks.common.graphs import Recent
from checkov_aks.common.registry import registered
from checkov_aks.terraform.base import scan

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "checkov_aks"
RESULTS = ROOT / "build" / "mutants.jsonl"
OF_CHECKS = ("test_fixtures.py", "test_manifests.py", "test_checks.py")
# Files of tests, or some tests of one: those that are quick for what they tell.
OF_BASES = {
    "terraform": (
        "test_shapes.py", "test_references.py", "test_verdict.py", "test_versions.py",
        "test_odd_configurations.py::test_verdicts", "test_fixtures.py::test_verdicts", "test_fixtures.py::test_a_plan",
        "test_evaluation.py", "test_deployments.py",
    ),
    "kubernetes": ("test_manifest_values.py", "test_images.py", "test_manifests.py::test_verdicts"),
}  # fmt: skip
# CPU seconds and wall seconds after which a mutant counts as one that never ends, beyond what the tests take anyway.
CPU, WALL = 20, 120
GUARDS = {"only_if", "because"}
FORGET: list[Callable[[], None]] = []
CACHED: Any = type(lru_cache(lambda: None))

# --- Mutants ----------------------------------------------------------------------------------------------------------


def drop_guard(node: cst.Call) -> Iterator[cst.CSTNode]:
    """`verdict.only_if(x)` without its condition, and the same for reasons."""
    if isinstance(node.func, cst.Attribute) and node.func.attr.value in GUARDS:
        yield node.func.value


def swap_quantifier(node: cst.Call) -> Iterator[cst.CSTNode]:
    """`any` for `all` and the other way round: builtins, methods, and those of verdicts."""
    swapped = {"any": "all", "all": "any", "any_of": "all_of", "all_of": "any_of"}
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    if isinstance(name, cst.Name) and name.value in swapped:
        yield node.with_deep_changes(name, value=swapped[name.value])


def negate(node: cst.If | cst.CompIf) -> Iterator[cst.CSTNode]:
    """The opposite condition."""
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(test=cst.UnaryOperation(cst.Not(), test))


def drop_element(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """A collection without one of its elements."""
    if len(node.elements) > 1:
        for index in range(len(node.elements)):
            left = [*node.elements[:index], *node.elements[index + 1 :]]
            left[-1] = left[-1].with_changes(comma=cst.Comma())
            yield node.with_changes(elements=left)


OPERATORS: list[tuple[Any, Callable[[Any], Iterable[cst.CSTNode]]]] = [
    *mutation_operators,
    (cst.Call, drop_guard),
    (cst.Call, swap_quantifier),
    ((cst.If, cst.CompIf), negate),
    ((cst.Tuple, cst.List, cst.Set, cst.Dict), drop_element),
]

# What is not mutated, and why.
EXCLUDED = (
    m.Annotation(),  # no effect at run time, checked by mypy
    m.Decorator(),  # `property`, `abstractmethod`, `lru_cache`: without them nothing works, or it is slow
    m.Import() | m.ImportFrom(),
    m.SimpleStatementLine(body=[m.Expr(m.SimpleString() | m.ConcatenatedString())]),  # documentation
    m.Assert(),  # for mypy
    m.Raise(),  # the text of errors
    # Declarations, which tests and pages hold: ID, title, fix, links. Checkov has read the types when a mutant comes.
    m.Assign(targets=[m.AssignTarget(m.OneOf(*map(m.Name, ("info", "resources", "kinds", "check", "logger"))))]),
    m.Assign(value=m.Call(m.Name("TypeVar"))),
    m.Call(m.Attribute(m.Name("logger"))),  # what is logged
    m.If(test=m.Name("TYPE_CHECKING")),
    m.ClassDef(bases=[m.ZeroOrMore(), m.Arg(m.Name("Enum")), m.ZeroOrMore()]),  # labels
)
# These compare without regard to case, as azurerm and the CSI drivers do: another case is no mutant.
CASELESS = {
    "terraform": m.Call(m.Attribute(attr=m.Name("is_in") | m.Name("sorts"))) | m.Call(m.Name("is_rule")),
    "kubernetes": m.Call(m.Attribute(attr=m.Name("folds_to"))) | m.Call(m.Name("parameter") | m.Name("is_not")),
}
# The reasons of failures, whose words tests/facts/reasons.json has. Whether there is one is mutated.
WORDED = m.Call(m.Attribute(attr=m.Name("because")))


@dataclass(frozen=True)
class Mutant:
    """A module's source with one change: from where to where, and to what."""

    module: str
    source: str
    start: int
    end: int
    text: str
    statement: int
    lines: range
    inside: frozenset[int]

    @cached_property
    def code(self) -> str:
        """The whole mutated source."""
        return self.source[: self.start] + self.text + self.source[self.end :]

    @cached_property
    def key(self) -> str:
        """Tells mutants apart, over runs."""
        return sha256(f"{self.module}\n{self.code}".encode()).hexdigest()[:16]

    @property
    def diff(self) -> str:
        """The lines that differ."""
        lines = difflib.unified_diff(self.source.splitlines(), self.code.splitlines(), n=0, lineterm="")
        return "\n".join(line for line in list(lines)[2:] if not line.startswith("@@"))


def shown(node: cst.CSTNode) -> str:
    """The source text of a node."""
    return cst.Module([]).code_for_node(node)


class Visitor(cst.CSTVisitor):
    """Collects all mutants of a module."""

    METADATA_DEPENDENCIES = (WhitespaceInclusivePositionProvider, PositionProvider)

    def __init__(self, module: str, source: str) -> None:
        super().__init__()
        self.module, self.source, self.found = module, source, dict[str, Mutant]()
        self.tree = ast.parse(source)
        self.caseless: set[cst.CSTNode] = set()
        functions = [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]
        self.inside = frozenset(
            line for function in functions for line in range(function.body[0].lineno, (function.end_lineno or 0) + 1)
        )
        self.offsets = [0]
        for line in source.splitlines(keepends=True):
            self.offsets.append(self.offsets[-1] + len(line))

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Adds what becomes of a node, and goes on below it."""
        if any(m.matches(node, pattern) for pattern in EXCLUDED):
            return False
        worded = m.matches(node, WORDED)
        if isinstance(node, cst.Call) and m.matches(node, CASELESS[self.module.split("/")[1]]):
            self.caseless.update(text for arg in node.args for text in m.findall(arg, m.SimpleString()))
        for kind, operator in [(cst.Call, drop_guard)] if worded else OPERATORS:
            for mutated in operator(node) if isinstance(node, kind) else ():
                if node not in self.caseless or shown(node).lower() != shown(mutated).lower():
                    self.add(node, mutated)
        if worded:
            cst.ensure_type(node, cst.Call).func.visit(self)
        return not worded

    def add(self, node: cst.CSTNode, mutated: cst.CSTNode) -> None:
        """Adds a mutant, if it is Python and another than the others."""
        whole = self.get_metadata(WhitespaceInclusivePositionProvider, node)
        exact = self.get_metadata(PositionProvider, node)
        start, end = (self.offsets[place.line - 1] + place.column for place in (whole.start, whole.end))
        line = exact.start.line
        statement = next(i for i, s in enumerate(self.tree.body) if (s.end_lineno or s.lineno) >= line)
        lines = range(line, exact.end.line + 1)
        text = shown(mutated)
        mutant = Mutant(self.module, self.source, start, end, text, statement, lines, self.inside)
        place = self.tree.body[statement]
        first, last = self.offsets[place.lineno - 1], self.offsets[place.end_lineno or place.lineno]
        try:
            same = self.shape(first, start, text, end, last) == self.shape(first, first, "", first, last)
        except SyntaxError:
            return
        if not same:
            self.found.setdefault(mutant.key, mutant)

    @lru_cache(maxsize=16)  # noqa: B019
    def shape(self, first: int, start: int, text: str, end: int, last: int) -> str:
        """The syntax tree of a statement with another text somewhere."""
        return ast.dump(ast.parse(self.source[first:start] + text + self.source[end:last]))


def mutants_of(path: Path) -> list[Mutant]:
    """All mutants of a file."""
    source = path.read_text(encoding="utf-8")
    visitor = Visitor(path.relative_to(ROOT).as_posix(), source)
    MetadataWrapper(cst.parse_module(source)).visit(visitor)
    return list(visitor.found.values())


# --- Grafting ---------------------------------------------------------------------------------------------------------


def graft(mutant: Mutant) -> None:
    """Put a mutant into the module that is loaded: everything that refers to its functions and classes refers to it."""
    module = import_module(mutant.module.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    tree, space = ast.parse(mutant.code), dict(vars(module))
    # Later assignments may be made of what is mutated.
    for index, statement in enumerate(tree.body[mutant.statement :]):
        made = isinstance(statement, (ast.Assign, ast.AnnAssign)) and not _is_check(statement)
        if index == 0 or made:
            code = compile(ast.Module([statement], []), str(ROOT / mutant.module), "exec", FUTURE, dont_inherit=True)
            exec(code, space)
            for name, value in list(space.items()):
                old = vars(module).get(name)
                if value is not old and name != "__builtins__" and not _grafted(old, value):
                    _replace_everywhere(name, old, value)
                space[name] = vars(module)[name]


FUTURE = annotations.compiler_flag


def _is_check(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "check"


def _grafted(old: Any, new: Any) -> bool:
    """Whether the new is now in the old, or is the same anyway."""
    if isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType):
        old.__code__, old.__defaults__, old.__kwdefaults__ = new.__code__, new.__defaults__, new.__kwdefaults__
        return True
    if isinstance(old, type) and isinstance(new, type):
        for name, value in list(vars(new).items()):
            slot = isinstance(value, types.MemberDescriptorType)
            if name not in INHERENT and not slot and not _grafted(vars(old).get(name), value):
                setattr(old, name, value)
        return True
    if type(old) is type(new):
        inner = [(getattr(old, name, None), getattr(new, name, None)) for name in INNER]
        if any(one is not None for one, _ in inner):
            return all(one is other or _grafted(one, other) for one, other in inner)
    return bool(type(old) is type(new) and old == new)


# What a property, a cached property, a class method, a cached function hold.
INNER = ("fget", "func", "__func__", "__wrapped__")
# What a class has of its own that is not the author's.
INHERENT = {
    "_abc_impl",
    "_is_protocol",
    *vars(dataclass(type("Empty", (), {}))),
    "__abstractmethods__",
    "__parameters__",
}
INHERENT |= {"__annotations__", "__orig_bases__", "__slots__"}


def _replace_everywhere(name: str, old: object, new: object) -> None:
    for loaded in list(sys.modules.values()):
        if getattr(loaded, "__name__", "").startswith(("checkov_aks.", "tests.")) and vars(loaded).get(name) is old:
            setattr(loaded, name, new)


# --- Running ----------------------------------------------------------------------------------------------------------


def keep_runs_warm() -> None:
    """Let Checkov read and evaluate each folder once: from then on runners begin with what the first one had."""
    from checkov.kubernetes.runner import Runner as KubernetesRunner
    from checkov.terraform.plan_runner import Runner as PlanRunner
    from checkov.terraform.runner import Runner

    for runner in (KubernetesRunner, PlanRunner, Runner):
        setattr(runner, "run", _warm(runner.run))  # noqa: B010


def _warm(run: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[object, tuple[dict[str, Any], Any]] = {}

    def warm(self: Any, root_folder: str | None = None, **options: Any) -> Any:
        runner_filter, files = options["runner_filter"], options.get("files") or ()
        key = (
            root_folder,
            *files,
            *(runner_filter.var_files or ()),
            type(vars(scan)["evaluator"]),
            str(sorted(pair for pair in os.environ.items() if pair[0].startswith(("TF_", "EVAL_")))),
        )
        lasting = all(str(ROOT) in place for place in (root_folder or "", *files) if place)
        if key in known:
            vars(self).update(known[key][0])
        report = run(self, root_folder, **options)
        if key in known:
            report.resources |= known[key][1].resources
            report.parsing_errors = known[key][1].parsing_errors
        elif lasting:
            known[key] = dict(vars(self)), report
        return report

    return warm


class Coverage:
    """How long each test takes, and for a base layer which lines it runs. A check's tests run all of it, or nearly."""

    def __init__(self, base: bool) -> None:
        self.base = base
        self.seconds: dict[pytest.Item, float] = {}
        self.items: dict[tuple[str, int], set[pytest.Item]] = defaultdict(set)
        self.hit: set[tuple[str, int]] = set()

    def run(self, item: pytest.Item) -> bool:
        """Run a test; whether it passes or is skipped."""
        passed = passes(item)
        # Once more, now that all is warm.
        if self.base:
            for empty in FORGET:
                empty()
            self.trace_with(self.trace)
        self.hit = set()
        began = time.process_time()
        passed = passes(item) and passed
        self.seconds[item] = time.process_time() - began
        self.trace_with(None)
        for place in self.hit:
            self.items[place].add(item)
        return passed

    @staticmethod
    def trace_with(trace: Callable[[types.FrameType, str, Any], Any] | None) -> None:
        """Trace all threads from now on, or none."""
        threading.settrace(trace)
        sys.settrace(trace)

    def trace(self, frame: types.FrameType, event: str, _: object) -> Any:
        """Notes lines of the package."""
        if event == "call" and not frame.f_code.co_filename.startswith(str(PACKAGE)):
            return None
        self.hit.add((frame.f_code.co_filename, frame.f_lineno))
        return self.trace

    def quickest(self, mutant: Mutant | None = None) -> list[pytest.Item]:
        """The tests that may tell, the quickest first: those that run a line, or all where it is run on import."""
        chosen = set(self.seconds)
        if self.base and mutant and mutant.lines.start in mutant.inside:
            chosen = {
                item for line in mutant.lines for item in self.items[str(ROOT / mutant.module), line] if item in chosen
            }
        return sorted(chosen, key=self.seconds.__getitem__)


def passes(item: Any) -> bool:
    """Run a test; whether it did not fail. As pytest does, without its reports, which take longer than most tests."""
    item._initrequest()
    item.stash[tmppath_result_key] = {}
    state = item.session._setupstate
    try:
        try:
            state.setup(item)
            item.runtest()
        finally:
            state.teardown_exact(None)
    except pytest.skip.Exception:
        return True
    except (Exception, pytest.fail.Exception):
        return False
    return True


def attempt(mutant: Mutant | None, tests: list[pytest.Item], base: bool) -> int:
    """The exit status: 0 if the mutant survives all tests."""
    for empty in FORGET if base else ():
        empty()
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + CPU + 3 * len(tests), resource.RLIM_INFINITY))
    signal.alarm(WALL + 5 * len(tests))
    if mutant:
        graft(mutant)
    return int(not all(passes(test) for test in tests))


def caches() -> list[Callable[[], None]]:
    """What empties each cache of the package, which hold what the code made before it was mutated."""
    found: list[Callable[[], None]] = [lambda: setattr(scan, "_latest", None)]
    for thing in gc.get_objects():
        if isinstance(thing, Recent):
            found.append(thing._made.clear)
        elif isinstance(thing, CACHED) and thing.__module__.startswith("checkov_aks.") and thing != registered:
            found.append(thing.cache_clear)
    return found


def fork(work: Callable[[], int]) -> int:
    """Do something in a process of its own; its ID."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        status = work()
    except BaseException as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
    finally:
        sys.stdout.flush()
        os._exit(status)


def record(line: dict[str, Any]) -> None:
    """Keep a result."""
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as results:
        results.write(json.dumps(line) + "\n")


def recorded() -> dict[str, dict[str, Any]]:
    """The last result of each mutant, by key."""
    lines = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.is_file() else []
    return {line["key"]: line for line in map(json.loads, lines)}


class Session:
    """A pytest plugin: instead of running the tests once, it runs them for each mutant."""

    def __init__(self, groups: Mapping[str, list[Mutant]], jobs: int) -> None:
        self.groups, self.jobs = groups, jobs

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """A process for each group of modules."""
        keep_runs_warm()
        gc.unfreeze()  # the collector does not tell of what is frozen
        gc.collect()
        FORGET.extend(caches())
        gc.freeze()
        running: set[int] = set()
        for group in self.groups:
            if len(running) >= self.jobs:
                running.discard(os.wait()[0])
            items = [item for item in session.items if is_for(group, item)]
            running.add(fork(partial(self.try_all, group, items)))
        while running:
            running.discard(os.wait()[0])
        return True

    def try_all(self, group: str, items: list[pytest.Item]) -> int:
        """The mutants of a group, one after the other."""
        base = group in OF_BASES
        covered = Coverage(base)
        for item in items:
            if not covered.run(item):
                click.echo(f"left out, because it fails without a mutant: {item.nodeid}", err=True)
                del covered.seconds[item]
        # Nothing changed must survive: what was kept warm must not matter.
        if waited(partial(attempt, None, covered.quickest(), base)):
            click.echo(f"{group}: one of its tests fails without a mutant after the others", err=True)
            return 1
        gc.freeze()
        counted = Counter[str]()
        for mutant in self.groups[group]:
            tests, began = covered.quickest(mutant), time.monotonic()
            status = waited(partial(attempt, mutant, tests, base)) if tests else 0
            verdict = "survived" if status == 0 else "killed" if os.WIFEXITED(status) else "endless"
            counted[verdict] += 1
            line = {"key": mutant.key, "module": mutant.module, "line": mutant.lines.start, "verdict": verdict}
            record({**line, "tests": len(tests), "seconds": round(time.monotonic() - began, 2), "diff": mutant.diff})
            if not counted.total() % 100:
                click.echo(f"{group}: {counted.total()} of {len(self.groups[group])}")
        click.echo(f"{group}: {dict(counted)}")
        return 0


def is_for(group: str, item: pytest.Item) -> bool:
    """Whether a test is one of a base layer's, or of a check's, by its ID."""
    if group in OF_BASES:
        return any(f"/{part}" in item.nodeid for part in OF_BASES[group])
    return item.path.name in OF_CHECKS and group in item.nodeid


def waited(work: Callable[[], int]) -> int:
    """How a process ended that did some work."""
    return os.waitpid(fork(work), 0)[1]


def group_of(module: str) -> str:
    """A check's ID, or the pack whose base layer a file belongs to."""
    path = Path(module)
    if path.parent.name == "base":
        return path.parent.parent.name
    return next(item.check.id for item in registered().values() if item.name == path.stem)


@click.command(help=__doc__)
@click.argument("globs", nargs=-1)
@click.option("--again", is_flag=True, help="Those that survived, once more.")
@click.option("--sample", type=int, help="So many of them, at random, the same each time.")
@click.option("--jobs", default=1, show_default=True)
@click.option("--show", is_flag=True, help="Try nothing; print what survived.")
def main(globs: tuple[str, ...], again: bool, sample: int | None, jobs: int, show: bool) -> None:
    """Find mutants, try them, and tell what survived."""
    files = [file for pack in OF_BASES for file in sorted((PACKAGE / pack).glob("*/[a-z]*.py"))]
    names = {file: str(file.relative_to(PACKAGE).with_suffix("")) for file in files}
    chosen = [file for file in files if not globs or any(fnmatch(names[file], glob) for glob in globs)]
    every = [mutant for file in chosen for mutant in mutants_of(file)]
    if sample:
        every = random.Random(0).sample(every, min(sample, len(every)))
    known = recorded()
    done = {key for key, line in known.items() if not (again and line["verdict"] == "survived")}
    groups: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in every:
        if mutant.key not in done and not show:
            groups[group_of(mutant.module)].append(mutant)
    click.echo(f"{len(every)} mutants, {sum(map(len, groups.values()))} to try")
    if groups:
        parts = (*OF_CHECKS, *chain.from_iterable(OF_BASES.values()))
        tests = sorted({str(ROOT / "tests" / part.partition("::")[0]) for part in parts})
        options = ["-q", "-s", "-p", "no:cacheprovider", "-o", "addopts=", "--assert=plain"]
        pytest.main([*options, *tests], plugins=[Session(groups, jobs)])
        known = recorded()
    tell([known[mutant.key] for mutant in every if mutant.key in known])


def tell(results: list[dict[str, Any]]) -> None:
    """Print the figures, and what survived."""
    for line in results:
        if line["verdict"] == "survived":
            click.echo(f"\n{line['module']}:{line['line']} {'' if line['tests'] else '(no test)'}\n{line['diff']}")
    packages: dict[str, Counter[str]] = defaultdict(Counter)
    for line in results:
        packages[str(Path(line["module"]).parent)][line["verdict"]] += 1
    click.echo()
    for package, counts in sorted(packages.items()):
        click.echo(f"{package}: {counts.total() - counts['survived']} of {counts.total()} killed")


if __name__ == "__main__":
    main()
