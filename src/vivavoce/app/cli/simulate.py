"""`vivavoce simulate`: a vendor on this machine that fails on cue, for outage drills."""

import asyncio
import signal
from contextlib import AsyncExitStack, suppress
from typing import Annotated

import typer
from rich.console import Console

from vivavoce.app.settings import load_settings
from vivavoce.app.simulators import SIMULATORS, open_simulator, speaking_partner, spelling_partner
from vivavoce.domain.errors import InvalidInputError, UnavailableError
from vivavoce.providers.simulation import FaultPlan, Faults, Simulation

_VENDORS = ", ".join(SIMULATORS)


def simulate(
    vendor: Annotated[str, typer.Argument(help=f"One of: {_VENDORS}.")],
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 0,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            help="What goes wrong: cut@12s, stall@turn2, slow_first_byte=3s, 401, … May be given several times."
        ),
    ] = None,
    spelled: Annotated[
        bool, typer.Option("--spelled", help="Spell instead of speaking: instant and exact, but no sound for people.")
    ] = False,
) -> None:
    """Serve a simulated vendor on 127.0.0.1 until Ctrl+C: its own protocol, real speech both ways, faults on cue."""
    faults = fault or []
    FaultPlan.parse(faults)  # refused before models are loaded
    if vendor not in SIMULATORS:
        raise InvalidInputError(f"there is no simulated {vendor!r}", fix=f"Give one of: {_VENDORS}.")
    asyncio.run(serve_until_stopped(vendor, port=port, faults=faults, spelled=spelled))


async def serve_until_stopped(vendor: str, *, port: int, faults: list[str], spelled: bool) -> None:
    """Serve until SIGINT or SIGTERM; print where, and in the end what clients did wrong."""
    console = Console(highlight=False, soft_wrap=True)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl+C ends the process as it does everywhere there
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        if spelled:
            partner = spelling_partner()
        else:
            console.print("Loading the voice and the ears of this machine …")
            partner = await stack.enter_async_context(speaking_partner(load_settings()))
        try:
            simulation = await stack.enter_async_context(
                open_simulator(vendor, faults=Faults(FaultPlan.parse(faults)), partner=partner, port=port)
            )
        except OSError as error:
            raise UnavailableError(
                f"port {port} cannot be used: {error.strerror}", fix="Give another --port."
            ) from None
        _announce(console, vendor, faults, simulation)
        await stopped.wait()
    for violation in dict.fromkeys(simulation.violations):
        console.print(f"A client sent what {vendor} does not allow: {violation}", markup=False)


def _announce(console: Console, vendor: str, faults: list[str], simulation: Simulation) -> None:
    console.print(f"Simulated {vendor} on {simulation.base_url}", markup=False)
    console.print(f"  faults: {', '.join(faults) or 'none'}", markup=False)
    console.print(f"  in a providers file:  base_url: {simulation.base_url}", markup=False)
    for name, value in simulation.environment.items():
        console.print(f"  export {name}={value}", markup=False)
    console.print("Stop with Ctrl+C.")
