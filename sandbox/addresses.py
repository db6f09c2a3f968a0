"""The rules by which a web application knows its addresses."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class Address(Rule):
    """Werkzeug compiles for each rule how its address is put together, twice, which is nine tenths
    of what an application with many addresses takes to start. Here it is done once somebody asks
    for the address, and of most nobody does."""

    def _compile_builder(self, append_unknown: bool = True) -> Build:
        compiled: list[Build] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(super(Address, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return build
