"""Scripted candidates of every temperament for a pack of `tests.support.packs`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.scripted_engine import Says
from vivavoce.domain.ports.voice_engine import Reply
from vivavoce.domain.role_pack import Question, RolePack

PADDING = "and then we looked at the numbers again with the whole group before we went on with our work"


@dataclass(slots=True)
class Temperament:
    """Answers each question by a rule; `asked` counts how often a question has come up."""

    pack: RolePack
    rule: Callable[[Question, int], Says | None]
    asked: dict[str, int] = field(default_factory=dict)

    def __call__(self, reply: Reply) -> Says | None:
        if not reply.question_id:
            return None
        times = self.asked.get(reply.question_id, 0)
        self.asked[reply.question_id] = times + 1
        return self.rule(self.pack.question(reply.question_id), times)


def _small_talk(question: Question) -> Says | None:
    if question.id == "years":
        return Says(text="About four years.")
    if question.id == "yours":
        return Says(text="No, that's all.")
    if question.id == "anything":
        return Says(text="No, thank you.")
    if question.id == "your-work":
        return Says(text=f"I work on the payment service of a shop, {PADDING}.")
    return None


def strong(question: Question, times: int) -> Says | None:
    points = " and the ".join(point.keywords[0] for point in question.expected)
    return _small_talk(question) or Says(text=f"In my work I use the {points}, {PADDING}.")


def average(question: Question, times: int) -> Says | None:
    keywords = [point.keywords[0] for point in question.expected]
    said = keywords[times] if times < min(2, len(keywords)) else "usual tools"
    return _small_talk(question) or Says(text=f"In my work I would use the {said} {PADDING}.")


def weak(question: Question, times: int) -> Says | None:
    return _small_talk(question) or Says(text="I don't know.")


def terse(question: Question, times: int) -> Says | None:
    return Says(text="Yes.") if question.id != "yours" else Says(text="No.")


def rambling(question: Question, times: int) -> Says | None:
    return _small_talk(question) or Says(text=f"In my work {PADDING} {PADDING}.", takes_s=200.0)


def endless(question: Question, times: int) -> Says | None:
    return Says(text=f"In my work {PADDING} {PADDING}.", takes_s=600.0)


def silent(question: Question, times: int) -> Says | None:
    return None


def unsure(question: Question, times: int) -> Says | None:
    if times == 0 and question.expected:
        return Says(text="Could you rephrase that?")
    return strong(question, times)


def off_topic(question: Question, times: int) -> Says | None:
    if question.expected and times == 0:
        return Says(text="Yesterday my neighbour painted his garden fence blue because yellow fades quickly.")
    return strong(question, times)


def skipping(question: Question, times: int) -> Says | None:
    return _small_talk(question) or Says(text="Can we skip this one?")


def thinking(question: Question, times: int) -> Says | None:
    if question.expected and times == 0:
        return Says(text="Give me a moment.")
    return strong(question, times)


def curious(question: Question, times: int) -> Says | None:
    if question.id == "yours" and times < 3:
        return Says(
            text=("How big is the team?", "Can I work remotely?", "What is the parking situation at the office?")[times]
        )
    return strong(question, times)


TEMPERAMENTS: dict[str, Callable[[Question, int], Says | None]] = {
    "strong": strong,
    "average": average,
    "weak": weak,
    "terse": terse,
    "rambling": rambling,
    "endless": endless,
    "silent": silent,
    "unsure": unsure,
    "off_topic": off_topic,
    "skipping": skipping,
    "thinking": thinking,
    "curious": curious,
}
