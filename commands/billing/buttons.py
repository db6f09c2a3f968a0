"""The names of the buttons under /billing that stand elsewhere too."""

ASK = "billing:ask"
ANEW = "anew"
"""Its value where what stands there is to stay."""
CLAIM = "billing:claim"
PEOPLE = "billing:people"
ADMIN = "billing:admin"
