"""The page of a report in Chromium: filters, keyboard, colours, a phone, paper, and hostile names."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium", reason="selenium is not installed: pip install -e '.[dev]'")

from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from checkov_aks.report import page
from checkov_aks.report.overview import Overview
from tests.chromium import BROWSER, DRIVER, chromium, evaluate, look, picture
from tests.reporting import document, hostile, overview, record, results
from tests.test_report_forms import palettes

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not (BROWSER and DRIVER), reason="apt-get install chromium chromium-driver"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    with chromium() as found:
        yield found


def sample() -> Overview:
    failed = (
        record("AKS_104"),
        record("AKS_104", 'module.aks["eu"].azurerm_kubernetes_cluster.this', "infra/modules/aks/main.tf"),
        record("AKS_705", details=["`sku_tier` is `Free`.", "Fix: Set it."]),
        record("AKS_113"),
    )
    skipped = record("AKS_107", check_result={"result": "SKIPPED", "suppress_comment": "an experiment"})
    pod = record("AKS_150", "Deployment.shop.orders", "k8s/" + "long" * 40 + "/d.yaml", severity="HIGH")
    return overview(
        document(failed=failed, passed=(record("AKS_101"), record("AKS_201")), suppressed=(skipped,)),
        document(failed=(pod,), framework="kubernetes"),
        old=results(document(failed=(record("AKS_101"),))),
    )


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(page.render(sample()), encoding="utf-8")
    return file


def shown(browser: Chrome) -> list[str]:
    """The checks and resources of the rows that can be seen, also in a closed fold."""
    script = (
        "return [...document.querySelectorAll('tr[data-status]:not([hidden])')]"
        ".map((row) => row.closest('.check').querySelector('.small').textContent.slice(0, 7)"
        " + ' ' + row.cells[0].textContent)"
    )
    return [str(row) for row in evaluate(browser, script)]


def choose(browser: Chrome, name: str, label: str) -> None:
    Select(browser.find_element(By.NAME, name)).select_by_visible_text(label)


def complaints(browser: Chrome) -> list[Any]:
    return [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]  # type: ignore[no-untyped-call]


def test_the_page_opens_without_complaint_or_network(browser: Chrome, html: Path) -> None:
    browser.get_log("browser")  # type: ignore[no-untyped-call]
    look(browser, html)
    assert complaints(browser) == []
    assert evaluate(browser, "return performance.getEntriesByType('resource').length") == 0
    assert browser.title == "AKS posture of infra"
    assert browser.find_element(By.ID, "count").text == "8 of 8 results shown"


def test_filters(browser: Chrome, html: Path) -> None:
    look(browser, html)
    everything = shown(browser)
    assert len(everything) == 8
    choose(browser, "severity", "HIGH")
    assert sorted(shown(browser)) == [
        "AKS_101 azurerm_kubernetes_cluster.shop",
        "AKS_104 azurerm_kubernetes_cluster.shop",
        'AKS_104 module.aks["eu"].azurerm_kubernetes_cluster.this',
        "AKS_107 azurerm_kubernetes_cluster.shop",
        "AKS_150 Deployment.shop.orders",
        "AKS_201 azurerm_kubernetes_cluster.shop",
    ]
    choose(browser, "status", "failed")
    choose(browser, "area", "identity")
    assert len(shown(browser)) == 3
    choose(browser, "subject", 'module.aks["eu"].this (infra/modules/aks)')
    assert shown(browser) == ['AKS_104 module.aks["eu"].azurerm_kubernetes_cluster.this']
    assert browser.find_element(By.ID, "count").text == "1 of 8 results shown"
    visible = [check for check in browser.find_elements(By.CSS_SELECTOR, ".check") if check.is_displayed()]
    assert len(visible) == 1
    browser.find_element(By.CSS_SELECTOR, "button[type=reset]").click()
    # The form is empty only after those who listen have been told.
    WebDriverWait(browser, 30).until(lambda _: shown(browser) == everything)
    browser.find_element(By.NAME, "text").send_keys("SKU_tier")
    assert shown(browser) == ["AKS_705 azurerm_kubernetes_cluster.shop"]
    browser.find_element(By.NAME, "text").send_keys(" nothing")
    assert shown(browser) == []
    assert browser.find_element(By.ID, "count").text == "0 of 8 results shown"


def test_what_is_folded_opens_for_its_status(browser: Chrome, html: Path) -> None:
    look(browser, html)
    fold = browser.find_element(By.CSS_SELECTOR, "details[data-status=passed]")
    assert fold.get_attribute("open") is None
    choose(browser, "status", "passed")
    assert fold.get_attribute("open") == "true"
    assert len([row for row in fold.find_elements(By.CSS_SELECTOR, "tr[data-status]") if row.is_displayed()]) == 2


def test_links_to_results(browser: Chrome, html: Path) -> None:
    look(browser, html)
    choose(browser, "severity", "LOW")
    (link,) = (one for one in browser.find_elements(By.CSS_SELECTOR, "a.jump") if one.text == "AKS_104")
    link.click()
    assert len(shown(browser)) == 8
    assert browser.current_url.endswith("#AKS_104")
    (application,) = (
        card for card in browser.find_elements(By.CSS_SELECTOR, ".subject") if card.text.startswith("APPLICATION")
    )
    application.find_element(By.CSS_SELECTOR, "a.jump").click()
    assert shown(browser) == ["AKS_150 Deployment.shop.orders"]


def test_everything_is_reached_by_keyboard(browser: Chrome, html: Path) -> None:
    look(browser, html)
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    first = browser.switch_to.active_element
    assert first.text == "Skip to the findings"
    assert first.location["x"] >= 0
    seen = set()
    for _ in range(120):
        focused = browser.switch_to.active_element
        if focused == body:
            break
        outline = evaluate(browser, "return getComputedStyle(arguments[0]).outlineStyle", focused)
        assert outline == "solid", focused.get_attribute("outerHTML")
        seen.add(focused.get_attribute("id") or focused.get_attribute("href") or focused.tag_name)
        focused.send_keys(Keys.TAB)
    expected = {"f-text", "f-severity", "f-area", "f-subject", "f-status", "button", "summary"}
    assert expected <= seen
    browser.find_element(By.CSS_SELECTOR, "a.skip").send_keys(Keys.ENTER)
    assert evaluate(browser, "return document.activeElement.id") == "findings"
    browser.find_element(By.CSS_SELECTOR, "details[data-status=passed] summary").send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, "details[data-status=passed]").get_attribute("open") == "true"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(browser: Chrome, html: Path, scheme: str) -> None:
    look(browser, html, scheme=scheme)
    colors = evaluate(
        browser,
        "const look = (at, what) => getComputedStyle(document.querySelector(at))[what];"
        "return [look('body', 'backgroundColor'), look('body', 'color'), look('.card', 'backgroundColor')]",
    )
    palette = palettes()[scheme]
    assert colors == [rgb(palette[name]) for name in ("page", "text", "surface")]


def rgb(color: str) -> str:
    return "rgb({}, {}, {})".format(*(int(color[at : at + 2], 16) for at in (1, 3, 5)))


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(browser: Chrome, html: Path, width: int) -> None:
    look(browser, html, width=width)
    assert evaluate(browser, "return innerWidth") == width
    assert evaluate(browser, "return document.documentElement.scrollWidth") == width
    script = (
        "return [...document.querySelectorAll('main :not(svg *)')].filter((it) => it.getClientRects().length"
        " && it.getBoundingClientRect().right > innerWidth).map((it) => it.outerHTML.slice(0, 80))"
    )
    assert evaluate(browser, script) == []


def test_what_is_touched_on_a_phone_is_large_enough(browser: Chrome, html: Path) -> None:
    look(browser, html, width=390)
    for control in browser.find_elements(By.CSS_SELECTOR, "select, input, button"):
        assert control.size["height"] >= 40
    assert float(evaluate(browser, "return parseFloat(getComputedStyle(document.body).fontSize)")) >= 16


def test_paper(browser: Chrome, html: Path) -> None:
    look(browser, html, scheme="dark")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    assert b64decode(printed["data"]).startswith(b"%PDF")
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": dark})
    assert evaluate(browser, "return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert evaluate(browser, "return getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not browser.find_element(By.ID, "filters").is_displayed()
    assert browser.find_element(By.ID, "AKS_104").is_displayed()


def test_no_hostile_name_runs_or_breaks_the_page(browser: Chrome, tmp_path: Path) -> None:
    file = tmp_path / "hostile.html"
    file.write_text(page.render(overview(hostile())), encoding="utf-8")
    look(browser, file, width=390)
    assert browser.title == "AKS posture of infra"
    assert evaluate(browser, "return document.scripts.length") == 1
    assert evaluate(browser, "return document.querySelectorAll('main script, main img, main iframe').length") == 0
    assert evaluate(browser, "return document.documentElement.scrollWidth") == 390
    assert len(shown(browser)) == 31
    for link in browser.find_elements(By.CSS_SELECTOR, "a[href]"):
        assert str(link.get_attribute("href")).startswith(("file:", "https:"))


def test_the_policy_stops_a_script_that_got_in(browser: Chrome, tmp_path: Path) -> None:
    text = page.render(sample())
    injected = '<main><script>document.title = "owned"</script><b onclick="document.title = 1" id="b">x</b>'
    file = tmp_path / "injected.html"
    file.write_text(text.replace("<main>", injected, 1), encoding="utf-8")
    look(browser, file)
    evaluate(browser, "document.getElementById('b').click()")
    assert browser.title == "AKS posture of infra"
    assert browser.find_element(By.ID, "count").text == "8 of 8 results shown"


def test_the_page_without_script(browser: Chrome, html: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        look(browser, html)
        assert not browser.find_element(By.ID, "filters").is_displayed()
        rows = browser.find_elements(By.CSS_SELECTOR, "tr[data-status=failed]")
        assert len(rows) == 5
        assert all(row.is_displayed() for row in rows)
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_picture_is_not_empty(browser: Chrome, html: Path) -> None:
    look(browser, html)
    shot = picture(browser, 0, 1280, 900)
    assert shot.startswith(b"\x89PNG")
    assert len(shot) > 20_000
