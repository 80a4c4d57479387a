"""`vivavoce cost`: what a minute of interview is modelled to cost on every route, beside a managed stack."""

import json as json_format
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from vivavoce.app.providers import Providers, read_settings_providers
from vivavoce.app.settings import load_settings
from vivavoce.domain.capability import Capability
from vivavoce.domain.errors import InvalidInputError
from vivavoce.routing.cost_model import CostModel, ModelledRoute, RouteCost, route_costs, shipped_cost_model
from vivavoce.routing.policy import Policy, TranscriptSource
from vivavoce.routing.price_book import STALE_AFTER_DAYS
from vivavoce.routing.provider import LOCAL


def cost(
    *,
    minutes: Annotated[float, typer.Option(min=1, max=600, help="How long an interview is.")] = 45.0,
    policy: Annotated[str, typer.Option(help="Only the routes of this policy of the providers file.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Machine-readable, on standard output.")] = False,
) -> None:
    """Model what a minute costs on every route, and compare it with a managed stack of the same parts."""
    providers = read_settings_providers(load_settings())
    model = shipped_cost_model()
    routes = list(policy_routes(providers, policy)) if policy else model.routes
    costs = sorted(
        route_costs(model, providers.prices, minutes=minutes, routes=routes), key=lambda each: each.usd_per_minute
    )
    prices = providers.prices
    stale = [row.id for row in prices.stale(datetime.now(UTC).date())]
    assumed = {row.id: [unit.value for unit in row.assumed] for row in prices.assumed()}
    if json:
        print(json_format.dumps(_as_json(costs, model, minutes=minutes, stale=stale, assumed=assumed), indent=1))
        return
    console = Console(highlight=False)
    console.print(_table(costs, model, minutes=minutes))
    managed = model.managed.usd_per_minute
    items = ", ".join(f"{name.replace('_', ' ')} {value:g}" for name, value in model.managed.model_dump().items())
    console.print(f"Managed stack: {managed:.3f} US dollars a minute ({items}).", soft_wrap=True)
    console.print("Modelled from src/vivavoce/routing/cost_model.yaml; every real interview carries its own meter.")
    if assumed:
        rows = "; ".join(f"{row}: {', '.join(units)}" for row, units in assumed.items())
        console.print(f"Rates that nobody read on a list: {rows}.", soft_wrap=True, markup=False)
    if stale:
        console.print(f"[yellow]Prices older than {STALE_AFTER_DAYS} days:[/] {', '.join(stale)}", soft_wrap=True)


def policy_routes(providers: Providers, policy_id: str) -> Iterator[ModelledRoute]:
    """Yield the routes a policy can take: each realtime model, then the cascade of its first candidates, then this machine."""
    policies = providers.config.policies
    if policy_id not in policies:
        raise InvalidInputError(f"there is no policy {policy_id!r}", fix=f"Choose one of: {', '.join(policies)}.")
    policy = policies[policy_id]
    ears = _first_price(providers, policy, Capability.SPEECH_TO_TEXT)
    for provider_id in policy.candidates.get(Capability.REALTIME, ()):
        provider = providers.config.providers[provider_id]
        if not policy.forbids(provider):
            independent = policy.transcript is TranscriptSource.INDEPENDENT
            yield ModelledRoute(title=provider_id, realtime=provider.price, speech_to_text=ears if independent else "")
    yield ModelledRoute(
        title="cascade",
        speech_to_text=ears,
        language_model=_first_price(providers, policy, Capability.LANGUAGE_MODEL),
        text_to_speech=_first_price(providers, policy, Capability.TEXT_TO_SPEECH),
    )
    yield ModelledRoute(title="this machine", speech_to_text=LOCAL, language_model=LOCAL, text_to_speech=LOCAL)


def _first_price(providers: Providers, policy: Policy, capability: Capability) -> str:
    for provider_id in policy.candidates.get(capability, ()):
        provider = providers.config.providers[provider_id]
        if not policy.forbids(provider):
            return provider.price
    return LOCAL


def _table(costs: Sequence[RouteCost], model: CostModel, *, minutes: float) -> Table:
    table = Table(title=f"US dollars a minute, modelled, interviews of {minutes:g} minutes", title_justify="left")
    table.add_column("route", overflow="fold")
    for name in ("models", "hosting", "a minute", "an interview", "of managed"):
        table.add_column(name, justify="right")
    for each in costs:
        table.add_row(
            each.title,
            f"{each.models_usd_per_minute:.4f}",
            f"{each.own_usd_per_minute:.4f}",
            f"{each.usd_per_minute:.4f}",
            f"{float(each.usd_per_minute) * minutes:.2f}",
            f"{each.usd_per_minute / model.managed.usd_per_minute:.0%}",
        )
    return table


def _as_json(
    costs: Sequence[RouteCost],
    model: CostModel,
    *,
    minutes: float,
    stale: Sequence[str],
    assumed: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    return {
        "minutes": minutes,
        "routes": [
            {
                "route": each.title,
                "usd_per_minute": float(round(each.usd_per_minute, 6)),
                "models_usd_per_minute": float(round(each.models_usd_per_minute, 6)),
                "by_part": {part.value: float(round(usd, 6)) for part, usd in each.usd_per_minute_by_part.items()},
                "usd_per_interview": float(round(each.usd_per_minute, 6)) * minutes,
            }
            for each in costs
        ],
        "own": {name: item.model_dump() for name, item in model.own.items()},
        "managed": {**model.managed.model_dump(), "usd_per_minute": float(model.managed.usd_per_minute)},
        "stale_prices": list(stale),
        "assumed_rates": dict(assumed),
    }
