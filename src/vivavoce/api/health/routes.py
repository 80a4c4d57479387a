"""Alive, ready, and how it does: for load balancers, operators and Prometheus."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest

from vivavoce.api.health.schemas import Health, Ready, SlotView
from vivavoce.api.services import Given, Services
from vivavoce.domain.errors import StorageError

router = APIRouter(tags=["health"])


@router.get("/api/health")
async def health(services: Given) -> Health:
    return Health(version=services.site.version)


@router.get("/api/ready", responses={503: {"model": Ready, "description": "Not yet; `slots` says what is missing."}})
async def ready(services: Given, response: Response) -> Ready:
    """Answer 503 until every model is loaded and the database answers."""
    slots = {
        name: SlotView(state=slot.state, model=slot.model, fix=slot.fix)
        for name, slot in services.readiness.slots().items()
    }
    slots["database"] = await _database(services)
    waiting = [name for name, slot in slots.items() if slot.state == "loading"]
    fixes = [slot.fix for slot in slots.values() if slot.state == "failed" and slot.fix]
    whole = all(slot.state == "ready" for slot in slots.values())
    if not whole:
        response.status_code = 503
    fix = " ".join(fixes) or (f"Wait: {', '.join(waiting)} still loading." if waiting else "")
    return Ready(ready=whole, slots=slots, fix=fix)


@router.get("/metrics", include_in_schema=False)
async def metrics(services: Given) -> Response:
    """Return this application's metrics and those of the whole process: the voice engine counts once for all."""
    counted = generate_latest(services.metrics) + generate_latest(REGISTRY)
    return Response(counted, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _database(services: Services) -> SlotView:
    try:
        await services.users.count()
    except StorageError:
        return SlotView(state="failed", model="postgresql", fix="Start the database; it is tried again by itself.")
    return SlotView(state="ready", model="postgresql", fix="")
