"""Stripe's search query language: clauses such as `email:"ada@example.org"` or `amount>1000`,
joined by AND or by OR; `-` before a clause means all others."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.stripe.errors import StripeError, refused_input
from sandbox.stripe.search_fields import FIELDS, FieldKind
from sandbox.stripe.shapes import Body

MOST_CLAUSES = 10
SHORTEST_PART = 3
_CLAUSE = re.compile(
    r"""(?P<minus>-)?
        (?P<field>[a-z_][\w.]*)
        (?:\[(?P<quote>["'])(?P<key>(?:\\.|(?!(?P=quote))[^\\])*)(?P=quote)\])?
        \s*(?P<sign>:|~|>=|<=|>|<)\s*
        (?P<value>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | -?\d+(?:\.\d+)? | null)
        (?=\s|$)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_JOINT = re.compile(r"\s+(?:(AND|OR)\s+)?", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    ":": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}
_SIGNS: Mapping[FieldKind, tuple[str, ...]] = {
    "token": (":",),
    "string": (":", "~"),
    "number": tuple(_ORDER),
    "metadata": (":",),
}


@dataclass(frozen=True)
class Clause:
    """`key`: of metadata. `value` None: the field is empty, the key is not there."""

    field: str
    key: str | None
    kind: FieldKind
    sign: str
    value: str | None
    negated: bool

    def matches(self, body: Body) -> bool:
        return self._fits(self._found(body)) != self.negated

    def _found(self, body: Body) -> Any:
        found: Any = body
        for step in self.field.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        return found if self.key is None else (found or {}).get(self.key)

    def _fits(self, found: Any) -> bool:
        if self.value is None or found is None:
            return self.value is None and found in (None, "")
        if self.kind == "number":
            return _ORDER[self.sign](Decimal(found), Decimal(self.value))
        text, wanted = _text(found), self.value.casefold()
        return wanted in text if self.sign == "~" else wanted == text


def _text(found: Any) -> str:
    """Case makes no difference."""
    return str(found).casefold()


@dataclass(frozen=True)
class Query:
    clauses: tuple[Clause, ...]
    any_is_enough: bool

    def matches(self, body: Body) -> bool:
        join = any if self.any_is_enough else all
        return join(clause.matches(body) for clause in self.clauses)


def parse(text: str, kind: str, resource: str) -> Query:
    """For objects of `kind`, which the API calls `resource`. StripeError 400."""
    text = text.strip()
    clauses: list[Clause] = []
    joints: set[str] = set()
    place = 0
    while place < len(text) or not clauses:
        found = _CLAUSE.match(text, place)
        if found is None:
            raise _unreadable()
        clauses.append(_clause(found, kind, resource))
        place = found.end()
        if joint := _JOINT.match(text, place):
            joints.add((joint[1] or "AND").upper())
            place = joint.end()
            if place == len(text):
                raise _unreadable()
    _check(len(clauses), joints)
    return Query(tuple(clauses), joints == {"OR"})


def _check(clauses: int, joints: set[str]) -> None:
    if len(joints) > 1:
        raise _refused("You can't combine AND and OR in the same search query.")
    if clauses > MOST_CLAUSES:
        raise _refused(f"A search query can have up to {MOST_CLAUSES} clauses.")


def _clause(found: re.Match[str], kind: str, resource: str) -> Clause:
    field, key, sign = found["field"].lower(), found["key"], found["sign"]
    is_of = FIELDS[kind].get(field)
    if is_of is None:
        raise _unsupported(field, resource)
    if (is_of == "metadata") != (key is not None):
        raise _unreadable()
    value = _value(found["value"])
    if sign not in _SIGNS[is_of]:
        raise _refused(f"The field `{field}` does not support the operator `{sign}`.")
    if is_of == "number" and value is not None and not _NUMBER.fullmatch(value):
        raise _refused(f"The field `{field}` takes a number, not `{value}`.")
    if sign == "~" and len(value or "") < SHORTEST_PART:
        raise _refused(f"A substring must have at least {SHORTEST_PART} characters.")
    if sign not in (":", "~") and value is None:
        raise _refused(f"`null` can't be compared with the operator `{sign}`.")
    return Clause(field, key and _plain(key), is_of, sign, value, found["minus"] is not None)


def _value(written: str) -> str | None:
    if written[0] in "\"'":
        return _plain(written[1:-1])
    return None if written.lower() == "null" else written


def _plain(written: str) -> str:
    """A quotation mark inside stands behind a backslash."""
    return re.sub(r"\\(.)", r"\1", written, flags=re.DOTALL)


def _unreadable() -> StripeError:
    return _refused(
        'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` '
        'to query for metadata or key:"value" to query for other fields.'
    )


def _unsupported(field: str, resource: str) -> StripeError:
    anchor = resource.replace("_", "-")
    return _refused(
        f"Field `{field}` is an unsupported search field for resource `{resource}`. See "
        f"http://stripe.com/docs/search#query-fields-for-{anchor} for a list of supported fields."
    )


def _refused(message: str) -> StripeError:
    return refused_input(message, "query")
