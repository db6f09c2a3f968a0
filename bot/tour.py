"""What the demo offers to try, in each language. Whoever can't do a step is led to whoever can."""

from desk.language import LANGUAGES, language_of
from rules.words import Sentence, sentence

OWNER, FRONT_DESK, NO_ROLE = "U0OLIVIA", "U0FLORENCE", "U0NOAH"
WHERE_MONEY_IS_TALKED_ABOUT, WHERE_QUESTIONS_ARE_ASKED = "C0BILLING", "C0HELP"
_ASKED = sentence("Ask a question")
STEPS = (
    (
        sentence("Look up the fees"),
        sentence("In #billing, type `/fees` and press a region."),
        "",
    ),
    (
        sentence("Ask about an amount"),
        sentence("Type `/fees 100`: what is kept, what is received, what to charge."),
        "",
    ),
    (
        sentence("Be the front desk, in French"),
        sentence("As Florence, type `/fees 1 250,50 €`."),
        FRONT_DESK,
    ),
    (
        sentence("Give somebody a role"),
        sentence("As Olivia, type `/billing` and open “People and roles”: Noah waits for one."),
        OWNER,
    ),
    (
        sentence("Enter your own fees"),
        sentence("As Olivia, type `/fees` and press “Use our own fees”."),
        OWNER,
    ),
    (
        _ASKED,
        sentence(
            "As Noah, write in #help: `how much does a SEPA debit cost?` Open the thread, press"
            " “Talk to a person”, and answer as Olivia, in her messages."
        ),
        NO_ROLE,
    ),
    (
        sentence("Ask a client for a card"),
        sentence(
            "Type `/client`, add a client, and press “Ask for a card”. Open the link, click a test"
            " card, save it."
        ),
        "",
    ),
    (
        sentence("Charge it"),
        sentence("Type `/charge NP-0001 85`, look at all of it, and press the button once."),
        "",
    ),
    (
        sentence("Send a payment link"),
        sentence(
            "Type `/paylink NP-0001 120`, make the link and open it. Pay with the 3-D Secure card,"
            " and see the window turn."
        ),
        "",
    ),
    (
        sentence("Refund half of it"),
        sentence(
            "As Olivia, type `/refund NP-0001`, choose a payment, and say whether the client still"
            " owes it."
        ),
        OWNER,
    ),
    (
        sentence("Have a card declined"),
        sentence("On the Demo panel choose a decline, then charge once more and try again."),
        "",
    ),
    (
        sentence("Go above the limit"),
        sentence("As Florence, type `/charge NP-0001 600`. Olivia approves it in her messages."),
        FRONT_DESK,
    ),
)


def _where(title: Sentence) -> str:
    return WHERE_QUESTIONS_ARE_ASKED if title == _ASKED else WHERE_MONEY_IS_TALKED_ABOUT


def tour() -> dict[str, list[dict[str, str]]]:
    """By language, each step's title, its text in mrkdwn, and who can do it where."""
    return {
        code: [
            {
                "title": language_of(code).sentence(title),
                "text": language_of(code).sentence(text),
                "person": person,
                "channel": _where(title),
            }
            for title, text, person in STEPS
        ]
        for code in LANGUAGES
    }
