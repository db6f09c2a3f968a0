"""All guards that `make guards` takes away, one at a time."""

from tests.guards.by_link import BY_LINK
from tests.guards.guard import Guard
from tests.guards.help import HELP
from tests.guards.noted import NOTED
from tests.guards.once import ONCE
from tests.guards.people import PEOPLE
from tests.guards.reminders import REMINDERS
from tests.guards.sending import SENDING
from tests.guards.words import WORDS

GUARDS: tuple[Guard, ...] = (*ONCE, *SENDING, *PEOPLE, *WORDS, *NOTED, *BY_LINK, *HELP, *REMINDERS)
