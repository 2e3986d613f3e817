"""The connection: starts, commits and rolls back MongoDB transactions where Django asks for it.

The backend below us makes `transaction.atomic` a no-op. Every one of its queries does run in
`connection.session`, though, so a session that lives from `set_autocommit(False)` to
`set_autocommit(True)` is all it takes, and Django's own `Atomic` and `on_commit` do the rest.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import debug_transaction
from django_mongodb_backend.base import DatabaseWrapper as BackendWrapper
from django_mongodb_backend.utils import OperationDebugWrapper
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

from config.mongodb.collection import Collection
from config.mongodb.errors import in_djangos_words
from config.mongodb.features import DatabaseFeatures
from config.mongodb.schema import DatabaseSchemaEditor

COMMIT_TRIES = 3


class DatabaseWrapper(BackendWrapper):
    """A connection to a replica set; `session` is set exactly while autocommit is off."""

    features_class = DatabaseFeatures
    SchemaEditorClass = DatabaseSchemaEditor
    session: ClientSession | None

    set_autocommit = BaseDatabaseWrapper.set_autocommit
    on_commit = BaseDatabaseWrapper.on_commit

    def init_connection_state(self) -> None:
        with in_djangos_words():  # the first question to the server: there may be none
            super().init_connection_state()

    def get_collection(self, name: str, **kwargs: Any) -> Any:
        # Without savepoints an error has already cost us the whole transaction. Going on would
        # write rows that are dropped in silence at the end of the block.
        self.validate_no_broken_transaction()
        collection = Collection(self.database, name, **kwargs)
        return OperationDebugWrapper(self, collection) if self.queries_logged else collection

    def _set_autocommit(self, autocommit: bool) -> None:
        if autocommit:
            if self.session is not None:
                self._end_session()
        else:
            with in_djangos_words():
                self.session = self.connection.start_session()
                _begin(self.session)

    def _commit(self) -> None:
        if self.session is not None:
            with debug_transaction(self, "COMMIT"), in_djangos_words():
                _commit_surely(self.session)
            _begin(self.session)

    def _rollback(self) -> None:
        if self.session is not None:
            with debug_transaction(self, "ROLLBACK"), in_djangos_words():
                if self.session.in_transaction:
                    self.session.abort_transaction()
            _begin(self.session)


def _begin(session: ClientSession) -> None:
    """Start the next transaction; the server hears of it with its first query."""
    session.start_transaction(
        read_concern=ReadConcern("snapshot"),
        write_concern=WriteConcern("majority"),
        read_preference=ReadPreference.PRIMARY,
    )


def _commit_surely(session: ClientSession) -> None:
    """Commit, asking again while the server cannot say whether it did; asking twice is safe."""
    for _ in range(COMMIT_TRIES - 1):
        try:
            session.commit_transaction()
        except PyMongoError as error:
            if not error.has_error_label("UnknownTransactionCommitResult"):
                raise
        else:
            return
    session.commit_transaction()
