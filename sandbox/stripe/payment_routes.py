"""What can be asked about money: payments, refunds, disputes, the balance and payouts."""

from sandbox.stripe.api import balances, charges, disputes, payment_intents, refunds
from sandbox.stripe.route import Route

PAYMENTS = (
    Route("POST", "/v1/payment_intents", payment_intents.create, "PaymentIntentCreateParams"),
    Route("GET", "/v1/payment_intents", payment_intents.list_all, "PaymentIntentListParams"),
    Route(
        "GET",
        "/v1/payment_intents/{intent}",
        payment_intents.retrieve,
        "PaymentIntentRetrieveParams",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}",
        payment_intents.update,
        "PaymentIntentUpdateParams",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/confirm",
        payment_intents.confirm,
        "PaymentIntentConfirmParams",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/capture",
        payment_intents.capture,
        "PaymentIntentCaptureParams",
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/cancel",
        payment_intents.cancel,
        "PaymentIntentCancelParams",
    ),
    Route("GET", "/v1/charges", charges.list_all, "ChargeListParams"),
    Route("GET", "/v1/charges/{charge}", charges.retrieve, "ChargeRetrieveParams"),
    Route("POST", "/v1/charges/{charge}", charges.update, "ChargeUpdateParams"),
    Route("POST", "/v1/charges/{charge}/capture", charges.capture, "ChargeCaptureParams"),
    Route("POST", "/v1/refunds", refunds.create, "RefundCreateParams"),
    Route("GET", "/v1/refunds", refunds.list_all, "RefundListParams"),
    Route("GET", "/v1/refunds/{refund}", refunds.retrieve, "RefundRetrieveParams"),
    Route("POST", "/v1/refunds/{refund}", refunds.update, "RefundUpdateParams"),
    Route("POST", "/v1/refunds/{refund}/cancel", refunds.cancel, "RefundCancelParams"),
    Route("GET", "/v1/disputes", disputes.list_all, "DisputeListParams"),
    Route("GET", "/v1/disputes/{dispute}", disputes.retrieve, "DisputeRetrieveParams"),
    Route("POST", "/v1/disputes/{dispute}", disputes.update, "DisputeUpdateParams"),
    Route("POST", "/v1/disputes/{dispute}/close", disputes.close, "DisputeCloseParams"),
    Route("GET", "/v1/balance", balances.retrieve, "BalanceRetrieveParams"),
    Route(
        "GET",
        "/v1/balance_transactions",
        balances.list_transactions,
        "BalanceTransactionListParams",
    ),
    Route(
        "GET",
        "/v1/balance_transactions/{id}",
        balances.retrieve_transaction,
        "BalanceTransactionRetrieveParams",
    ),
    Route("GET", "/v1/payouts", balances.list_payouts, "PayoutListParams"),
    Route("GET", "/v1/payouts/{payout}", balances.retrieve_payout, "PayoutRetrieveParams"),
)
