"""The manifest: what Slack takes, the commands and events that have handlers, no idle scope."""

import ast
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import fastjsonschema
import pytest
import yaml
from click.testing import CliRunner

from bot.events import handlers
from bot.manifest import bot_scopes, command_names, read_manifest, with_address, with_prefix
from bot.manifest_command import manifest
from bot.routes import ROUTES
from bot.setting_checks import SettingProblem
from commands.names import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
SLACKS_SCHEMA = ROOT / "tests/data/slack/manifest.schema.1.0.0.json"

# Method of Slack's Web API that we call: the scope that it needs. docs.slack.dev/reference/methods
SCOPES_OF_METHODS = {
    "api_call": None,
    "apps_connections_open": None,
    "auth_test": None,
    "bots_info": "users:read",
    "chat_postEphemeral": "chat:write",
    "chat_delete": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_info": "channels:read",
    "conversations_members": "groups:read",  # of private channels, beside channels:read
    "conversations_open": "im:write",
    "files_upload_v2": "files:write",
    "users_info": "users:read",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
SCOPES_OF_EVENTS = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "user_change": "users:read",
}


@cache
def slacks_schema() -> Callable[[dict], object]:
    # A $ in brackets would be taken for the end of the text.
    written = SLACKS_SCHEMA.read_text().replace("[a-zA-Z0-9.!#$", r"[a-zA-Z0-9.!#\\$")
    return fastjsonschema.compile(json.loads(written), use_default=False)


def faults(printed: dict) -> list[str]:
    """What Slack's schema finds wrong first with a manifest, and its rules beyond it."""
    found = []
    try:
        slacks_schema()(printed)
    except fastjsonschema.JsonSchemaValueException as error:
        found.append(error.message)
    settings = printed["settings"]
    addresses = [command.get("url") for command in printed["features"]["slash_commands"]]
    addresses.append(settings["interactivity"].get("request_url"))
    addresses.append(settings["event_subscriptions"].get("request_url"))
    if settings["socket_mode_enabled"] and any(addresses):
        found.append("Socket Mode takes no addresses")
    if not settings["socket_mode_enabled"] and not all(addresses):
        found.append("without Socket Mode, each address is needed")
    return found


def run(*arguments: str):
    return CliRunner().invoke(manifest, arguments)


def methods_called() -> set[str]:
    """The Web API's methods in our code: chat_postMessage in `client.chat_postMessage(…)`."""
    families = ("api_", "apps_", "auth_", "bots_", "chat_", "conversations_", "files_", "users_")
    families += ("reactions_", "pins_", "team_", "views_", "usergroups_")
    names = set()
    for path in (ROOT / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr.startswith(families):
                names.add(node.attr)
    return names


def test_slack_takes_the_manifest_in_both_modes():
    printed = read_manifest()
    assert faults(printed) == []
    assert faults(with_address(printed, "https://pay.example.org")) == []
    assert faults(with_prefix(printed, "np-")) == []


def test_the_check_itself_finds_faults():
    printed = read_manifest()
    printed["display_information"]["name"] = "x" * 36
    printed["settings"]["socket_mode_enabled"] = False
    assert len(faults(printed)) == 2


def test_the_commands_are_those_that_have_handlers():
    assert sorted(command_names(read_manifest())) == sorted(f"/{name}" for name in ROUTES.commands)


def test_the_events_are_those_that_have_handlers():
    asked = read_manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert {event.partition(".")[0] for event in asked} == set(handlers(None, None))


def test_the_scopes_are_those_that_are_used_and_no_others():
    needed = {SCOPES_OF_METHODS[name] for name in methods_called()}
    events = read_manifest()["settings"]["event_subscriptions"]["bot_events"]
    needed |= {SCOPES_OF_EVENTS[event] for event in events} | {"commands"}
    assert set(bot_scopes(read_manifest())) == needed - {None}


def test_the_top_level_file_is_the_one_that_is_shipped():
    assert yaml.safe_load((ROOT / "manifest.yml").read_text()) == read_manifest()


def test_the_command_prints_the_manifest_as_yaml_and_as_json():
    assert yaml.safe_load(run().output) == read_manifest()
    assert json.loads(run("--json").output) == read_manifest()


def test_an_address_and_a_prefix_are_filled_in_everywhere():
    printed = yaml.safe_load(run("--url", "https://pay.example.org/", "--prefix", "np-").output)
    address = "https://pay.example.org/slack/events"
    assert command_names(printed) == [f"/np-{one.name}" for one in COMMANDS]
    assert {command["url"] for command in printed["features"]["slash_commands"]} == {address}
    assert printed["settings"]["interactivity"]["request_url"] == address
    assert printed["settings"]["event_subscriptions"]["request_url"] == address
    assert printed["settings"]["socket_mode_enabled"] is False
    assert faults(printed) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--url", "pay.example.org"], "--url is “pay.example.org”, which is no web address"),
        (["--url", "http://pay.example.org"], "must begin with https://"),
        (["--prefix", "NP "], "--prefix is “NP”"),
        (["--prefix", "my practice-"], "small letters, digits, - and _"),
        (["--prefix", "np"], "ends in a hyphen"),
        (["--prefix", "a" * 40 + "-"], "Slack takes 32 at most"),
    ],
)
def test_a_wrong_address_or_prefix_gets_a_sentence(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""


def test_a_prefix_leaves_the_original_as_it_was():
    printed = read_manifest()
    with_prefix(with_address(printed, "https://pay.example.org"), "np-")
    assert printed == read_manifest()
    with pytest.raises(SettingProblem):
        with_prefix(printed, "")
