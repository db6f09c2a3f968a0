"""Paydesk's app as Slack knows it: the manifest, and its versions for other set-ups."""

import copy
import re
from importlib.resources import files
from typing import Any

import yaml

from bot.address_checks import public_address
from bot.setting_checks import SettingProblem

Manifest = dict[str, Any]
"""As api.slack.com takes it: maps, lists and plain values."""

LONGEST_COMMAND = 32


def read_manifest() -> Manifest:
    """The manifest that Paydesk is shipped with, for Socket Mode (manifest.yml at the top)."""
    text = files("bot").joinpath("manifest.yml").read_text(encoding="utf-8")
    manifest: Manifest = yaml.safe_load(text)
    return manifest


def bot_scopes(manifest: Manifest) -> list[str]:
    """What the app asks a workspace for."""
    return list(manifest["oauth_config"]["scopes"]["bot"])


def command_names(manifest: Manifest) -> list[str]:
    """The slash commands, with their slash."""
    return [command["command"] for command in manifest["features"]["slash_commands"]]


def with_address(manifest: Manifest, url: str) -> Manifest:
    """The same app called by Slack at a public address, instead of Socket Mode."""
    address = f"{public_address('--url', url)}/slack/events"
    changed = copy.deepcopy(manifest)
    for command in changed["features"]["slash_commands"]:
        command["url"] = address
    settings = changed["settings"]
    settings["event_subscriptions"]["request_url"] = address
    settings["interactivity"]["request_url"] = address
    settings["socket_mode_enabled"] = False
    return changed


def with_prefix(manifest: Manifest, prefix: str) -> Manifest:
    """The same app with other command names, where the workspace has a /fees already.

    The prefix ends in a hyphen: what follows the last one is the command.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*-", prefix):
        raise SettingProblem(
            f"--prefix is “{prefix}”. It takes small letters, digits, - and _, and ends in a "
            "hyphen, such as np- : /fees becomes /np-fees."
        )
    changed = copy.deepcopy(manifest)
    for command in changed["features"]["slash_commands"]:
        command["command"] = "/" + prefix + command["command"].removeprefix("/")
    longest = max(command_names(changed), key=len)
    if len(longest) > LONGEST_COMMAND:
        raise SettingProblem(
            f"--prefix is too long: {longest} has {len(longest)} characters, and Slack takes "
            f"{LONGEST_COMMAND} at most."
        )
    return changed
