"""The whole platform, wired: which adapter serves which port is decided here and nowhere else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from fastapi import FastAPI

from vivavoce import __version__
from vivavoce.api.application import create_app
from vivavoce.api.services import CallAnswerer, Services, Site
from vivavoce.api.services import IceServer as BrowserIceServer
from vivavoce.app.evaluating import Evaluating, open_evaluating
from vivavoce.app.models import embedded_models, open_slots, text_to_speech
from vivavoce.app.packs import PacksOfRoles
from vivavoce.app.practice import open_practice_slots, practice_host, practice_services
from vivavoce.app.providers import read_settings_providers, shared
from vivavoce.app.readiness import ModelReadiness
from vivavoce.app.recording import RecorderFactory
from vivavoce.app.retention import keep_erasing
from vivavoce.app.settings import Settings
from vivavoce.app.storage import Storage, open_storage
from vivavoce.app.telemetry import exporting
from vivavoce.compliance.retention import RetentionPolicy
from vivavoce.domain.clock import Clock, SystemClock
from vivavoce.domain.ports.embeddings import Embedder
from vivavoce.domain.ports.language_model import LanguageModel
from vivavoce.domain.ports.text_to_speech import TextToSpeech
from vivavoce.domain.ports.voice_engine import VoiceEngine
from vivavoce.interview.brain.model import ModelBrain
from vivavoce.interview.brain.plan import PlanBrain
from vivavoce.interview.brain.port import Brain
from vivavoce.interview.host import Permissions, SessionHost
from vivavoce.knowledge.coverage import CoverageJudge
from vivavoce.knowledge.packs import shipped_pack_text, shipped_packs
from vivavoce.knowledge.vectors import RememberingEmbedder
from vivavoce.routing.account import Account
from vivavoce.transports.webrtc.calls import CallSettings, IceServer, WebRtcCalls


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A running platform, and what the command line needs of it."""

    app: FastAPI
    storage: Storage
    readiness: ModelReadiness


@asynccontextmanager
async def open_platform(settings: Settings) -> AsyncIterator[Platform]:
    """Open the stores, load the models in the background, take up interviews that were going on; close all on leaving."""
    clock = SystemClock()
    models = embedded_models(settings)  # first: a missing file is said before anything is started,
    providers = read_settings_providers(settings)  # and so is a wrong one
    async with AsyncExitStack() as opened:
        opened.enter_context(exporting())
        storage = await opened.enter_async_context(open_storage(settings, clock=clock))
        opened.push_async_callback(models.aclose)
        await opened.enter_async_context(shared(providers, storage.breakers, storage.spending, clock=clock))
        slots = await opened.enter_async_context(open_slots(settings, models, providers))
        coaching = await opened.enter_async_context(open_practice_slots(settings, models, providers, interview=slots))
        readiness = ModelReadiness(models, slots.engine, coaching.engine)
        packs = PacksOfRoles(storage.roles)
        evaluating = await opened.enter_async_context(
            open_evaluating(storage, models, packs=packs, clock=clock, account=providers.account)
        )
        brains = _brains(RememberingEmbedder(models.embedder), slots.language_model)
        host = _host(settings, storage, slots.engine, brains, packs, evaluating, clock=clock, account=providers.account)
        opened.push_async_callback(host.aclose)
        coach = practice_host(
            settings,
            storage.practice,
            coaching,
            embedder=models.embedder,
            clock=clock,
            account=providers.account,
        )
        opened.push_async_callback(coach.aclose)
        calls = WebRtcCalls(_call_settings(settings))
        opened.push_async_callback(calls.aclose)
        for work in (_load(readiness, host, coach), keep_erasing(storage, clock=clock)):
            opened.callback(asyncio.create_task(work).cancel)
        speech, site = text_to_speech(settings, models), _site(settings)
        practising = practice_services(
            settings,
            storage.practice,
            coach,
            answer=calls.answer,
            speech=speech,
            readiness=readiness,
            clock=clock,
            site=site,
        )
        services = _services(
            storage, host, answer=calls.answer, speech=speech, readiness=readiness, clock=clock, site=site
        )
        yield Platform(app=create_app(services, practising), storage=storage, readiness=readiness)


def _services(
    storage: Storage,
    host: SessionHost,
    *,
    answer: CallAnswerer,
    speech: TextToSpeech,
    readiness: ModelReadiness,
    clock: Clock,
    site: Site,
) -> Services:
    return Services(
        users=storage.users,
        logins=storage.logins,
        roles=storage.roles,
        sessions=storage.sessions,
        consents=storage.consents,
        reports=storage.reports,
        audit=storage.audit,
        events=storage.events,
        recordings=storage.recordings,
        desk=storage.desk,
        host=host,
        answer=answer,
        speech=speech,
        readiness=readiness,
        packs=shipped_packs(),
        pack_text=shipped_pack_text,
        clock=clock,
        site=site,
    )


async def _load(readiness: ModelReadiness, *hosts: SessionHost) -> None:
    await readiness.load()
    for host in hosts:
        await host.restore()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brains:
    """Who leads, and who takes over when a language model fails: always the plan."""

    chosen: Brain
    plan: PlanBrain


def _brains(embedder: Embedder, model: LanguageModel | None) -> Brains:
    plan = PlanBrain(judge=CoverageJudge(embedder), embedder=embedder)
    if model is None:
        return Brains(chosen=plan, plan=plan)
    return Brains(chosen=ModelBrain(plan=plan, language_model=model, embedder=embedder), plan=plan)


def _host(
    settings: Settings,
    storage: Storage,
    engine: VoiceEngine,
    brains: Brains,
    packs: PacksOfRoles,
    evaluating: Evaluating,
    *,
    clock: Clock,
    account: Callable[[], Account],
) -> SessionHost:
    return SessionHost(
        events=storage.events,
        sessions=storage.sessions,
        engine=engine,
        pack_of=packs,
        brain=brains.chosen,
        spare_brain=brains.plan,
        clock=clock,
        permissions=Permissions(
            may_capture=storage.desk.may_capture_voice, recorder=RecorderFactory(storage.recordings)
        ),
        on_ended=evaluating.interview_ended,
        absent_for_s=settings.away_minutes * 60,
        account=account,
    )


def _call_settings(settings: Settings) -> CallSettings:
    return CallSettings(
        ice_servers=tuple(_ice_server(text) for text in settings.ice_servers),
        loopback=settings.host in {"127.0.0.1", "localhost", "::1"},
        max_calls=settings.max_calls,
    )


def _ice_server(text: str) -> IceServer:
    """Read ``stun:host:port`` or ``turn:user:password@host:port``."""
    scheme, _, rest = text.partition(":")
    credentials, at, address = rest.rpartition("@")
    user, _, password = credentials.partition(":")
    return IceServer(url=f"{scheme}:{address}", username=user or None, credential=password or None if at else None)


def _site(settings: Settings) -> Site:
    return Site(
        public_url=settings.url,
        organisation=settings.organisation,
        contact_email=settings.contact_email,
        cookie_secure=settings.url.startswith("https:"),
        web_dir=settings.web_dir,
        version=__version__,
        readers=(f"The hiring team of {settings.organisation}, signed in by name.",),
        retention=RetentionPolicy().texts(),
        ice_servers=tuple(
            BrowserIceServer(urls=server.url, username=server.username, credential=server.credential)
            for server in map(_ice_server, settings.ice_servers)
        ),
    )
