"""Which kind of import a file asks for."""

from typing import Any

from desk.context import Desk
from desk.imports.client_files import ClientFile
from desk.imports.headings import CLIENTS
from desk.imports.invoice_files import InvoiceFile
from desk.imports.items import Kind
from desk.imports.opening import Opened
from storage.practices import Practice


def kind_of(desk: Desk, practice: Practice, opened: Opened) -> Kind[Any]:
    """As its columns show."""
    kind = ClientFile if opened.columns.kind == CLIENTS else InvoiceFile
    return kind(desk, practice, opened)
