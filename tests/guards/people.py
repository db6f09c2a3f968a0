"""Guards of who may have what charged, and of what they agreed to."""

from tests.guards.guard import Guard

_CHARGES = "tests/desk/test_charges.py"
_APPROVALS = "tests/desk/test_charge_approvals.py"
_SUBMIT = "tests/desk/test_charge_submit.py"
_TRIES = "tests/rules/test_card_tries.py"

PEOPLE = (
    Guard(
        "a known request is for who may charge",
        "Others must not learn of a charge by guessing.",
        "desk/charges.py",
        "    authorize(person, Action.CHARGE)\n    return once(",
        "    return once(",
        (f"{_SUBMIT}::test_who_may_not_charge_is_told_nothing_of_a_known_request",),
    ),
    Guard(
        "support doesn't charge",
        "Who looks at things for others moves no money.",
        "rules/roles.py",
        "    Action.CHARGE: _DESK,\n",
        "    Action.CHARGE: _LOOK,\n",
        (f"{_CHARGES}::test_who_may_not_charge_is_refused",),
    ),
    Guard(
        "who approves may approve",
        "The front desk doesn't let its own colleagues' charges through.",
        "desk/charge_approvals.py",
        "    authorize(person, Action.APPROVE_CHARGES)\n",
        "",
        (f"{_APPROVALS}::test_who_may_only_charge_approves_nothing",),
    ),
    Guard(
        "the practice says who approves",
        "Where it wants an owner, a biller is not enough.",
        "desk/charge_approvals.py",
        "if not may_approve(practice_settings(desk, practice), person.role):",
        "if False:",
        (f"{_APPROVALS}::test_where_owners_approve_a_biller_does_not",),
    ),
    Guard(
        "somebody else approves",
        "Who asked and got another role meanwhile is still one person.",
        "desk/charge_approvals.py",
        "    waiting = _to_decide(desk, practice, person, uid)\n"
        "    if waiting.asked_by == person.slack_user:\n",
        "    waiting = _to_decide(desk, practice, person, uid)\n    if False:\n",
        (f"{_APPROVALS}::test_who_asked_does_not_approve_it_in_another_role",),
    ),
    Guard(
        "above the limit a second person is needed",
        "The front desk charges small amounts alone, and no others.",
        "desk/charge_limits.py",
        "return currency != settings.currency or amount > settings.front_desk_limit",
        "return currency != settings.currency",
        (f"{_CHARGES}::test_above_the_front_desks_limit_a_second_person_approves",),
    ),
    Guard(
        "all is asked again before money moves",
        "Between the click and the worker a role, a card or an invoice may have gone.",
        "desk/charge_sending.py",
        "why = charge_checks.why_not(self.desk, operation)",
        "why = None",
        (f"{_CHARGES}::test_who_lost_the_role_before_the_worker_came_charges_nothing",),
    ),
    Guard(
        "the limit is asked for again before money moves",
        "A limit that was lowered holds for what waits.",
        "desk/charge_checks.py",
        "(operation.approval == operations.ALONE or not above)",
        "True",
        ("tests/desk/test_sending.py::test_a_limit_that_was_lowered_meanwhile_holds",),
    ),
    Guard(
        "what was seen is what is charged",
        "Nobody charges an amount that they didn't look at.",
        "desk/charges.py",
        "    if made.hash() != agreed.seen:\n        return Differs(made, _CHANGED)\n",
        "",
        (f"{_SUBMIT}::test_what_is_not_as_it_was_seen_is_shown_again",),
    ),
    Guard(
        "the client is told of a surcharge",
        "A surcharge that wasn't said before is against the law in many places.",
        "desk/charges.py",
        "    if made.fees.surcharge and not agreed.told:",
        "    if False:",
        (
            "tests/commands/test_charge.py"
            "::test_a_surcharge_is_read_aloud_and_told_before_it_is_charged",
        ),
    ),
    Guard(
        "the same again is meant",
        "A client must not pay twice for a slip of the hand.",
        "desk/charges.py",
        "    if made.same is not None and not agreed.again:",
        "    if False:",
        ("tests/commands/test_charge.py::test_the_same_amount_again_is_asked_about",),
    ),
    Guard(
        "what may have been sent is not called off",
        "Somebody would be told that nothing was charged.",
        "desk/charges.py",
        "    if waiting.state not in (State.DRAFT, State.APPROVED, State.DECLINED,"
        " State.NEEDS_CUSTOMER):\n        raise moved_on()\n",
        "",
        ("tests/desk/test_sending.py::test_what_may_have_been_sent_can_not_be_called_off",),
    ),
    Guard(
        "a card is tried a bounded number of times",
        "The card networks fine practices that go on trying.",
        "rules/card_tries.py",
        " and tries < MOST",
        "",
        (f"{_TRIES}::test_a_card_may_be_tried_again_until_the_limit",),
    ),
    Guard(
        "a card that is used up is charged for nothing else",
        "The networks count tries of the card, whatever they are for.",
        "desk/card_tries.py",
        "        if not self.left:\n",
        "        if False:\n",
        (f"{_SUBMIT}::test_a_card_that_was_declined_too_often_is_charged_no_more",),
    ),
    Guard(
        "a lost or stolen card is not tried again",
        "The networks forbid it.",
        "rules/card_tries.py",
        "code not in NEVER_AGAIN and ",
        "",
        (f"{_TRIES}::test_what_was_reported_lost_or_closed_is_never_tried_again",),
    ),
    Guard(
        "the bank's advice is followed",
        "Banks say with a code of their own that a card is not to be tried again.",
        "rules/card_tries.py",
        " and advice != NOT_AGAIN",
        "",
        (f"{_TRIES}::test_the_banks_advice_holds_whatever_the_code",),
    ),
    Guard(
        "another practice's operation is not there",
        "An id that was guessed or forged opens nothing.",
        "storage/operations.py",
        'Table.practice_id == slot("practice"), Table.uid == slot("uid")',
        'slot("practice") == slot("practice"), Table.uid == slot("uid")',
        ("tests/storage/test_operations.py::test_another_practices_operation_is_not_there",),
    ),
)
