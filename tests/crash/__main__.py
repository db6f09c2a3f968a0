"""`make crash`: every flow killed at every point, again while it recovers, and recovered a day
later. Prints a table; fails where something did not hold, or fewer points than expected were found.
"""

import os
import sys
import time

from tests.crash.explore import Findings, Sample, explore
from tests.crash.flow import Flow
from tests.crash.flows import FLOWS

HEADS = f"{'flow':<36}{'points':>8}{'nested':>8}{'late':>8}{'violations':>12}{'seconds':>9}"
MOST_SHOWN = 5


def main(wanted: list[str]) -> int:
    """`wanted`: words of the names of flows; none: all of them."""
    print(HEADS, flush=True)
    wrong = False
    for flow in FLOWS:
        if wanted and not any(word in flow.name for word in wanted):
            continue
        began = time.monotonic()
        found = explore(flow, Sample(at_once=os.cpu_count() or 1))
        print(_row(flow, found, time.monotonic() - began), flush=True)
        for violation in found.violations[:MOST_SHOWN]:
            print(f"  {violation}", flush=True)
        wrong |= bool(found.violations) or too_few(flow, found)
    print("not as it must be" if wrong else "all as expected")
    return int(wrong)


def too_few(flow: Flow, found: Findings) -> bool:
    """Whether points were missed: each is recovered from late, and about half of them, those that
    differ, are nested in with as many again."""
    return found.points < flow.least or found.late < found.points or found.nested < 4 * flow.least


def _row(flow: Flow, found: Findings, seconds: float) -> str:
    few = "  too few" if too_few(flow, found) else ""
    return (
        f"{flow.name:<36}{found.points:>8,}{found.nested:>8,}{found.late:>8,}"
        f"{len(found.violations):>12,}{seconds:>9.0f}{few}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
