"""The detail of an entry of the audit log, as it can be read: what was before and after, amounts,
and everything else as it was recorded."""

import json
from collections.abc import Mapping
from typing import Any

from desk.language import Language
from desk.privacy import plain
from rules.currencies import is_known
from rules.money import Money

LONGEST = 300
_CHANGE = {"from", "to"}


def detail_words(say: Language, detail: Mapping[str, Any]) -> str:
    """In one line; "" where there is none. Names are those of the log."""
    told = {name: value for name, value in detail.items() if value not in (None, "")}
    parts = []
    if (amount := _amount(told)) is not None:
        parts.append(say.money(amount))
        told = {name: value for name, value in told.items() if name not in ("amount", "currency")}
    if set(told) >= _CHANGE:
        parts.append(_changed(say, told))
        told = {name: value for name, value in told.items() if name not in _CHANGE}
    parts += [
        say("{label}: {value}", label=name, value=_value(say, value))
        for name, value in told.items()
    ]
    return " · ".join(plain(one, LONGEST) for one in parts)


def _amount(told: Mapping[str, Any]) -> Money | None:
    amount, currency = told.get("amount"), told.get("currency")
    if isinstance(amount, int) and isinstance(currency, str) and is_known(currency):
        return Money(amount, currency)
    return None


def _value(say: Language, value: Any) -> str:
    if isinstance(value, Mapping) and set(value) == _CHANGE:
        return _changed(say, value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _changed(say: Language, told: Mapping[str, Any]) -> str:
    before, after = (told[name] for name in ("from", "to"))
    unset = say("not set")
    return f"{_value(say, before) if before not in (None, '') else unset} → " + (
        _value(say, after) if after not in (None, "") else unset
    )
