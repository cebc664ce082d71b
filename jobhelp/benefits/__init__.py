"""Entitlements: from "may I get something?" to the last payment. Uses `policy`, the law as code."""
