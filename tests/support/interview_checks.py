"""What every interview must keep to, checked on its event log and on what was heard: a list of faults, empty when it did."""

import re
from collections.abc import Iterator, Sequence

from tests.support.section_times import end_state, in_numbers, section_times, time_faults
from tests.support.simulated_interviews import Held
from vivavoce.domain.events import CandidateTurnEnded, InterviewerSpoke, MoveMade, SectionEntered, UtteranceHeard
from vivavoce.domain.role_pack import RolePack
from vivavoce.domain.session import EndReason
from vivavoce.interview.moves import Move
from vivavoce.interview.personas.interviewer import INTERVIEWER
from vivavoce.interview.speech_linter import lint
from vivavoce.interview.time_boxes import RESERVED

_RUSHES = re.compile(
    r"\b(?:minutes?|seconds?) (?:left|remain\w*|to go)\b|\b(?:running out|out of time|hurry|quickly|keep it (?:short|brief)"
    r"|time is (?:up|short)|be brief|last chance|faster)\b",
    re.IGNORECASE,
)


def faults(held: Held) -> list[str]:
    """Return what went wrong, in words; an empty list when nothing did."""
    if held.reason is None:
        return ["it never ended"]
    checks = (_order, _core_questions, time_faults, _reserved, _speech, _follow_ups, _offers, _leaks)
    return [fault for check in checks for fault in check(held)]


def core_unasked(held: Held) -> dict[str, str]:
    """Return the core questions that were not asked, each with the reason on record."""
    state = end_state(held)
    return {
        question.id: state.of_question(question.id).closed
        for section in held.pack.sections
        for question in section.questions
        if question.core and state.of_question(question.id).asked_at_s is None
    }


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
    state = end_state(held)
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
        **in_numbers(times),
        "linter_violations_heard": sum("speech linter" in fault for held in all_held for fault in faults(held)),
        "sentences_held_back_by_the_linter": sum(held.held_back for held in all_held),
    }
