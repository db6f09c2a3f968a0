"""Tax rates."""

from stripe import StripeClient

from tests.sandbox.stripe.support import refusal

VAT = {"display_name": "VAT", "inclusive": False, "percentage": 20.0}


def test_a_tax_rate_comes_back_as_it_was_made(client: StripeClient) -> None:
    made = client.v1.tax_rates.create(
        {**VAT, "country": "GB", "tax_type": "vat", "metadata": {"code": "S"}}
    )
    read = client.v1.tax_rates.retrieve(made.id)
    assert read.id.startswith("txr_")
    assert (read.percentage, read.inclusive, read.active) == (20.0, False, True)
    assert (read.country, read.tax_type, read.rate_type) == ("GB", "vat", "percentage")
    assert read.effective_percentage is None


def test_neither_percentage_nor_kind_of_a_tax_rate_can_be_changed(client: StripeClient) -> None:
    made = client.v1.tax_rates.create({**VAT})
    for wanted in ({"percentage": 5}, {"inclusive": True}):
        error = refusal(lambda wanted=wanted: client.v1.tax_rates.update(made.id, wanted))
        assert (error.http_status, error.code) == (400, "parameter_unknown")
    assert client.v1.tax_rates.retrieve(made.id).percentage == 20.0


def test_archived_tax_rates_are_listed_apart(client: StripeClient) -> None:
    old, new = (client.v1.tax_rates.create({**VAT}).id for _ in range(2))
    client.v1.tax_rates.update(old, {"active": False, "display_name": "VAT old"})
    archived = [one.id for one in client.v1.tax_rates.list({"active": False}).data]
    active = [one.id for one in client.v1.tax_rates.list({"active": True}).data]
    assert old in archived
    assert old not in active
    assert new in active


def test_a_percentage_is_between_0_and_100_with_four_decimals(client: StripeClient) -> None:
    for percentage in (-1, 100.5, 8.12345):
        wrong = {**VAT, "percentage": percentage}
        error = refusal(lambda wrong=wrong: client.v1.tax_rates.create(wrong))
        assert (error.http_status, error.error and error.error.param) == (400, "percentage")
    assert client.v1.tax_rates.create({**VAT, "percentage": 8.1234}).percentage == 8.1234
