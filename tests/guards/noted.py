"""Guards that keep what people note of invoices from counting twice, or beside a charge."""

from tests.guards.guard import Guard

_AT_ONCE = "tests/desk/test_elsewhere_at_once.py"
_OUTCOMES = "desk/settled_outcomes.py"

NOTED = (
    Guard(
        "noted of what was seen",
        "Of two who note the same cash at once, the second is told.",
        _OUTCOMES,
        "        if {one.id: one.version for one in found} != seen:\n            raise CantCount\n",
        "",
        (f"{_AT_ONCE}::test_two_who_note_the_same_cash_note_it_once",),
    ),
    Guard(
        "nothing is noted while a charge may take money",
        "An invoice must not be paid in cash and by card.",
        _OUTCOMES,
        "        if busy := operations.collecting(desk.store, practice_id, seen):\n"
        "            raise Collected(list(busy))\n",
        "",
        (f"{_AT_ONCE}::test_what_a_card_is_charged_for_between_the_look_and_the_click_is_refused",),
    ),
    Guard(
        "undone once",
        "Two who undo the same note must not take it back twice.",
        _OUTCOMES,
        "if noted is None or noted.state != State.SUCCEEDED:",
        "if noted is None:",
        (f"{_AT_ONCE}::test_two_who_undo_it_undo_it_once",),
    ),
    Guard(
        "what was typed goes with the client",
        "A reference or reason may name a person or tell of their health.",
        "desk/erasure.py",
        "        forget_typed(store, mine, [one.id for one in theirs])\n",
        "",
        ("tests/commands/test_elsewhere.py::test_what_was_typed_goes_with_the_client",),
    ),
)
