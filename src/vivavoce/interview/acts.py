"""What a candidate's turn can be, apart from an answer."""

from enum import StrEnum


class Act(StrEnum):
    """The kind of a candidate's turn, as written into the event log."""

    ANSWER = "answer"
    SHORT = "short"
    """A word or two where the question was open."""
    OFF_TOPIC = "off_topic"
    CONTINUATION = "continuation"
    """More of the answer before: the new question was cut off before it could be heard."""
    CORRECTION = "correction"
    """About an answer given earlier."""
    DONE = "done"
    """ "That's all I have": nothing more to this question."""
    DOES_NOT_KNOW = "does_not_know"
    SKIP = "skip"
    REPEAT = "repeat"
    REPHRASE = "rephrase"
    SLOWER = "slower"
    HOLD = "hold"
    WANTS_FLOOR = "wants_floor"
    """ "May I ask something first?" """
    PAUSE = "pause"
    RESUME = "resume"
    QUESTION = "question"
    """About the role, the team or the company."""
    CLARIFY = "clarify"
    """How to take the question ("Should I focus on one project?")."""
    ASKS_RESULT = "asks_result"
    """How they are doing, what is looked for, how it is scored."""
    ASKS_AI = "asks_ai"
    WANTS_HUMAN = "wants_human"
    CHECK = "check"
    """ "Can you hear me?" """
    LISTEN_BACK = "listen_back"
    """ "Let's listen to that": to hear a moment of one's own answer."""
    LEAVE = "leave"
    ABUSE = "abuse"
    YES = "yes"
    NO = "no"
    FILLER = "filler"
    """Greetings, thanks, "mhm", "okay": the floor stays theirs."""
    NOTHING = "nothing"
    """No words at all."""
    INAUDIBLE = "inaudible"
    OTHER_LANGUAGE = "other_language"
    """Words in a language the interview is not held in."""


_REQUESTS = frozenset(
    {
        Act.SKIP,
        Act.REPEAT,
        Act.REPHRASE,
        Act.SLOWER,
        Act.WANTS_FLOOR,
        Act.PAUSE,
        Act.RESUME,
        Act.CLARIFY,
        Act.ASKS_RESULT,
        Act.ASKS_AI,
        Act.WANTS_HUMAN,
        Act.CHECK,
        Act.LISTEN_BACK,
        Act.LEAVE,
    }
)


def is_request(act: Act, *, about_us: bool) -> bool:
    """Tell whether it asks something of the interviewer and is whole. Not every question: "Why did we choose Kafka?" goes on."""
    return act in _REQUESTS or (act is Act.QUESTION and about_us)
