"""Rows leave storage/ as plain values, and every query says whose they are."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = ("bot", "commands", "desk", "processor", "rules", "admin", "sandbox")
QUERIES = (
    "access_requests",
    "audit",
    "audit_counts",
    "fee_rows",
    "inbox",
    "members",
    "outbox",
    "practices",
    "secrets",
    "callers",
)
OF_ALL_PRACTICES = {
    "callers.find": "finds the practice and the person in it",
    "practices.by_team": "finds the practice",
    "practices.ensure": "makes the practice",
    "practices.all_practices": "lists the practices",
    "inbox.claim": "one worker serves all practices; each row says whose it is",
    "inbox.hand_back": "one worker serves all practices",
    "inbox.forget_finished": "what ended long ago, whosesoever it is",
    "outbox.forget_finished": "what ended long ago, whosesoever it is",
    "outbox.claim": "one worker serves all practices; each row says whose it is",
    "outbox.hand_back": "one worker serves all practices",
    "secrets.check_key": "the key is the store's",
    "secrets.rotate": "the key is the store's",
}


def outside() -> list[Path]:
    return [path for room in OUTSIDE for path in sorted((ROOT / room).rglob("*.py"))]


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_outside_storage_sees_a_model_or_peewee() -> None:
    found = [
        (path.relative_to(ROOT), name)
        for path in outside()
        for name in imports(ast.parse(path.read_text()))
        if name.split(".")[0] in ("peewee", "playhouse") or name == "storage.models"
    ]
    assert found == []


def test_no_module_outside_storage_runs_a_query_of_its_own() -> None:
    """`Store` shows transactions and its clock; the rest of it is for storage/ alone."""
    own = {"database", "select", "first", "change", "returning", "attempt"}
    found = [
        (path.relative_to(ROOT), ast.unparse(node))
        for path in outside()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in own
        and ast.unparse(node.value).split(".")[-1] in ("store", "_store")
    ]
    assert found == []


@pytest.mark.parametrize("module", QUERIES)
def test_every_query_says_whose_rows_it_means(module: str) -> None:
    tree = ast.parse((ROOT / "storage" / f"{module}.py").read_text())
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        takes = {argument.arg for argument in node.args.args}
        if "store" not in takes or f"{module}.{node.name}" in OF_ALL_PRACTICES:
            continue
        assert takes & {"practice_id", "row"}, f"storage/{module}.py: {node.name}"


def test_the_exceptions_are_there() -> None:
    for name in OF_ALL_PRACTICES:
        module, function = name.split(".")
        assert f"\ndef {function}(" in (ROOT / "storage" / f"{module}.py").read_text()
