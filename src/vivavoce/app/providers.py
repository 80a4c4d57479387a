"""The providers file as this process uses it: checked, with keys, a router over it, and the models its policies name."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from vivavoce.app.keys import Keys, environment_keys
from vivavoce.app.settings import Settings
from vivavoce.app.vendors import LANGUAGE_MODEL, REALTIME, SPEECH_TO_TEXT, TEXT_TO_SPEECH, VENDORS, Parts
from vivavoce.domain.capability import Capability
from vivavoce.domain.clock import Clock
from vivavoce.domain.errors import ConfigurationError
from vivavoce.domain.ports.fleet import BreakerStore, SpendingStore
from vivavoce.domain.ports.hearing import VoiceActivity
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.domain.ports.realtime_model import RealtimeModel
from vivavoce.domain.ports.speech_to_text import SpeechToText
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.routing.account import Account, OrganisationSpending
from vivavoce.routing.cost_model import part_usd_per_minute, shipped_cost_model
from vivavoce.routing.health import Health
from vivavoce.routing.keyterms import ExpectingSpeechToText
from vivavoce.routing.meter import Meter
from vivavoce.routing.metering import MeteredLanguageModel, MeteredSpeechToText, MeteredTextToSpeech
from vivavoce.routing.platform import PRICE_ROWS, LineProvider, own_parts
from vivavoce.routing.policy import SessionKind
from vivavoce.routing.price_book import PriceBook, read_price_book, shipped_price_book
from vivavoce.routing.provider import CASCADE, Provider
from vivavoce.routing.reading import (
    ProvidersConfig,
    ProvidersFile,
    Surroundings,
    read_providers,
    shipped_providers_file,
)
from vivavoce.routing.router import Router, Routing
from vivavoce.routing.sharing import SharedBreakers, keep_sharing

USUAL_MINUTES = 45.0
"""How long an interview is when providers are compared by cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Providers:
    """Who may be asked, by whom and in which order."""

    config: ProvidersConfig
    prices: PriceBook
    keys: Keys
    router: Router
    health: Health
    spending: OrganisationSpending

    def account(self, *, line: LineProvider = LineProvider.WEBRTC) -> Account:
        """Open the account of one session, whose line is carried by this."""
        meter = Meter(self.prices, price_rows={**self.config.price_rows, **PRICE_ROWS})
        return Account(meter=meter, budget=self.config.budget, organisation=self.spending, own=own_parts(line))

    def chosen(self, capability: Capability, kind: SessionKind) -> Iterator[Provider]:
        """Yield the usable providers that the policy for this kind of session names and does not forbid."""
        policy = self.config.policy_of[kind]
        for provider in self.config.usable.values():
            named = provider.id in policy.candidates.get(capability, ())
            if provider.capability is capability and named and not policy.forbids(provider):
                yield provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderModels:
    """The models of chosen providers by id, metered, for `voice.supervised.candidates.routed`; what runs here is not there."""

    realtime: Mapping[str, RealtimeModel]
    speech_to_text: Mapping[str, SpeechToText]
    language_model: Mapping[str, LanguageModel]
    text_to_speech: Mapping[str, TextToSpeech]


def read_settings_providers(settings: Settings, *, keys: Keys | None = None) -> Providers:
    """Read the providers file and the price book of the settings; raise `ProvidersFileError` or `PriceBookError`."""
    keys = keys or environment_keys()
    prices = shipped_price_book()
    if settings.prices_file is not None:
        prices = read_price_book(_text(settings.prices_file, "VIVAVOCE_PRICES_FILE"), file=str(settings.prices_file))
    layers = [shipped_providers_file()]
    if settings.providers_file is not None:
        text = _text(settings.providers_file, "VIVAVOCE_PROVIDERS_FILE")
        layers.append(ProvidersFile(text=text, file=str(settings.providers_file)))
    config = read_providers(layers, Surroundings(vendors=VENDORS, prices=prices, has_key=keys.has))
    health = Health(now=_now)
    routing = Routing(
        providers=config.usable, policies=config.policy_of, cost_per_minute=cost_per_minute(config, prices)
    )
    return Providers(
        config=config,
        prices=prices,
        keys=keys,
        router=Router(routing, health=health, now=_now),
        health=health,
        spending=OrganisationSpending(),
    )


@asynccontextmanager
async def shared(
    providers: Providers, breakers: BreakerStore, spending: SpendingStore, *, clock: Clock
) -> AsyncIterator[None]:
    """Share breakers and spending with the other processes meanwhile; with no vendor there is nothing to share."""
    if not providers.config.usable:
        yield
        return
    lanes = [provider.lane for provider in providers.config.usable.values()]
    mine = SharedBreakers(lanes, providers.health, breakers, clock)
    sharing = asyncio.create_task(keep_sharing(mine, providers.spending, spending, clock=clock))
    try:
        yield
    finally:
        sharing.cancel()
        await asyncio.wait({sharing})


@asynccontextmanager
async def open_models(
    providers: Providers, kind: SessionKind, *, voice_activity: Callable[[], VoiceActivity]
) -> AsyncIterator[ProviderModels]:
    """Build the models of the chosen providers; nothing connects before it is used. Closes their clients on leaving."""
    parts = Parts(keys=providers.keys, voice_activity=voice_activity)

    def made[Model](
        capability: Capability, by_vendor: Mapping[str, Callable[[Provider, Parts], Model]]
    ) -> dict[str, Model]:
        return {each.id: by_vendor[each.vendor](each, parts) for each in providers.chosen(capability, kind)}

    ears = made(Capability.SPEECH_TO_TEXT, SPEECH_TO_TEXT)
    words = made(Capability.LANGUAGE_MODEL, LANGUAGE_MODEL)
    voices = made(Capability.TEXT_TO_SPEECH, TEXT_TO_SPEECH)
    try:
        yield ProviderModels(
            realtime=made(Capability.REALTIME, REALTIME),
            speech_to_text={
                name: MeteredSpeechToText(
                    ExpectingSpeechToText(model, providers.config.providers[name].keyterms), provider=name
                )
                for name, model in ears.items()
            },
            language_model={name: MeteredLanguageModel(model, provider=name) for name, model in words.items()},
            text_to_speech={name: MeteredTextToSpeech(model, provider=name) for name, model in voices.items()},
        )
    finally:
        for model in (*ears.values(), *words.values(), *voices.values()):
            await close(model)


async def close(model: object) -> None:
    """Close a model's client, when it has one."""
    closing = getattr(model, "aclose", None)
    if closing is not None:
        await closing()


def cost_per_minute(config: ProvidersConfig, prices: PriceBook) -> Mapping[str, float]:
    """Return the modelled US dollars a minute of every provider, and of the cheapest cascade that is usable."""
    model = shipped_cost_model()
    costs = {
        provider.id: float(
            part_usd_per_minute(model, prices, provider.capability, provider.price, minutes=USUAL_MINUTES)
        )
        for provider in config.providers.values()
    }
    parts = (Capability.SPEECH_TO_TEXT, Capability.LANGUAGE_MODEL, Capability.TEXT_TO_SPEECH)
    cheapest = (
        min((costs[each.id] for each in config.usable.values() if each.capability is part), default=0.0)
        for part in parts
    )
    return costs | {CASCADE: sum(cheapest)}


def _now() -> float:
    return asyncio.get_running_loop().time()


def _text(path: Path, setting: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path} is not UTF-8 text", fix="Save it as UTF-8.") from None
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}", fix=f"Correct {setting}.") from None
