"""Where an OpenAI-compatible endpoint is, how long it may take, and what its failures mean here."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
import openai

from vivavoce.domain.errors import Fault, ProviderError

_FIXES = {
    400: "Check that {model} does this kind of work.",
    401: "Set {key} to a valid key.",
    402: "Raise the account's budget.",
    403: "Set {key} to a key that may use this model.",
    404: "Check {url} (it usually ends in /v1) and {model}.",
    429: "Raise the endpoint's limits, or hold fewer interviews at once.",
}
_FAULTS = {401: Fault.REFUSED, 402: Fault.OVERLOADED, 403: Fault.REFUSED, 404: Fault.REFUSED, 429: Fault.OVERLOADED}
"""What a status says about trying again; the others are the endpoint's own trouble."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One slot's endpoint, as configured."""

    slot: str
    """`stt`, `tts` or `llm`: names the settings in errors."""
    url: str
    model: str
    key: str = field(default="", repr=False)
    entry: str = ""
    """Its id in the providers file; empty: it is configured by the slot's settings."""
    key_env: str = ""
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
        named = self._settings()
        try:
            yield
        except openai.APIStatusError as error:
            fix = _FIXES.get(error.status_code, "Look at the endpoint's own log.").format(**named)
            fault = _FAULTS.get(error.status_code, Fault.BROKEN)
            raise ProviderError(self.name, f"it answered {error.status_code}", fix=fix, fault=fault) from None
        except (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError):
            message = f"no answer within {self.deadline_s:g} s"
            raise ProviderError(
                self.name, message, fix="Check that the endpoint keeps up.", fault=Fault.SILENT
            ) from None
        except (openai.APIConnectionError, httpx2.TransportError) as error:
            reached = not isinstance(error.__cause__ or error, httpx2.ConnectError)
            message, fault = ("it broke off", Fault.CUT) if reached else ("it cannot be reached", Fault.UNREACHABLE)
            fix = f"Check {named['url']} and that it runs."
            raise ProviderError(self.name, message, fix=fix, fault=fault) from None
        except (openai.OpenAIError, ValueError):  # the SDK lets JSON and validation errors through
            fix = f"Check {named['url']}."
            raise ProviderError(self.name, "its answer was malformed", fix=fix, fault=Fault.MALFORMED) from None

    def _settings(self) -> dict[str, str]:
        """Return what an operator has to look at."""
        if self.entry:
            return {"key": self.key_env, "url": f"base_url of {self.entry}", "model": f"the model of {self.entry}"}
        return {what: f"VIVAVOCE_{self.slot.upper()}_{what.upper()}" for what in ("key", "url", "model")}
