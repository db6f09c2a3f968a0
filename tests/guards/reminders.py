"""Guards that keep a reminder single, and off what is paid or nobody's to be told at that time."""

from tests.guards.guard import Guard

_STORE = "tests/storage/test_reminders.py"
_MAILS = "tests/desk/reminders/test_mails.py"
_DIGEST = "tests/desk/reminders/test_digest.py"
_LISTS = "tests/desk/reminders/test_bulletins.py"
_CARDS = "tests/desk/reminders/test_expiring.py"
_AT_THE_SERVER = "tests/bot/outbox/test_reminder_mails.py"
_STATE = "rules/reminder_state.py"
_NOT_OF = f"{_MAILS}::test_what_was_paid_void_paused_or_is_on_its_way_is_not_reminded_of"

REMINDERS = (
    Guard(
        "a reminder is planned once",
        "Whoever looks a second time, or at the same moment, must not plan it again.",
        "storage/migrations/0019_reminders.py",
        '(("practice_id", "subject", "subject_id", "kind", "occurrence"), True)',
        '(("practice_id", "subject", "subject_id", "kind", "occurrence"), False)',
        (f"{_STORE}::test_what_was_planned_is_not_planned_again",),
    ),
    Guard(
        "a reminder that has ended is taken by nobody",
        "What one process has sent, another one found before that.",
        "storage/reminders.py",
        "Table.practice_id == practice_id, Table.id == reminder_id, DUE, Table.due_at <= now",
        "Table.practice_id == practice_id, Table.id == reminder_id",
        (f"{_STORE}::test_what_has_ended_is_taken_by_nobody",),
    ),
    Guard(
        "what a rule reminds of is written down by one",
        "Of two who look at once, the second must find that it was looked at.",
        "storage/reminder_rules.py",
        "where(mine, same, Table.active)",
        "where(mine, Table.active)",
        (f"{_STORE}::test_a_rule_is_looked_at_by_one_and_only_while_it_is_on",),
    ),
    Guard(
        "nobody is reminded of what is paid",
        "It was paid after the reminder was planned.",
        _STATE,
        'Reason.PAID: facts.state == "paid"',
        "Reason.PAID: False",
        (_NOT_OF,),
    ),
    Guard(
        "nobody is reminded of what is on its way",
        "A bank debit takes days.",
        _STATE,
        "Reason.ON_ITS_WAY: facts.held",
        "Reason.ON_ITS_WAY: False",
        (_NOT_OF,),
    ),
    Guard(
        "nobody is reminded while a payment is disputed",
        "The client's bank decides first.",
        _STATE,
        "Reason.DISPUTED: facts.disputed",
        "Reason.DISPUTED: False",
        (f"{_MAILS}::test_while_a_payment_of_it_is_disputed_nobody_is_reminded",),
    ),
    Guard(
        "nobody is reminded while that is paused",
        "Somebody had a reason.",
        _STATE,
        "Reason.PAUSED: day < facts.paused_until",
        "Reason.PAUSED: False",
        (_NOT_OF,),
    ),
    Guard(
        "of several late reminders the last one goes",
        "After days away a client gets one mail, not all that were due.",
        _STATE,
        "Reason.LATER: facts.later",
        "Reason.LATER: False",
        (
            f"{_MAILS}::test_after_days_away_the_last_reminder_goes_once_and_what_is_older_is_missed",
        ),
    ),
    Guard(
        "the next reminder replaces one at the mail server",
        "Both would leave together when the server is back.",
        "storage/reminder_facts.py",
        "state IN ('planned', 'waiting', 'sending')",
        "state IN ('planned', 'waiting')",
        (f"{_MAILS}::test_of_two_that_wait_for_the_mail_server_only_the_last_leaves",),
    ),
    Guard(
        "no reminder goes out in quiet hours",
        "Nobody wants to be woken by it.",
        "desk/reminders/sending.py",
        "    if loud > now:\n",
        "    if False:\n",
        (f"{_MAILS}::test_nothing_goes_out_in_quiet_hours",),
    ),
    Guard(
        "how late a reminder is counts from when it was due",
        "Put off time and again, it would go out at any age.",
        "desk/reminders/sending.py",
        "desk.clock() - one.was_due_at > TOO_LATE_AFTER",
        "desk.clock() - one.due_at > TOO_LATE_AFTER",
        (f"{_MAILS}::test_how_late_it_is_counts_from_when_it_was_due",),
    ),
    Guard(
        "a reminder is looked at once more when it leaves",
        "It may have waited for the mail server for a day, and was paid meanwhile.",
        "bot/outbox/mails.py",
        "            if not self._asked(row, mail):\n                return\n",
        "",
        (f"{_AT_THE_SERVER}::test_while_the_server_was_away_it_was_paid_or_night_fell",),
    ),
    Guard(
        "a list of the staff is late only so long",
        "Who owed last week is old news.",
        "desk/reminders/bulletin_sending.py",
        "    return Reason.TOO_LATE if late else None\n",
        "    return None\n",
        (f"{_LISTS}::test_after_a_while_away_it_comes_once_and_later_it_is_missed_and_told",),
    ),
    Guard(
        "a list without anything in it isn't sent",
        "Who reads empty lists stops reading them.",
        "desk/reminders/bulletins.py",
        "return None if has_news else Reason.NOTHING",
        "return None",
        (f"{_LISTS}::test_none_comes_while_nobody_owes_anything",),
    ),
    Guard(
        "a card is told of once, however often it is read",
        "Stripe is read again and again, and each time its methods are new rows here.",
        "storage/expiring_cards.py",
        "    name = fn.COALESCE(SavedMethod.fingerprint, SavedMethod.method_id)\n",
        "    name = SavedMethod.id.cast('text')\n",
        (f"{_CARDS}::test_staff_and_client_are_told_once_with_the_page",),
    ),
    Guard(
        "nobody is written to about a card that was replaced",
        "They have done what the mail asks for.",
        "desk/reminders/expiring.py",
        "    if facts.outlived:\n",
        "    if False:\n",
        (f"{_CARDS}::test_the_usual_card_is_told_to_the_staff_though_another_is_good_for_longer",),
    ),
    Guard(
        "nobody is written to about a card that is gone",
        "It was removed, or the client's data were erased.",
        "desk/reminders/expiring.py",
        "    if facts.client is None or facts.method is None:\n",
        "    if False:\n",
        (f"{_CARDS}::test_what_is_removed_erased_or_paused_meanwhile_is_not_told",),
    ),
    Guard(
        "reminders in a digest nobody saw weren't sent",
        "Nobody would ever hear of them.",
        "desk/reminders/digest.py",
        "        reminder_digests.take_back(store, mine, digest.day, _ENDS[why], why)\n",
        "",
        (f"{_DIGEST}::test_rows_of_a_digest_that_was_never_shown_are_missed",),
    ),
    Guard(
        "a reminder's own link does not hold the invoice",
        "The digest would leave out what nobody can have paid yet.",
        "storage/reminder_facts.py",
        "            ~made_for_one,\n",
        "",
        (f"{_MAILS}::test_while_its_link_is_made_an_invoice_stands_in_the_digest",),
    ),
    Guard(
        "a reminder that fails holds up no other",
        "All others, and all that is told in Slack, would wait for it for ever.",
        "desk/reminders/apart.py",
        "        put_off()\n        return 1\n",
        "        raise\n",
        (f"{_MAILS}::test_a_mail_that_cannot_be_written_holds_up_no_other",),
    ),
)
