"""What the panel says, in English and French."""

from collections.abc import Sequence
from datetime import UTC, datetime

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.units import format_unit

LANGUAGES = {"en": "English", "fr": "Français"}
_LOCALES = {"en": Locale("en", "US"), "fr": Locale("fr", "FR")}

FRENCH = {
    "Demo panel": "Panneau de démo",
    "Skip to the panel": "Aller au panneau",
    "Switch between light and dark": "Passer du clair au sombre",
    "Can’t reach the demo": "La démo ne répond pas",
    "What nobody can wait for in a demo: later days, declined cards, failures. It all stays on"
    " this machine.": "Ce qu’une démo ne peut pas attendre : d’autres jours, des cartes refusées,"
    " des pannes. Tout reste sur cette machine.",
    # Time
    "Time": "Heure",
    "As on your clock.": "Comme à votre montre.",
    "{span} ahead of your clock.": "En avance de {span} sur votre montre.",
    "Slack, Stripe, the mailbox and Paydesk all go by it. It only goes forward.": "Slack, Stripe,"
    " la boîte et Paydesk s’y tiennent tous. Elle ne fait qu’avancer.",
    "+1 hour": "+1 heure",
    "+1 day": "+1 jour",
    "+3 days": "+3 jours",
    "+7 days": "+7 jours",
    "Another step": "Un autre pas",
    "minutes": "minutes",
    "hours": "heures",
    "days": "jours",
    "Unit": "Unité",
    "Move ahead": "Avancer",
    "Please enter a whole number, for a year at most.": "Saisissez un nombre entier, pour un an au"
    " plus.",
    # Cards
    "Cards": "Cartes",
    "The next charge of a card declines:": "Le prochain paiement par carte est refusé :",
    "Decline it": "Refuser",
    "No decline is waiting.": "Aucun refus n’attend.",
    "The next charge of a card declines: {why}.": "Le prochain paiement par carte sera refusé :"
    " {why}.",
    "Take it back": "Annuler",
    "not enough money in the account": "provision insuffisante",
    "no reason given": "aucun motif donné",
    "the card has expired": "la carte a expiré",
    "the card was reported lost": "la carte est déclarée perdue",
    "the card was reported stolen": "la carte est déclarée volée",
    "the security code is wrong": "le code de sécurité est faux",
    "the cardholder must confirm (3-D Secure)": "le porteur doit confirmer (3-D Secure)",
    "the bank’s own system failed": "le système de la banque a échoué",
    "another reason ({code})": "un autre motif ({code})",
    # Faults
    "Failures between Paydesk and Stripe": "Pannes entre Paydesk et Stripe",
    "The next request that changes something at Stripe:": "La prochaine requête qui modifie"
    " quelque chose chez Stripe :",
    "Queue it": "Mettre en attente",
    "Nothing is queued: all requests work.": "Rien en attente : toutes les requêtes aboutissent.",
    "In this order:": "Dans cet ordre :",
    "Clear all": "Tout retirer",
    "takes 5 seconds": "prend 5 secondes",
    "works, but no answer comes": "aboutit, mais sans réponse",
    "works, but the answer breaks off": "aboutit, mais la réponse s’interrompt",
    "fails with an error of Stripe’s own (500)": "échoue par une erreur de Stripe (500)",
    "is refused: too many requests (429)": "est refusée : trop de requêtes (429)",
    # Bank debits
    "Bank debits": "Prélèvements bancaires",
    "None is on its way.": "Aucun n’est en cours.",
    "Each one ends by itself after {span}.": "Chacun se termine de lui-même après {span}.",
    "End them now": "Les terminer maintenant",
    # Webhooks
    "Webhooks": "Webhooks",
    "How Stripe’s events are delivered": "Livraison des événements de Stripe",
    "Normally": "Normalement",
    "Each one twice": "Chacun deux fois",
    "An hour late": "Une heure en retard",
    "Lose the next one": "Perdre le prochain",
    "Nobody has asked Stripe for webhooks yet, so none are sent.": "Personne n’a encore demandé de"
    " webhooks à Stripe : aucun n’est envoyé.",
    # What was done
    "The time has moved.": "L’heure a avancé.",
    "The next charge of a card will decline.": "Le prochain paiement par carte sera refusé.",
    "The next charge of a card goes its own way again.": "Le prochain paiement par carte suit de"
    " nouveau son cours.",
    "The failure is queued.": "La panne est en attente.",
    "All failures are cleared.": "Toutes les pannes sont retirées.",
    "Webhooks go this way from now on.": "Les webhooks sont désormais livrés ainsi.",
    "The banks have answered.": "Les banques ont répondu.",
}
_COUNTED = {
    "debits": {
        "en": ("{n} is on its way.", "{n} are on their way."),
        "fr": ("{n} est en cours.", "{n} sont en cours."),
    },
    "deliveries": {
        "en": ("{n} delivery is waiting.", "{n} deliveries are waiting."),
        "fr": ("{n} livraison attend.", "{n} livraisons attendent."),
    },
}


class Words:
    """In one language; sentences are named by their English, and one that has no French stays."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = _LOCALES[language]

    def __call__(self, english: str, **given: object) -> str:
        text = FRENCH.get(english, english) if self.language == "fr" else english
        return text.format(**given) if given else text

    def counted(self, what: str, n: int) -> str:
        """For `n` above 0."""
        one, many = _COUNTED[what][self.language]
        return (one if n == 1 else many).format(n=n)

    def day(self, seconds: float) -> str:
        return format_date(_local(seconds), "full", locale=self._locale)

    def hour(self, seconds: float) -> str:
        return format_time(_local(seconds), "short", locale=self._locale)

    def span(self, seconds: float) -> str:
        """In days, hours and minutes; below a minute, in seconds."""
        minutes = int(seconds) // 60
        counts = (
            (minutes // 1_440, "duration-day"),
            (minutes // 60 % 24, "duration-hour"),
            (minutes % 60, "duration-minute"),
        )
        said = [self._unit(count, unit) for count, unit in counts if count]
        return self._listed(said or [self._unit(int(seconds), "duration-second")])

    def _unit(self, count: int, unit: str) -> str:
        return format_unit(count, unit, locale=self._locale)

    def _listed(self, said: Sequence[str]) -> str:
        return format_list(said, locale=self._locale)


def _local(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone()
