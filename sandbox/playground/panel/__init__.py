"""The demo panel: moves the time, and decides what goes wrong next. Acts by the control APIs."""
