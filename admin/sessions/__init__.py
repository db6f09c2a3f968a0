"""Who is in the admin, from where, and ending that."""
