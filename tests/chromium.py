"""Chromium without a window, driven through its own protocol. Nothing is downloaded: both programs must be there."""

from __future__ import annotations

import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-prefers-reduced-motion",
)


@contextmanager
def chromium() -> Iterator[Chrome]:
    """A browser with a new profile."""
    assert BROWSER
    assert DRIVER
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = ChromeOptions()
        options.binary_location = BROWSER
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = Chrome(options=options, service=ChromeService(DRIVER))
        try:
            yield browser
        finally:
            browser.quit()


def look(browser: Chrome, page: Path, width: int = 1280, height: int = 900, scheme: str = "light") -> None:
    """Open a page on a screen of that size, for somebody who prefers light or dark."""
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get(page.resolve().as_uri())


def picture(browser: Chrome, top: int, width: int, height: int) -> bytes:
    """A part of the page as PNG, from `top` on."""
    clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
    return b64decode(shot["data"])


def top_of(browser: Chrome, selector: str) -> int:
    """How far down an element is."""
    script = "return Math.floor(document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY)"
    return int(browser.execute_script(script, selector))


def evaluate(browser: Chrome, script: str, *arguments: Any) -> Any:
    """What a script returns."""
    return browser.execute_script(script, *arguments)
