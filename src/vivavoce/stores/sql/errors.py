"""Where database errors become ours: nothing above the stores ever sees SQLAlchemy or the driver."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from vivavoce.domain.errors import ConflictError, StorageError, StorageFullError, VivaVoceError

DISK_FULL = "53100"
"""SQLSTATE disk_full."""
NOT_PERMITTED = "42501"
"""SQLSTATE insufficient_privilege."""
_UNIQUE = "23505"
_FOREIGN_KEY = "23503"

_UNREACHABLE_FIX = "Check that PostgreSQL runs and that VIVAVOCE_DATABASE_URL reaches it; nothing was written."

_NOT_PERMITTED_FIX = (
    "Have an administrator of the database run once, with your user's name: CREATE ROLE vivavoce_interviews;"
    " CREATE ROLE vivavoce_practice; GRANT vivavoce_interviews, vivavoce_practice TO your_user;"
    " GRANT CREATE ON DATABASE your_database TO your_user; then start again."
)


@contextmanager
def translated() -> Iterator[None]:
    """Raise `ConflictError`, `StorageFullError` or `StorageError` for whatever the database raised inside.

    Messages carry the SQLSTATE and the error's class, never the statement or its parameters: those may be personal data.
    """
    try:
        yield
    except VivaVoceError:
        raise
    except DBAPIError as error:
        raise _of_driver(error) from None
    except SQLAlchemyError as error:
        raise StorageError(f"the database did not take this ({type(error).__name__})", fix=_UNREACHABLE_FIX) from None
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        sqlstate = getattr(error, "sqlstate", None)
        raise _of_sqlstate(sqlstate, name=type(error).__name__) from None


def _of_driver(error: DBAPIError) -> VivaVoceError:
    sqlstate = getattr(error.orig, "sqlstate", None)
    if isinstance(error, IntegrityError) and sqlstate == _UNIQUE:
        return ConflictError("this exists already", fix="Reload and look at what is there.")
    if isinstance(error, IntegrityError) and sqlstate == _FOREIGN_KEY:
        return ConflictError("this refers to something that does not exist", fix="Reload and choose what is there.")
    return _of_sqlstate(sqlstate, name=type(error.orig).__name__)


def _of_sqlstate(sqlstate: str | None, *, name: str) -> StorageError:
    if sqlstate == DISK_FULL:
        return StorageFullError("the database's disk is full", fix="Make room on the disk that holds the database.")
    if sqlstate == NOT_PERMITTED:
        return StorageError(f"the database user may not do this ({sqlstate})", fix=_NOT_PERMITTED_FIX)
    if sqlstate is None or sqlstate.startswith(("08", "57")):  # connection lost, server shutting down, timeouts
        return StorageError(f"the database does not answer ({sqlstate or name})", fix=_UNREACHABLE_FIX)
    return StorageError(f"the database refused this ({sqlstate} {name})", fix="See the database's log for this moment.")
