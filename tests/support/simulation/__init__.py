"""The whole engine of charging in one process, stepped by hand, against a local Stripe over a real
socket: what people, Stripe, workers and clocks may do to it, in any order."""
