"""`make prove`: the full counts. Prints a table; fails when a case is wrong or any is missing."""

import importlib
import sys
import time

PROOFS = (
    *("fee_amounts", "surcharges", "properties", "odd_texts"),
    *("fees_answers", "quote_speed", "stripe_keys", "taxes"),
    *("local_days", "link_races", "refund_parts", "faults", "simulation", "contention"),
    *("questions", "reminder_year"),
)
"""Each is a module here with NAME, FULL, and run(count) -> the number of cases checked."""


def main() -> int:
    print(f"{'what':<58}{'asked':>10}{'ran':>10}{'seconds':>9}")
    short = 0
    for name in PROOFS:
        proof = importlib.import_module(f"tests.prove.{name}")
        began = time.monotonic()
        ran = proof.run(proof.FULL)
        short += ran < proof.FULL
        print(
            f"{proof.NAME:<58}{proof.FULL:>10,}{ran:>10,}{time.monotonic() - began:>9.1f}",
            flush=True,
        )
    print("fewer ran than asked" if short else "all as expected")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
