"""What Django may expect of MongoDB under this engine."""

from django_mongodb_backend.features import DatabaseFeatures as BackendFeatures


class DatabaseFeatures(BackendFeatures):
    """Transactions yes, savepoints no: an error inside a block ends the whole block."""

    supports_transactions = True
    uses_savepoints = False
