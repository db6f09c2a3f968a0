"""Secret keys of the tests. They protect nothing."""

TEST_KEY = "cGF5ZGVzayB0ZXN0cyBrZXkgLSBub3QgYSBzZWNyZXQ="
OTHER_KEY = "YW5vdGhlciBrZXkgb2YgcGF5ZGVzaydzIHRlc3RzISE="
