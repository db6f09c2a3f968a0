"""Saves a part of the settings by the use case that chat saves it by, with what is refused told
beside its field."""

from collections.abc import Mapping, Sequence

from admin.here import here, site
from desk.channels import choose_channel
from desk.fee_payers import decide_payer
from desk.forms import WrongFields
from desk.help_hours import save_hours
from desk.setting_forms import save
from desk.setting_sections import CHANNEL_OF, FEE_PAYER, HOURS
from desk.settings import Change
from rules.words import Refusal, refuse

OPENED, ANYWAY = "opened", "anyway"
"""Which version of the form was open; the channel that is chosen although others read there."""


def save_part(part: str, values: Mapping[str, str]) -> Sequence[Change]:
    """What has changed. Raises WrongFields; NotOnlyOurs where others read in a channel; Refusal
    where somebody else has changed it meanwhile."""
    at = here()
    if part in CHANNEL_OF:
        return _channel(CHANNEL_OF[part], values)
    if part == FEE_PAYER:
        return _payer(values.get(FEE_PAYER, ""))
    if part == HOURS:
        return save_hours(at.desk, at.practice, at.person, values)
    opened = values.get(OPENED, "")
    if not opened.startswith(f"{part}:"):
        raise refuse("This belongs to another version of Paydesk. Type /billing to start anew.")
    return save(at.desk, at.practice, at.person, opened, values, at.say).made


def _payer(chosen: str) -> Sequence[Change]:
    at = here()
    try:
        return decide_payer(at.desk, at.practice, at.person, chosen)
    except Refusal as refusal:
        raise WrongFields({FEE_PAYER: refusal.sentence}) from refusal


def _channel(name: str, values: Mapping[str, str]) -> Sequence[Change]:
    at, channels, chosen = here(), site().channels, values.get(name, "").strip()
    anyway = bool(chosen) and values.get(ANYWAY) == chosen
    try:
        if channels is None:
            raise refuse("Slack didn’t say who is in that channel. Please try again.")
        return choose_channel(
            at.desk, channels, at.practice, at.person, name, chosen, anyway=anyway
        )
    except Refusal as refusal:
        raise WrongFields({name: refusal.sentence}) from refusal
