"""One file a programme: `assess(facts, on, parameters) -> Finding`, with its law and numbers in the YAML beside it."""
