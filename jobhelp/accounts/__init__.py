"""People who sign in: password, second factor, sessions, roles, resets."""
