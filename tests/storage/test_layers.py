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
    "audit_pages",
    "health",
    "fee_rows",
    "inbox",
    "inbox_together",
    "members",
    "outbox",
    "practices",
    "secrets",
    "callers",
    "settings",
    "counters",
    "clients",
    "tax_pages",
    "taxes",
    "catalogue",
    "invoices",
    "invoice_contents",
    "import_runs",
    "import_files",
    "stripe_clients",
    "stripe_cursor",
    "drafts",
    "operations",
    "operation_facts",
    "operation_lists",
    "payment_links",
    "collecting",
    "operation_queue",
    "attempts",
    "ledger",
    "balances",
    "charging",
    "cards",
    "consents",
    "comparisons",
    "differences",
    "asked_clients",
    "disputes",
    "dispute_notices",
    "help_questions",
    "help_lists",
    "help_messages",
    "help_summaries",
    "help_articles",
    "outages",
    "typed_notes",
    "outages",
    "stripe_fees",
    "fee_offers",
    "board",
    "owed",
    "refunds",
    "credit_notes",
    "takings",
    "reminder_rules",
    "reminder_pauses",
    "reminder_facts",
    "reminder_plan",
    "mail_addresses",
    "reminder_digests",
    "expiring_cards",
    "reminder_lists",
    "reminder_lost",
    "reminder_mails",
    "reminder_links",
    "reminders_ended",
    "reminders",
    "admin_links",
    "admin_sessions",
    "invoice_lists",
    "overview",
    "overview_months",
    "client_lists",
    "payment_lists",
    "payment_pages",
    "payment_story",
)
OF_ALL_PRACTICES = {
    "callers.find": "finds the practice and the person in it",
    "practices.by_team": "finds the practice",
    "practices.ensure": "makes the practice",
    "practices.all_practices": "lists the practices",
    "inbox_together.claim": "one worker serves all practices; each row says whose it is",
    "inbox_together.done": "each row says whose it is",
    "inbox_together.later": "each row says whose it is",
    "stripe_clients.practices_of": "finds the practices",
    "inbox.claim": "one worker serves all practices; each row says whose it is",
    "inbox.hand_back": "one worker serves all practices",
    "inbox.forget_finished": "what ended long ago, whosesoever it is",
    "outbox.forget_finished": "what ended long ago, whosesoever it is",
    "outbox.forget_of_questions": "what ended long ago, whosesoever it is",
    "outbox.claim": "one worker serves all practices; each row says whose it is",
    "outbox.claim_mails": "one worker serves all practices; each row says whose it is",
    "inbox.free_all": "a restore brings back all practices",
    "outbox.repeat_all": "a restore brings back all practices",
    "outbox.hand_back": "one worker serves all practices",
    "operation_facts.practice_of": "finds the practice",
    "operation_queue.claim": "one worker serves all practices; each row says whose it is",
    "operation_queue.hand_back": "one worker serves all practices",
    "operation_queue.free_all": "a restore brings back all practices",
    "disputes.practice_of": "finds the practice",
    "dispute_notices.due": "one worker serves all practices; each row says whose it is",
    "help_questions.due": "one worker serves all practices; each row says whose it is",
    "help_questions.forget_before": "what was asked long ago, whosesoever it is",
    "import_files.forget_before": "files are forgotten in all practices alike",
    "reminder_rules.due": "one worker serves all practices; each row says whose it is",
    "reminders.due_to_go_on": "one worker serves all practices; each row says whose it is",
    "reminders.due": "one worker serves all practices; each row says whose it is",
    "reminder_lists.due_of_kinds": "one worker serves all practices; each row says whose it is",
    "outages.alive": "the store's, whoever works with it",
    "admin_links.by_hash": "finds the practice",
    "admin_links.forget_all": "a restore brings back all practices",
    "admin_sessions.by_hash": "finds the practice",
    "admin_sessions.forget_all": "a restore brings back all practices",
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
        if name.split(".")[0] in ("peewee", "playhouse") or name.startswith("storage.models")
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


@pytest.mark.parametrize("module", [*QUERIES, "leases"])
def test_whose_rows_they_are_goes_into_every_query(module: str) -> None:
    """Into a comparison or a new row, or on to another function, which is held to the same."""
    tree = ast.parse((ROOT / "storage" / f"{module}.py").read_text())
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        takes = {argument.arg for argument in function.args.args}
        if "store" in takes and takes & {"practice_id", "row"}:
            assert not unbound(function), f"storage/{module}.py: {function.name}"


def unbound(function: ast.FunctionDef) -> list[str]:
    """The queries in the function that don't say whose rows they mean.

    Each SELECT, UPDATE or DELETE of a table needs a comparison, each INSERT a value of its own.
    """
    nodes = list(ast.walk(function))
    compared = sum(isinstance(node, ast.Compare) and is_whose(node.comparators) for node in nodes)
    given = [node for node in nodes if isinstance(node, ast.keyword) and is_whose([node.value])]
    given += [node for node in nodes if isinstance(node, ast.Dict) and is_whose(node.values)]
    passed_on = [node for node in nodes if isinstance(node, ast.Call) and is_whose(node.args)]
    listed = [node for node in nodes if isinstance(node, ast.List) and is_whose(node.elts)]
    asked = list(queries(nodes, ("select", "update", "delete")))
    made = list(queries(nodes, ("insert",)))
    if not asked and not made:
        return [] if passed_on or given or listed else ["no use at all"]
    return [*asked[compared:], *(() if given else made)]


def is_whose(values: list[ast.expr]) -> bool:
    said = {ast.unparse(value) for value in values if value}
    return bool(said & {"practice_id", "row", "row.practice_id"})


def queries(nodes: list[ast.AST], kinds: tuple[str, ...]) -> Iterator[str]:
    """Calls such as `Table.select(...)`; `store.select(...)` only runs one."""
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            table = ast.unparse(node.func.value)
            if node.func.attr in kinds and (table[0].isupper() or table == "table"):
                yield ast.unparse(node)


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("return store.select(Table.select().where(Table.practice_id == practice_id))", 0),
        ("return find(store, practice_id, 'x')", 0),
        ("store.change(Table.insert(practice_id=practice_id, name='x'))", 0),
        ("return store.select(Table.select())", 1),
        ("head(store, practice_id)\n    return store.select(Table.select())", 1),
        ("store.change(Table.delete().where(Table.practice_id == 1))", 1),
        ("store.change(Table.insert(practice_id=1, name='x'))", 1),
        ("return []", 1),
    ],
)
def test_a_query_that_forgets_whose_rows_it_means_is_found(body: str, faults: int) -> None:
    (function,) = ast.parse(f"def query(store, practice_id):\n    {body}\n").body
    assert isinstance(function, ast.FunctionDef)
    assert len(unbound(function)) == faults


def test_the_exceptions_are_there() -> None:
    for name in OF_ALL_PRACTICES:
        module, function = name.split(".")
        assert f"\ndef {function}(" in (ROOT / "storage" / f"{module}.py").read_text()
