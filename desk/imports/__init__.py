"""Taking over what other systems export: files of clients or invoices, checked before written."""
