"""Where an OpenAI-compatible endpoint is, how long it may take, and what its failures mean here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import openai

from vivavoce.domain.errors import ProviderError

_FIXES = {
    400: "Check that {prefix}MODEL does this kind of work.",
    401: "Set {prefix}KEY to a valid key.",
    403: "Set {prefix}KEY to a key that may use this model.",
    404: "Check {prefix}URL (it usually ends in /v1) and {prefix}MODEL.",
    429: "Raise the endpoint's limits, or hold fewer interviews at once.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One slot's endpoint, as configured."""

    slot: str
    """`stt`, `tts` or `llm`: names the settings in errors."""
    url: str
    model: str
    key: str = field(default="", repr=False)
    deadline_s: float = 15.0
    """For the whole answer, or for each next piece of one that comes in pieces."""

    @property
    def name(self) -> str:
        return f"endpoint:{self.model}"

    def client(self) -> openai.AsyncOpenAI:
        """Make a client that never retries; local servers want no key, but the SDK does."""
        return openai.AsyncOpenAI(base_url=self.url, api_key=self.key or "none", max_retries=0, timeout=self.deadline_s)

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Turn whatever a request can raise into `ProviderError`, without payloads."""
        prefix = f"VIVAVOCE_{self.slot.upper()}_"
        try:
            yield
        except openai.APIStatusError as error:
            fix = _FIXES.get(error.status_code, "Look at the endpoint's own log.").format(prefix=prefix)
            raise ProviderError(self.name, f"it answered {error.status_code}", fix=fix) from None
        except (openai.APITimeoutError, httpx.TimeoutException, TimeoutError):
            message = f"no answer within {self.deadline_s:g} s"
            raise ProviderError(self.name, message, fix="Check that the endpoint keeps up.") from None
        except (openai.APIConnectionError, httpx.TransportError):
            message = "it cannot be reached, or broke off"
            raise ProviderError(self.name, message, fix=f"Check {prefix}URL and that it runs.") from None
        except (openai.OpenAIError, ValueError):  # the SDK lets JSON and validation errors through
            raise ProviderError(self.name, "its answer was malformed", fix=f"Check {prefix}URL.") from None
