"""The lock file: every package at one version, with hashes, and no word of where it came from. And
what is imported is asked for."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
BESIDE = {"jinja2", "markupsafe", "werkzeug", "typing_extensions", "_typeshed"}
"""Flask is made of the first three, Stripe's annotations of the fourth, and mypy knows the last."""
OURS = set(PROJECT["tool"]["importlinter"]["root_packages"]) | {"tests", "locales"}


def test_every_package_is_pinned_with_its_hashes() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_no_index_address_stands_in_it() -> None:
    assert "://" not in LOCK
    assert "index" not in LOCK
    assert "find-links" not in LOCK


def test_whatever_is_imported_is_asked_for() -> None:
    """Not left to another package, which may not need it tomorrow."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    asked = {_name(one) for some in (project["dependencies"], *extras) for one in some}
    found = packages_distributions()
    files = [file for room in OURS - {"tests"} for file in (ROOT / room).rglob("*.py")]
    imported = {name for file in files for name in _imported(ast.parse(file.read_text()))}
    others = imported - OURS - BESIDE - sys.stdlib_module_names
    assert {"stripe", "peewee", "slack_bolt"} <= others
    missing = {one for one in others if not asked & {_name(two) for two in found.get(one, ())}}
    assert not missing


def _imported(code: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            names |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def _name(requirement: str) -> str:
    """Of the package, as it is compared: "Typing_Extensions>=4" is "typing-extensions"."""
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")
