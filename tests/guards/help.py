"""Guards of the help channel: nobody writes over somebody else."""

from tests.guards.guard import Guard

_ARTICLES = "tests/commands/test_help_articles.py"

HELP = (
    Guard(
        "an article that changed meanwhile isn't written over",
        "Of two who edit it at once, the second has not seen what the first wrote.",
        "desk/help/editing.py",
        "    if (before.version if before else 0) != opened:\n",
        "    if False:\n",
        (f"{_ARTICLES}::test_two_who_edit_at_once_do_not_write_over_each_other",),
    ),
)
