"""The report as Markdown, for a comment on a pull request."""

from __future__ import annotations

import re
from urllib.parse import quote

from checkov_aks.report.overview import Overview
from checkov_aks.report.templating import environment
from checkov_aks.report.texts import markdown, markdown_code

# GitHub takes 65536 characters; Azure DevOps 150000.
LONGEST = 60_000
# Checks to fix that are shown before the fold.
FIRST = 10
# How many checks, places of each and subjects, from all that is reasonable to what always fits.
LIMITS = ((200, 20, 100), (60, 10, 50), (30, 5, 30), (10, 2, 10), (5, 1, 5))


def render(overview: Overview) -> str:
    """The Markdown. What would make it longer than a comment may be is counted instead."""
    templates = environment(autoescape=False)
    templates.filters |= {"prose": markdown, "code": markdown_code, "link": link}
    template = templates.get_template("comment.md.j2")
    text = ""
    for limit, places, subjects in LIMITS:
        rendered = template.render(o=overview, first=FIRST, limit=limit, places=places, subjects=subjects)
        text = re.sub(r"\n{3,}", "\n\n", rendered).strip() + "\n"
        if len(text) <= LONGEST:
            break
    return text


def link(url: str) -> str:
    """A URL that cannot end the parentheses it stands in."""
    return quote(url, safe=":/?#&=%@+,;~")
