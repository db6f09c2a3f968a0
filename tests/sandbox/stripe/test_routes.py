"""The routes are those of the installed stripe-python, with the parameters that it declares."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import stripe

from sandbox.stripe.parameters import reader
from sandbox.stripe.routes import ROUTES, Route
from sandbox.stripe.shapes import schema

HERE = Path(stripe.__file__).parent


@cache
def calls() -> dict[tuple[str, str], set[str | None]]:
    """By verb and path: the classes that stripe-python's services name for the parameters. It has
    other names for placeholders here and there."""
    found: dict[tuple[str, str], set[str | None]] = {}
    for file in HERE.rglob("*_service.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = _param_modules(tree)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for verb, path in _requests(function):
                    name = _params_of(function)
                    found.setdefault((verb.upper(), _nameless(path)), set()).add(
                        f"{modules[name]}{name}" if name else None
                    )
    return found


def _param_modules(tree: ast.AST) -> dict[str, str]:
    """For each class of stripe.params that is imported: "", or its package, as "checkout."."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    return {
        name.name: "".join(f"{part}." for part in (one.module or "").split(".")[2:-1])
        for one in imports
        if (one.module or "").startswith("stripe.params.")
        for name in one.names
    }


def _requests(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr != "_request" or len(call.args) < 2:
            continue
        verb, path = call.args[0], call.args[1]
        if isinstance(path, ast.Call) and isinstance(path.func, ast.Attribute):
            path = path.func.value
        if isinstance(verb, ast.Constant) and isinstance(path, ast.Constant):
            yield str(verb.value), str(path.value)


def _nameless(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


def _params_of(function: ast.FunctionDef) -> str | None:
    for argument in function.args.args:
        if argument.arg == "params" and argument.annotation is not None:
            texts = (one.value for one in ast.walk(argument.annotation) if _is_text(one))  # type: ignore[attr-defined]
            return next(texts, None)
    return None


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.verb} {route.path}")
def test_each_route_takes_what_stripe_python_sends_there(route: Route) -> None:
    assert calls()[route.verb, _nameless(route.path)] == {route.params}
    reader(route.params)


@cache
def answers() -> dict[tuple[str, str], str]:
    """By verb and path: the annotation of what stripe-python's services give back."""
    found: dict[tuple[str, str], str] = {}
    for file in HERE.rglob("*_service.py"):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.returns is not None:
                given = ast.unparse(function.returns).strip("'")
                found |= {(v.upper(), _nameless(path)): given for v, path in _requests(function)}
    return found


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.verb} {route.path}")
def test_each_route_gives_what_stripe_python_takes_it_for(route: Route) -> None:
    given = answers()[route.verb, _nameless(route.path)]
    assert route.is_list == ("[" in given)
    last = given.rstrip("]").rpartition("[")[2]
    assert last.removeprefix("Line").lower() == route.gives.rpartition(".")[2].replace("_", "")


def test_no_route_stands_twice() -> None:
    assert len({(route.verb, route.path) for route in ROUTES}) == len(ROUTES)


def test_the_declared_shapes_are_of_the_installed_clients_version() -> None:
    assert schema()["version"] == stripe.api_version
