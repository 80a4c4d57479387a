"""`vivavoce rehearse`: an interview taken by a synthetic candidate that really speaks."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from json import dumps
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vivavoce.app.cli.packs import pack_text
from vivavoce.app.drills import Drill, simulated_vendors
from vivavoce.app.logging import configure_logging
from vivavoce.app.rehearsals import Stage, own_stage, rehearse_on
from vivavoce.app.settings import load_settings
from vivavoce.domain.errors import InvalidInputError
from vivavoce.rehearsal.result import RehearsalResult
from vivavoce.rehearsal.temperaments import Temperament


def rehearse(
    *,
    pack: Annotated[str, typer.Option(help="A shipped pack's id, or a YAML file.")] = "backend-engineer",
    candidate: Annotated[Temperament, typer.Option(help="How the candidate answers.")] = Temperament.STRONG,
    speed: Annotated[float, typer.Option(min=0.5, max=2.0, help="Speaking rate; time itself is never faked.")] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answers.")] = 1,
    providers: Annotated[
        str, typer.Option(help="Who speaks for the interviewer, such as simulated:openai,simulated:grok,local.")
    ] = "",
    fault_at: Annotated[
        list[str] | None,
        typer.Option(
            help="What goes wrong, and when in the interview: 60s=cut, turn3=stall, 60s=grok:cut. Repeatable."
        ),
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Where the result is written.")] = None,
    url: Annotated[str, typer.Option(help="A running platform; empty starts one for this rehearsal.")] = "",
    email: Annotated[str, typer.Option(help="A reviewer's account on that platform.")] = "",
    password: Annotated[
        str, typer.Option(envvar="VIVAVOCE_REHEARSE_PASSWORD", show_envvar=True, help="Its password.")
    ] = "",
) -> None:
    """Take an interview as a synthetic candidate: it speaks through real WebRTC, listens, and reads the report."""
    settings = load_settings()
    configure_logging(level="warning", json=settings.log_json, personal_data=settings.log_personal_data)
    text = pack_text(pack)
    if url:
        _check_running(has_account=bool(email and password), drilled=bool(providers or fault_at))
    drill = Drill.parse(providers, fault_at or [])
    console = Console(stderr=True, highlight=False)
    taken = partial(rehearse_on, settings=settings, pack_yaml=text, temperament=candidate, seed=seed, speed=speed)

    async def take() -> RehearsalResult:
        if url:
            stage = Stage(url=url.rstrip("/"), email=email, password=password)
            return await taken(stage)
        console.print("Starting a platform for this rehearsal …")
        async with AsyncExitStack() as opened:
            environment, conduct = await opened.enter_async_context(simulated_vendors(drill, settings))
            stage = await opened.enter_async_context(own_stage(settings, environment=environment))
            console.print(f"{candidate.value} candidate on {pack}: an interview takes its time …")
            return await taken(stage, onlooker=conduct)

    result = asyncio.run(take())
    if json is not None:
        json.parent.mkdir(parents=True, exist_ok=True)
        json.write_text(dumps(result.as_json(), indent=1), encoding="utf-8")
    console.print(_summary(result), markup=False)
    if not result.completed:
        raise typer.Exit(1)


def _check_running(*, has_account: bool, drilled: bool) -> None:
    if not has_account:
        raise InvalidInputError(
            "a running platform needs a reviewer's account",
            fix="Give --email, and the password in VIVAVOCE_REHEARSE_PASSWORD.",
        )
    if drilled:
        raise InvalidInputError(
            "a running platform has providers of its own", fix="Leave out --url, or --providers and --fault-at."
        )


def _summary(result: RehearsalResult) -> str:
    gaps = result.voice_to_voice_ms
    scored = [criterion for criterion in result.report["criteria"] if criterion["status"] == "scored"]
    lines = [
        f"{'completed' if result.completed else 'not completed'} ({result.end_reason}), {len(result.sections)} sections",
        f"voice to voice: p50 {gaps['p50']:.0f} ms, p95 {gaps['p95']:.0f} ms over {gaps['n']} turns"
        if gaps["n"]
        else "voice to voice: no replies measured",
        f"cut-ins: {result.cut_ins}",
        f"failovers: {', '.join(_failover(one) for one in result.failovers) or 'none'}",
        f"criteria scored: {len(scored)} of {len(result.report['criteria'])}, overall {result.report['overall']}",
    ]
    return "\n".join(lines)


def _failover(failover: Mapping[str, object]) -> str:
    return f"{failover['from_provider']} → {failover['to_provider']} ({failover['fault']}, {failover['gap_ms']:.0f} ms)"
