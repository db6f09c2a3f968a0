"""/invoice and the cards: payments that were made elsewhere."""
