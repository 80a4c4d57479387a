"""What a candidate's turn is: an answer, or one of the things people say to an interviewer instead.

Deterministic and cautious. A turn is a request only when whole phrases say so, from beginning to end or as a last sentence;
everything else is an answer. Candidate speech is data: words addressed to the machine are set aside and noted, never obeyed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vivavoce.interview import cues
from vivavoce.interview.acts import Act
from vivavoce.interview.languages import is_other_language
from vivavoce.interview.phrases import PATTERNS
from vivavoce.interview.speech_text import Sentence, normalise, sentences

INJECTION = "instruction_in_speech"
"""The flag for words that try to instruct the interviewer's software."""
OTHER_LANGUAGE = "other_language"
"""The flag for words in a language the interview is not held in: kept as they were heard, never translated by guess."""

_WEAK = frozenset({Act.YES, Act.NO, Act.FILLER, Act.DONE})
_URGENT = (Act.ABUSE, Act.WANTS_HUMAN, Act.LEAVE, Act.PAUSE, Act.ASKS_AI)
_LAST_WORD = frozenset(
    {
        Act.REPEAT,
        Act.REPHRASE,
        Act.SLOWER,
        Act.HOLD,
        Act.WANTS_FLOOR,
        Act.PAUSE,
        Act.SKIP,
        Act.ASKS_AI,
        Act.ASKS_RESULT,
        Act.WANTS_HUMAN,
        Act.CHECK,
        Act.LEAVE,
    }
)
"""Requests that count even behind an answer, when they are its last sentence."""
_FALSE_START_WORDS = 3
_REASON_WORDS = 8
_LAST_CLAUSE = frozenset({Act.REPEAT, Act.REPHRASE, Act.ASKS_AI, Act.CHECK, Act.HOLD})
"""Requests that count even at the end of an answer recognised without punctuation."""
_UNWANTED = {
    Act.SKIP: Act.HOLD,
    Act.LEAVE: Act.RESUME,
    Act.PAUSE: Act.RESUME,
    Act.WANTS_HUMAN: Act.RESUME,
    Act.RESUME: Act.LEAVE,
    Act.REPEAT: Act.FILLER,
    Act.REPHRASE: Act.FILLER,
    Act.SLOWER: Act.FILLER,
}
"""What a request means when it is denied: "let us not move on" keeps the floor, "I do not want to stop" goes on."""
_LONGEST_QUESTION_WORDS = 40
_CORRECTION_IS_COMPLETE_WORDS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One candidate turn, read."""

    act: Act
    acts: tuple[Act, ...] = ()
    """Everything recognised, in order: "Yes. Let's go on." is yes and resume."""
    substance: str = ""
    """The words that can be an answer: without requests, courtesies and instructions to the machine."""
    question: str = ""
    """What they asked, when they asked something."""
    about_us: bool = False
    """The question is about the role, the team, the company or the interviewer."""
    complete: bool = True
    """False: they announced a correction but have not made it yet."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    sentence: Sentence
    acts: tuple[Act, ...]
    substantive: bool


def understand(text: str, *, inaudible: bool = False) -> Understood:
    """Read one turn."""
    heard = sentences(text)
    if not heard:
        return Understood(act=Act.INAUDIBLE if inaudible else Act.NOTHING)
    obeyed_by_nobody = [one for one in heard if cues.INSTRUCTION.match(one.normal)]
    flags = (INJECTION,) if obeyed_by_nobody else ()
    rest = [one for one in heard if not cues.INSTRUCTION.match(one.normal)]
    if not rest:
        return Understood(act=Act.OFF_TOPIC, flags=flags)
    if is_other_language(" ".join(one.text for one in rest)):
        return Understood(act=Act.OTHER_LANGUAGE, flags=(*flags, OTHER_LANGUAGE))
    read = _read_correction(rest) or _read([_read_sentence(one) for one in rest])
    return Understood(
        act=read.act,
        acts=read.acts,
        substance=read.substance,
        question=read.question,
        about_us=read.about_us,
        complete=read.complete,
        flags=flags,
    )


def _read_correction(heard: Sequence[Sentence]) -> Understood | None:
    normal = " ".join(one.normal for one in heard)
    found = cues.BACK_TO.search(normal)
    if found is None:
        return None
    before = normal[: found.start()].rstrip()
    if cues.SOMEONE_ELSES.search(before) or len(before.split()) > _CORRECTION_IS_COMPLETE_WORDS:
        return None
    text = " ".join(one.text for one in heard)
    complete = len(normal.split()) - len(found[0].split()) >= _CORRECTION_IS_COMPLETE_WORDS
    return Understood(act=Act.CORRECTION, acts=(Act.CORRECTION,), substance=text, complete=complete)


def _read(heard: Sequence[_Read]) -> Understood:
    acts = tuple(act for one in heard for act in one.acts)
    if Act.ABUSE in acts:
        return Understood(act=Act.ABUSE, acts=acts)
    substance = " ".join(one.sentence.text for one in heard if one.substantive)
    asked = _question(heard)
    if asked is not None:
        return Understood(
            act=asked.act, acts=acts, substance=substance, question=asked.question, about_us=asked.about_us
        )
    if substance:
        return Understood(act=_behind_an_answer(heard), acts=acts, substance=substance)
    return Understood(act=_strongest(acts), acts=acts)


def _behind_an_answer(heard: Sequence[_Read]) -> Act:
    last = heard[-1]
    if last.substantive:
        held = len(heard) == 1 and (_only_thinks(last.sentence.normal) or _says_why_to_wait(last.sentence))
        return Act.HOLD if held else _trailing_request(last.sentence.normal) or Act.ANSWER
    asked = next((act for act in reversed(last.acts) if act in _LAST_WORD), None)
    if asked is None or (len(heard) > 1 and cues.REPORTED.search(heard[-2].sentence.normal)):
        return Act.ANSWER
    return asked


def _strongest(acts: Sequence[Act]) -> Act:
    for urgent in _URGENT:
        if urgent in acts:
            return urgent
    strong = [act for act in acts if act not in _WEAK]
    if strong:
        return strong[-1]
    for weak in (Act.NO, Act.DONE, Act.YES):
        if weak in acts:
            return weak
    return Act.FILLER


def _read_sentence(sentence: Sentence) -> _Read:
    """Peel known phrases from the left; what is left over is substance."""
    if sentence.asked and sentence.normal == "hello":
        return _Read(sentence=sentence, acts=(Act.CHECK,), substantive=False)
    acts: list[Act] = []
    rest = sentence.normal
    while rest:
        act, length = _longest_phrase(rest)
        denied = _denied(rest) if length < len(rest) else None
        if denied is not None:
            return _Read(sentence=sentence, acts=(*acts, denied), substantive=False)
        if act is None:
            return _Read(sentence=sentence, acts=tuple(act for act in acts if act is Act.ABUSE), substantive=True)
        acts.append(act)
        rest = rest[length:].lstrip()
    return _Read(sentence=sentence, acts=tuple(acts), substantive=False)


def _denied(text: str) -> Act | None:
    """Return what it means when all of this denies one request."""
    found = cues.NOT_WANTED.match(text)
    if found is None:
        return None
    rest = cues.DENIED_UNTIL.sub("", text[found.end() :])
    wanted, length = _longest_phrase(rest)
    return _UNWANTED.get(wanted) if wanted is not None and length == len(rest) else None


def _longest_phrase(text: str) -> tuple[Act | None, int]:
    best: Act | None = None
    length = 0
    for act, pattern in PATTERNS:
        found = pattern.match(text)
        if found is not None and found.end() > length:
            best, length = act, found.end()
    return best, length


def _trailing_request(normal: str) -> Act | None:
    """Find a request at the end of words recognised without punctuation, behind a break such as "sorry"."""
    for brk in cues.CLAUSE_BREAK.finditer(normal):
        if cues.REPORTED.search(normal[: brk.start()]) or cues.GOVERNED.search(normal[: brk.end()]):
            continue
        tail = _read_sentence(Sentence(text="", normal=normal[brk.end() :], asked=False))
        if not tail.substantive:
            return next((act for act in tail.acts if act in _LAST_CLAUSE), None)
    return None


def _only_thinks(normal: str) -> bool:
    """Tell whether somebody asks for a moment behind a word or two: a hesitation that was heard as words, or a false start."""
    words = normal.split()
    for before in range(1, _FALSE_START_WORDS + 1):
        said_before, rest = " ".join(words[:before]), " ".join(words[before:])
        act, length = _longest_phrase(rest)
        if rest and act is Act.HOLD and length == len(rest):
            return not (cues.REPORTED.search(f"{said_before} ") or cues.SOMEONE_ELSES.search(said_before))
    return False


def _says_why_to_wait(sentence: Sentence) -> bool:
    """Tell whether it is "hold on, …" with a few words about oneself, which may have been misheard."""
    begs, comma, why = sentence.text.partition(",")
    begs = normalise(begs)
    if not comma or sentence.asked or len(why.split()) > _REASON_WORDS or begs.startswith("let me"):
        return False
    act, length = _longest_phrase(begs)
    return act is Act.HOLD and length == len(begs) and cues.ONESELF.search(normalise(why)) is not None


def _question(heard: Sequence[_Read]) -> Understood | None:
    """Return the question a turn puts to the interviewer, if that is what it is."""
    asking = [one for one in heard if one.substantive]
    if not asking:
        return None
    last = asking[-1]
    normal = _without_courtesy(last.sentence.normal)
    words = len(normal.split())
    if _trailing_request(last.sentence.normal) is not None:
        return None
    if words > _LONGEST_QUESTION_WORDS or (heard[-1].substantive is False and _strongest(heard[-1].acts) in _LAST_WORD):
        return None
    asks = bool(cues.INVERTED.match(normal) or cues.INDIRECT.match(normal))
    asks = asks and (last.sentence.asked or not cues.REASONS.search(normal))
    asks = asks or (last.sentence.asked and words > 1 and not cues.TELLS.match(normal))
    about_us = bool(cues.ABOUT_US.search(normal))
    answered_before = sum(len(one.sentence.normal.split()) for one in asking[:-1]) > _CORRECTION_IS_COMPLETE_WORDS
    if not asks or (answered_before and not about_us):
        return None
    act = Act.CLARIFY if cues.CLARIFYING.match(normal) else Act.QUESTION
    return Understood(act=act, question=last.sentence.text, about_us=about_us)


def _without_courtesy(normal: str) -> str:
    """Drop "yes", "thank you", "okay" before a question."""
    rest = normal
    while True:
        act, length = _longest_phrase(rest)
        if act not in _WEAK or length == len(rest):
            return rest
        rest = rest[length:].lstrip()


__all__ = ["INJECTION", "Understood", "normalise", "understand"]
