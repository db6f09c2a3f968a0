"""Every command, click and modal that has a listener. Nothing else is answered."""

from bot.dispatcher import Routes

ROUTES = Routes(commands={}, actions={}, views={})
