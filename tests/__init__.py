"""The shop's tests; `tests/servers.py` chooses and starts the database they run on."""
