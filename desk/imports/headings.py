"""What the columns of a file are: our own names for them, and those of other systems.

Headings are compared without case, accents and punctuation. A column that is not known here is
left out; one that sounds like health is named as such, for it must never come in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rules.search_phrases import folded
from rules.words import Refusal, refuse, sentence

CLIENTS, INVOICES = "clients", "invoices"

CLIENT_FIELDS: Mapping[str, str] = {
    "name": "full name, client, client name, patient, patient name, display name, nom complet, "
    "nom et prenom, nom du patient, nom du client, customer, customer name",
    "first_name": "first name, given name, given names, forename, firstname, preferred first name, "
    "prenom, prenoms, prenom du patient, legal first name, patient first name",
    "last_name": "last name, family name, surname, lastname, nom, nom de famille, nom d usage, "
    "nom usuel, legal last name, patient last name",
    "email": "e mail, email address, e mail address, mail, courriel, adresse e mail, adresse mail, "
    "adresse email, adresse electronique, adresse courriel, patient email",
    "phone": "phone number, mobile, mobile phone, mobile number, cell, cell phone, telephone, "
    "tel, portable, telephone portable, telephone mobile, numero de telephone, cellulaire, "
    "primary phone, contact number",
    "language": "preferred language, langue, langue preferee, locale",
    "street": "address, address 1, address line 1, street address, adresse, adresse 1, rue, "
    "adresse postale, home address, address1, adresse ligne 1",
    "street2": "address 2, address line 2, line 2, address2, adresse 2, complement d adresse, "
    "complement, apt, suite, adresse ligne 2",
    "city": "town, suburb, ville, commune, localite, city town",
    "postal_code": "postcode, post code, zip, zip code, zipcode, postal code, code postal, cp",
    "state": "province, region, state province, county, state region, etat, departement",
    "country": "country code, pays, code pays, nation",
    "reference": "paydesk reference",
    "external_id": "id, client id, patient id, patient number, client number, guid, "
    "identifiant, identifiant patient, numero patient, no patient, n patient, numero de dossier, "
    "numero client, code patient, external reference, chart number, customer id",
    "payer": "payer id, bill to, billing contact, guarantor, guarantor id, payeur, responsable, "
    "responsable financier, id payeur",
}
INVOICE_FIELDS: Mapping[str, str] = {
    "number": "invoice number, invoice, invoice no, invoice id, invoice reference, facture, "
    "numero de facture, no facture, n facture, no de facture, numero facture, reference, "
    "reference facture, document number",
    "client": "client id, patient id, patient number, client number, client reference, "
    "identifiant patient, numero patient, no patient, numero client, code patient, customer id, "
    "id patient, id client",
    "client_external_id": "client external id",
    "client_name": "patient, patient name, client name, full name, nom du patient, nom du client, "
    "customer, customer name, bill to name, invoice to",
    "client_email": "email, e mail, patient email, client email, email address, courriel, "
    "adresse e mail, adresse email, customer email",
    "issued_on": "issue date, issued, invoice date, date, date issued, date de facture, "
    "date d emission, date facture, date de facturation, emise le, created, created at",
    "due_on": "due date, due, payment due, date d echeance, echeance, date limite, payable le",
    "currency": "devise, monnaie, currency code, code devise",
    "state": "status, invoice status, statut, etat, statut de la facture",
    "description": "item, item name, item description, product, service, services, line, "
    "designation, libelle, prestation, acte, details, description de la ligne, income category",
    "quantity": "qty, units, quantite, qte, nombre",
    "unit_amount": "unit price, price, rate, prix unitaire, tarif, prix, pu, unit amount",
    "amount": "line total, line amount, net, net amount, subtotal, sub total, amount excl tax, "
    "amount ex tax, montant, montant ht, total ht, sous total, prix total",
    "tax_rate": "tax name, tax code, vat rate, gst rate, taux de tva, taux, tva, code tva, "
    "tax type, taux de taxe",
    "tax": "tax amount, vat, vat amount, gst, gst amount, sales tax, montant tva, total tva, "
    "montant de la tva, taxe, taxes, montant taxes",
    "total": "total amount, invoice total, grand total, amount incl tax, gross, gross amount, "
    "total ttc, montant ttc, montant total, total facture",
    "paid": "amount paid, paid amount, payments, total paid, deja paye, montant paye, regle, "
    "montant regle, encaisse, paye",
    "outstanding": "balance, balance due, amount due, amount outstanding, outstanding amount, "
    "outstanding balance, due amount, solde, reste a payer, reste du, montant du, solde du",
    "external_id": "id, guid, external reference",
}
UNCLEAR_KIND = sentence(
    "The headings show neither clients nor invoices. Say it: --kind clients or --kind invoices;"
    " `paydesk import --help` names the columns."
)
FIELDS = {CLIENTS: CLIENT_FIELDS, INVOICES: INVOICE_FIELDS}

_HEALTH = (
    "diagnos, condition, symptom, treatment, traitement, medica, medicament, allerg, note, clinic, "
    "clinique, icd, cim, health, sante, patholog, antecedent, history, historique, ordonnance, "
    "prescri, injury, blessure, body, observation, motif, complaint, referr, remarque, comment, "
    "disab, handicap, pregnan, grossesse, nhs, medicare, insur, mutuelle, assurance, carte vitale, "
    "securite sociale, nir, blood, sang, disease, maladie, douleur, pain, chief, therap, tooth, "
    "dent"
)


@dataclass(frozen=True)
class Columns:
    """`names`: all headings; `places`: which cell of a row is which field; `headings`: how these
    are named. `dropped` columns stay out, and so do those of `health`, which sound like it."""

    kind: str
    names: tuple[str, ...]
    places: Mapping[str, int]
    headings: Mapping[str, str]
    dropped: tuple[str, ...]
    health: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.names)

    def name_at(self, place: int) -> str:
        """How the column there is headed, or its number where it isn't."""
        named = self.names[place] if place < self.width else ""
        return named or str(place + 1)


def is_known(heading: str) -> bool:
    """Whether some kind of file has such a column."""
    return any(_field(kind, heading) for kind in FIELDS)


def recognise(heading: Sequence[str], kind: str | None = None) -> Columns:
    """What the columns are. `kind`: what was told; otherwise what the headings show. Refusal where
    that is not clear, where one is there twice, or where one is missing."""
    kind = kind or _kind(heading)
    places: dict[str, int] = {}
    for place, name in enumerate(heading):
        field = _field(kind, name)
        if field:
            before = places.get(field, place)
            places[field] = place if before == place else _one_of_two(field, heading, before, place)
    _refuse_missing(kind, places)
    left_out = [name for place, name in enumerate(heading) if place not in places.values()]
    named = tuple(name for name in left_out if name)
    return Columns(
        kind=kind,
        names=tuple(heading),
        places=places,
        headings={field: heading[place] for field, place in places.items()},
        dropped=tuple(name for name in named if not sounds_like_health(name)),
        health=tuple(name for name in named if sounds_like_health(name)),
    )


def sounds_like_health(heading: str) -> bool:
    """Whether any word of the heading begins like one about health, or like free notes."""
    words = f" {folded(heading)}"
    return any(f" {beginning}" in words for beginning in _HEALTH.split(", "))


def _kind(heading: Sequence[str]) -> str:
    """Invoices have a number and an amount, clients have a name and neither of the two."""
    invoice = {_field(INVOICES, name) for name in heading}
    client = {_field(CLIENTS, name) for name in heading}
    if "number" in invoice and invoice & {"amount", "total", "outstanding", "unit_amount"}:
        return INVOICES
    if client & {"name", "first_name", "last_name"}:
        return CLIENTS
    raise Refusal(UNCLEAR_KIND)


def _field(kind: str, heading: str) -> str | None:
    return _fields(kind).get(folded(heading))


@cache
def _fields(kind: str) -> dict[str, str]:
    """Which field each heading means; our own names mean themselves."""
    known = {
        folded(heading): field
        for field, headings in FIELDS[kind].items()
        for heading in headings.split(", ")
    }
    return known | {folded(field): field for field in FIELDS[kind]}


def _one_of_two(field: str, heading: Sequence[str], before: int, place: int) -> int:
    """Our own name goes before another system's; two that mean the same are refused."""
    own = [at for at in (before, place) if folded(heading[at]) == folded(field)]
    if len(own) == 1:
        return own[0]
    raise refuse(
        "The columns “{one}” and “{other}” both mean {field}. Rename or remove one of them.",
        one=heading[before],
        other=heading[place],
        field=field,
    )


def _refuse_missing(kind: str, places: Mapping[str, int]) -> None:
    if kind == CLIENTS and not {"name", "first_name", "last_name"} & set(places):
        raise _missing("name")
    if kind == INVOICES:
        for one_of in (
            ("number",),
            ("client", "client_external_id", "client_email", "client_name"),
            ("issued_on",),
            ("amount", "unit_amount", "total"),
        ):
            if not set(one_of) & set(places):
                raise _missing(" / ".join(one_of))


def _missing(field: str) -> Refusal:
    return refuse("There is no column “{field}”, and none that means the same.", field=field)
