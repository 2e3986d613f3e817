"""Django's MongoDB backend with real transactions: `transaction.atomic` on a replica set."""
