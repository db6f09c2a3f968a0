"""The pages' sentences in French, by the English ones."""

from collections.abc import Mapping

from sandbox.stripe import cards
from sandbox.stripe.banks import ACH, BACS, BECS, SEPA
from sandbox.stripe.pages import complaints
from sandbox.stripe.pages.mandates import TEXTS

_PAGES = {
    "A local Stripe for trying things out. No money moves.": (
        "Un Stripe local, pour essayer. Aucun argent ne circule."
    ),
    "Add a payment method": "Ajouter un moyen de paiement",
    "Agree and submit": "Accepter et envoyer",
    "Authentication failed": "L’authentification a échoué",
    "Authentication is complete": "L’authentification est terminée",
    "Back to {merchant}": "Retour à {merchant}",
    "Balance": "Solde",
    "Available": "Disponible",
    "Pending": "En attente",
    "Checkout": "Paiement",
    "Confirm": "Confirmer",
    "Complete authentication": "Réussir l’authentification",
    "Fail authentication": "Faire échouer l’authentification",
    "3-D Secure: your bank asks whether it is you": (
        "3-D Secure : votre banque vérifie que c’est bien vous"
    ),
    "With a real card, your bank's own page would stand here.": (
        "Avec une vraie carte, la page de votre banque s’afficherait ici."
    ),
    "Default": "Par défaut",
    "Enter your e-mail address, and we send you a link to log in.": (
        "Saisissez votre adresse e-mail : nous vous envoyons un lien de connexion."
    ),
    "If a customer has this address, a link is on its way there.": (
        "Si un client a cette adresse, un lien vient d’y être envoyé."
    ),
    "Expires {date}": "Expire {date}",
    "How would you like to pay?": "Comment souhaitez-vous payer ?",
    "What would you like to save?": "Que souhaitez-vous enregistrer ?",
    "I accept the terms of this local Stripe.": "J’accepte les conditions de ce Stripe local.",
    "Log in": "Se connecter",
    "Make default": "Définir par défaut",
    "Manage your payment methods": "Gérer vos moyens de paiement",
    "Mandate for {merchant}": "Mandat pour {merchant}",
    "Newest first; this page looks for news by itself. In here it is {moment}.": (
        "Du plus récent au plus ancien ; cette page se met à jour seule. Ici, nous sommes le "
        "{moment}."
    ),
    "No payment method is saved yet.": "Aucun moyen de paiement n’est encore enregistré.",
    "Nothing is charged now": "Rien n’est débité maintenant",
    "Nothing tells whether the last step was done. Reload the page to see.": (
        "Rien ne dit si la dernière étape a été faite. Rechargez la page pour le voir."
    ),
    "Nothing was charged to you now.": "Rien ne vous a été débité.",
    "Nothing was charged. Please ask {merchant} for a new link.": (
        "Rien n’a été débité. Demandez un nouveau lien à {merchant}."
    ),
    "Only these work here. Please never enter a real card or account.": (
        "Seules celles-ci fonctionnent. N’entrez jamais une vraie carte ni un vrai compte."
    ),
    "Payments are set up": "Les paiements sont activés",
    "Pay {amount}": "Payer {amount}",
    "Pay {merchant}": "Payer {merchant}",
    "Payment details": "Coordonnées de paiement",
    "Payment methods": "Moyens de paiement",
    "Please ask {merchant} for a new one.": "Demandez-en un nouveau à {merchant}.",
    "Receipt from {merchant}": "Reçu de {merchant}",
    "Receipt number": "Numéro de reçu",
    "Reference": "Référence",
    "Refunded on {date}": "Remboursé le {date}",
    "Remove": "Retirer",
    "Removed.": "C’est retiré.",
    "This is the default now.": "C’est désormais le moyen par défaut.",
    "Save payment details": "Enregistrer les coordonnées",
    "Send the link": "Envoyer le lien",
    "Set up payments": "Activer les paiements",
    "Something went wrong": "Un problème est survenu",
    "State": "État",
    "Stripe must know who gets paid. Here, anything will do.": (
        "Stripe doit savoir qui est payé. Ici, tout convient."
    ),
    "Subtotal": "Sous-total",
    "Test details to click on": "Données de test à cliquer",
    "Thank you for your payment": "Merci pour votre paiement",
    "The e-mail would hold this link:": "L’e-mail contiendrait ce lien :",
    "There is nothing here": "Il n’y a rien ici",
    "This has been paid already": "C’est déjà payé",
    "This link is wrong, was used already, or belongs to a Stripe that was started over.": (
        "Ce lien est faux, a déjà servi, ou vient d’un Stripe qui a été réinitialisé."
    ),
    "This link has expired": "Ce lien a expiré",
    "This page has expired": "Cette page a expiré",
    "Stripe’s test mode, on this machine: Paydesk asks here instead of at stripe.com, and nothing "
    "here moves money.": (
        "Le mode test de Stripe, sur cette machine : Paydesk s’adresse ici et non à stripe.com, et "
        "aucun argent n’y circule."
    ),
    "Switch between light and dark": "Passer du clair au sombre",
    "This payment link is not active any more": "Ce lien de paiement n’est plus actif",
    "Total due": "Total à payer",
    "View the receipt": "Voir le reçu",
    "What the local Stripe holds": "Ce que contient le Stripe local",
    "Whatever Paydesk or a client does with a payment shows below.": (
        "Tout ce que Paydesk ou un client fait d’un paiement apparaît ci-dessous."
    ),
    "You can close this page.": "Vous pouvez fermer cette page.",
    "Your order": "Votre commande",
    "Your payment details are saved": "Vos coordonnées sont enregistrées",
    "Your payment is on its way": "Votre paiement est en route",
    "included": "incluse",
    "{merchant} can use them for later payments.": (
        "{merchant} peut s’en servir pour de prochains paiements."
    ),
    "{merchant} has your payment.": "{merchant} a reçu votre paiement.",
    "{merchant} hears from your bank in a few days.": (
        "{merchant} aura la réponse de votre banque dans quelques jours."
    ),
    "{merchant} keeps your payment details with Stripe for later payments.": (
        "{merchant} conserve vos coordonnées chez Stripe pour de prochains paiements."
    ),
}
_TABLES = {
    "Account": "Compte",
    "Amount": "Montant",
    "Customer": "Client",
    "Date": "Date",
    "Deliveries": "Envois",
    "Disputes": "Litiges",
    "Event": "Événement",
    "JSON": "JSON",
    "Events": "Événements",
    "Failed": "Échoué",
    "For": "Pour",
    "Given by": "Donné par",
    "No dispute yet.": "Aucun litige.",
    "No event yet.": "Aucun événement.",
    "No payment yet.": "Aucun paiement.",
    "No refund yet.": "Aucun remboursement.",
    "Object": "Objet",
    "On its way": "En route",
    "Paid with": "Payé avec",
    "Payment": "Paiement",
    "Payments": "Paiements",
    "Reason": "Motif",
    "Refunds": "Remboursements",
    "When": "Quand",
}
_FORMS = {
    "Account number": "Numéro de compte",
    "Address": "Adresse",
    "BECS direct debit": "Prélèvement BECS",
    "BSB number": "Numéro BSB",
    "Bacs Direct Debit": "Prélèvement Bacs",
    "Bank account": "Compte bancaire",
    "CVC": "CVC",
    "Card": "Carte",
    "Card number": "Numéro de carte",
    "Country or region": "Pays ou région",
    "E-mail": "E-mail",
    "Expiry date": "Date d’expiration",
    "Full name": "Nom complet",
    "IBAN": "IBAN",
    "MM / YY": "MM / AA",
    "Name of the business": "Nom de l’entreprise",
    "Postal code": "Code postal",
    "Postcode": "Code postal",
    "Routing number": "Numéro d’acheminement",
    "SEPA direct debit": "Prélèvement SEPA",
    "Sort code": "Sort code",
    "Town or city": "Ville",
    "US bank account": "Compte bancaire américain",
    "Your name": "Votre nom",
    "Enter the BSB number.": "Saisissez le numéro BSB.",
    "Enter the IBAN.": "Saisissez l’IBAN.",
    "Enter the account number.": "Saisissez le numéro de compte.",
    "Enter the card number.": "Saisissez le numéro de carte.",
    "Enter the expiry date.": "Saisissez la date d’expiration.",
    "Enter the name of the business.": "Saisissez le nom de l’entreprise.",
    "Enter the routing number.": "Saisissez le numéro d’acheminement.",
    "Enter the security code.": "Saisissez le code de sécurité.",
    "Enter the sort code.": "Saisissez le sort code.",
    "Enter your address.": "Saisissez votre adresse.",
    "Enter your e-mail address.": "Saisissez votre adresse e-mail.",
    "Enter your name.": "Saisissez votre nom.",
    "Enter your postcode.": "Saisissez votre code postal.",
    "Enter your town or city.": "Saisissez votre ville.",
}
_SAMPLES = {
    "3-D Secure": "3-D Secure",
    "3-D Secure at each payment": "3-D Secure à chaque paiement",
    "Accepted": "Acceptée",
    "Accepted, 4-digit CVC": "Acceptée, CVC à 4 chiffres",
    "Accepted, British": "Acceptée, britannique",
    "Accepted, refunds fail": "Acceptée, remboursement impossible",
    "Accepted, then disputed": "Acceptée, puis contestée",
    "Declined": "Refusée",
    "Declined: expired": "Refusée : expirée",
    "Declined: insufficient funds": "Refusée : fonds insuffisants",
    "Fails": "Échoue",
    "Fails: closed account": "Échoue : compte fermé",
    "Fails: insufficient funds": "Échoue : fonds insuffisants",
    "Fails: mandate refused": "Échoue : mandat refusé",
    "Fails: not authorised": "Échoue : non autorisé",
    "Paid": "Payé",
    "Paid, but later": "Payé, mais plus tard",
    "Paid, then disputed": "Payé, puis contesté",
    "Saved, then always declined": "Enregistrée, puis toujours refusée",
    "Stays on its way": "Reste en route",
}
_COMPLAINTS = {
    complaints.NO_EMAIL: "Ce n’est pas une adresse e-mail.",
    complaints.NO_NUMBER: "Ce numéro de carte est incorrect. Vérifiez ses chiffres.",
    complaints.NOT_A_TEST: (
        "Seules les cartes de test de Stripe fonctionnent ici. N’entrez jamais une vraie carte."
    ),
    complaints.NO_EXPIRY: "Écrivez la date d’expiration sous la forme MM / AA.",
    complaints.EXPIRED: "Cette carte a expiré.",
    complaints.NO_CVC: "Le code de sécurité a 3 chiffres, ou 4 chez American Express.",
    complaints.NO_MANDATE: "Acceptez le mandat en cochant la case.",
    complaints.NO_COUNTRY: "Choisissez un pays dans la liste.",
    complaints.NO_METHOD: "Choisissez un moyen de paiement dans la liste.",
    complaints.NO_TERMS: "Acceptez les conditions en cochant la case.",
    complaints.OF_BANK["routing_number"]: ("Un numéro d’acheminement a 9 chiffres. Vérifiez-les."),
    complaints.OF_BANK["account_number"]: (
        "Ce n’est aucun des numéros de compte de test. Choisissez-en un ci-dessous."
    ),
    complaints.OF_BANK["iban"]: (
        "Ce n’est aucun des IBAN de test. Vérifiez-le, ou choisissez-en un ci-dessous."
    ),
    complaints.OF_BANK["sort_code"]: "Un sort code a 6 chiffres. Vérifiez-les.",
    complaints.OF_BANK["bsb_number"]: "Un numéro BSB a 6 chiffres. Vérifiez-les.",
}
_DECLINES = {
    cards.DECLINED: "Votre carte a été refusée.",
    cards.MESSAGES["authentication_required"]: (
        "Votre carte a été refusée. Ce paiement demande une authentification."
    ),
    cards.MESSAGES["card_velocity_exceeded"]: (
        "Votre carte a été refusée : trop d’essais en peu de temps, ou montant trop élevé."
    ),
    cards.MESSAGES["expired_card"]: "Votre carte a expiré.",
    cards.MESSAGES["incorrect_cvc"]: "Le code de sécurité de votre carte est incorrect.",
    cards.MESSAGES["insufficient_funds"]: "Les fonds de votre carte sont insuffisants.",
    cards.MESSAGES["processing_error"]: (
        "Une erreur est survenue pendant le traitement de votre carte. Réessayez dans un instant."
    ),
    complaints.SOMEBODY_ELSE: (
        "Quelqu’un d’autre est en train de payer. Réessayez dans quelques minutes."
    ),
    complaints.NOT_AUTHENTICATED: (
        "Nous n’avons pas pu vous authentifier. Choisissez un autre moyen de paiement, ou "
        "réessayez."
    ),
}
_MANDATES = {
    TEXTS[ACH]: (
        "J’autorise {merchant} à débiter le compte bancaire indiqué ci-dessus de tout montant dû "
        "pour les services de {merchant}, jusqu’à ce que je révoque cette autorisation avec un "
        "préavis de 30 jours."
    ),
    TEXTS[SEPA]: (
        "J’autorise (A) {merchant} et Stripe, son prestataire de services de paiement, à envoyer "
        "des instructions à ma banque pour débiter mon compte, et (B) ma banque à débiter mon "
        "compte conformément à ces instructions. J’ai le droit d’être remboursé par ma banque "
        "selon les conditions de la convention que j’ai passée avec elle ; la demande doit être "
        "présentée dans les 8 semaines suivant la date du débit."
    ),
    TEXTS[BACS]: (
        "Je demande à ma banque de payer, depuis le compte indiqué ci-dessus, les prélèvements "
        "demandés par {merchant}, sous réserve des protections de la Direct Debit Guarantee. Je "
        "suis titulaire du compte, et personne d’autre ne doit autoriser ses prélèvements."
    ),
    TEXTS[BECS]: (
        "J’autorise Stripe à débiter mon compte par le Bulk Electronic Clearing System (BECS) au "
        "nom de {merchant}, de tout montant qu’il me communique, et je certifie que je suis "
        "titulaire ou signataire autorisé du compte indiqué ci-dessus."
    ),
}
FRENCH: Mapping[str, str] = (
    _PAGES | _TABLES | _FORMS | _SAMPLES | _COMPLAINTS | _DECLINES | _MANDATES
)
