"""Who bears the fees: the page with the law, the decision, and confirmations of single rules."""

from commands.asked import Asked
from commands.billing.fee_payer_views import confirm_form, decided_words, fee_payer_view
from desk.fee_payers import confirm_rule, decide_payer, fee_payer_page, withdraw_rule
from rules.words import refuse


def on_page(asked: Asked) -> None:
    """Shows the page in the window."""
    _show(asked)


def on_decide(asked: Asked) -> None:
    """The client or the practice bears the fees from now on."""
    decide_payer(asked.desk, asked.practice, asked.person, asked.value)
    page = fee_payer_page(asked.desk, asked.practice, asked.person)
    asked.reply.update(fee_payer_view(asked.say, page, decided_words(asked.say, page)))


def on_confirm(asked: Asked) -> None:
    """Asks for the reason why a rule's fee may be passed on."""
    page = fee_payer_page(asked.desk, asked.practice, asked.person)
    if asked.value not in page.waiting:
        raise refuse("This needs no confirmation any more.")
    asked.reply.update(confirm_form(asked.say, page.rules[asked.value]))


def on_confirmed(asked: Asked) -> None:
    """Keeps an owner's word. WrongFields tells where the reason is missing."""
    confirm_rule(asked.desk, asked.practice, asked.person, asked.private, asked.values)
    _show(asked, asked.say("*Saved.* Your word is kept, with the day and the reason."))


def on_withdraw(asked: Asked) -> None:
    """An owner's word holds no more."""
    withdraw_rule(asked.desk, asked.practice, asked.person, asked.value)
    _show(asked, asked.say("*Withdrawn.* Nothing is passed on by this rule any more."))


def _show(asked: Asked, notice: str = "") -> None:
    page = fee_payer_page(asked.desk, asked.practice, asked.person)
    asked.reply.update(fee_payer_view(asked.say, page, notice))
