"""A local Slack workspace: Slack's wire protocol to an unmodified app, a web page to people."""
