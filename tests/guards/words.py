"""Guards of what comes in from Stripe and Slack, and of what people are shown and sent."""

from tests.guards.guard import Guard

_WEBHOOK = "tests/bot/test_stripe_webhook.py"
_FORGED = f"{_WEBHOOK}::test_what_stripe_did_not_sign_is_turned_away_and_leaves_nothing"
_PRIVACY = "tests/desk/test_privacy.py"

WORDS = (
    Guard(
        "a webhook is signed",
        "Anybody can reach its address.",
        "bot/stripe_signatures.py",
        'hmac.compare_digest(one.encode(), signature.encode("utf-8", "replace"))',
        "bool(one)",
        (_FORGED,),
    ),
    Guard(
        "a webhook is young",
        "What was recorded is not to be played again.",
        "bot/stripe_signatures.py",
        "if abs(now - int(timestamp)) > WINDOW_SECONDS:",
        "if int(timestamp) - now > WINDOW_SECONDS:",
        (_FORGED,),
    ),
    Guard(
        "a webhook is not from the future",
        "Stripe's own check takes such, which could be played until then.",
        "bot/stripe_signatures.py",
        "if abs(now - int(timestamp)) > WINDOW_SECONDS:",
        "if now - int(timestamp) > WINDOW_SECONDS:",
        (_FORGED,),
    ),
    Guard(
        "a webhook is of our mode",
        "Test money must never pay a real invoice.",
        "bot/stripe_webhook.py",
        "if event.livemode != self._livemode:",
        "if False:",
        (f"{_WEBHOOK}::test_a_webhook_of_the_other_mode_is_an_error_that_stripe_shows",),
    ),
    Guard(
        "a webhook is of our account",
        "Connected accounts' payments are none of ours.",
        "bot/stripe_webhook.py",
        "if event.account != ours:",
        "if False:",
        (f"{_WEBHOOK}::test_another_accounts_event_is_acknowledged_and_dropped",),
    ),
    Guard(
        "an event is taken in once",
        "Stripe sends events more than once.",
        "storage/migrations/0001_the_first_tables.py",
        '(("practice_id", "source", "dedupe_key"), True)',
        '(("practice_id", "source", "dedupe_key"), False)',
        (f"{_WEBHOOK}::test_what_comes_three_times_stands_there_once",),
    ),
    Guard(
        "news of ours that is not known yet comes again",
        "A webhook can be faster than our own commit.",
        "desk/charge_refresh.py",
        "            if news.ours:\n                raise NotKnownYet\n",
        "",
        (
            "tests/desk/test_charge_refresh.py"
            "::test_what_is_ours_and_not_known_yet_is_asked_for_again",
        ),
    ),
    Guard(
        "what is not known yet is parked and not dropped",
        "It must be found when somebody looks.",
        "bot/news_worker.py",
        "        if not news.ours and min(",
        "        if min(",
        (
            "tests/bot/test_stripe_news.py::test_ours_that_stays_unknown_is_parked_and_not_forgotten",
        ),
    ),
    Guard(
        "Slack's client sends nothing twice by itself",
        "After a dropped connection it would post the same message again, unmarked.",
        "bot/installations.py",
        "timeout=SLACK_TIMEOUT_SECONDS, retry_handlers=[]",
        "timeout=SLACK_TIMEOUT_SECONDS",
        (
            "tests/bot/outbox/test_posts.py"
            "::test_a_message_whose_answer_was_lost_is_sent_again_and_marked",
        ),
    ),
    Guard(
        "a card is edited only to what is newer",
        "A worker that comes late must not turn a paid charge back.",
        "storage/cards.py",
        "older = mine & (Table.recipient == recipient) & (Table.version < version)",
        "older = mine & (Table.recipient == recipient)",
        ("tests/storage/test_cards.py::test_only_a_later_version_is_wanted",),
    ),
    Guard(
        "a mail keeps its Message-ID",
        "A repeat is shown once by the reader's program.",
        "bot/outbox/mail_message.py",
        'f"paydesk mail:{practice_id}:{uid}".encode()',
        'f"paydesk mail:{practice_id}:{uid}:{datetime.now(UTC)}".encode()',
        (
            "tests/bot/outbox/test_mail.py"
            "::test_a_mail_whose_answer_was_lost_is_sent_again_under_the_same_id",
        ),
    ),
    Guard(
        "text from outside can not act in Slack",
        "A client's name must not notify a channel or be a link.",
        "desk/privacy.py",
        '.replace("<", "&lt;")',
        "",
        (f"{_PRIVACY}::test_what_acts_in_slack_is_shown_instead",),
    ),
    Guard(
        "a client's name is escaped where it is shown",
        "The windows of /charge quote it.",
        "commands/charge/find_views.py",
        "name=escape(client.name)",
        "name=client.name",
        ("tests/commands/test_charge.py::test_a_client_whose_name_pretends_is_escaped",),
    ),
    Guard(
        "who is named on a card is a person",
        "An id with more in it must not become another mention.",
        "commands/blocks.py",
        "filter(str.isalnum, slack_user)",
        "slack_user",
        ("tests/commands/test_blocks.py::test_a_mention_can_only_be_a_person",),
    ),
    Guard(
        "a card in a channel shows no name",
        "Everybody in a channel reads it, and its export too.",
        "desk/initials.py",
        "    short = initials(name)\n",
        "    short = name\n",
        ("tests/desk/test_charge_news.py::test_a_card_shows_neither_names_nor_what_it_is_for",),
    ),
    Guard(
        "card numbers are not taken in",
        "What is typed in chat must neither be stored nor logged.",
        "desk/privacy.py",
        "    if contains_card_number(text):\n",
        "    if False:\n",
        (f"{_PRIVACY}::test_a_card_number_is_refused_with_the_safe_way_and_not_repeated",),
    ),
    Guard(
        "what people type is looked at at the door",
        "Before anything of it is logged or stored.",
        "bot/dispatcher.py",
        "            refuse_card_numbers(text)\n",
        "            pass\n",
        ("tests/bot/test_requests.py::test_a_card_number_is_refused_wherever_it_is_typed",),
    ),
)
