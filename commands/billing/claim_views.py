"""The form that makes somebody the first owner, and what is shown once it has."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from commands.billing.views import practice_words
from commands.blocks import (
    grouped_select,
    labelled,
    modal,
    option,
    plain_section,
    section,
    text_input,
)
from commands.replies import Option, View
from desk.claims import CODE, PLACE
from desk.language import Language
from desk.place_names import country_name, place_name
from rules.amount_words import folded
from rules.places import CA_PARTS, COUNTRIES, EU, US_PARTS, US_TERRITORIES, parse_place
from storage.practices import Practice

CLAIM_FORM = "billing:claim:form"

_LONGEST_GROUP = 100


def claim_form(say: Language) -> View:
    """Asks for the claim code, and where the practice is."""
    intro = plain_section(
        say(
            "The claim code was shown where Paydesk was started. It proves that you may decide"
            " for the practice."
        )
    )
    where = grouped_select(PLACE, place_groups(say), placeholder=say("Type to find it"))
    blocks = [
        intro,
        labelled(say("Claim code"), text_input(CODE, "XXXXX-XXXXX", longest=40)),
        labelled(
            say("Where the practice is"),
            where,
            hint=say(
                "With the state or province in the United States and Canada: the law on fees"
                " differs between them."
            ),
        ),
    ]
    return modal(
        say("Become the owner"),
        blocks,
        close=say("Cancel"),
        submit=say("Confirm"),
        callback_id=CLAIM_FORM,
    )


def claimed_view(say: Language, practice: Practice) -> View:
    """To the new owner."""
    words = [
        say("*You are now the owner.*"),
        practice_words(say, practice),
        say("Type /billing again to give others their roles."),
    ]
    return modal(say("Become the owner"), [section(line) for line in words], close=say("Close"))


@lru_cache(maxsize=32)
def place_groups(say: Language) -> dict[str, Sequence[Option]]:
    """Every place, those with fees of their own first, at most a hundred in a group."""
    groups: dict[str, Sequence[Option]] = {
        say("United States"): _options(say, (f"US-{part}" for part in US_PARTS)),
        say("United Kingdom and Australia"): _options(say, ("GB", "AU")),
        say("European Union"): _options(say, EU),
        say("Canada"): _options(say, (f"CA-{part}" for part in CA_PARTS)),
    }
    shown_above = {"US", "GB", "AU", "CA", *EU, *US_TERRITORIES}
    others = _options(say, COUNTRIES - shown_above)
    for start in range(0, len(others), _LONGEST_GROUP):
        group = others[start : start + _LONGEST_GROUP]
        groups[f"{_label(group[0])} – {_label(group[-1])}"] = group
    return groups


def _options(say: Language, codes: Iterable[str]) -> list[Option]:
    """In the order of their names; a territory shows under its own name, whatever it is part of."""
    named = [(_name(say, code), code) for code in codes]
    return [option(name, code) for name, code in sorted(named, key=lambda pair: folded(pair[0]))]


def _name(say: Language, code: str) -> str:
    return place_name(parse_place(code), say) if "-" in code else country_name(code, say)


def _label(one: Option) -> str:
    return str(one["text"]["text"])
