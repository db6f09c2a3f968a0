"""What kind of question a text is: how something is done, or how an invoice or client stands."""

from desk.help.wording import words_of

_HOW = frozenset(["how", "comment"])
_MUCH = frozenset(["much", "many", "long", "often"])
_WHY = frozenset(["why", "can", "may", "could", "should", "pourquoi", "peut", "puis", "peux"])
_STANDING = frozenset(
    [
        *("owe", "owes", "owed", "owing", "due", "paid", "unpaid", "outstanding", "balance"),
        *("settled", "status", "overdue", "late", "standing", "arrived", "received"),
        *(
            "doit",
            "doivent",
            "du",
            "payee",
            "payees",
            "paye",
            "payes",
            "reglee",
            "regle",
            "reglees",
        ),
        *("impayee", "impaye", "impayees", "solde", "soldee", "statut", "etat", "retard", "ou"),
    ]
)


def asks_how(text: str) -> bool:
    """How to do something; "how much" is another question."""
    words = words_of(text)
    return any(
        word in _HOW and (at + 1 == len(words) or words[at + 1] not in _MUCH)
        for at, word in enumerate(words)
    )


def asks_standing(text: str) -> bool:
    """How something stands, and nothing of how or why: no article answers that."""
    words = words_of(text)
    return not asks_how(text) and not _WHY & {*words} and bool(_STANDING & {*words})
