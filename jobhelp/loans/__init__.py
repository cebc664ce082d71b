"""Start-up loans after the claim: guarantee, bank, paying out, interest subsidy, end."""
