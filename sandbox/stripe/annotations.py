"""Reads the annotations of stripe-python's modules: forward references, and names that the client
imports only for type checkers."""

import ast
import sys
import types
import typing
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typing_extensions

_UNIONS = (typing.Union, types.UnionType)
_WRAPPERS = (
    typing.NotRequired,
    typing.Required,
    typing_extensions.NotRequired,
    typing_extensions.Required,
)


def leaves(annotation: Any, module: str) -> list[Any]:
    """The members of a union, flat, or the one type itself. `module`: where it is written."""
    annotation = _evaluated(annotation, module)
    origin = typing.get_origin(annotation)
    if origin in _UNIONS:
        return [leaf for one in typing.get_args(annotation) for leaf in leaves(one, module)]
    if origin in _WRAPPERS:
        return leaves(typing.get_args(annotation)[0], module)
    return [annotation]


def _evaluated(annotation: Any, module: str) -> Any:
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if not isinstance(annotation, str):
        return annotation
    return eval(annotation, {"__builtins__": {}}, _Names(module))  # noqa: S307 - stripe's own text


class _Names(dict[str, Any]):
    def __init__(self, module: str) -> None:
        super().__init__({one.__name__: one for one in (str, int, bool, float)})
        self._module = sys.modules[module]

    def __missing__(self, name: str) -> Any:
        if hasattr(self._module, name):
            return getattr(self._module, name)
        if name in (imports := _typing_imports(self._module.__name__)):
            source, attribute = imports[name]
            return getattr(import_module(source), attribute)
        return getattr(typing, name)


@cache
def _typing_imports(module: str) -> dict[str, tuple[str, str]]:
    """name → (module, name there): what stands under `if TYPE_CHECKING:`."""
    file = sys.modules[module].__file__
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(Path(file or "").read_text(encoding="utf-8"))):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            for line in node.body:
                if isinstance(line, ast.ImportFrom) and line.module:
                    found |= {one.asname or one.name: (line.module, one.name) for one in line.names}
    return found
