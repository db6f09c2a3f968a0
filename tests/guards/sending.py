"""Guards of the calls to Stripe, and of what is made of its answers."""

from tests.guards.guard import Guard

_SENDING = "tests/desk/test_sending.py"
_MEANING = "tests/processor/test_outcomes.py"
_STATES = "tests/rules/test_payment_state.py"
_DOUBT = f"{_MEANING}::test_what_may_hide_a_payment_is_not_known"
_DIFFERS = f"{_STATES}::test_what_differs_from_what_was_approved_is_for_a_person"
_NEW_ATTEMPT = """        attempt = attempts.add(
            store, mine, operation.id, step, uuid4().hex, dict(body), self.desk.clock()
        )
        return self.send(operation, attempt, call)
"""
_WRITTEN_DOWN_LATE = """        key, now = uuid4().hex, self.desk.clock()
        self.renew(operation)
        try:
            seen = call(body, key)
        finally:
            attempt = attempts.add(store, mine, operation.id, step, key, dict(body), now)
        return self.send(operation, attempt, lambda given, same: seen)
"""
_READ_FIRST = """            seen = self._read(operation)
            self._record(operation, seen)
        operation = self.line.ours(operation)
        if waits_to_be_confirmed(local_of(self.desk, operation), seen):
"""
_SENT_BLINDLY = """            pass
        operation = self.line.ours(operation)
        if True:
"""

SENDING = (
    Guard(
        "a call is committed before it is sent",
        "Whoever comes after a crash must know what may have been sent.",
        "desk/attempting.py",
        _NEW_ATTEMPT,
        _WRITTEN_DOWN_LATE,
        (f"{_SENDING}::test_each_call_is_committed_before_it_is_sent",),
    ),
    Guard(
        "each try has a key of its own",
        "Under the old key Stripe gives the old answer, and after a day it knows it no more.",
        "desk/attempting.py",
        "uuid4().hex, dict(body)",
        'f"{operation.uid}:{step}", dict(body)',
        (f"{_SENDING}::test_each_try_has_a_key_of_its_own",),
    ),
    Guard(
        "the lease is asked for before each call",
        "A worker that slept for long must not send what another has taken over.",
        "desk/attempting.py",
        "        self.renew(operation)\n        try:\n            seen = call(",
        "        try:\n            seen = call(",
        (f"{_SENDING}::test_who_slept_past_the_lease_sends_nothing_more",),
    ),
    Guard(
        "the lease is renewed before each call",
        "Several slow calls take longer than one lease.",
        "storage/operation_queue.py",
        'return _change_held(store, row, {"due_at": now + lease_ms})',
        'return _change_held(store, row, {"lease_owner": row.lease_owner})',
        (f"{_SENDING}::test_the_lease_is_renewed_before_each_call",),
    ),
    Guard(
        "the intent is made unconfirmed",
        "Money moves only once its intent is written down here.",
        "processor/payments.py",
        '        "metadata": {\n            PRACTICE: wanted.practice,',
        '        "confirm": True,\n        "metadata": {\n            PRACTICE: wanted.practice,',
        (f"{_SENDING}::test_no_money_moves_before_the_intent_is_written_down",),
    ),
    Guard(
        "Stripe is read before a second confirmation",
        "A decline whose answer was lost would be tried again without a click.",
        "desk/charge_sending.py",
        _READ_FIRST,
        _SENT_BLINDLY,
        (f"{_SENDING}::test_a_decline_whose_answer_was_lost_is_not_tried_a_second_time",),
    ),
    Guard(
        "an intent that was made is looked for",
        "Without it a crash leaves two intents for one charge.",
        "desk/charge_sending.py",
        "if not self.line.may_be_there(operation, CREATE):",
        "if True:",
        ("tests/desk/test_charges.py::test_an_intent_whose_id_was_not_kept_is_found_again",),
    ),
    Guard(
        "what nobody knows is not a refusal",
        "A time-out, a 5xx or half an answer may hide a payment.",
        "processor/outcomes.py",
        "    return Unknown(GATEWAY if between else code)\n",
        "    return Refused(_reason(error, code, card=False))\n",
        (_DOUBT,),
    ),
    Guard(
        "a 500 is not a decline",
        "The same, as the desk sees it: the charge was made, and its answer was lost.",
        "processor/outcomes.py",
        "    return Unknown(GATEWAY if between else code)\n",
        "    return Refused(_reason(error, code, card=False))\n",
        (f"{_SENDING}::test_a_500_is_no_failure",),
    ),
    Guard(
        "a key that is in use is no refusal",
        "Stripe is still at work with the same request.",
        "processor/outcomes.py",
        "case stripe.InvalidRequestError() if code not in _WAITS:",
        "case stripe.InvalidRequestError():",
        (_DOUBT,),
    ),
    Guard(
        "another body under the same key is no refusal",
        "What was sent first under that key may have been done.",
        "processor/outcomes.py",
        'return Unknown("idempotency_error")',
        "return Refused(_reason(error, code, card=False))",
        (_DOUBT,),
    ),
    Guard(
        "a busy Stripe declines nothing",
        "Too many requests says nothing of the card.",
        "processor/outcomes.py",
        "return NotDone(code, wrong_key=False)",
        "return Refused(_reason(error, code, card=True))",
        (f"{_MEANING}::test_what_stripe_did_not_begin_is_no_decline",),
    ),
    Guard(
        "an answer that is no payment is not read as one",
        "A proxy's page with status 200 says nothing of the money.",
        "processor/payments.py",
        '        raise Unknown("not_an_intent")',
        "        pass",
        (f"{_MEANING}::test_an_answer_that_is_no_payment_is_not_known",),
    ),
    Guard(
        "an old decline does not end a new try",
        "Until the new try is there, Stripe still shows the decline before it.",
        "rules/payment_state.py",
        "if local.state not in _AT_STRIPE or (tried and tried == local.refused):",
        "if local.state not in _AT_STRIPE:",
        (f"{_STATES}::test_the_decline_of_an_earlier_try_does_not_end_the_later_one",),
    ),
    Guard(
        "what is on its way is not paid",
        "A bank debit may still fail after days.",
        "rules/payment_state.py",
        '        case "succeeded":\n            return _paid(local, seen)\n'
        '        case "processing":\n            return _on_its_way(local, seen)\n',
        '        case "succeeded" | "processing":\n            return _paid(local, seen)\n',
        (f"{_STATES}::test_what_is_on_its_way_is_not_paid",),
    ),
    Guard(
        "the amount is the approved one",
        "Another amount is for a person to look at.",
        "rules/payment_state.py",
        "if (seen.received, seen.currency) != (local.amount, local.currency):",
        "if seen.currency != local.currency:",
        (_DIFFERS,),
    ),
    Guard(
        "the currency is the approved one",
        "A hundred yen are not a hundred dollars.",
        "rules/payment_state.py",
        "if (seen.received, seen.currency) != (local.amount, local.currency):",
        "if seen.received != local.amount:",
        (_DIFFERS,),
    ),
    Guard(
        "the customer is the approved one",
        "Money of somebody else doesn't pay this invoice.",
        "rules/payment_state.py",
        "return None if same else OTHER_CUSTOMER",
        "return None",
        (_DIFFERS,),
    ),
    Guard(
        "what is over and paid all the same is looked at",
        "Somebody was told that nothing was charged.",
        "rules/payment_state.py",
        "    if local.state in _OVER:\n        return State.REVIEW, PAID_AFTER_END\n",
        "",
        (f"{_STATES}::test_what_is_paid_after_it_was_over_is_for_a_person",),
    ),
    Guard(
        "what the bank takes back opens the invoice",
        "A debit can be returned weeks after it was paid.",
        "desk/outcomes.py",
        "    return _count(desk, operation, still_paid(desk, operation).all_left(), -1)",
        "    return None",
        ("tests/desk/test_outcomes.py::test_what_the_bank_takes_back_opens_the_invoice_again",),
    ),
    Guard(
        "what was taken back is recorded once",
        "Stripe tells of it more than once.",
        "rules/payment_state.py",
        "if not charge.came_back or local.has(REVERSAL, charge.id):",
        "if not charge.came_back:",
        (f"{_STATES}::test_what_the_bank_takes_back_is_recorded_once",),
    ),
)
