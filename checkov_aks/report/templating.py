"""The templates of this package."""

from __future__ import annotations

from importlib.resources import files

import jinja2


def text_of(name: str) -> str:
    """A file of the templates' folder."""
    return (files("checkov_aks.report") / "templates" / name).read_text(encoding="utf-8")


def environment(autoescape: bool) -> jinja2.Environment:
    """Reads the templates; a name that a template misspells is an error."""
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(text_of),
        undefined=jinja2.StrictUndefined,
        autoescape=autoescape,
        keep_trailing_newline=True,
    )
