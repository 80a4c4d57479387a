"""Reads the providers file, the operator's laid over the shipped one, and refuses what could not work, with line and fix."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from vivavoce.documents import Path, Source, read_model, read_source
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import FileFault, ProvidersFileError
from vivavoce.routing.budget import Budget
from vivavoce.routing.policy import Policy, SessionKind
from vivavoce.routing.price_book import PriceBook
from vivavoce.routing.provider import Deadlines, Provider
from vivavoce.routing.refusals import policy_faults, provider_faults, session_faults
from vivavoce.routing.schema import (
    DEADLINES_S,
    PROVIDERS,
    BudgetModel,
    PolicyModel,
    ProviderModel,
    ProvidersFileModel,
    SessionsModel,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersFile:
    """One file's text, and what its faults call it."""

    text: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the file is checked against."""

    vendors: Mapping[Capability, frozenset[str]]
    """Vendors with an adapter, by capability."""
    prices: PriceBook
    has_key: Callable[[Provider], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersConfig:
    """What the providers file says, checked."""

    providers: Mapping[str, Provider]
    """All that are configured, whether their keys are there or not."""
    usable: Mapping[str, Provider]
    """Those that need no key, or whose key is there."""
    policies: Mapping[str, Policy]
    titles: Mapping[str, str]
    """Of the policies."""
    sessions: Mapping[SessionKind, str]
    budget: Budget

    @property
    def policy_of(self) -> Mapping[SessionKind, Policy]:
        return {kind: self.policies[policy_id] for kind, policy_id in self.sessions.items()}

    @property
    def price_rows(self) -> Mapping[str, str]:
        """The price book's row of every provider, for the meter."""
        return {provider.id: provider.price for provider in self.providers.values()}


@dataclass(slots=True)
class Layers:
    """The files, the later over the earlier, and which of them has the last word on an entry."""

    sources: list[Source] = field(default_factory=list)
    providers: dict[str, ProviderModel] = field(default_factory=dict)
    policies: dict[str, PolicyModel] = field(default_factory=dict)
    sessions: SessionsModel = field(default_factory=SessionsModel)
    budget: BudgetModel = field(default_factory=BudgetModel)
    faults: list[FileFault] = field(default_factory=list)

    def lay(self, source: Source, model: ProvidersFileModel) -> None:
        self.sources.append(source)
        self.providers |= model.providers
        self.policies |= model.policies
        said = model.sessions.model_dump(exclude_none=True)
        self.sessions = self.sessions.model_copy(update=said)
        self.budget = model.budget or self.budget

    def refuse(self, path: Path, message: str) -> None:
        """Note a fault where the entry was last written."""
        entry = path[:2]
        source = next((source for source in reversed(self.sources) if entry in source.lines), self.sources[-1])
        self.faults.append(source.fault(path, message))


def read_providers(layers: Sequence[ProvidersFile], surroundings: Surroundings) -> ProvidersConfig:
    """Return what the files say together; raise `ProvidersFileError` with every fault and its line."""
    laid = _laid(layers)
    providers = {provider_id: _provider(provider_id, model) for provider_id, model in laid.providers.items()}
    policies = {policy_id: _policy(policy_id, model, providers) for policy_id, model in laid.policies.items()}
    usable = {provider.id: provider for provider in providers.values() if surroundings.has_key(provider)}
    sessions = {kind: str(getattr(laid.sessions, kind.value)) for kind in SessionKind}
    for provider in providers.values():
        for below, message in provider_faults(provider, vendors=surroundings.vendors, prices=surroundings.prices):
            laid.refuse(("providers", provider.id, *below), message)
    _refuse_policies(laid, policies, providers=providers, usable=usable, in_use=set(sessions.values()))
    for kind, policy_id in sessions.items():
        for message in session_faults(kind, policy_id, policies):
            laid.refuse(("sessions", kind.value), message)
    if laid.budget.downgrade_at < laid.budget.warn_at:
        laid.refuse(
            ("budget", "downgrade_at"), "cheaper providers come after the warning: it must not be below warn_at"
        )
    _raise_if_any(laid.faults)
    return ProvidersConfig(
        providers=MappingProxyType(providers),
        usable=MappingProxyType(usable),
        policies=MappingProxyType(policies),
        titles={policy_id: model.title for policy_id, model in laid.policies.items()},
        sessions=MappingProxyType(sessions),
        budget=_budget(laid.budget),
    )


@cache
def shipped_providers_file() -> ProvidersFile:
    text = files("vivavoce.routing").joinpath("providers.yaml").read_text(encoding="utf-8")
    return ProvidersFile(text=text, file="providers.yaml")


def _laid(layers: Sequence[ProvidersFile]) -> Layers:
    laid = Layers()
    for layer in layers:
        source = read_source(layer.text, file=layer.file, kind=PROVIDERS)
        model = read_model(source, ProvidersFileModel)
        laid.faults.extend(source.faults)
        if model is not None:
            laid.lay(source, model)
    _raise_if_any(laid.faults)
    return laid


def _refuse_policies(
    laid: Layers,
    policies: Mapping[str, Policy],
    *,
    providers: Mapping[str, Provider],
    usable: Mapping[str, Provider],
    in_use: set[str],
) -> None:
    """Check every policy, and those in use also for keys."""
    for policy_id, policy in policies.items():
        available = usable if policy_id in in_use else providers
        named = _named(laid.policies[policy_id])
        for below, message in policy_faults(policy, named, providers=providers, usable=available):
            laid.refuse(("policies", policy_id, *below), message)


def _raise_if_any(faults: list[FileFault]) -> None:
    if faults:
        raise ProvidersFileError(sorted(faults, key=lambda fault: (fault.file, fault.line)))


def _provider(provider_id: str, model: ProviderModel) -> Provider:
    connect_s, first_audio_s, stall_s, slow_s = DEADLINES_S[model.capability]
    said = model.deadlines
    overrides = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in model.profile.model_dump(exclude_none=True).items()
    }
    return Provider(
        id=provider_id,
        vendor=model.vendor,
        capability=model.capability,
        model=model.model,
        voice=model.voice,
        region=model.region,
        baa=model.baa,
        key_env=model.key_env,
        base_url=model.base_url.rstrip("/"),
        deadlines=Deadlines(
            connect_s=said.connect_s or connect_s,
            first_audio_s=said.first_audio_s or first_audio_s,
            stall_s=said.stall_s or stall_s,
            slow_s=said.slow_s or min(slow_s, said.first_audio_s or slow_s),
        ),
        tier=model.tier,
        keyterms=tuple(model.keyterms),
        price=model.price,
        profile_overrides=MappingProxyType(overrides),
    )


def _named(model: PolicyModel) -> Mapping[Capability, Sequence[str] | str]:
    """Return what the policy says for each capability: names, or "any"."""
    return {capability: getattr(model, capability.value) for capability in Capability}


def _policy(policy_id: str, model: PolicyModel, providers: Mapping[str, Provider]) -> Policy:
    def listed(capability: Capability, named: Sequence[str] | str) -> tuple[str, ...]:
        if named == "any":
            return tuple(provider.id for provider in providers.values() if provider.capability is capability)
        return tuple(named)

    return Policy(
        id=policy_id,
        choose=model.choose,
        candidates=MappingProxyType(
            {capability: listed(capability, named) for capability, named in _named(model).items()}
        ),
        regions=tuple(model.regions),
        hipaa=model.hipaa,
        quality_at_least=model.quality_at_least,
        objective_s=model.objective_s,
        transcript=model.transcript,
    )


def _budget(model: BudgetModel) -> Budget:
    def usd(limit: float | None) -> Decimal | None:
        return None if limit is None else Decimal(repr(limit))

    return Budget(
        session_usd=usd(model.session_usd),
        organisation_month_usd=usd(model.organisation_month_usd),
        warn_at=model.warn_at,
        downgrade_at=model.downgrade_at,
    )
