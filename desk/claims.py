"""How a practice gets its first owner: whoever enters the code that Paydesk's operator sees."""

import hashlib
import hmac

from desk.access import Person
from desk.access_requests import grant_waiting
from desk.context import Desk
from desk.forms import WrongFields
from desk.home_news import show_anew
from desk.place_names import currency_of
from rules.places import Place, parse_place
from rules.words import Refusal, refuse, sentence
from storage import audit, audit_counts, members, practices
from storage.practices import Practice

CODE = "code"
PLACE = "place"

TRIES_PER_PERSON = 5
TRIES_PER_PRACTICE = 20
HOUR_MS = 60 * 60 * 1000

TRIED = "owner.claim_tried"
CLAIMED = "owner.claimed"
PLACED = "practice.place_set"

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_CODE_LENGTH = 10


def claim_code(desk: Desk, practice: Practice) -> str:
    """The practice's claim code, "XXXXX-XXXXX": the same each time, and not to be guessed.

    50 bits of HMAC-SHA256 over the workspace's id, in Crockford's base 32 (no I, L, O, U).
    """
    message = f"claim:{practice.slack_team}".encode()
    number = int.from_bytes(hmac.digest(desk.claim_secret, message, hashlib.sha256))
    letters = [_CROCKFORD[number >> 5 * place & 31] for place in range(_CODE_LENGTH)]
    return f"{''.join(letters[:5])}-{''.join(letters[5:])}"


def has_owner(desk: Desk, practice: Practice) -> bool:
    """Whether somebody can decide about roles; while nobody can, the claim code works."""
    return members.count_owners(desk.store, practice.id) > 0


def refuse_second_owner(desk: Desk, practice: Practice) -> None:
    """The claim code makes the first owner; others get their role from the owners."""
    if has_owner(desk, practice):
        raise _has_owner_already()


def claim(
    desk: Desk, practice: Practice, person: Person, code: str, place: str, language: str
) -> Practice:
    """Make `person` the first owner, and set the practice's place, currency and language.

    Raises WrongFields for CODE and PLACE, and Refusal where there is an owner already.
    """
    refuse_second_owner(desk, practice)
    where = _read_place(place)
    right = _is_code(desk, practice, code)
    with desk.store.transaction():
        _note_try(desk, person)
        if right:
            _make_owner(desk, person, where, language)
    if not right:
        raise WrongFields(
            {CODE: sentence("That is not the code. It stands where Paydesk was started.")}
        )
    return practices.get(desk.store, practice.id) or practice


def _read_place(place: str) -> Place:
    """Fee law differs between states and provinces, so they must be known there."""
    try:
        where = parse_place(place)
    except Refusal as refusal:
        raise WrongFields({PLACE: refusal.sentence}) from refusal
    if where.country in ("US", "CA") and not where.part:
        raise WrongFields({PLACE: sentence("Choose the state or province.")})
    return where


def _is_code(desk: Desk, practice: Practice, typed: str) -> bool:
    """Forgives case, spaces, dashes, and letters that look like digits."""
    expected, given = (
        "".join(filter(str.isalnum, text.upper())).translate(_MISREAD).encode()
        for text in (claim_code(desk, practice), typed)
    )
    return hmac.compare_digest(expected, given)


def _note_try(desk: Desk, person: Person) -> None:
    """Count this try, in the log that all processes share. Refuses, uncounted, the one too many."""
    now = desk.clock()
    audit.record(desk.store, person.practice_id, person.slack_user, TRIED, "practice", {}, now)
    since = now - HOUR_MS
    by_all = audit_counts.count(desk.store, person.practice_id, TRIED, since)
    mine = audit_counts.count(desk.store, person.practice_id, TRIED, since, person.slack_user)
    if mine > TRIES_PER_PERSON or by_all > TRIES_PER_PRACTICE:
        raise WrongFields(
            {CODE: sentence("Too many codes were tried. Wait an hour, then try again.")}
        )


def _make_owner(desk: Desk, person: Person, where: Place, language: str) -> None:
    store, now, practice_id = desk.store, desk.clock(), person.practice_id
    if not members.become_first_owner(store, practice_id, person.slack_user, now):
        raise _has_owner_already()
    currency = currency_of(where)
    practices.set_place(store, practice_id, str(where), currency)
    practices.set_language(store, practice_id, language)
    grant_waiting(desk, person, person.slack_user)
    set_to = {"place": str(where), "currency": currency, "language": language}
    audit.record(store, practice_id, person.slack_user, CLAIMED, person.slack_user, {}, now)
    audit.record(store, practice_id, person.slack_user, PLACED, "practice", set_to, now)
    show_anew(desk, practice_id, person.slack_user)


def _has_owner_already() -> Refusal:
    return refuse("This practice has an owner already. Type /billing and press “Ask for access”.")
