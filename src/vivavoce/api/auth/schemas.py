"""What signing in sends and answers."""

from typing import Annotated

from pydantic import Field, SecretStr

from vivavoce.api.schemas import Answer, Email, Name, Request

MIN_PASSWORD_CHARACTERS = 10
"""Length is what counts (NIST SP 800-63B): no composition rules."""

NewPassword = Annotated[SecretStr, Field(min_length=MIN_PASSWORD_CHARACTERS, max_length=1_000)]


class Setup(Request):
    """The first administrator, by the one-time link that was printed at start."""

    token: Annotated[SecretStr, Field(min_length=1, max_length=200)]
    name: Name
    email: Email
    password: NewPassword


class Credentials(Request):
    email: Annotated[str, Field(max_length=254)]
    password: Annotated[SecretStr, Field(max_length=1_000)]


class Me(Answer):
    """Who is signed in, and the value every request that changes something carries in `X-CSRF-Token`."""

    id: str
    name: str
    email: str
    is_admin: bool
    csrf_token: str
