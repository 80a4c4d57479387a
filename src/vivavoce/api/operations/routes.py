"""Live figures for operators: how quickly the interviewer replies."""

from typing import Annotated

from fastapi import APIRouter, Depends

from vivavoce.api.auth.browser import signed_in
from vivavoce.api.operations.schemas import BandCount, Budget, HopView, LatencyView, TurnView
from vivavoce.api.schemas import PROBLEMS
from vivavoce.domain.latency import P50_BUDGET_MS, P95_BUDGET_MS, bands
from vivavoce.voice.ledger import RecentTurns
from vivavoce.voice.metrics import RECENT_TURNS

router = APIRouter(prefix="/api/operations", tags=["operations"], responses=PROBLEMS, dependencies=[Depends(signed_in)])

_LATEST = 60


def recent_turns() -> RecentTurns:
    """Return what the voice engine of this process remembers."""
    return RECENT_TURNS


@router.get("/latency")
async def reply_latency(recent: Annotated[RecentTurns, Depends(recent_turns)]) -> LatencyView:
    """The last turns' latency ledgers, added up; percentiles over all of them."""
    totals, counts = recent.totals(), recent.bands()
    return LatencyView(
        turns=len(recent.turns),
        p50_ms=totals.p50_ms,
        p95_ms=totals.p95_ms,
        budget=Budget(p50_ms=P50_BUDGET_MS, p95_ms=P95_BUDGET_MS),
        within_budget=totals.p95_ms is None or totals.p95_ms <= P95_BUDGET_MS,
        bands=tuple(BandCount(band=band, up_to_ms=up_to_ms, turns=counts[band]) for band, up_to_ms in bands()),
        hops=tuple(
            HopView(hop=hop, p50_ms=one.p50_ms, p95_ms=one.p95_ms)
            for hop, one in recent.hops().items()
            if one.p50_ms is not None and one.p95_ms is not None
        ),
        latest=tuple(
            TurnView(at=at, total_ms=ledger.total_ms, band=ledger.band) for at, ledger in recent.turns[-_LATEST:]
        ),
    )
