"""What the documents promise is there: settings, commands, make targets, the systemd unit."""

import configparser
import re
from pathlib import Path

from bot.cli import COMMANDS
from bot.env_file import parse
from bot.manifest import command_names, read_manifest
from bot.routes import ROUTES
from bot.settings import SETTINGS, Settings
from rules.stripe_types import TYPES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
NAMES = [setting.name for setting in SETTINGS]


def code_texts() -> dict[Path, str]:
    """Our own sources, by path; without the tests."""
    houses = ("bot", "commands", "admin", "desk", "processor", "storage", "rules")
    return {path: path.read_text() for house in houses for path in (ROOT / house).rglob("*.py")}


def section(title: str) -> str:
    """What stands in the README under a heading."""
    return re.split(r"^#+ ", README.partition(f"# {title}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def fenced(language: str) -> str:
    return README.partition(f"```{language}\n")[2].partition("```")[0]


def first_cells(table: str) -> list[str]:
    """What stands in backticks in the first column of a table."""
    rows = re.findall(r"^\| (`[^|]*) \|", table, flags=re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row)]


def test_every_setting_stands_in_the_example_once():
    lines = re.findall(r"^#?([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE)
    assert sorted(lines) == sorted(NAMES)


def test_every_setting_stands_in_the_readme_once():
    assert sorted(first_cells(section("Settings"))) == sorted(NAMES)


def test_the_defaults_in_the_example_are_the_real_ones():
    defaults = Settings()
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE, flags=re.MULTILINE))
    for setting in SETTINGS:
        if setting.name in shown:
            assert shown[setting.name] == str(getattr(defaults, setting.attribute) or "")


def test_the_example_itself_sets_nothing():
    assert set(parse(EXAMPLE).values()) == {""}


def test_the_readme_names_the_events_that_the_webhook_is_registered_for():
    named = fenced("events").split()
    assert sorted(named) == sorted(TYPES)
    assert len(set(named)) == len(named)


def test_readme_manifest_and_handlers_name_the_same_slack_commands():
    commands = sorted(f"/{name}" for name in ROUTES.commands)
    named = [name for name in first_cells(section("What people type in Slack")) if " " not in name]
    assert sorted(named) == commands
    assert sorted(command_names(read_manifest())) == commands


def test_the_readme_names_every_command_of_the_terminal():
    named = first_cells(section("What you type in a terminal"))
    assert sorted(named) == sorted(f"paydesk {name}" for name in COMMANDS)


def test_no_text_names_a_command_that_does_not_exist():
    texts = {**code_texts(), ROOT / "README.md": README, ROOT / ".env.example": EXAMPLE}
    for path, text in texts.items():
        for name in re.findall(r"(?:`|bin/)paydesk ([a-z]+)", text):
            assert name in COMMANDS, f"{path} names paydesk {name}"


def test_every_command_of_the_terminal_has_help_with_a_short_line():
    for name, listed in COMMANDS.items():
        command = listed.load()
        assert command.name == name
        assert command.help, name
        assert re.fullmatch(r"[A-Z].{15,98}\.", listed.line), name


def test_the_make_targets_that_the_readme_names_exist():
    makefile = (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv")
    named = set(re.findall(r"(?:^|`|&& )make ([a-z./]+)", README, flags=re.MULTILINE))
    assert named == {"demo", "test", "lint", "crash", ".venv/ready"}
    for target in named:
        assert re.search(rf"^{re.escape(target)}:", makefile, flags=re.MULTILINE), target


def test_the_links_of_the_readme_lead_somewhere():
    for link in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / link).is_file(), link


def test_the_systemd_unit_restarts_and_is_shut_in():
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read_string(fenced("ini"))
    service = unit["Service"]
    assert service["Restart"] == "always"
    assert int(service["RestartSec"]) > 0
    assert int(service["TimeoutStopSec"]) > 20
    assert service["EnvironmentFile"] == service["WorkingDirectory"] + "/.env"
    assert service["ReadWritePaths"] == service["WorkingDirectory"]
    assert service["ExecStart"].endswith("paydesk serve")
    assert {"NoNewPrivileges", "ProtectSystem", "PrivateTmp", "ProtectHome"} <= set(service)
