"""Taking over what another system exported: files of clients or invoices, checked before written."""
