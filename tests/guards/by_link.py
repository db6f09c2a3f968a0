"""Guards that keep an invoice from being paid by a link and in another way as well."""

from tests.guards.guard import Guard

_ENDINGS = "tests/desk/test_link_endings.py"
_RESTORES = "tests/desk/test_link_restores.py"

BY_LINK = (
    Guard(
        "a link can be paid once",
        "Whoever has its address may pay by it.",
        "processor/links.py",
        '        "restrictions": {"completed_sessions": {"limit": 1}},\n',
        "",
        ("tests/desk/test_links.py",),
    ),
    Guard(
        "an open link is closed before a charge",
        "The client may be paying by it while the card is charged.",
        "desk/charge_sending.py",
        "        LinkClosing(self.line).make_sure(operation, CHARGED)\n",
        "",
        (f"{_ENDINGS}::test_before_a_card_is_charged_the_link_is_closed_at_stripe",),
    ),
    Guard(
        "an open link is closed before a newer one is made",
        "The client may have both.",
        "desk/link_sending.py",
        "            LinkClosing(self.line).make_sure(operation, NEW_LINK)\n",
        "",
        ("tests/desk/test_links.py",),
    ),
    Guard(
        "a link is seen closed",
        "Who has its page open can pay on it, whatever has been asked of Stripe.",
        "desk/link_closing.py",
        '        if seen.can_be_paid:\n            raise Unknown("not_closed")\n',
        "",
        (f"{_ENDINGS}::test_a_link_that_stripe_shows_open_is_not_taken_for_closed",),
    ),
    Guard(
        "the open pages of a link are closed",
        "A link that is closed only keeps new visitors away.",
        "desk/link_closing.py",
        "            self._expire(operation, page.id)\n",
        "            pass\n",
        (f"{_ENDINGS}::test_before_a_card_is_charged_the_link_is_closed_at_stripe",),
    ),
    Guard(
        "news of a link's payment call off the charge",
        "It may wait for a second person, or for its turn.",
        "desk/outcomes.py",
        "            _make_way(desk, operation, actor)\n",
        "            pass\n",
        (f"{_ENDINGS}::test_news_of_a_link_that_was_paid_call_off_what_was_not_sent_yet",),
    ),
    Guard(
        "what is paid closes its other links",
        "The client would pay once more what was noted, charged or settled.",
        "desk/settled_outcomes.py",
        "        close_later(desk, practice_id, seen, new.asked_by, _KINDS[new.kind].closes)\n",
        "",
        (f"{_ENDINGS}::test_what_settles_or_changes_an_invoice_closes_its_link",),
    ),
    Guard(
        "what is to be closed meanwhile is closed at once",
        "The worker had read it before.",
        "desk/link_sending.py",
        "        if now_at.state == State.OPEN and _is_to_be_closed(self.desk, now_at):\n",
        "        if False:\n",
        (f"{_ENDINGS}::test_what_was_marked_while_the_link_was_being_looked_at_is_closed_at_once",),
    ),
    Guard(
        "invoices are locked before their links",
        "Who notes cash has the invoice and needs the link: both would wait for ever.",
        "desk/locks.py",
        "    if known is not None:\n        _lock_before(desk, known)\n",
        "    operations.locked(desk.store, practice_id, uid)\n"
        "    if known is not None:\n        _lock_before(desk, known)\n",
        ("tests/desk/test_links_at_once.py",),
        kind="postgresql",
    ),
    Guard(
        "forgotten links are listed after a restore",
        "Whoever has their address may pay by them.",
        "desk/reconciling.py",
        "        found.closed += LinkComparison(self.desk, self.client).take_over(practice)\n",
        "",
        (_RESTORES,),
    ),
    Guard(
        "a newer invoice is not that of a lost link",
        "It has the number of the one that was lost, and may be another client's.",
        "desk/adopting.py",
        "        latest = min(latest, restored // 1_000 - 1)\n",
        "        pass\n",
        (f"{_RESTORES}::test_a_link_whose_invoice_is_gone_is_closed",),
    ),
)
