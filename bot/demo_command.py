"""`paydesk demo`: try everything on this machine, with no Slack or Stripe account."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--port",
    default=4100,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help="The port to open in the browser.",
)
@click.option("--folder", default=".demo", show_default=True, type=click.Path(path_type=Path))
@click.option("--fresh", is_flag=True, help="Start over: forget what was done in the demo.")
@click.option("--socket", is_flag=True, help="Let Paydesk use Socket Mode.")
def demo(port: int, folder: Path, fresh: bool, socket: bool) -> None:
    """Try Paydesk in the browser, with a local Slack, a local Stripe and a mailbox."""
    from bot.demo import Demo, run  # what it needs is only loaded where it runs

    run(Demo(folder, port, socket), fresh)
