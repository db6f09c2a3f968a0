"""Forms: what was typed comes back where something is wrong with it, with a sentence beside each
wrong field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import request
from flask.typing import ResponseReturnValue

from desk.forms import WrongFields
from rules.words import Sentence

WRONG = 422


@dataclass(frozen=True)
class Form:
    """What stands in a form's fields, and by field what is wrong there. "parts.html" shows them."""

    values: Mapping[str, str]
    wrong: Mapping[str, Sentence] = field(default_factory=dict)

    def value(self, name: str) -> str:
        return self.values.get(name, "")


def typed() -> dict[str, str]:
    """What was typed into the form of this request; of several that were chosen, all with commas
    between them."""
    return {name: ",".join(values) for name, values in request.form.lists()}


def submitted(
    do: Callable[[Mapping[str, str]], ResponseReturnValue],
    again: Callable[[Form, int], ResponseReturnValue],
) -> ResponseReturnValue:
    """`do` with what was typed; where fields are wrong, the form `again`, with that status."""
    values = typed()
    try:
        return do(values)
    except WrongFields as wrong:
        return again(Form(values, wrong.by_field), WRONG)
