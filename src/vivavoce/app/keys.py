"""Keys of providers: from the environment, a `.env` file, or files that a secrets backend mounts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

from vivavoce.domain.errors import ConfigurationError
from vivavoce.routing.provider import Provider

_AWS_ID, _AWS_SECRET = "ACCESS_KEY_ID", "SECRET_ACCESS_KEY"


@dataclass(frozen=True, slots=True)
class Keys:
    """Looks keys up by the names that the providers file gives."""

    environment: Mapping[str, str] = field(repr=False)

    def secret(self, name: str) -> SecretStr:
        """Return what NAME holds, or the file that NAME_FILE names; empty when neither is set."""
        value = self.environment.get(name, "").strip()
        path = self.environment.get(f"{name}_FILE", "").strip()
        if not value and path:
            value = _content(Path(path), name=f"{name}_FILE")
        return SecretStr(value)

    def names(self, provider: Provider) -> tuple[str, ...]:
        """Return the variables a provider needs: one, or two where an id comes with a secret."""
        if not provider.key_env:
            return ()
        if provider.key_env.endswith(_AWS_ID):
            return (provider.key_env, provider.key_env.removesuffix(_AWS_ID) + _AWS_SECRET)
        return (provider.key_env,)

    def missing(self, provider: Provider) -> tuple[str, ...]:
        """Return those of its variables that hold nothing."""
        return tuple(name for name in self.names(provider) if not self.secret(name).get_secret_value())

    def has(self, provider: Provider) -> bool:
        return not self.missing(provider)

    def key(self, provider: Provider) -> SecretStr:
        """Return the provider's key; empty when it needs none."""
        return self.secret(provider.key_env) if provider.key_env else SecretStr("")


def environment_keys() -> Keys:
    """Return the keys of this process's environment, over those of a `.env` file."""
    return Keys({name: value for name, value in dotenv_values(".env").items() if value is not None} | dict(os.environ))


def _content(path: Path, *, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{name} names {path}, which cannot be read", fix=f"Correct {name}.") from None
