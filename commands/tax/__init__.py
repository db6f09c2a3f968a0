"""/tax: tax rates, made and edited by owners."""
