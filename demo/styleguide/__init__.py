"""The designer's page: every component in every state that matters, by day and by night."""
