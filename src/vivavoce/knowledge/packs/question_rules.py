"""What a question must be: one thing, sayable, lawful, without its own answer in it, and with what scoring needs."""

from collections.abc import Iterator

from vivavoce.documents import Path
from vivavoce.knowledge.packs import wording
from vivavoce.knowledge.packs.schema import PointModel, QuestionModel
from vivavoce.knowledge.substance import ClauseKind, substance
from vivavoce.knowledge.text import contains_phrase, content_stems, phrase_stems, stem, words

type Finding = tuple[Path, str]

MIN_POINTS = 2
LEAK_SHARE = 0.6
"""A spoken text that holds this share of a point's content words gives the answer away."""


def findings(question: QuestionModel, *, scored: bool, criteria: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with one question, with paths below it."""
    yield from _spoken(question)
    yield from _scoring(question, scored=scored, criteria=criteria)
    yield from _references(question, criteria)
    yield from _leaks(question)


def _spoken_texts(question: QuestionModel) -> Iterator[tuple[Path, str]]:
    yield ("text",), question.text
    yield ("rephrased",), question.rephrased
    for index, probe in enumerate(question.probes):
        yield ("probes", index, "text"), probe.text


def _spoken(question: QuestionModel) -> Iterator[Finding]:
    for path, text in _spoken_texts(question):
        yield from ((path, message) for message in wording.speech_faults(text))
        if wording.asks_two_things(text):
            yield path, "asks two things at once; ask one, and leave the other to a probe or a question of its own"
        if wording.spoken_s(text) > wording.MAX_QUESTION_S:
            yield (
                path,
                f"takes about {wording.spoken_s(text):.0f} s to say; keep it under {wording.MAX_QUESTION_S:.0f} s",
            )
    if words(question.text) == words(question.rephrased):
        yield ("rephrased",), "repeats the question word for word; say it in other words"
    for index, point in enumerate(question.expected):
        path = ("expected", index, "text")
        yield from ((path, message) for message in wording.illegal_topics(point.text))
        found = substance(point.text, spoken=(question.text, question.rephrased))
        # Word order is a matter of statistics, and an author's sentence gets the benefit of the doubt.
        if found.non_answer not in {None, ClauseKind.WORD_SALAD}:
            kind = found.non_answer.value.replace("_", " ")
            yield (
                path,
                f"said by a candidate this would be taken for {kind}; write a full sentence that adds to the question",
            )


def _scoring(question: QuestionModel, *, scored: bool, criteria: set[str]) -> Iterator[Finding]:
    if not scored:
        if question.criteria:
            yield (
                ("criteria",),
                "questions of intro, candidate_questions and wrap_up are not scored; leave the criteria out",
            )
        return
    if not question.criteria:
        yield ("criteria",), f"names no rubric criterion; choose from {', '.join(sorted(criteria))}"
    if len(question.expected) < MIN_POINTS:
        yield (
            ("expected",),
            f"has {len(question.expected)} expected points; a scored question needs at least {MIN_POINTS}",
        )
    if not question.probes:
        yield ("probes",), "has no probes; write at least one follow-up that does not hint"


def _references(question: QuestionModel, criteria: set[str]) -> Iterator[Finding]:
    points = {point.id for point in question.expected}
    for index, criterion in enumerate(question.criteria):
        if criterion not in criteria:
            yield (
                ("criteria", index),
                f"the rubric has no criterion “{criterion}”; it has {', '.join(sorted(criteria))}",
            )
    for index, point in enumerate(question.expected):
        if point.criterion and point.criterion not in criteria:
            message = f"the rubric has no criterion “{point.criterion}”; it has {', '.join(sorted(criteria))}"
            yield ("expected", index, "criterion"), message
    for index, probe in enumerate(question.probes):
        if probe.for_point and probe.for_point not in points:
            known = ", ".join(sorted(points)) or "no expected points"
            yield ("probes", index, "for"), f"the question has no expected point “{probe.for_point}”; it has {known}"
    if question.max_follow_ups is not None and question.max_follow_ups > len(question.probes):
        yield (
            ("max_follow_ups",),
            f"allows {question.max_follow_ups} follow-ups, but there are {len(question.probes)} probes",
        )


def _leaks(question: QuestionModel) -> Iterator[Finding]:
    """Words of the answer in what is spoken: a hint, and credit for an echo."""
    asked = {stem(word) for text in (question.text, question.rephrased) for word in words(text)}
    for point in question.expected:
        for path, text in _spoken_texts(question):
            leak = _given_away(text, point)
            if leak:
                yield path, f"gives away the expected point “{point.id}” ({leak}); ask without its words"
        for number, probe in enumerate(question.probes):
            keyword = _keyword_in(probe.text, point, already_asked=asked)
            if keyword:
                yield ("probes", number, "text"), f"hints at “{point.id}” by its keyword “{keyword}”; ask without it"


def _given_away(text: str, point: PointModel) -> str:
    spoken, expected = content_stems(text), content_stems(point.text)
    distinct = set(expected)
    shared = distinct & set(spoken)
    if len(shared) >= 3 and len(shared) >= LEAK_SHARE * len(distinct):
        return f"{len(shared)} of its {len(distinct)} content words"
    runs = (tuple(expected[at : at + 4]) for at in range(len(expected) - 3))
    run = next((run for run in runs if contains_phrase(spoken, run)), ())
    return f"“… {' '.join(run)} …”" if run else ""


def _keyword_in(text: str, point: PointModel, *, already_asked: set[str]) -> str:
    spoken = [stem(word) for word in words(text)]
    for keyword in point.keywords:
        phrase = phrase_stems(keyword)
        if contains_phrase(spoken, phrase) and not set(phrase) <= already_asked:
            return keyword
    return ""
