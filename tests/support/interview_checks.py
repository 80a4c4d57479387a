"""What every interview must keep to, checked on its event log and on what was heard: a list of faults, empty when it did."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.support.simulated_interviews import Held
from vivavoce.domain.events import CandidateTurnEnded, InterviewerSpoke, MoveMade, SectionEntered, UtteranceHeard
from vivavoce.domain.role_pack import RolePack, Section, SectionKind
from vivavoce.domain.session import EndReason
from vivavoce.interview.moves import Move
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.speech_linter import lint
from vivavoce.interview.state import InterviewState, apply
from vivavoce.interview.time_boxes import RESERVED

MOST_OF_BOX = 1.15
_RUSHES = re.compile(
    r"\b(?:minutes?|seconds?) (?:left|remain\w*|to go)\b|\b(?:running out|out of time|hurry|quickly|keep it (?:short|brief)"
    r"|time is (?:up|short)|be brief|last chance|faster)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionTime:
    """How long a section took, in interview time."""

    section: Section
    box_s: float
    began_s: float
    took_s: float
    last_answer_s: float
    """How long the answer took that was going on when it ended; 0 when there was none."""

    @property
    def share(self) -> float:
        return self.took_s / self.box_s

    @property
    def is_over(self) -> bool:
        return self.share > MOST_OF_BOX

    @property
    def was_one_answer(self) -> bool:
        """It ran over only because an answer begun within the box is never cut short."""
        return self.is_over and self.took_s - self.last_answer_s <= self.box_s and self.last_answer_s > 0.5 * self.box_s


def faults(held: Held) -> list[str]:
    """Return what went wrong, in words; an empty list when nothing did."""
    if held.reason is None:
        return ["it never ended"]
    checks = (_order, _core_questions, _time_boxes, _reserved, _speech, _follow_ups, _offers, _leaks)
    return [fault for check in checks for fault in check(held)]


def section_times(held: Held) -> list[SectionTime]:
    """Return the time each section took that was entered."""
    state, marks, last_answers = InterviewState(), [], []
    turn_s = 0.0
    for event in held.log:
        if isinstance(event, CandidateTurnEnded):
            turn_s = event.turn.end_s - event.turn.start_s
        elif isinstance(event, MoveMade):
            turn_s = 0.0
        before_s = turn_s
        state = apply(state, event)
        if isinstance(event, SectionEntered):
            marks.append((event.section, state.section_entered_s))
            last_answers.append(before_s)
    marks.append(("", state.spent_s(state.at_s)))
    factor = held.accommodations.patience_factor
    return [
        SectionTime(
            section=held.pack.section(SectionKind(name)),
            box_s=held.pack.section(SectionKind(name)).minutes * 60 * factor,
            began_s=began_s,
            took_s=ended_s - began_s,
            last_answer_s=answer_s,
        )
        for ((name, began_s), (_, ended_s)), answer_s in zip(pairwise(marks), [*last_answers[1:], 0.0], strict=True)
    ]


def core_unasked(held: Held) -> dict[str, str]:
    """Return the core questions that were not asked, each with the reason on record."""
    state = _end_state(held)
    return {
        question.id: state.of_question(question.id).closed
        for section in held.pack.sections
        for question in section.questions
        if question.core and state.of_question(question.id).asked_at_s is None
    }


def _end_state(held: Held) -> InterviewState:
    state = InterviewState()
    for event in held.log:
        state = apply(state, event)
    return state


def _order(held: Held) -> Iterator[str]:
    entered = [event.section for event in held.log if isinstance(event, SectionEntered)]
    planned = [section.kind.value for section in held.pack.sections]
    if entered != [kind for kind in planned if kind in entered]:
        yield f"sections out of order: {entered}"
    said = [line.text for line in held.heard if line.speaker == "interviewer"]
    if not said[0].startswith(INTERVIEWER.disclosure):
        yield "the first sentence was not the disclosure"
    if held.reason in (EndReason.COMPLETED, EndReason.TIME) and not said[-1].endswith(held.pack.closing):
        yield "completed without the closing words"
    if held.reason is EndReason.COMPLETED and not {kind.value for kind in RESERVED} <= set(entered):
        yield "completed without the candidate's own questions and the wrap-up"


def _core_questions(held: Held) -> Iterator[str]:
    for question_id, reason in core_unasked(held).items():
        if not reason:
            yield f"core question {question_id} was not asked, and nothing says why"
    asked = [
        event.question_id for event in held.log if isinstance(event, MoveMade) and event.move in (Move.ASK, Move.OPEN)
    ]
    for question_id in sorted({one for one in asked if asked.count(one) > 2}):
        yield f"question {question_id} was asked {asked.count(question_id)} times"


def _time_boxes(held: Held) -> Iterator[str]:
    for one in section_times(held):
        if one.is_over and not one.was_one_answer:
            yield f"section {one.section.kind.value} took {one.share:.0%} of its box"


def _reserved(held: Held) -> Iterator[str]:
    if held.reason is not EndReason.COMPLETED:
        return
    unasked = core_unasked(held)
    for kind in RESERVED:
        for question in held.pack.section(kind).questions:
            if question.id in unasked:
                yield f"{question.id} was not asked although time is reserved for it"


def _speech(held: Held) -> Iterator[str]:
    for line in held.heard:
        if line.speaker != "interviewer":
            continue
        for violation in lint([line.text], longest_words=INTERVIEWER.voice.longest_sentence_words):
            yield f"heard against the speech linter ({violation.rule}): {violation.sentence}"
        if line.text.count("?") > 1:
            yield f"more than one question at a time: {line.text}"
        if _RUSHES.search(line.text) and not _is_pack_wording(line.text, held.pack):
            yield f"rushes or counts down: {line.text}"
    for event in held.log:
        if isinstance(event, InterviewerSpoke) and not event.turn.text:
            yield f"a turn of the interviewer without words: {event.turn.id}"


def _is_pack_wording(said: str, pack: RolePack) -> bool:
    """A pack may ask about speed ("how do you find out quickly"): that is its subject, not a rush."""
    texts = [pack.opening, pack.closing, *(item.answer for item in pack.knowledge)]
    for section in pack.sections:
        for question in section.questions:
            texts += [question.text, question.rephrased, *(probe.text for probe in question.probes)]
    rest = said
    for text in texts:
        rest = rest.replace(text, "")
    return not _RUSHES.search(rest)


def _follow_ups(held: Held) -> Iterator[str]:
    state = _end_state(held)
    for question_id, seen in state.questions.items():
        most = held.pack.question(question_id).max_follow_ups
        if seen.follow_ups > most:
            yield f"{seen.follow_ups} follow-ups on {question_id}, at most {most}"
        if len(set(seen.probe_texts)) != len(seen.probe_texts):
            yield f"the same follow-up twice on {question_id}"


def _offers(held: Held) -> Iterator[str]:
    """One gentle offer in a silence, then waiting: the next thing said is a way on."""
    offers = 0
    for event in held.log:
        if isinstance(event, UtteranceHeard | CandidateTurnEnded):
            offers = 0
        elif isinstance(event, MoveMade):
            offers = offers + 1 if event.move == Move.OFFER else 0
            if offers > 1:
                yield f"offered twice in one silence at {event.at_s:.0f} s"


def _leaks(held: Held) -> Iterator[str]:
    """No expected point and no level of the rubric is ever said."""
    said = " ".join(line.text for line in held.heard if line.speaker == "interviewer")
    points = (
        point.text for section in held.pack.sections for question in section.questions for point in question.expected
    )
    anchors = (level.anchor for criterion in held.pack.rubric for level in criterion.levels)
    for secret in (*points, *anchors):
        if secret in said:
            yield f"told the candidate: {secret}"


def summary(all_held: Sequence[Held]) -> dict[str, object]:
    """Return what the interviews kept to, in numbers."""
    times = [one for held in all_held for one in section_times(held)]
    over = [one for one in times if one.is_over]
    reasons = [held.reason.value if held.reason else "never_ended" for held in all_held]
    unasked = [reason or "no_reason" for held in all_held for reason in core_unasked(held).values()]
    return {
        "interviews": len(all_held),
        "with_faults": sum(bool(faults(held)) for held in all_held),
        "ended": {reason: reasons.count(reason) for reason in sorted(set(reasons))},
        "in_order": sum(not list(_order(held)) for held in all_held),
        "core_questions": sum(
            question.core for held in all_held for section in held.pack.sections for question in section.questions
        ),
        "core_questions_not_asked_by_reason": {reason: unasked.count(reason) for reason in sorted(set(unasked))},
        "sections": len(times),
        "sections_within_115_percent": len(times) - len(over),
        "sections_over_because_of_one_answer": sum(one.was_one_answer for one in over),
        "longest_section_share": round(max((one.share for one in times if not one.was_one_answer), default=0.0), 3),
        "linter_violations_heard": sum("speech linter" in fault for held in all_held for fault in faults(held)),
        "sentences_held_back_by_the_linter": sum(held.held_back for held in all_held),
    }
