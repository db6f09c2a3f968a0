"""What can be asked about money: payments, refunds, disputes, the balance and payouts."""

from sandbox.stripe.api import balances, charges, disputes, payment_intents, refunds
from sandbox.stripe.route import Route

PAYMENTS = (
    Route(
        "POST",
        "/v1/payment_intents",
        payment_intents.create,
        "PaymentIntentCreateParams",
        "payment_intent",
    ),
    Route(
        "GET",
        "/v1/payment_intents",
        payment_intents.list_all,
        "PaymentIntentListParams",
        "payment_intent",
    ),
    Route(
        "GET",
        "/v1/payment_intents/{intent}",
        payment_intents.retrieve,
        "PaymentIntentRetrieveParams",
        "payment_intent",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}",
        payment_intents.update,
        "PaymentIntentUpdateParams",
        "payment_intent",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/confirm",
        payment_intents.confirm,
        "PaymentIntentConfirmParams",
        "payment_intent",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/capture",
        payment_intents.capture,
        "PaymentIntentCaptureParams",
        "payment_intent",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/cancel",
        payment_intents.cancel,
        "PaymentIntentCancelParams",
        "payment_intent",
    ),
    Route("GET", "/v1/charges", charges.list_all, "ChargeListParams", "charge"),
    Route("GET", "/v1/charges/{charge}", charges.retrieve, "ChargeRetrieveParams", "charge"),
    Route("POST", "/v1/charges/{charge}", charges.update, "ChargeUpdateParams", "charge"),
    Route("POST", "/v1/charges/{charge}/capture", charges.capture, "ChargeCaptureParams", "charge"),
    Route("POST", "/v1/refunds", refunds.create, "RefundCreateParams", "refund"),
    Route("GET", "/v1/refunds", refunds.list_all, "RefundListParams", "refund"),
    Route("GET", "/v1/refunds/{refund}", refunds.retrieve, "RefundRetrieveParams", "refund"),
    Route("POST", "/v1/refunds/{refund}", refunds.update, "RefundUpdateParams", "refund"),
    Route("POST", "/v1/refunds/{refund}/cancel", refunds.cancel, "RefundCancelParams", "refund"),
    Route("GET", "/v1/disputes", disputes.list_all, "DisputeListParams", "dispute"),
    Route("GET", "/v1/disputes/{dispute}", disputes.retrieve, "DisputeRetrieveParams", "dispute"),
    Route("POST", "/v1/disputes/{dispute}", disputes.update, "DisputeUpdateParams", "dispute"),
    Route("POST", "/v1/disputes/{dispute}/close", disputes.close, "DisputeCloseParams", "dispute"),
    Route("GET", "/v1/balance", balances.retrieve, "BalanceRetrieveParams", "balance"),
    Route(
        "GET",
        "/v1/balance_transactions",
        balances.list_transactions,
        "BalanceTransactionListParams",
        "balance_transaction",
    ),
    Route(
        "GET",
        "/v1/balance_transactions/{id}",
        balances.retrieve_transaction,
        "BalanceTransactionRetrieveParams",
        "balance_transaction",
    ),
    Route("GET", "/v1/payouts", balances.list_payouts, "PayoutListParams", "payout"),
    Route(
        "GET", "/v1/payouts/{payout}", balances.retrieve_payout, "PayoutRetrieveParams", "payout"
    ),
)
