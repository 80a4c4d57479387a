"""What a providers file may not say, and what to do about it: one rule a function, each yielding where and why."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from vivavoce.documents import Path
from vivavoce.domain.capability import Capability
from vivavoce.domain.usage import Unit
from vivavoce.routing.policy import Policy, SessionKind, TranscriptSource
from vivavoce.routing.price_book import PriceBook
from vivavoce.routing.provider import CASCADE, LAST_RESORT, LOCAL, Provider

type Refusal = tuple[Path, str]

_FIELDS_OF: Mapping[Capability, frozenset[str]] = {
    Capability.REALTIME: frozenset(
        {
            "input_rate_hz",
            "output_rate_hz",
            "truncates",
            "takes_back",
            "speaks_verbatim",
            "manual_turns",
            "calls_tools",
            "sees_images",
            "history_at_setup",
            "cheap_standby",
            "bills_whole_context",
            "session_limit_s",
            "regions",
        }
    ),
    Capability.SPEECH_TO_TEXT: frozenset({"input_rate_hz", "takes_keyterms", "session_limit_s", "regions"}),
    Capability.TEXT_TO_SPEECH: frozenset({"output_rate_hz", "regions"}),
    Capability.LANGUAGE_MODEL: frozenset({"calls_tools", "sees_images", "bills_whole_context", "regions"}),
}
"""The corrections that mean something, by capability."""


def provider_faults(
    provider: Provider, *, vendors: Mapping[Capability, frozenset[str]], prices: PriceBook
) -> Iterator[Refusal]:
    """Yield what is wrong with one provider by itself."""
    if provider.id in {LOCAL, CASCADE}:
        yield (), f"the name {provider.id} stands for what runs on this machine; give the provider another"
    known = vendors.get(provider.capability, frozenset())
    if provider.vendor not in known:
        message = f"there is no adapter for {provider.capability} by {provider.vendor!r}"
        yield ("vendor",), f"{message}{_choices(provider.vendor, known)}"
    if provider.vendor == "openai_compatible" and not provider.base_url:
        yield (), "an endpoint needs its base_url, such as http://127.0.0.1:11434/v1"
    if provider.price not in prices.rows:
        fix = f"; add it to the price book{_choices(provider.price, prices.rows)}"
        yield ("price",), f"the price book has no row {provider.price!r}{fix}"
    else:
        yield from _contradictions_with_price(provider, prices)
    yield from _contradictions(provider)


def _contradictions(provider: Provider) -> Iterator[Refusal]:
    for name in provider.profile_overrides:
        if name not in _FIELDS_OF[provider.capability]:
            yield ("profile", name), f"a {provider.capability} provider has no {name}; remove the line"
    if provider.keyterms and provider.capability is not Capability.SPEECH_TO_TEXT:
        yield ("keyterms",), f"only speech_to_text takes keyterms, this is {provider.capability}; remove the line"
    if provider.keyterms and provider.profile_overrides.get("takes_keyterms") is False:
        yield ("keyterms",), "profile says takes_keyterms: false; remove one of the two"
    if provider.voice and provider.capability in {Capability.SPEECH_TO_TEXT, Capability.LANGUAGE_MODEL}:
        yield ("voice",), f"a {provider.capability} provider does not speak; remove the line"
    regions = provider.profile_overrides.get("regions", ())
    if regions and provider.region and provider.region not in regions:
        yield ("region",), f"profile says it runs in {', '.join(regions)} only; choose one of them"
    deadlines = provider.deadlines
    if deadlines.slow_s > deadlines.first_audio_s:
        message = f"an answer is given up after first_audio_s = {deadlines.first_audio_s:g}; slow_s must not be larger"
        yield ("deadlines", "slow_s"), message


def _contradictions_with_price(provider: Provider, prices: PriceBook) -> Iterator[Refusal]:
    bills_time = prices.rows[provider.price].usd_per_unit.get(Unit.SESSION_SECONDS, 0) > 0
    if bills_time and provider.profile_overrides.get("cheap_standby"):
        message = (
            f"{provider.price} bills every second of an open session, so standing by is not cheap; set it to false"
        )
        yield ("profile", "cheap_standby"), message


def policy_faults(
    policy: Policy,
    named: Mapping[Capability, Sequence[str] | str],
    *,
    providers: Mapping[str, Provider],
    usable: Mapping[str, Provider],
) -> Iterator[Refusal]:
    """Yield what is wrong with one policy; `usable` are the providers whose keys must be there for it."""
    for capability, names in named.items():
        if isinstance(names, str):
            yield from _nobody_left(policy, capability, providers=providers, usable=usable)
            continue
        for index, name in enumerate(names):
            message = _wrong_candidate(policy, capability, name, providers=providers, usable=usable)
            if message:
                yield (capability.value, index), message


def _wrong_candidate(
    policy: Policy,
    capability: Capability,
    name: str,
    *,
    providers: Mapping[str, Provider],
    usable: Mapping[str, Provider],
) -> str:
    if name == LAST_RESORT[capability].id:
        return f"{name} always comes last by itself; remove it"
    provider = providers.get(name)
    if provider is None:
        of_capability = [other.id for other in providers.values() if other.capability is capability]
        return f"there is no provider {name!r}{_choices(name, of_capability)}"
    if provider.capability is not capability:
        return f"{name} is a {provider.capability} provider; name one for {capability}"
    forbidden = policy.forbids(provider)
    if forbidden:
        return f"{name} is forbidden by this policy: {forbidden}; remove it, or correct the provider or the policy"
    if name not in usable:
        return f"{name} has no key: set {provider.key_env} (or {provider.key_env}_FILE), or remove it from the policy"
    return ""


def _nobody_left(
    policy: Policy, capability: Capability, *, providers: Mapping[str, Provider], usable: Mapping[str, Provider]
) -> Iterator[Refusal]:
    candidates = [provider for provider in providers.values() if provider.capability is capability]
    allowed = [provider for provider in candidates if not policy.forbids(provider)]
    if not allowed:
        reasons = "; ".join(f"{provider.id}: {policy.forbids(provider)}" for provider in candidates) or "there is none"
        yield (capability.value,), f"any leaves no candidate ({reasons}); write [] to use this machine alone"
    elif not any(provider.id in usable for provider in allowed):
        keys = ", ".join(sorted({provider.key_env for provider in allowed}))
        message = (
            f"any leaves no candidate, for no key is there: set one of {keys}, or write [] to use this machine alone"
        )
        yield (capability.value,), message


def session_faults(kind: SessionKind, policy_id: str, policies: Mapping[str, Policy]) -> Iterator[str]:
    """Yield why this kind of session cannot follow this policy."""
    policy = policies.get(policy_id)
    if policy is None:
        yield f"there is no policy {policy_id!r}{_choices(policy_id, policies)}"
    elif kind is SessionKind.INTERVIEW and policy.transcript is TranscriptSource.MODEL:
        message = "has transcript: model, but a scored interview needs words from a speech-to-text of its own"
        yield f"{policy_id} {message}; choose a policy with transcript: independent"


def _choices(name: str, known: Sequence[str] | Mapping[str, object] | frozenset[str]) -> str:
    names = sorted(known)
    close = get_close_matches(name, names, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; known here: {', '.join(names)}" if names else ""
