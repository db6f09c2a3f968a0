"""How invoices look in lists."""

from datetime import date

from storage.invoices import PAID, VOID, Invoice


def tone_of(invoice: Invoice, today: date) -> str:
    """For admin.table.Cell: what is overdue is seen at once."""
    if invoice.state == VOID:
        return "quiet"
    if invoice.state == PAID:
        return "good"
    return "bad" if invoice.due_on < today.isoformat() else "warn"
