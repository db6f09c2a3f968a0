"""The form that makes somebody the first owner, and what is shown once it has."""

from commands.billing.views import practice_words
from commands.blocks import (
    grouped_select,
    labelled,
    modal,
    plain_section,
    section,
    text_input,
)
from commands.replies import View
from desk.choices import place_groups
from desk.claims import CODE, PLACE
from desk.language import Language
from storage.practices import Practice

CLAIM_FORM = "billing:claim:form"


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
