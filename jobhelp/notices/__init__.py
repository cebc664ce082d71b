"""Messages to people, and the outbox that sends them after the commit."""
