"""The config file keeps every byte that is not ours."""

from __future__ import annotations

import pytest
import yaml

from checkov_aks.repository.config_file import ConfigError, merged

FOLDER = ".checkov/aks"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "skip-check:\n  - AKS_7*\n"),
        ("# only this\n", "# only this\nskip-check:\n  - AKS_7*\n"),
        ("compact: true", "compact: true\nskip-check:\n  - AKS_7*\n"),
        ("skip-check:\n- A_1  # old\n# end\n", "skip-check:\n- A_1  # old\n- AKS_7*\n# end\n"),
        ("skip-check:\n    - A_1\ncompact: true\n", "skip-check:\n    - A_1\n    - AKS_7*\ncompact: true\n"),
        ("skip-check:\n  - A_1", "skip-check:\n  - A_1\n  - AKS_7*"),
        ("skip-check: [A_1, A_2]  # old\n", "skip-check: [A_1, A_2, AKS_7*]  # old\n"),
        ("skip-check: [\n  A_1,\n]\n", "skip-check: [\n  A_1,AKS_7*]\n"),
        ("skip-check: []\n", "skip-check: [AKS_7*]\n"),
        ("skip-check: A_1,A_2 # old\n", "skip-check: A_1,A_2,AKS_7* # old\n"),
        ("skip-check: 'A_1'\n", "skip-check: 'A_1,AKS_7*'\n"),
        ("skip-check:\ncompact: true\n", "skip-check: [AKS_7*]\ncompact: true\n"),
        ("skip-check: [AKS_7*]\n", "skip-check: [AKS_7*]\n"),
        ("skip-check: A_1,AKS_7*\n", "skip-check: A_1,AKS_7*\n"),
    ],
)
def test_items_are_added_and_nothing_else_changes(before: str, after: str) -> None:
    found = merged(before, {"skip-check": ["AKS_7*"]})
    assert found == after
    assert "AKS_7*" in str(yaml.safe_load(found)["skip-check"])
    # Once is enough.
    assert merged(found, {"skip-check": ["AKS_7*"]}) == found


def test_nothing_to_add() -> None:
    assert merged("a: b", {"skip-check": []}) == "a: b"


def test_texts_that_yaml_would_take_for_something_else() -> None:
    found = merged("", {"skip-check": ["*", "on", "a: b", "x]"]})
    assert yaml.safe_load(found) == {"skip-check": ["*", "on", "a: b", "x]"]}


@pytest.mark.parametrize("text", ["a: [", "- a\n", "text", "skip-check: {a: b}\n"])
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(ConfigError, match=r"\.checkov\.yaml"):
        merged(text, {"skip-check": ["A_1"]})
