"""What ruff and mypy can't see: the table of faults names real tests, files stay small, and
nothing of one machine is in the project. `python -m tests.lint` exits 1 and says why."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = ROOT / "tests" / "FAULTS.md"
LONGEST_FUNCTION = 60
LONGEST_FILE = 300
HOUSE = ("bot", "commands", "desk", "processor", "storage", "rules", "sandbox", "admin")


def faults_without_tests() -> Iterator[str]:
    """Each row ends with a test (`tests/…::test_name`) that exists, or with "later"."""
    rows = [line for line in FAULTS.read_text().splitlines() if re.match(r"\| *\d+ *\|", line)]
    numbers = [int(row.split("|")[1]) for row in rows]
    if numbers != list(range(1, len(numbers) + 1)) or len(numbers) < 88:
        yield f"{FAULTS.name}: the 88 faults must stand in order, found {len(numbers)}"
    for row in rows:
        number, tests = row.split("|")[1].strip(), row.rstrip(" |").rpartition("|")[2].strip()
        named = re.findall(r"tests/[\w/]+\.py::\w+", tests)
        if not named and not re.search(r"\blater\b", tests):
            yield f"{FAULTS.name}: fault {number} names no test, and doesn't say “later”"
        for name in named:
            if not _test_exists(name):
                yield f"{FAULTS.name}: fault {number} names {name}, which doesn't exist"


def _test_exists(name: str) -> bool:
    path, _, function = name.partition("::")
    file = ROOT / path
    if not file.exists():
        return False
    return any(
        isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == function
        for node in ast.walk(ast.parse(file.read_text()))
    )


def too_long() -> Iterator[str]:
    for file in _python_files():
        lines = file.read_text().splitlines()
        if len(lines) > LONGEST_FILE:
            yield f"{file.relative_to(ROOT)}: {len(lines)} lines, {LONGEST_FILE} at most"
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    where = f"{file.relative_to(ROOT)}:{node.lineno}"
                    yield f"{where}: {node.name} has {length} lines, {LONGEST_FUNCTION} at most"


def _python_files() -> Iterator[Path]:
    for room in HOUSE:
        for file in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


FOREIGN = re.compile(r"--(?:extra-)?index-url|/(?:root|home)/\w|files\.pythonhosted", re.IGNORECASE)


def of_one_machine() -> Iterator[str]:
    """Package indexes and home folders have no place in the project."""
    git = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.splitlines():
        file = ROOT / name
        if file == Path(__file__).resolve() or not file.is_file():
            continue
        for number, line in enumerate(file.read_text(errors="replace").splitlines(), 1):
            if FOREIGN.search(line):
                yield f"{name}:{number}: names a package index or a home folder"


def main() -> int:
    found = [*faults_without_tests(), *too_long(), *of_one_machine()]
    for problem in found:
        print(problem)
    print(f"{len(found)} problems" if found else "the table of faults and all sizes are in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
