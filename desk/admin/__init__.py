"""What the web admin alone asks of the desk: who comes in, and pages of many rows to look at."""
