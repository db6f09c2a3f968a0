"""`make guards`: each guard of charging, taken away, must make a test fail."""
