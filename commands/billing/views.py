"""What /billing shows: who you are at the practice, and where it is."""

from datetime import date

from commands.billing.buttons import ADMIN, ASK, CLAIM, PEOPLE
from commands.billing.day_views import TODAY
from commands.billing.settings_views import settings_button
from commands.blocks import Element, actions, button, context, section
from commands.help.editing_views import LIST as ARTICLES
from commands.replies import Message
from desk.billing import Standing
from desk.charge_states import COMPARING
from desk.language import Language
from desk.place_names import place_name
from desk.privacy import escape
from desk.role_names import ROLE_MEANINGS, ROLE_NAMES, practice_name
from rules.places import parse_place
from rules.roles import Action, Role, may
from storage.practices import Practice


def overview_message(say: Language, standing: Standing, fees_command: str) -> Message:
    """The practice, the person's role and what it allows, and the next step for this person."""
    lines = [practice_words(say, standing.practice), role_words(say, standing.role)]
    lines += [*restored_words(say, standing), *waiting_words(say, standing)]
    known = say("Your language here is English.")
    more = say("{command} shows the processing fees.", command=escape(fees_command))
    buttons = standing_buttons(say, standing)
    blocks = [*(section(line) for line in lines), context(f"{known} {more}")]
    return Message(
        text="\n".join(lines), blocks=[*blocks, actions(*buttons)] if buttons else blocks
    )


def asked_message(say: Language, since: date, is_new: bool) -> Message:
    """The answer to "Ask for access"."""
    text = say("The owners have been asked. Paydesk writes to you as soon as one has decided.")
    if not is_new:
        text = say(
            "Your request of {day} is still waiting. Paydesk writes to you as soon as an owner"
            " has decided.",
            day=since,
        )
    return Message(text=text, blocks=[section(text)])


def practice_words(say: Language, practice: Practice) -> str:
    """The practice's name, place and currency, in mrkdwn."""
    name = f"*{practice_name(say, practice)}*"
    if practice.place is None:
        return say("{name}. Its place isn’t set yet.", name=name)
    place = escape(place_name(parse_place(practice.place), say))
    return f"{name} · {place} · {escape((practice.currency or '').upper())}"


def role_words(say: Language, role: Role) -> str:
    """The person's role and what it allows, in mrkdwn."""
    if role is Role.NONE:
        return say("*You have no role here.*") + f" {say.sentence(ROLE_MEANINGS[role])}"
    named = say("*Your role: {role}.*", role=ROLE_NAMES[role])
    return f"{named} {say.sentence(ROLE_MEANINGS[role])}"


def restored_words(say: Language, standing: Standing) -> list[str]:
    """That nothing is charged for now, in a sentence; mostly nothing."""
    if not standing.comparing or not may(standing.role, Action.SEE_CLIENTS):
        return []
    said = say.sentence(COMPARING)
    return [f":hourglass_flowing_sand: {said}"]


def waiting_words(say: Language, standing: Standing) -> list[str]:
    """What the person waits for, or who waits for them, in a sentence; often nothing."""
    if standing.waiting:
        return [
            say.plural(
                "{n} person waits for access.", "{n} people wait for access.", standing.waiting
            )
        ]
    if standing.role is not Role.NONE:
        return []
    if not standing.has_owner:
        return [
            say(
                "This practice has no owner yet. Whoever has the claim code that Paydesk showed"
                " when it was started can become it."
            )
        ]
    if standing.asked_on is not None:
        return [say("You asked for access on {day}.", day=standing.asked_on)]
    return []


def standing_buttons(say: Language, standing: Standing) -> list[Element]:
    """The next step for this person, if there is one."""
    buttons = []
    if not standing.has_owner:
        buttons.append(button(say("I am the owner"), CLAIM, style="primary"))
    elif standing.role is Role.OWNER:
        buttons += [people_button(say), settings_button(say)]
    elif may(standing.role, Action.SEE_SETTINGS):
        buttons.append(settings_button(say))
    elif standing.role is Role.NONE and standing.asked_on is None:
        buttons.append(button(say("Ask for access"), ASK, style="primary"))
    if may(standing.role, Action.SEE_TAKINGS):
        buttons.append(day_button(say))
    if may(standing.role, Action.EDIT_ARTICLES):
        buttons.append(button(say("Help articles"), ARTICLES))
    if standing.opens_admin:
        buttons.append(button(say("Open admin"), ADMIN))
    return buttons


def admin_message(say: Language, link: str) -> Message:
    """The way into the web admin, for whoever asked alone."""
    words = say("The link is for you alone, works once, and is good for ten minutes.")
    there = say("Come into the web admin")
    return Message(text=words, blocks=[section(f"*<{link}|{there}>*"), context(words)])


def day_button(say: Language) -> Element:
    """What came in today."""
    return button(say("The day"), TODAY)


def people_button(say: Language) -> Element:
    """Opens the window in which an owner sees the people and gives roles."""
    return button(say("People and roles"), PEOPLE)
