"""Who may pass a fee on: "what if", what the practice has chosen, and all rules with their reasons
and sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue

from admin import words
from admin.forms import WRONG, Form
from admin.here import here, show
from admin.page import Page, Route
from admin.surcharges.result import result
from desk.admin import surcharges
from desk.admin.names import names_of
from desk.admin.surcharges import RuleRow, SurchargePage, surcharge_page, what_if
from desk.choices import Choice, place_groups
from desk.days import day_in
from desk.fee_words import method_name
from desk.forms import WrongFields
from desk.method_names import BRANDS
from desk.place_names import place_name
from desk.privacy import plain
from desk.rule_words import payments_words, source_words, verdict_words, where_words
from desk.setting_words import payer_words
from desk.settings import CLIENT, PRACTICE
from rules.fees import METHODS
from rules.roles import Action, may
from rules.surcharge_rules import Rule, Verdict
from rules.words import sentence

TONES = {Verdict.BANNED: "bad", Verdict.CONFIRM: "warn", Verdict.ALLOWED: "good"}


@dataclass(frozen=True)
class Shown:
    """A rule in words. `days`: the first and the last on which it holds; "" where none is known."""

    where: str
    payments: str
    verdict: str
    tone: str
    days: str
    reason: str
    source: str


def show_list() -> ResponseReturnValue:
    """With what comes of the payment that the address describes, if it describes one."""
    at, values = here(), request.args.to_dict()
    page = surcharge_page(at.desk, at.practice, at.person)
    wrong, shown = {}, None
    if surcharges.AMOUNT in values:
        try:
            shown = result(what_if(at.desk, at.practice, at.person, values, at.say.code))
        except WrongFields as error:
            wrong = error.by_field
    began = {
        surcharges.WHERE: str(page.place or ""),
        surcharges.METHOD: "card",
        surcharges.PAYER: CLIENT,
    }
    return show(
        "surcharges/list.html",
        WRONG if wrong else 200,
        form=Form({**began, **values}, wrong),
        result=shown,
        place=place_name(page.place, at.say) if page.place else "",
        payer=payer_words(at.say, page.settings.fee_payer),
        client_bears=page.settings.fee_payer == CLIENT,
        own=page.own,
        confirmed=_confirmed(page),
        may_decide=may(at.person.role, Action.DECIDE_FEE_PAYER),
        here_rules=[_shown(one) for one in page.rules if one.here],
        other_rules=[_shown(one) for one in page.rules if not one.here],
        places=place_groups(at.say),
        choices=_choices(),
    )


def _choices() -> Mapping[str, Sequence[Choice]]:
    """What there is to choose in each field, besides places."""
    say = here().say
    unknown = ("", say("not known"))
    return {
        surcharges.METHOD: [(one, method_name(say, one)) for one in METHODS],
        surcharges.BRAND: [unknown, *BRANDS.items(), ("other", say("another brand"))],
        surcharges.FUNDING: [
            unknown,
            ("credit", say("credit")),
            ("debit", say("debit")),
            ("prepaid", say("prepaid")),
        ],
        surcharges.CONSUMER: [
            unknown,
            (surcharges.YES, say("personal")),
            (surcharges.NO, say("business")),
        ],
        surcharges.PAYER: [(one, payer_words(say, one)) for one in (CLIENT, PRACTICE)],
    }


def _confirmed(page: SurchargePage) -> list[str]:
    """Each word that an owner has given, with their name, the day and the reason."""
    at, zone = here(), page.settings.time_zone
    names = names_of(at.desk, at.person, {word.by for _, word in page.confirmed})
    return [
        at.say(
            "Confirmed by {person} on {day}: “{reason}”. {rule}",
            person=words.who(word.by, names),
            day=day_in(word.at, zone),
            reason=plain(word.reason, 300),
            rule=rule.reason,
        )
        for rule, word in page.confirmed
    ]


def _shown(one: RuleRow) -> Shown:
    say, rule = here().say, one.rule
    return Shown(
        where=where_words(say, rule),
        payments=payments_words(say, rule),
        verdict=verdict_words(say, rule),
        tone=TONES[rule.verdict] if one.in_force else "quiet",
        days=_days(rule),
        reason=say.sentence(rule.reason),
        source=source_words(say, rule),
    )


def _days(rule: Rule) -> str:
    say = here().say
    since = say("since {day}", day=rule.since) if rule.since else ""
    until = say("until {day}", day=rule.until) if rule.until else ""
    return ", ".join(filter(None, [since, until]))


PAGE = Page(
    name="surcharges",
    title=sentence("Surcharge rules"),
    action=Action.SEE_FEES,
    routes=(Route("list", "/", show_list),),
)
