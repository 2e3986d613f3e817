"""The doors and pages of an account, one file each."""
