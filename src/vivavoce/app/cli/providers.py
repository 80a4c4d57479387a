"""`vivavoce providers`: who is configured, whether they answer, and the format of the file."""

import asyncio
import json as json_format
import logging
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from vivavoce.app.logging import configure_logging
from vivavoce.app.models import embedded_models
from vivavoce.app.provider_checks import CheckResult, check_providers
from vivavoce.app.providers import Providers, cost_per_minute, read_settings_providers
from vivavoce.app.settings import load_settings
from vivavoce.app.vendors import Parts
from vivavoce.routing.provider import Provider
from vivavoce.routing.schema import providers_json_schema

application = typer.Typer(no_args_is_help=True, help="Vendors: list, check, and the format of the providers file.")


@application.command("list")
def list_providers(
    *, json: Annotated[bool, typer.Option("--json", help="Machine-readable, on standard output.")] = False
) -> None:
    """Show every provider, whether its key is there, which policies name it, and what a minute is modelled to cost."""
    providers = read_settings_providers(load_settings())
    costs = cost_per_minute(providers.config, providers.prices)
    rows = [_row(provider, providers, costs[provider.id]) for provider in providers.config.providers.values()]
    if json:
        print(json_format.dumps(rows, indent=1))
        return
    console = Console(highlight=False)
    table = Table(*(name.replace("_", " ") for name in rows[0]))
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console.print(table)
    for kind, policy_id in providers.config.sessions.items():
        console.print(f"{kind}: {policy_id} — {providers.config.titles[policy_id]}", soft_wrap=True)


@application.command("check")
def check(
    *, json: Annotated[bool, typer.Option("--json", help="Machine-readable, on standard output.")] = False
) -> None:
    """Try each provider with a real handshake. Exit status 1 when one that a policy in use names does not answer."""
    settings = load_settings()
    configure_logging(level="error", json=settings.log_json, personal_data=False)
    logging.disable()  # frameworks log with their whole stack what the table says in a line
    providers = read_settings_providers(settings)
    parts = Parts(keys=providers.keys, voice_activity=embedded_models(settings).voice_activity)
    results = asyncio.run(check_providers(providers, parts))
    if json:
        print(json_format.dumps([_result(result) for result in results], indent=1))
    else:
        Console(highlight=False).print(_table(results))
    in_use = {
        name for policy in providers.config.policy_of.values() for names in policy.candidates.values() for name in names
    }
    if any(not result.works and result.provider.id in in_use & set(providers.config.usable) for result in results):
        raise typer.Exit(1)


@application.command("schema")
def schema() -> None:
    """Print the JSON Schema of the providers file, for editors that check as you type."""
    print(json_format.dumps(providers_json_schema(), indent=2))


def _row(provider: Provider, providers: Providers, usd_per_minute: float) -> dict[str, object]:
    missing = providers.keys.missing(provider)
    return {
        "provider": provider.id,
        "capability": provider.capability.value,
        "model": f"{provider.vendor}:{provider.model}",
        "region": provider.region,
        "baa": provider.baa,
        "tier": provider.tier.value,
        "key": f"set {' and '.join(missing)}" if missing else "there" if provider.key_env else "not needed",
        "policies": [
            policy.id
            for policy in providers.config.policies.values()
            if provider.id in policy.candidates.get(provider.capability, ()) and not policy.forbids(provider)
        ],
        "usd_per_minute": round(usd_per_minute, 4),
    }


def _cell(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(value)
        case float():
            return f"{value:.4f}"
        case _:
            return str(value)


def _table(results: Sequence[CheckResult]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for result in results:
        sign = "[green]ok[/]" if result.works else "[red]no[/]" if result.problem != "no key" else "[dim]--[/]"
        detail = f"{result.took_s * 1000:.0f} ms" if result.took_s is not None else result.problem
        table.add_row(sign, result.provider.id, result.provider.capability.value, detail)
        if result.fix:
            table.add_row("", "", "", f"→ {result.fix}")
    return table


def _result(result: CheckResult) -> dict[str, object]:
    return {
        "provider": result.provider.id,
        "capability": result.provider.capability.value,
        "works": result.works,
        "took_ms": None if result.took_s is None else round(result.took_s * 1000),
        "problem": result.problem,
        "fix": result.fix,
    }
