"""What the page says, in English and French."""

from collections.abc import Callable

LANGUAGES = {"en": "English", "fr": "Français"}

FRENCH = {
    "Client mailbox": "Boîte des clients",
    "What clients were sent. Nothing leaves this machine.": "Ce que les clients ont reçu."
    " Rien ne quitte cette machine.",
    "Skip to the mail": "Aller au message",
    "Switch between light and dark": "Passer du clair au sombre",
    "Can’t reach the mailbox": "La boîte ne répond pas",
    "Sent to": "Destinataire",
    "Everybody": "Tous",
    "Show": "Afficher",
    "Delete all": "Tout supprimer",
    "Delete all mail?": "Supprimer tous les messages ?",
    "All mail of all recipients is deleted for good.": "Tous les messages de tous les destinataires"
    " seront supprimés définitivement.",
    "Cancel": "Annuler",
    "Mail": "Messages",
    "Unread": "Non lu",
    "(no subject)": "(sans objet)",
    "(no recipient)": "(sans destinataire)",
    "Newer": "Plus récents",
    "Older": "Plus anciens",
    "No mail yet": "Aucun message",
    "Every mail to a client lands here: payment links, receipts, reminders. Open it, follow its"
    " links, look at what is attached.": "Tout message à un client arrive ici : liens de paiement,"
    " reçus, rappels. Ouvrez-le, suivez ses liens, regardez ses pièces jointes.",
    "Mail is taken in at {address}.": "Les messages arrivent par {address}.",
    "Nobody with this address was sent anything.": "Rien n’a été envoyé à cette adresse.",
    "Choose a mail to read it.": "Choisissez un message pour le lire.",
    "This mail is no longer there.": "Ce message n’existe plus.",
    "This page does not exist.": "Cette page n’existe pas.",
    "All mail": "Tous les messages",
    "From": "De",
    "To": "À",
    "Copy": "Copie",
    "Hidden copy": "Copie cachée",
    "Reply to": "Répondre à",
    "Written": "Écrit",
    "Received": "Reçu",
    "Mailing list": "Liste",
    "Unsubscribe": "Se désabonner",
    "Unsubscribe on a page": "Se désabonner sur une page",
    "Unsubscribe by mail to {address}": "Se désabonner par message à {address}",
    "As sent": "Mise en forme",
    "Text": "Texte",
    "Source": "Source",
    "How the mail is shown": "Affichage du message",
    "The mail as it was sent": "Le message tel qu’il a été envoyé",
    "This mail has no text.": "Ce message n’a pas de texte.",
    "This mail can’t be taken apart. Its source is all that can be shown.": "Ce message ne peut"
    " pas être décomposé. Seule sa source peut être affichée.",
    "Attachments": "Pièces jointes",
    "Save": "Enregistrer",
    "Save the whole source": "Enregistrer toute la source",
    "The source is long; this is its beginning.": "La source est longue ; en voici le début.",
    "The text is long; this is its beginning. The source has all of it.": "Le texte est long ; en"
    " voici le début. La source le contient en entier.",
    "Unsubscribed: the sender answered {status}.": "Désabonnement fait : l’expéditeur a répondu"
    " {status}.",
    "Not unsubscribed: the sender answered {status}.": "Désabonnement refusé : l’expéditeur a"
    " répondu {status}.",
    "Not unsubscribed: the sender can’t be reached.": "Désabonnement impossible : l’expéditeur ne"
    " répond pas.",
    "Not unsubscribed: that address is not on this machine, and this mailbox calls no other.": "Pas"
    " de désabonnement : cette adresse n’est pas sur cette machine, et la boîte n’en appelle pas"
    " d’autre.",
}
_COUNTED = {
    "mails": {"en": ("{n} mail", "{n} mails"), "fr": ("{n} message", "{n} messages")},
    "unread": {"en": ("{n} unread", "{n} unread"), "fr": ("{n} non lu", "{n} non lus")},
    "attachments": {
        "en": ("{n} attachment", "{n} attachments"),
        "fr": ("{n} pièce jointe", "{n} pièces jointes"),
    },
}
_UNITS = {"en": ("bytes", "KB", "MB"), "fr": ("octets", "ko", "Mo")}

Say = Callable[..., str]


def sayer(language: str) -> Say:
    """say("Mail is taken in at {address}.", address=…), in that language."""

    def say(english: str, **given: object) -> str:
        text = FRENCH[english] if language == "fr" else english
        return text.format(**given)

    return say


def counted(what: str, number: int, language: str) -> str:
    """ "1 mail", "2 mails"; French counts none as one."""
    one, many = _COUNTED[what][language]
    is_one = number == 1 or (number == 0 and language == "fr")
    return (one if is_one else many).format(n=number)


def size(count: int, language: str) -> str:
    """ "812 bytes", "12 KB", "1.4 MB"."""
    bytes_, kilo, mega = _UNITS[language]
    if count < 1_000:
        return f"{count} {bytes_}"
    if count < 999_500:
        return f"{count / 1_000:.0f} {kilo}"
    number = f"{count / 1_000_000:.1f}"
    return f"{number.replace('.', ',') if language == 'fr' else number} {mega}"
