"""The currencies to choose from."""

from collections.abc import Sequence

from commands.blocks import option
from commands.replies import Option
from desk.language import Language
from desk.place_names import currency_name
from rules.currencies import KNOWN

_COMMON = ("usd", "eur", "gbp", "aud", "cad", "nzd", "chf")


def currency_groups(say: Language) -> dict[str, Sequence[Option]]:
    """All that Stripe takes; the common ones first, and no more than a hundred in a group."""
    codes = sorted(KNOWN.difference(_COMMON))
    half = len(codes) // 2
    groups = {say("Common"): _COMMON, **_by_letters(codes[:half]), **_by_letters(codes[half:])}
    return {
        label: [option(f"{code.upper()} – {currency_name(code, say)}", code) for code in group]
        for label, group in groups.items()
    }


def _by_letters(codes: Sequence[str]) -> dict[str, Sequence[str]]:
    return {f"{codes[0].upper()} – {codes[-1].upper()}": codes}
