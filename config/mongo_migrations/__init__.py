"""Migrations for MongoDB of the apps that are not ours; `make migrations` writes them."""
