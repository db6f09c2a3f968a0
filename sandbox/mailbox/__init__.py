"""The clients' mailbox: takes every mail over SMTP, keeps it, and shows it on a web page."""
