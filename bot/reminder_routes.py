"""What answers the clicks and windows of /reminders."""

from collections.abc import Mapping

from bot.dispatcher import Listener
from commands.reminders import (
    listeners,
    lost_views,
    overview_views,
    pause_listeners,
    pause_views,
    preview_views,
    row_listeners,
    rows,
    rule_listeners,
    rule_views,
    why_views,
)

ACTIONS: Mapping[str, Listener] = {
    rows.MORE: row_listeners.on_row,
    overview_views.AHEAD: rule_listeners.on_ahead,
    overview_views.EDIT: rule_listeners.on_edit,
    overview_views.OFF: listeners.on_off,
    lost_views.LOST: listeners.on_lost,
    preview_views.PAGE: rule_listeners.on_page,
    preview_views.FIRST: rule_listeners.on_page,
    rule_views.TRY: rule_listeners.on_try,
    pause_views.BACK: listeners.on_back,
    pause_views.PAUSE: pause_listeners.on_pause,
    pause_views.PAUSE_ALL: pause_listeners.on_pause_all,
    pause_views.PAUSES: pause_listeners.on_pauses,
    pause_views.RESUME: pause_listeners.on_resume,
    why_views.RESUME_HERE: pause_listeners.on_resume_here,
    why_views.SHOW: pause_listeners.on_show,
    why_views.WHY: pause_listeners.on_why,
}
VIEWS: Mapping[str, Listener] = {
    rule_views.RULE_FORM: rule_listeners.on_submitted,
    preview_views.ON_FORM: rule_listeners.on_switched_on,
    pause_views.PAUSE_FORM: pause_listeners.on_submitted,
}
SEARCHES: Mapping[str, Listener] = {
    pause_views.FIND: pause_listeners.on_search,
}
