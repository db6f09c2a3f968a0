"""/charge: saved cards and bank debits are charged, approved, tried again and called off."""
