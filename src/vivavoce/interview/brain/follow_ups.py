"""Which follow-up an answer gets: the pack's probes for what is missing, else a question about the answer's own words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vivavoce.domain.role_pack import Question
from vivavoce.interview.acts import Act
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.own_words import own_words
from vivavoce.interview.speech_text import content_words
from vivavoce.interview.state import InterviewState
from vivavoce.interview.wording import Lines

OWN_WORDS = "own_words"
GENERAL = "general"
_LIKELY = 3
_BRIEF_WORDS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    text: str
    probe: str
    """The expected point it is after, `OWN_WORDS` or `GENERAL`."""


def follow_ups(reading: Reading, scene: Scene, question: Question, lines: Lines) -> Iterator[FollowUp]:
    """Yield follow-ups not asked yet, best first; none when nothing is missing."""
    asked = scene.state.of_question(question.id)
    missing = [point for point in question.expected if point.id not in asked.covered]
    short = reading.act in (Act.SHORT, Act.NO, Act.YES)
    if short:
        yield from _general(question, asked.probe_texts)
        yield from _more(lines, asked.probe_texts)
    if not missing:
        # Where nothing particular is expected (getting to know each other), a brief answer is asked about once more.
        if not question.expected and len(content_words(reading.substance)) < _BRIEF_WORDS:
            yield from _general(question, asked.probe_texts)
        return
    for point in sorted(missing, key=lambda point: -point.weight):
        for probe in question.probes:
            if probe.for_point == point.id and _unused(probe.text, asked.probe_texts):
                yield FollowUp(text=probe.text, probe=point.id)
    phrase = own_words(reading.substance, vocabulary=scene.pack.vocabulary, used=asked.probe_texts)
    if phrase is not None:
        template = lines.follow_ups[scene.state.moves % len(lines.follow_ups)]
        yield FollowUp(text=template.format(words=phrase), probe=OWN_WORDS)
    yield from _general(question, asked.probe_texts)


def likely_probes(question: Question, state: InterviewState) -> Sequence[str]:
    """Return probes worth synthesising ahead while the candidate still speaks."""
    asked = state.of_question(question.id)
    if question.closed or asked.follow_ups >= question.max_follow_ups:
        return ()
    open_points = {point.id: point.weight for point in question.expected if point.id not in asked.covered}
    probes = [probe for probe in question.probes if _unused(probe.text, asked.probe_texts)]
    wanted = [probe for probe in probes if not probe.for_point or probe.for_point in open_points]
    ranked = sorted(wanted, key=lambda probe: -open_points.get(probe.for_point, 0.0))
    return [probe.text for probe in ranked[:_LIKELY]]


def _general(question: Question, used: Sequence[str]) -> Iterator[FollowUp]:
    for probe in question.probes:
        if not probe.for_point and _unused(probe.text, used):
            yield FollowUp(text=probe.text, probe=GENERAL)


def _more(lines: Lines, used: Sequence[str]) -> Iterator[FollowUp]:
    for text in lines.more:
        if _unused(text, used):
            yield FollowUp(text=text, probe=GENERAL)


def _unused(text: str, used: Sequence[str]) -> bool:
    return not any(text in spoken for spoken in used)
