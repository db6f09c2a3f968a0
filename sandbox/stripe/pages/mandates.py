"""The texts with which a person allows debits from their bank account."""

from collections.abc import Mapping

from sandbox.stripe.banks import ACH, BACS, BECS, SEPA

TEXTS: Mapping[str, str] = {
    ACH: (
        "I authorise {merchant} to debit the bank account specified above for any amount owed for "
        "charges arising from my use of {merchant}'s services, until I revoke this authorisation "
        "with 30 days' notice."
    ),
    SEPA: (
        "I authorise (A) {merchant} and Stripe, its payment service provider, to send instructions "
        "to my bank to debit my account and (B) my bank to debit my account in accordance with "
        "those instructions. I am entitled to a refund from my bank under the terms of my "
        "agreement with it, which must be claimed within 8 weeks from the date of the debit."
    ),
    BACS: (
        "I instruct my bank to pay Direct Debits from the account specified above at the request "
        "of {merchant}, subject to the safeguards of the Direct Debit Guarantee. I am the account "
        "holder, and nobody else needs to authorise debits from this account."
    ),
    BECS: (
        "I authorise Stripe to debit my account through the Bulk Electronic Clearing System (BECS) "
        "on behalf of {merchant} for any amounts that it communicates to me, and I certify that I "
        "am an account holder or an authorised signatory of the account specified above."
    ),
}
