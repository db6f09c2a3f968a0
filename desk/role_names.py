"""What the roles are called, and what each allows, in a sentence; what the practice is called."""

from desk.language import Language
from desk.privacy import escape
from rules.roles import Role
from rules.words import Sentence, sentence
from storage.practices import Practice

ROLE_NAMES: dict[Role, Sentence] = {
    Role.OWNER: sentence("Owner"),
    Role.BILLER: sentence("Biller"),
    Role.FRONT_DESK: sentence("Front desk"),
    Role.SUPPORT: sentence("Support agent"),
    Role.NONE: sentence("No role"),
}

ROLE_MEANINGS: dict[Role, Sentence] = {
    Role.OWNER: sentence(
        "You can do everything, and you decide who has which role and which fees hold."
    ),
    Role.BILLER: sentence(
        "You can work with clients and invoices, charge, refund, and approve what is above the"
        " front desk’s limit."
    ),
    Role.FRONT_DESK: sentence(
        "You can work with clients and invoices, send payment links, and charge up to your limit."
    ),
    Role.SUPPORT: sentence(
        "You can look at clients and invoices, and answer questions about billing."
    ),
    Role.NONE: sentence("You can look up fees. For anything else an owner gives you a role."),
}


def practice_name(say: Language, practice: Practice) -> str:
    """The name as data in mrkdwn."""
    return escape(practice.name, limit=100) or say("Your practice")
