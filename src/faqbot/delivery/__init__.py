"""Brings a hand-off to a person: by mail, by webhook, or as an address that the visitor opens."""
