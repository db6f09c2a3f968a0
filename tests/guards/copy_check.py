"""A pytest plugin: what ran was the copy's code, though the environment names another tree."""

import sys
from pathlib import Path

import pytest

from tests.lint import HOUSE

FOREIGN = 9
"""The exit status of a run that took code from elsewhere."""


def pytest_sessionfinish(session: pytest.Session) -> None:
    root = session.config.rootpath.resolve()
    foreign = [
        name
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in HOUSE and not _within(getattr(module, "__file__", None), root)
    ]
    if foreign:
        pytest.exit(f"not the copy's: {foreign[:3]}", FOREIGN)


def _within(file: str | None, root: Path) -> bool:
    return file is None or Path(file).resolve().is_relative_to(root)
