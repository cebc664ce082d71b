"""The ledger and the payment runs: what is owed becomes money on a card, by two people, once."""
