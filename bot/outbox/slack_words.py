"""What Slack's words for an error mean for a message."""

from bot.slack_replies import REFUSED_BLOCKS

PERHAPS_POSTED = frozenset({"internal_error", "fatal_error", "request_timeout"})
"""Part of the work may have been done."""
LOCKED_OUT = frozenset(
    {
        *("account_inactive", "invalid_auth", "missing_scope", "not_authed"),
        *("token_expired", "token_revoked"),
    }
)
"""Paydesk may not speak there at all, until it is installed anew."""
READER_GONE = frozenset(
    {
        *("cannot_dm_bot", "channel_not_found", "is_archived", "messages_tab_disabled"),
        *("not_enabled", "not_in_channel", "restricted_action", "user_disabled"),
        "user_not_found",
    }
)
"""Nobody is there to read it, or they may not be written to."""
UNFIT = frozenset({"msg_blocks_too_long", "msg_too_long", "no_text", REFUSED_BLOCKS})
"""Slack takes no such content."""
GONE = READER_GONE | LOCKED_OUT | UNFIT
"""Trying again would not help."""
NOT_THERE = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})
"""The message that was to be edited can't be, but another can be posted."""
NO_THREAD = frozenset({"cannot_reply_to_message", "message_not_found", "thread_not_found"})
"""The message under which something was to be posted takes no replies."""
NOT_HEARD = READER_GONE | NO_THREAD | {"user_not_in_channel"}
"""Somebody can't be told something there."""
VIEW_GONE = frozenset({"not_found", "view_not_found"})
"""The modal was closed, or is too old."""
