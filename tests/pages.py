"""Pages as tests compare them."""

import re

FORM_TOKEN = re.compile(r'<input[^>]*name="csrf_token"[^>]*>')  # signed with the second of its making


def bare(page: str, *own: str) -> str:
    """The page without its form tokens and its own words (`own`: its address, the number that was typed)."""
    for words in own:
        page = page.replace(words, "")
    return FORM_TOKEN.sub("", page)
