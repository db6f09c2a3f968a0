"""What goes to each of the practice's channels, and what others see who read there."""

from collections.abc import Mapping

from desk.channels import AGENTS_CHANNEL, CHANNEL, HELP_CHANNEL
from rules.words import Sentence, sentence

WHAT_GOES_THERE: Mapping[str, Sentence] = {
    CHANNEL: sentence(
        "Cards about payments go there for all to see, with references and initials instead of"
        " names. Invite Paydesk there first. Leave it empty for direct messages only."
    ),
    HELP_CHANNEL: sentence(
        "Paydesk answers questions about billing there, in a thread, and is silent on everything"
        " else unless somebody mentions it. Invite Paydesk there first."
    ),
    AGENTS_CHANNEL: sentence(
        "Questions that a person has to answer go there, as they were asked. Only owners, billers"
        " and support agents can act on them. Without a channel, the owners get them."
    ),
}
WHAT_OTHERS_SEE: Mapping[str, Sentence] = {
    CHANNEL: sentence("They would see what is paid, by reference and initials. Choose it anyway?"),
    HELP_CHANNEL: sentence(
        "They would see what is asked and answered there. Paydesk answers only your own people."
        " Choose it anyway?"
    ),
    AGENTS_CHANNEL: sentence(
        "They would see what your people ask, as they wrote it. Choose it anyway?"
    ),
}
