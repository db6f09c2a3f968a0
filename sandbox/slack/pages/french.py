"""French for the workspace's own words. What apps and people write stays as they wrote it.

No-break spaces stand where French has them: before : ? ! and inside « »."""

WORDS = {
    # The frame
    "Skip to the message field": "Aller au champ de message",
    "Can’t reach the workspace": "L’espace de travail ne répond pas",
    "Switch between light and dark": "Passer du clair au sombre, ou l’inverse",
    "You are {name}. Switch to another person": "Vous êtes {name}. Changer de personne",
    "Look at the workspace as": "Voir l’espace de travail en tant que",
    "Practice owner": "Propriétaire du cabinet",
    "Billing": "Facturation",
    "Front desk": "Accueil",
    "Support agent": "Assistance",
    "Physiotherapist": "Kinésithérapeute",
    "Guest": "Invitée",
    "Workspace": "Espace de travail",
    "Channels": "Canaux",
    "Direct messages": "Messages directs",
    "Apps": "Applications",
    "More": "Plus",
    "{name}, {n} unread": "{name}, non lus : {n}",
    "Home": "Accueil",
    "Messages": "Messages",
    "{n} member": "{n} membre",
    "{n} members": "{n} membres",
    "Close": "Fermer",
    "Try it": "À essayer",
    "{n} thing to try": "{n} chose à essayer",
    "{n} things to try": "{n} choses à essayer",
    "Switch to {name}": "Passer à {name}",
    # Conversations
    "Conversation": "Conversation",
    "Messages in {name}": "Messages dans {name}",
    "Older messages": "Messages plus anciens",
    "This is the very beginning of the {name} channel.": "C’est le tout début du canal {name}.",
    "This is the very beginning of your direct messages with {name}.": (
        "C’est le tout début de vos messages directs avec {name}."
    ),
    "What you can type here": "Ce que vous pouvez taper ici",
    "Open Home": "Ouvrir l’accueil",
    "{name} has shown nothing here yet.": "{name} n’a encore rien affiché ici.",
    "APP": "APPLI",
    "Only visible to you": "Visible uniquement par vous",
    "Dismiss message": "Ignorer le message",
    "(edited)": "(modifié)",
    "{n} reply": "{n} réponse",
    "{n} replies": "{n} réponses",
    "Reply in thread": "Répondre dans le fil de discussion",
    "More actions": "Plus d’actions",
    "Edit message": "Modifier le message",
    "Delete message": "Supprimer le message",
    "Delete message…": "Supprimer le message…",
    "Delete this message? This can’t be undone.": (
        "Supprimer ce message ? Cette action est irréversible."
    ),
    "Delete": "Supprimer",
    "Cancel": "Annuler",
    "Save": "Enregistrer",
    "Thread": "Fil de discussion",
    "Thread in {name}": "Fil de discussion dans {name}",
    "Replies": "Réponses",
    "Close the thread": "Fermer le fil de discussion",
    "Message {name}": "Envoyer un message à {name}",
    "Reply…": "Répondre…",
    "Commands": "Commandes",
    "Shortcuts": "Raccourcis",
    "Send": "Envoyer",
    "{size} bytes": "{size} octets",
    "{size} kB": "{size} ko",
    "{size} MB": "{size} Mo",
    # Blocks and dialogs
    "(optional)": "(facultatif)",
    "Choose": "Choisir",
    "Choices": "Choix",
    "Nothing found": "Aucun résultat",
    "Remove {label}": "Retirer {label}",
    "More options": "Plus d’options",
    "Table": "Tableau",
    "Cards": "Cartes",
    "Yes": "Oui",
    "Back": "Retour",
}

SAID = {
    # Of what somebody did
    '{what} failed with the error "{error}"': "{what} a échoué avec l’erreur « {error} »",
    "This is no longer there.": "Ceci n’est plus là.",
    "We had some trouble connecting. Try again?": (
        "Nous avons eu un problème de connexion. Réessayer ?"
    ),
    "{name} is not a valid command. In Slack, all messages that start with the “/” character are "
    "interpreted as commands. If you are trying to send a message and not run a command, try "
    "preceding the “/” with an empty space.": (
        "{name} n’est pas une commande valide. Dans Slack, tous les messages qui commencent par le "
        "caractère « / » sont interprétés comme des commandes. Si vous essayez d’envoyer un "
        "message et non d’exécuter une commande, mettez une espace avant le « / »."
    ),
    "{name} is not supported in threads. Sorry!": (
        "{name} n’est pas prise en charge dans les fils de discussion. Désolé !"
    ),
    "Sending messages to this app has been turned off.": (
        "L’envoi de messages à cette application a été désactivé."
    ),
    "This message was deleted.": "Ce message a été supprimé.",
    # Of what stands in a form
    "Please complete this required field.": "Veuillez remplir ce champ obligatoire.",
    "Please enter at least {least} characters.": "Veuillez saisir au moins {least} caractères.",
    "Please enter {most} characters at most.": "Veuillez saisir au plus {most} caractères.",
    "Please enter a valid email address.": "Veuillez saisir une adresse e-mail valide.",
    "Please enter a valid URL.": "Veuillez saisir une URL valide.",
    "Please enter a valid number.": "Veuillez saisir un nombre valide.",
    "Please enter a number of {least} or more.": "Veuillez saisir un nombre d’au moins {least}.",
    "Please enter a number of {most} or less.": "Veuillez saisir un nombre d’au plus {most}.",
}
"""Sentences that the page gets whole."""
