"""`paydesk manifest`: the app manifest to paste at api.slack.com/apps."""

import json

import click
import yaml

from bot.console import Stop
from bot.manifest import read_manifest, with_address, with_prefix
from bot.setting_checks import SettingProblem, clean


@click.command("manifest")
@click.option(
    "--url", default="", help="The public https address that Slack calls; without it, Socket Mode."
)
@click.option("--prefix", default="", help="Put before each command: np- makes /fees /np-fees.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of YAML.")
def manifest(url: str, prefix: str, as_json: bool) -> None:
    """Print the manifest of the app, to paste at api.slack.com/apps → From a manifest."""
    printed = read_manifest()
    try:
        if url:
            printed = with_address(printed, clean(url))
        if prefix:
            printed = with_prefix(printed, clean(prefix).removeprefix("/"))
    except SettingProblem as problem:
        raise Stop(str(problem)) from None
    if as_json:
        click.echo(json.dumps(printed, indent=2))
    else:
        click.echo(yaml.safe_dump(printed, sort_keys=False, allow_unicode=True), nl=False)
