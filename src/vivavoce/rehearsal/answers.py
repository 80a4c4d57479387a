"""What a synthetic candidate says to each question: written from the pack's own expected points, the same for a seed."""

import math
import random
import re
from itertools import cycle, islice

from vivavoce.domain.role_pack import ExpectedPoint, Question, RolePack, SectionKind
from vivavoce.rehearsal.asked import Asked
from vivavoce.rehearsal.temperaments import Manner

_CONNECTIVES = ("First of all,", "Then,", "Also,", "On top of that,", "Besides,", "Another thing,")
_LAST_CONNECTIVE = "And finally,"
_HINTS = (
    "I have heard of {keyword}.",
    "Something with {keyword}, I think.",
    "Maybe {keyword}.",
)
_SPOKEN = {
    "e.g.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "&": "and",
    "%": " percent",
    "≥": " at least ",
    "≤": " at most ",
    "→": " to ",
    "–": ", ",
    "—": ", ",
    ";": ",",
    ":": ",",
}


class AnswerWriter:
    """Answers every question of one pack in one manner. Remembers what has been said, as a person would."""

    def __init__(self, pack: RolePack, manner: Manner, *, seed: int) -> None:
        self._pack = pack
        self._manner = manner
        self._seed = seed
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self._follow_ups: dict[str, int] = {}
        self._said: dict[str, set[str]] = {}
        self._asked_back = 0

    def answer(self, asked: Asked) -> str:
        """Return what to say now; empty for a candidate who says nothing."""
        if not self._manner.speaks:
            return ""
        # Seeded by question: an answer does not depend on the order of questions, and said again it is the same.
        times = self._follow_ups.get(asked.question.id, 0) + int(asked.follow_up)
        self._follow_ups[asked.question.id] = times
        self._random = random.Random(f"{self._seed}/{asked.question.id}/{times if asked.follow_up else 0}")  # noqa: S311 - repeatable on purpose
        if asked.section is SectionKind.CANDIDATE_QUESTIONS and not asked.question.expected:
            return self._question_back()
        if self._manner.asides_an_answer and self._manner.points_share == 0:
            return _spoken(" ".join(self._asides()))
        if not asked.question.expected:
            return self._small_talk(asked)
        return self._follow_up(asked) if asked.follow_up else self._main_answer(asked.question)

    def first_answers(self) -> list[str]:
        """Return what would be said when each question is first asked, in the pack's order: to practise it beforehand."""
        fresh = AnswerWriter(self._pack, self._manner, seed=self._seed)
        questions = [(section.kind, question) for section in self._pack.sections for question in section.questions]
        return [fresh.answer(Asked(question=question, section=kind)) for kind, question in questions]

    def gap_s(self) -> float:
        """Return how long to stay silent before the next answer."""
        return self._random.uniform(*self._manner.gap_s)

    def _main_answer(self, question: Question) -> str:
        count = math.ceil(self._manner.points_share * len(question.expected))
        points = self._chosen(question.expected, count)
        if question.closed and points:
            return self._worded(points[:1])
        self._said.setdefault(question.id, set()).update(point.id for point in points)
        sentences = [self._any(self._manner.openings), *self._asides(), self._worded(points)]
        return self._finished([*sentences, self._any(self._manner.endings)])

    def _follow_up(self, asked: Asked) -> str:
        said = self._said.setdefault(asked.question.id, set())
        wanted = [point for point in asked.question.expected if point.id == asked.point_id]
        unsaid = [point for point in asked.question.expected if point.id not in said]
        points = (wanted or unsaid or list(asked.question.expected))[:1]
        if self._random.random() >= self._manner.recalls_when_probed:
            return self._finished([*self._asides(), self._any(self._manner.at_a_loss)])
        said.update(point.id for point in points)
        return self._finished([*self._asides(), self._worded(points)])

    def _worded(self, points: list[ExpectedPoint]) -> str:
        if self._manner.hints_only:
            return " ".join(self._hint(point) for point in points[:1])
        if len(points) < 2:
            return " ".join(_sentence(point.text) for point in points)
        connectives = [*islice(cycle(_CONNECTIVES), len(points) - 1), _LAST_CONNECTIVE]
        return " ".join(
            _connected(connective, _sentence(point.text)) for connective, point in zip(connectives, points, strict=True)
        )

    def _hint(self, point: ExpectedPoint) -> str:
        keyword = point.keywords[0] if point.keywords else max(point.text.rstrip(".").split(), key=len)
        if self._manner.words_at_most == 1:
            return f"{keyword.capitalize()}."
        return self._any(_HINTS).format(keyword=keyword)

    def _chosen(self, points: tuple[ExpectedPoint, ...], count: int) -> list[ExpectedPoint]:
        kept = set(self._random.sample(range(len(points)), min(count, len(points))))
        return [point for number, point in enumerate(points) if number in kept]

    def _question_back(self) -> str:
        known = self._pack.knowledge
        if self._asked_back >= min(self._manner.questions_back, len(known)):
            return "No, thank you, that was everything."
        item = known[self._asked_back]
        self._asked_back += 1
        question = item.questions[0] if item.questions else f"What can you tell me about {item.topic}"
        return _spoken(question.rstrip("?. ") + "?")

    def _small_talk(self, asked: Asked) -> str:
        if asked.section is SectionKind.WRAP_UP:
            return "No, that is everything from me. Thank you for your time."
        if self._manner.words_at_most == 1:
            return "Fine."
        if asked.follow_up and self._manner.recalls_when_probed < 1:
            return self._finished([*self._asides(), self._any(self._manner.at_a_loss)])
        years = self._random.choice(("three", "four", "six", "eight"))
        if asked.question.closed:
            return f"About {years}."
        background = (
            f"I have been working as a {self._pack.title.lower()} for about {years} years, lately in a small team."
        )
        return self._finished([*self._asides(), background])

    def _asides(self) -> list[str]:
        return self._random.sample(self._manner.asides, min(self._manner.asides_an_answer, len(self._manner.asides)))

    def _finished(self, sentences: list[str]) -> str:
        text = _spoken(" ".join(sentence for sentence in sentences if sentence))
        if not text:
            return self._any(self._manner.at_a_loss)
        if self._manner.words_at_most is not None:
            return text.rstrip(".").split(". ")[0] + "."
        return text

    def _any(self, choices: tuple[str, ...]) -> str:
        return self._random.choice(choices) if choices else ""


def _sentence(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."


def _connected(connective: str, sentence: str) -> str:
    """Join them as speech does: no second "first", and no capital inside a sentence except in a name or "I"."""
    first, _, _rest = sentence.partition(" ")
    if first.lower().rstrip(",") in {"first", "then", "also", "finally", "besides"}:
        return sentence
    keeps_capital = first in {"I", "I'd", "I'm", "I've"} or any(letter.isupper() for letter in first[1:])
    return f"{connective} {sentence if keeps_capital else sentence[0].lower() + sentence[1:]}"


def _spoken(text: str) -> str:
    """Return the text without anything that is read but not said: brackets, signs, abbreviations."""
    for written, said in _SPOKEN.items():
        text = text.replace(written, said)
    text = re.sub(r"(\w)/(\w)", r"\1 \2", text)  # CI/CD, I/O: said as two words
    text = re.sub(r"[()\[\]{}<>*_`\"“”#|\\]", "", text)
    return re.sub(r"\s+([,.!?])", r"\1", re.sub(r"\s+", " ", text)).strip()
