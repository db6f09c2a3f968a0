"""Reads Stripe's form encoding: `a[b][0]=x` becomes {"a": {"b": {"0": "x"}}}."""

import re
from collections.abc import Iterable
from typing import Any

from sandbox.stripe.errors import refused_input

DEEPEST = 16
_STEP = re.compile(r"\[([^\[\]]*)\]")
_STEPS = re.compile(r"(\[[^\[\]]*\])*")


def nest(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Leaves stay texts; `a[]=x` counts on. StripeError where a name is both a text and a hash, or
    its brackets don't match: nothing of a name is passed over."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        _put(root, name, value)
    return root


def _put(root: dict[str, Any], name: str, value: str) -> None:
    head, bracket, rest = name.partition("[")
    if not _STEPS.fullmatch(bracket + rest):
        raise refused_input(f"Invalid parameter name: {name[:60]}", None)
    steps = [head, *_STEP.findall(bracket + rest)]
    if len(steps) > DEEPEST:
        raise refused_input(f"Invalid request: {name[:60]} is nested too deeply", None)
    here = root
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        key = str(len(here)) if step == "" and here is not root else step
        if following is None:
            if isinstance(here.get(key), dict):
                raise refused_input(f"Invalid {name}: both a text and a hash", name)
            here[key] = value
            return
        deeper = here.setdefault(key, {})
        if not isinstance(deeper, dict):
            raise refused_input(f"Invalid {name}: both a text and a hash", name)
        here = deeper
