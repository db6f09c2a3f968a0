"""Who bears the fees: what the law says at the practice's place, and an owner's decisions."""

from collections.abc import Iterator, Sequence

from commands.billing.settings_views import back_button
from commands.blocks import (
    Element,
    actions,
    button,
    context,
    divider,
    labelled,
    mention,
    modal,
    plain_section,
    section,
    sure,
    text_input,
)
from commands.fees.views import own_fees_button
from commands.replies import Block, View
from desk.days import day_in
from desk.fee_payers import LONGEST_REASON, REASON, SAMPLE, FeePayerPage, Ruling
from desk.fee_words import fee_words, what_it_is_for
from desk.language import Language
from desk.place_names import place_name
from desk.privacy import escape
from desk.setting_words import payer_words
from desk.settings import CLIENT, PRACTICE
from rules.money import Money
from rules.places import parse_place
from rules.surcharge_rules import Rule, Verdict

DECIDE = "settings:payer:"
"""Begins the action_ids of the buttons that decide; their value is CLIENT or PRACTICE."""
CONFIRM = "settings:confirm"
CONFIRM_FORM = "settings:confirm:form"
WITHDRAW = "settings:withdraw"


def fee_payer_view(say: Language, page: FeePayerPage, notice: str = "") -> View:
    """`notice` is what has just happened, in mrkdwn."""
    blocks = [section(notice)] if notice else []
    blocks += [section(_now_words(say, page)), *_own_fees(say, page), actions(*_ways(say, page))]
    blocks += [divider(), section(_law_title(say, page))]
    blocks += [_ruling(say, page, one) for one in page.rulings]
    blocks += _confirmations(say, page)
    blocks.append(context(*_sources(say, page.rulings)))
    blocks.append(actions(back_button(say)))
    return modal(say("Who bears the fees"), blocks, close=say("Close"))


def confirm_form(say: Language, rule: Rule) -> View:
    """Asks for the reason, which is kept with the owner's name and the day."""
    blocks = [
        plain_section(say.sentence(rule.reason)),
        labelled(
            say("Why it may be passed on"),
            text_input(REASON, "", LONGEST_REASON, lines=True),
            hint=say("Kept with your name and today’s date, and shown to whoever asks later."),
        ),
        context(not_advice(say)),
    ]
    return modal(
        say("Confirm a rule"),
        blocks,
        close=say("Cancel"),
        submit=say("Confirm"),
        callback_id=CONFIRM_FORM,
        private=rule.id,
    )


def not_advice(say: Language) -> str:
    return say("This is not legal advice. Ask a lawyer before you rely on it.")


def decided_words(say: Language, page: FeePayerPage) -> str:
    payer = payer_words(say, page.settings.fee_payer)
    return say("*Saved.* From now on the fees are borne by {payer}.", payer=payer)


def _now_words(say: Language, page: FeePayerPage) -> str:
    if page.settings.fee_payer == PRACTICE:
        return say("*The practice bears the fees.* Clients pay the bill, and nothing on top.")
    return say(
        "*The client bears the fees where that is allowed,* up to what the payment really costs."
        " Everywhere else the practice does. An invoice may say otherwise."
    )


def _own_fees(say: Language, page: FeePayerPage) -> Iterator[Block]:
    if page.own:
        rows = "; ".join(
            say("{what}: {fee}", what=what_it_is_for(say, row), fee=fee_words(say, row))
            for row in page.own
        )
        yield context(say("Your own fees, which an owner has entered: {rows}.", rows=rows))
        return
    words = say(
        "Before anything can be passed on, enter the practice’s own fees: nobody may be charged"
        " more than a payment really costs, and the price list isn’t your contract."
    )
    yield section(words, own_fees_button(say))


def _ways(say: Language, page: FeePayerPage) -> list[Element]:
    if page.settings.fee_payer == CLIENT:
        return [button(say("Let the practice bear the fees"), DECIDE + PRACTICE, PRACTICE)]
    question = sure(
        say("Let the client bear the fees?"),
        say(
            "Are the fees that are entered those of your contract? Only they are passed on, where"
            " the law below allows it."
        ),
        say("Yes"),
        say("Cancel"),
    )
    label = say("Let the client bear the fees")
    return [button(label, DECIDE + CLIENT, CLIENT, style="primary", confirm=question)]


def _law_title(say: Language, page: FeePayerPage) -> str:
    place = escape(place_name(parse_place(page.settings.place or ""), say))
    return say(
        "*What may be passed on in {place}*, of a bill of {bill}:",
        place=place,
        bill=Money(SAMPLE, page.currency),
    )


def _ruling(say: Language, page: FeePayerPage, ruling: Ruling) -> Block:
    kinds = "; ".join(say.sentence(kind) for kind in ruling.kinds)
    verdict = _verdict_words(say, page.currency, ruling)
    reason = escape(say.sentence(ruling.decision.reason), limit=1000)
    words = [f"{verdict} {kinds}", reason]
    if page.settings.fee_payer == CLIENT:
        paid = Money(ruling.today.charge, page.currency)
        words.append(say("The client pays {amount} today.", amount=paid))
    way = button(say("Confirm…"), CONFIRM, ruling.waits_for[0]) if ruling.waits_for else None
    return section("\n".join(words), way)


def _verdict_words(say: Language, currency: str, ruling: Ruling) -> str:
    cap = Money(ruling.decision.cap or 0, currency)
    if ruling.decision.verdict is Verdict.BANNED:
        return say(":no_entry: *Banned:*")
    if ruling.decision.verdict is Verdict.CONFIRM and ruling.waits_for:
        return say(":raised_hand: *Only once an owner confirms it, then at most {cap}:*", cap=cap)
    percent = ruling.decision.rule.at_most if ruling.decision.rule else None
    if percent is not None:
        return say(
            ":white_check_mark: *At most {cap} (up to {percent}, never above the cost):*",
            cap=cap,
            percent=percent,
        )
    return say(":white_check_mark: *At most {cap} (the cost):*", cap=cap)


def _confirmations(say: Language, page: FeePayerPage) -> Iterator[Block]:
    for rule_id, word in page.settings.confirmations.items():
        if rule_id in page.rules:
            words = say(
                "Confirmed by {person} on {day}: “{reason}”. {rule}",
                person=mention(word.by),
                day=day_in(word.at, page.settings.time_zone),
                reason=escape(word.reason, LONGEST_REASON),
                rule=escape(say.sentence(page.rules[rule_id].reason), limit=1000),
            )
            yield section(words, _withdraw(say, rule_id))


def _withdraw(say: Language, rule_id: str) -> Element:
    question = sure(
        say("Withdraw this confirmation?"),
        say("Nothing is passed on by this rule until an owner confirms it again."),
        say("Withdraw"),
        say("Cancel"),
    )
    return button(say("Withdraw"), WITHDRAW, rule_id, confirm=question)


def _sources(say: Language, rulings: Sequence[Ruling]) -> list[str]:
    """Where the rules stand, and when they were read."""
    rules = dict.fromkeys(one.decision.rule for one in rulings if one.decision.rule)
    lines = [
        say("{source}, read on {day}.", source=escape(_source(say, rule)), day=rule.checked_on)
        for rule in rules
    ]
    return [not_advice(say), *dict.fromkeys(lines)]


def _source(say: Language, rule: Rule) -> str:
    return rule.source if isinstance(rule.source, str) else say.sentence(rule.source)
