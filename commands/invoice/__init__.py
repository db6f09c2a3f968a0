"""/invoice: invoices written, listed, shown, changed, voided, and sent as a PDF."""
