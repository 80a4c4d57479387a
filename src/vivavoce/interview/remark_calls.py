"""Remarks about an answer as a brain's tool calls: how they stand in the log, and what the screen shows of them."""

from collections.abc import Iterable, Sequence

from vivavoce.domain.events import ToolCalled
from vivavoce.domain.practice import Fact, Moment, Remark
from vivavoce.interview.live_view import MomentShown
from vivavoce.interview.tool_use import DONE, ToolUse

REMARK = "remark"
REPLAY = "replay_moment"


def remark_use(remark: Remark) -> ToolUse:
    return ToolUse(tool=REMARK, arguments=_arguments(remark))


def replay_use(remark: Remark) -> ToolUse:
    return ToolUse(tool=REPLAY, arguments=_arguments(remark))


def remark_of(call: ToolCalled) -> Remark | None:
    """Return the remark a call made or replays; None when it is another tool's, or was not done."""
    given = call.arguments
    if call.tool not in (REMARK, REPLAY) or call.outcome != DONE:
        return None
    moment = None
    if "start_s" in given:
        moment = Moment(start_s=float(given["start_s"]), end_s=float(given["end_s"]), text=given["words"])
    return Remark(fact=Fact(given["fact"]), text=given["text"], praise=given["praise"] == "yes", moment=moment)


def remarks(calls: Iterable[ToolCalled]) -> Sequence[tuple[ToolCalled, Remark]]:
    """Return the remarks made, in order, each with its call."""
    return [(call, remark) for call in calls if call.tool == REMARK and (remark := remark_of(call))]


def shown_moments(calls: Iterable[ToolCalled]) -> Sequence[MomentShown]:
    """Return what the screen shows of these calls."""
    return [
        MomentShown(
            text=remark.text,
            words=remark.moment.text if remark.moment else "",
            start_s=remark.moment.start_s if remark.moment else 0.0,
            end_s=remark.moment.end_s if remark.moment else 0.0,
            unvalidated=remark.unvalidated,
            play=call.tool == REPLAY,
        )
        for call in calls
        if (remark := remark_of(call))
    ]


def _arguments(remark: Remark) -> dict[str, str]:
    given = {"fact": remark.fact.value, "text": remark.text, "praise": "yes" if remark.praise else "no"}
    if remark.moment is not None:
        moment = remark.moment
        given |= {"start_s": f"{moment.start_s:.2f}", "end_s": f"{moment.end_s:.2f}", "words": moment.text}
    return given
