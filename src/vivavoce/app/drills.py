"""Outage drills: simulated vendors for a rehearsal's platform, each failing when told to."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from vivavoce.app.providers import Providers, read_settings_providers
from vivavoce.app.settings import Settings
from vivavoce.app.simulators import open_simulator
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import InvalidInputError
from vivavoce.providers.local import EmbeddedModels, EmbeddedModelsConfig
from vivavoce.providers.scripted import ScriptedSpeechToText
from vivavoce.providers.simulation import FaultKind, FaultPlan, Faults, SimulatedPartner
from vivavoce.routing.provider import Provider

LOCAL = "local"
_SIMULATED = "simulated:"
_POLICY = "rehearsal"
_SHIPPED = {
    "openai": "openai-realtime",
    "grok": "grok-voice",
    "gemini": "gemini-live",
    "nova-sonic": "nova-sonic",
    "openai-live": "openai-live",
}
"""The shipped entry whose model, voice and price a simulated vendor takes."""
_DEADLINES = {"connect_s": 5.0, "first_audio_s": 4.0, "stall_s": 4.0, "slow_s": 4.0}
"""Simulated vendors speak with this machine's voice, beside everything else it does: slower than vendors are."""
_FAULT_AT = re.compile(r"(?:(?P<at_s>\d+(?:\.\d+)?)s|turn(?P<turn>[1-9]\d*))=(?:(?P<vendor>[\w-]+):)?(?P<kind>\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillFault:
    """One thing that goes wrong in an interview."""

    kind: FaultKind
    vendor: str = ""
    """Empty: whoever speaks then."""
    at_s: float | None = None
    """So long after the interview was connected."""
    turn: int | None = None
    """In the reply with this number: the interview's, or the vendor's own when one is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """Which simulated vendors speak, in order, and what goes wrong."""

    vendors: tuple[str, ...]
    faults: tuple[DrillFault, ...]

    @classmethod
    def parse(cls, providers: str, faults_at: Sequence[str]) -> "Drill":
        """Read ``simulated:openai,simulated:grok,local`` and ``60s=cut``, ``turn3=stall``, ``60s=grok:cut``, …

        Raises `InvalidInputError`.
        """
        names = [name.strip() for name in providers.split(",") if name.strip()]
        vendors = tuple(name.removeprefix(_SIMULATED) for name in names if name != LOCAL)
        for name in names:
            known = name == LOCAL or (name.startswith(_SIMULATED) and name.removeprefix(_SIMULATED) in _SHIPPED)
            if not known:
                raise InvalidInputError(
                    f"there is no provider {name!r} for a rehearsal",
                    fix=f"Give simulated:VENDOR with one of {', '.join(_SHIPPED)}, or local, separated by commas.",
                )
        if LOCAL in names[:-1]:
            raise InvalidInputError("what runs here is always the last resort", fix="Name local at the end, or not.")
        return cls(vendors=vendors, faults=tuple(_fault(text, vendors) for text in faults_at))


def _fault(text: str, vendors: Sequence[str]) -> DrillFault:
    matched = _FAULT_AT.fullmatch(text.strip())
    if matched is None:
        raise InvalidInputError(f"{text!r} is no fault", fix="Write 60s=cut, turn3=stall, or 60s=grok:cut.")
    if not vendors or matched["vendor"] not in {None, *vendors}:
        raise InvalidInputError(
            f"the fault {text!r} strikes a vendor that does not take part", fix="Name it in --providers too."
        )
    place = f"turn{matched['turn']}" if matched["turn"] else f"{matched['at_s']}s"
    [planned] = FaultPlan.parse([f"{matched['kind']}@{place}"]).faults  # refused before anything is started
    return DrillFault(kind=planned.kind, vendor=matched["vendor"] or "", at_s=planned.at_s, turn=planned.turn)


class DrillConduct:
    """Carries out a drill's faults by the interview's own clock and count, whichever vendor speaks; an `Onlooker`.

    A reply that goes on with another vendor is still the same reply: the candidate hears one.
    """

    def __init__(self, drill: Drill) -> None:
        self._drill = drill
        self._speaker = next(iter(drill.vendors), "")
        self._replies_ended = 0
        self._begun = False
        self._struck: set[DrillFault] = set()
        self.faults: Mapping[str, Faults] = {vendor: self._of(vendor) for vendor in drill.vendors}
        """What each simulated vendor is served with."""

    def connected(self) -> None:
        """The interview's clock begins with its first call."""
        if self._begun:
            return
        self._begun = True
        loop = asyncio.get_running_loop()
        for fault in self._drill.faults:
            if fault.at_s is not None:
                loop.call_later(fault.at_s, self._strike, fault)

    def reply_ended(self) -> None:
        self._replies_ended += 1

    def _of(self, vendor: str) -> Faults:
        mine = [fault for fault in self._drill.faults if fault.vendor in {"", vendor}]
        own = FaultPlan.parse(f"{fault.kind}@turn{fault.turn}" for fault in mine if fault.vendor and fault.turn)
        expected = frozenset(fault.kind for fault in mine)
        return Faults(own, also=lambda: self._reply_begins(vendor), expected=expected)

    def _reply_begins(self, vendor: str) -> frozenset[FaultKind]:
        self._speaker = vendor
        due = {fault for fault in self._drill.faults if not fault.vendor and fault.turn == self._replies_ended + 1}
        striking = due - self._struck
        self._struck |= striking
        return frozenset(fault.kind for fault in striking)

    def _strike(self, fault: DrillFault) -> None:
        self.faults[fault.vendor or self._speaker].strike(fault.kind)


@asynccontextmanager
async def simulated_vendors(drill: Drill, settings: Settings) -> AsyncIterator[tuple[Mapping[str, str], DrillConduct]]:
    """Serve the drill's vendors; yields what points a platform at them, and at nobody else, and who makes them fail.

    They speak with this machine's voice. What they hear makes no difference: the transcript is the platform's own.
    """
    conduct = DrillConduct(drill)
    if not drill.vendors:
        yield {}, conduct
        return
    providers = read_settings_providers(settings)
    models = EmbeddedModels(EmbeddedModelsConfig(hears=False, cache_dir=settings.data_dir / "cache"))
    async with AsyncExitStack() as opened:
        opened.push_async_callback(models.aclose)
        await models.start()
        partner = SimulatedPartner(text_to_speech=models.text_to_speech(), speech_to_text=ScriptedSpeechToText())
        environment: dict[str, str] = {}
        entries: dict[str, dict[str, object]] = {}
        for vendor in drill.vendors:
            simulation = await opened.enter_async_context(
                open_simulator(vendor, faults=conduct.faults[vendor], partner=partner)
            )
            shipped = shipped_entry(providers, vendor)
            environment |= dict.fromkeys(providers.keys.names(shipped), "simulated") | dict(simulation.environment)
            entries[f"simulated-{vendor}"] = simulated_entry(shipped, simulation.base_url)
        folder = opened.enter_context(TemporaryDirectory(prefix="vivavoce-drill-"))
        file = Path(folder) / "providers.yaml"
        file.write_text(yaml.safe_dump(providers_document(entries)), encoding="utf-8")
        yield environment | {"VIVAVOCE_PROVIDERS_FILE": str(file)}, conduct


def shipped_entry(providers: Providers, vendor: str) -> Provider:
    """Return the entry that a simulated vendor stands in for; raise `InvalidInputError` when the files have none."""
    provider = providers.config.providers.get(_SHIPPED[vendor])
    if provider is None or provider.capability is not Capability.REALTIME:
        raise InvalidInputError(
            f"the providers file has no realtime entry {_SHIPPED[vendor]!r}", fix="Rehearse with another vendor."
        )
    return provider


def simulated_entry(shipped: Provider, base_url: str) -> dict[str, object]:
    """Return the same provider at another address, as a providers file has it."""
    entry: dict[str, object] = {
        "capability": shipped.capability.value,
        "vendor": shipped.vendor,
        "model": shipped.model,
        "base_url": base_url,
        "key_env": shipped.key_env,
        "price": shipped.price,
    }
    entry["deadlines"] = dict(_DEADLINES)
    optional = {"voice": shipped.voice, "region": shipped.region}
    return entry | {name: value for name, value in optional.items() if value}


def providers_document(entries: Mapping[str, object]) -> dict[str, object]:
    """Return a providers file by which interviews are spoken by these alone, in order."""
    policy: dict[str, object] = {"title": "The vendors of this rehearsal"}
    if entries:
        policy |= {"realtime": list(entries), "transcript": "independent"}
    return {
        "format": 1,
        "sessions": {"interview": _POLICY},
        "policies": {_POLICY: policy},
        "providers": dict(entries),
    }
