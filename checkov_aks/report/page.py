"""The report as one HTML file that needs nothing else."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup, escape

from checkov_aks.report.overview import Overview
from checkov_aks.report.templating import environment, text_of
from checkov_aks.report.texts import pieces


def render(overview: Overview) -> str:
    """The page. Its policy lets a browser run the script and the style of this package, and load nothing."""
    templates = environment(autoescape=True)
    templates.filters["prose"] = prose
    style, script = text_of("page.css"), text_of("page.js")
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    )
    # Both are files of this package, without anything that was scanned.
    return templates.get_template("page.html.j2").render(
        o=overview, policy=policy, style=Markup(style), script=Markup(script)
    )


def prose(text: str) -> Markup:
    """A line with code marks."""
    return Markup("").join(Markup("<code>{}</code>").format(p) if code else escape(p) for p, code in pieces(text))


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
