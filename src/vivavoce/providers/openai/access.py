"""How a vendor's model is reached, as configured."""

from dataclasses import dataclass

from pydantic import SecretStr

from vivavoce.domain.errors import Fault, ProviderError


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One model of one vendor; the key never shows in a repr, a log or an error."""

    provider: str
    """The id in the configuration, such as "openai-realtime"."""
    model: str
    key: SecretStr
    url: str = ""
    """Empty: the vendor's own address."""
    voice: str = ""
    """Empty: the adapter's choice."""

    def secret(self, name: str) -> str:
        """Return the key; raise `ProviderError` without one: clients would look for it in the environment by themselves."""
        secret = self.key.get_secret_value()
        if not secret:
            raise ProviderError(
                name,
                "it has no key",
                fix="Set its key in the environment, by the name in `key_env`.",
                fault=Fault.REFUSED,
            )
        return secret
