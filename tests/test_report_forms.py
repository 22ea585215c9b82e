"""The three forms of a report, with ordinary and with hostile names, and the command that makes them."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from checkov_aks.report import comment, page
from checkov_aks.report.overview import Overview
from checkov_aks.report.templating import text_of
from checkov_aks.report.terminal import show
from checkov_aks.report.texts import LONGEST, markdown, markdown_code, visible
from tests.reporting import HOSTILE, ROOT, document, hostile, overview, record, results, run

# As GitHub reads it, apart from bare links.
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def terminal(found: Overview, width: int = 120) -> str:
    buffer = StringIO()
    show(found, Console(file=buffer, highlight=False, width=width))
    return buffer.getvalue()


@pytest.fixture
def ordinary() -> Overview:
    old = results(document(failed=(record("AKS_705"), record("AKS_104"))))
    skipped = record("AKS_107", check_result={"result": "SKIPPED", "suppress_comment": "an experiment"})
    return overview(
        document(
            failed=(record("AKS_201"), record("AKS_104"), record("AKS_104", "azurerm_kubernetes_cluster.other")),
            passed=(record("AKS_705"),),
            suppressed=(skipped,),
        ),
        document(failed=(record("AKS_150", "Deployment.shop.orders", "k8s/d.yaml"),), framework="kubernetes"),
        old=old,
    )


# -- what others wrote


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_visible_text_has_nothing_that_is_obeyed(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(shown) <= LONGEST + 1
    assert shown.encode("utf-8")


def test_visible_text_tells_what_was_there() -> None:
    assert visible("\x1b[31m\u202e\ud800\n\ttea-ü") == "\\x1b[31m\\u202e\\ud800\\n\\ttea-ü"
    assert visible(3) == 3


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("template", ["- {}!", "| a | b |\n|---|---|\n| {}! | c |"], ids=["list", "table"])
@pytest.mark.parametrize("escape", [markdown, markdown_code])
def test_markdown_shows_text_as_it_is(text: str, template: str, escape: Callable[[str], str]) -> None:
    tokens = MARKDOWN.parse(template.replace("{}", escape(visible(text))))
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "code_inline", "html_inline"}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<code>", "</code>"}
    (cell,) = (token for token in tokens if token.type == "inline" and "!" in token.content[-1:])
    shown = "".join(child.content for child in cell.children or [] if child.type != "html_inline")
    marks = "`\u200b" if escape is markdown else "\u200b"
    kept = visible(text).replace("`", "") if escape is markdown else visible(text)
    assert re.sub(f"[{marks}]", "", shown) == f"{kept}!"
    assert [token.type for token in tokens].count("td_open") == (2 if "|--" in template else 0)
    if escape is markdown:
        assert not re.search(r"://|www\.|@\w", "".join(child.content for child in inline if child.type == "text"))


def test_a_hostile_report_in_a_terminal() -> None:
    text = terminal(overview(hostile()))
    assert {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs")} == {"\n"}
    assert "[bold]b[/bold]" in text
    assert "{{ 7 * 7 }}" in re.sub(r"\s+", " ", text)


def test_a_hostile_report_as_markdown() -> None:
    text = comment.render(overview(hostile()))
    tokens = MARKDOWN.parse(text)
    inline = [child for token in tokens for child in token.children or []]
    tags = {child.content for child in inline if child.type == "html_inline"}
    assert tags <= {"<code>", "</code>", "<br>"}
    assert {token.content.strip() for token in tokens if token.type == "html_block"} <= {
        "</details>",
        *re.findall(r"<details><summary>[\w ]+</summary>", text),
    }
    links = [str(child.attrs["href"]) for child in inline if child.type == "link_open"]
    assert links
    assert all(re.fullmatch(r"https://x\.example/[\w%/=.]*", link) for link in links), links
    headings = [token for token in tokens if token.type == "heading_open"]
    assert len(headings) == 5
    assert not [child for child in inline if child.type == "image"]


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text outside of script and style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] not in ("script", "style"):
            self.text += data

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in names]


def test_a_hostile_report_as_a_page() -> None:
    found = Page(page.render(overview(hostile())))
    assert len(found.all("script")) == len(found.all("style")) == 1
    assert not found.all("img", "b", "iframe", "link", "base", "object", "embed")
    assert [name for _, attrs in found.tags for name in attrs if name.startswith("on")] == []
    links = {attrs["href"] for attrs in found.all("a") if not attrs["href"].startswith("#")}
    assert links
    assert all(link.startswith("https://x.example/") for link in links)
    assert '<script>document.title="owned"</script>' in found.text
    assert "\\x1b[31mred" in found.text


# -- the page


def test_the_page_loads_nothing(ordinary: Overview) -> None:
    text = page.render(ordinary)
    found = Page(text)
    for attrs in (attrs for _, attrs in found.tags):
        assert not {"src", "srcset", "data", "poster", "action", "background"} & set(attrs)
    assert {attrs["href"].split(":")[0] for attrs in found.all("a") if not attrs["href"].startswith("#")} == {"https"}
    assert not re.search(r"@import|url\(|@font-face", text_of("page.css"))
    assert not re.search(r"fetch|XMLHttp|WebSocket|import\(|innerHTML|eval|localStorage", text_of("page.js"))
    (policy,) = (attrs["content"] for attrs in found.all("meta") if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_page_is_accessible(ordinary: Overview) -> None:
    found = Page(page.render(ordinary))
    assert found.all("html") == [{"lang": "en"}]
    assert all("scope" in attrs for attrs in found.all("th"))
    assert all(attrs.get("role") == "img" and attrs["aria-label"] for attrs in found.all("svg"))
    assert len(found.all("title")) == 1 + len(found.all("svg"))
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {attrs["for"] for attrs in found.all("label")}
    assert named == {attrs["id"] for attrs in found.all("input", "select")}
    targets = {attrs["href"][1:] for attrs in found.all("a") if attrs["href"].startswith("#")}
    assert targets <= set(ids)
    labels = {attrs["aria-labelledby"] for _, attrs in found.tags if "aria-labelledby" in attrs}
    assert labels <= set(ids)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert found.all("a")[0] == {"class": "skip", "href": "#findings"}


def test_the_page_without_script_has_everything(ordinary: Overview) -> None:
    found = Page(page.render(ordinary))
    (form,) = found.all("form")
    assert "hidden" in form
    rows = [attrs for attrs in found.all("tr") if "data-status" in attrs]
    assert len(rows) == len(ordinary.results)
    assert not [attrs for attrs in rows if "hidden" in attrs]


def palettes() -> dict[str, dict[str, str]]:
    light, dark, printed = (
        dict(re.findall(r"--(\w+): (#\w{6})", block))
        for block in re.findall(r":root \{(.*?)\}", text_of("page.css"), re.S)
    )
    return {"light": light, "dark": dark, "print": printed}


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_the_contrast_of_the_colors(name: str) -> None:
    colors = palettes()[name]
    assert set(colors) == set(palettes()["light"])
    for text in ("text", "muted", "accent", "pass", "fail", "critical", "high", "medium", "low"):
        for ground in ("page", "surface", "sunken"):
            assert contrast(colors[text], colors[ground]) >= 4.5, (text, ground)
    for bar in ("accent", "pass", "fail", "critical", "high", "medium", "low", "muted"):
        assert contrast(colors[bar], colors["track"]) >= 3, bar


def test_contrast_is_computed_as_wcag_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


# -- the comment


def test_a_comment_is_never_too_long() -> None:
    many = tuple(
        record(f"AKS_{check}", f"azurerm_kubernetes_cluster.c{number}_" + "x" * 300)
        for check in range(100, 160)
        for number in range(40)
    )
    text = comment.render(overview(document(failed=many, suppressed=many)))
    assert 2_000 < len(text) <= comment.LONGEST
    assert "and 38 more" in text
    assert "2400 failed" in text


def test_a_report_of_nothing() -> None:
    nothing = overview()
    for text in (terminal(nothing), comment.render(nothing), Page(page.render(nothing)).text):
        assert "No AKS check applied to anything: nothing was judged." in text
        assert "not determined" in text


def test_all_forms_say_the_same(ordinary: Overview) -> None:
    for text in (terminal(ordinary), comment.render(ordinary), Page(page.render(ordinary)).text):
        words = re.sub(r"[^\w/.:]+", " ", text)
        for part in (
            "AKS cluster has local accounts disabled",
            "infra/main.tf:3",
            "Set x true",
            "azurerm_kubernetes_cluster.other",
            "Application",
            "Uptime SLA enabled Standard SKU",
            "CRITICAL 10 HIGH 6 MEDIUM 3 LOW 1",
            "https://learn.microsoft.com/azure/aks/local accounts"[8:],
            "Compared with the older scan",
            "Worse",
            "Better",
        ):
            assert part in words, part


def test_the_terminal_shows_some_places_and_says_how_many_there_are() -> None:
    found = document(failed=tuple(record("AKS_104", f"azurerm_kubernetes_cluster.c{number}") for number in range(5)))
    text = terminal(overview(found, old=results(found)))
    assert "azurerm_kubernetes_cluster.c2" in text
    assert "azurerm_kubernetes_cluster.c3" not in text
    assert "and 2 more" in text
    assert "Nothing changed." in text


def test_suppressed_results_are_shown(ordinary: Overview) -> None:
    for text in (terminal(ordinary), comment.render(ordinary), Page(page.render(ordinary)).text):
        assert "an experiment" in text
    assert re.search(r"^ identity .* 1 +$", terminal(ordinary), re.MULTILINE)


def test_unreadable_files_are_shown() -> None:
    broken = Overview((), ("infra",), ("/infra/old|.tf",))
    assert "/infra/old|.tf" in terminal(broken)
    assert "Checkov could not read 1 file" in comment.render(broken)
    assert "<code>/infra/old|.tf</code>" in page.render(broken)


# -- the command

FREE = 'resource "azurerm_kubernetes_cluster" "free" {\n  sku_tier = "Free"\n}\n'


@pytest.fixture
def old(tmp_path: Path) -> Path:
    file = tmp_path / "old.json"
    file.write_text(json.dumps(document(failed=(record("AKS_705"),))), encoding="utf-8")
    return file


@pytest.mark.once
def test_a_scan(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text(FREE, encoding="utf-8")
    # What a config file says of the output does not matter; what it says of the checks does.
    config = "quiet: true\noutput: [sarif]\noutput-file-path: here\nsoft-fail: true\ncheck: [AKS_705, AKS_107]\n"
    (tmp_path / ".checkov.yaml").write_text(config, encoding="utf-8")
    done = run("-d", "infra", "--format", "markdown", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "1 failed, 1 passed, 0 suppressed, in `infra`." in done.stdout
    assert '`azurerm_kubernetes_cluster.free` in `infra/main.tf:1`: `sku_tier` is `"Free"`.' in done.stdout
    assert not (tmp_path / "here").exists()
    (tmp_path / "infra" / "main.tf").write_text(FREE.replace("Free", "Standard"), encoding="utf-8")
    assert run("-d", "infra", cwd=tmp_path).returncode == 0


@pytest.mark.once
def test_a_folder_and_files_together(tmp_path: Path) -> None:
    for name in ("infra", "a.tf", "b.tf"):
        folder = tmp_path / name if name == "infra" else tmp_path
        folder.mkdir(exist_ok=True)
        (folder / (name if name != "infra" else "main.tf")).write_text(FREE.replace("free", name[0]), encoding="utf-8")
    done = run("-d", "infra", "-f", "a.tf", "-f", "b.tf", "--format", "markdown", cwd=tmp_path)
    for name in ("infra/main.tf", "a.tf", "b.tf"):
        assert f"in `{name}:1`" in done.stdout


@pytest.mark.once
def test_standard_input(old: Path) -> None:
    done = run("-", "--format", "markdown", stdin=old.read_text(encoding="utf-8"))
    assert done.returncode == 1
    assert "1 failed, 0 passed, 0 suppressed, in `standard input`." in done.stdout


@pytest.mark.once
def test_a_comparison(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.json"
    new.write_text(json.dumps(document(passed=(record("AKS_705"),))), encoding="utf-8")
    done = run(new, "--compare", old)
    assert done.returncode == 0
    assert "all areas: 0 → 100" in done.stdout
    assert "Better:\n  AKS_705 azurerm_kubernetes_cluster.shop (infra/main.tf:3)" in done.stdout


@pytest.mark.once
def test_nothing_is_overwritten_without_asking(old: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.html"
    done = run(old, "--format", "html", "--output", output)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"wrote {output}\n")
    assert output.read_text(encoding="utf-8").startswith("<!doctype html>")
    output.write_text("mine", encoding="utf-8")
    done = run(old, "--output", output)
    assert (done.returncode, done.stderr) == (2, f"checkov-aks: {output} exists; --force replaces it\n")
    assert output.read_text(encoding="utf-8") == "mine"
    assert run(old, "--output", output, "--force").returncode == 1
    assert "\x1b" not in output.read_text(encoding="utf-8")
    assert "Fix first" in output.read_text(encoding="utf-8")


def on_a_terminal(*options: object, answer: str = "") -> tuple[int, str]:
    """Exit status and what a terminal shows of a run in it."""
    outer, inner = pty.openpty()
    command = [sys.executable, "-m", "checkov_aks", "report", *map(str, options)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdin=inner, stdout=inner, stderr=inner, env=env)
    os.close(inner)
    os.write(outer, answer.encode())
    shown = b""
    while True:
        try:
            data = os.read(outer, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    os.close(outer)
    return process.wait(), shown.decode()


@pytest.mark.once
def test_it_asks_on_a_terminal(old: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.txt"
    output.write_text("mine", encoding="utf-8")
    status, shown = on_a_terminal(old, "--output", output, answer="n\n")
    assert status == 2
    assert "Replace it?" in shown
    assert output.read_text(encoding="utf-8") == "mine"
    assert on_a_terminal(old, "--output", output, answer="y\n")[0] == 1
    assert "Fix first" in output.read_text(encoding="utf-8")


@pytest.mark.once
def test_progress_and_color_on_a_terminal_only(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(FREE, encoding="utf-8")
    status, shown = on_a_terminal("-d", tmp_path)
    assert status == 1
    assert "Scanning 1 of 1" in shown
    assert "\x1b[31m" in shown
    piped = run("-d", tmp_path)
    assert piped.stderr == ""
    assert "\x1b" not in piped.stdout


@pytest.mark.once
def test_trouble_exits_with_2_and_no_traceback(old: Path, tmp_path: Path) -> None:
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / ".checkov-aks.yaml").write_text("min_zone: 2\n", encoding="utf-8")
    wrong = {"CHECKOV_AKS_CONFIG": str(tmp_path / ".checkov-aks.yaml")}
    cases: list[tuple[list[object], dict[str, str], str]] = [
        ([], {}, "nothing to report on"),
        ([tmp_path / "none.json"], {}, "cannot read"),
        ([tmp_path], {}, "cannot read"),
        ([tmp_path / "binary.json"], {}, "is not UTF-8 text"),
        (["-"], {}, "standard input is empty"),
        (["-", "--compare", "-"], {}, "standard input can be read only once"),
        (["-d", tmp_path / "none"], {}, "there is no folder"),
        (["-f", tmp_path / "none.tf"], {}, "there is no file"),
        ([old, "--output", tmp_path / "no" / "report.html"], {}, "there is no folder"),
        ([old, "--output", tmp_path, "--force"], {}, "is a folder"),
        ([old, "--format", "pdf"], {}, "'pdf' is not one of"),
        ([old, "--compare", tmp_path / "none.json"], {}, "cannot read"),
        (["-d", tmp_path], wrong, "unknown setting `min_zone`"),
    ]
    for options, env, message in cases:
        done = run(*options, env=env)
        assert done.returncode == 2, options
        assert message in done.stderr, options
        assert "Traceback" not in done.stderr


def test_a_scan_that_fails_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(FREE, encoding="utf-8")
    (tmp_path / ".checkov.yaml").write_text("framework: [bogus]\n", encoding="utf-8")
    done = run("-d", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "the scan of . ended with status 2" in done.stderr


@pytest.mark.once
def test_a_reader_that_has_seen_enough(old: Path) -> None:
    command = f'"{sys.executable}" -m checkov_aks report "{old}" --format html | head -c 20'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "<!doctype html>\n<htm"
    assert "Traceback" not in done.stderr


def test_help_has_examples() -> None:
    shown = run("--help").stdout
    assert "checkov -d . -o json | checkov-aks report -" in shown
