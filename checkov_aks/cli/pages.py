"""The page of a check, for the terminal and for `docs/`."""

from __future__ import annotations

from typing import Any

PAGE = """\
# {{ entry.id }}: {{ entry.title }}

{{ entry.documentation }}

## Fix

{{ entry.fix }}

## About

| | |
|---|---|
| Severity | {{ entry.severity }} |
| Area | {{ entry.area }} |
| Name | `{{ entry.name }}` |
| Looks at | {{ entry.resources | map("code") | join(", ") }} |
| Frameworks | {{ entry.frameworks | join(", ") }} |
| Section of the guide | {{ entry.guide if entry.guide != "-" else "beyond the guide" }} |
{%- if entry.overlaps %}
| Supersedes | {{ entry.overlaps | join(", ") }}{% if entry.why %}: {{ entry.why }}{% endif %} |
{%- endif %}

## Links

- {{ entry.learn }}
{%- for type in entry.resources if type.startswith("azurerm_") %}
- https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/{{ type.removeprefix("azurerm_") }}
{%- endfor %}
{% if cases %}
## Cases that the tests prove

| Verdict | Cases |
|---|---|
{%- for verdict, names in cases.items() %}
| {{ verdict }} | {{ names | join(", ") }} |
{%- endfor %}
{% endif %}"""


def render(entry: dict[str, Any], cases: dict[str, list[str]] | None = None) -> str:
    """The page as Markdown. `cases` are names of tested cases by verdict, as documentation in `docs/` shows them."""
    import jinja2

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.filters["code"] = lambda text: f"`{text}`"
    return environment.from_string(PAGE).render(entry=entry, cases=cases or {})
