"""How a vendor's model is reached, as configured."""

from dataclasses import dataclass

from pydantic import SecretStr


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
