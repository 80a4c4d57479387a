"""What the words so far say about the turn: going on, asking for something complete, or only nodding along."""

import re

_WORD = re.compile(r"[a-z0-9']+")

_UNFINISHED_LAST = frozenset(
    _WORD.findall("""
    a an the my your his her its our their this these those
    and or but so because since although while if when where which who whose whether unless than then also plus
    to of for with from into onto about at by in on over under between without within through during
    is are was were be been being am has had have will would could should can may might must do does did getting
    i we they he she you it's i'm we're there's that's
    very really quite more most much many some any each every such no not just only even like
    um uh uhm erm er hmm hm mm well actually basically
    """)
) - frozenset(
    {"it's", "that's", "more", "most", "much", "many", "some", "any", "not", "well", "so", "over", "on", "in", "by"}
)
"""Words after which an English sentence goes on. Particles that may end one ("log in", "hand over") are left out."""
_STRANDED = frozenset(
    _WORD.findall("""
    to of for with from into onto about at under between without through since when where which who you
    is are was were am has had have will would could should can may might must do does did getting then also
    """)
)
"""Those of them that end a sentence which turns back: "the people I worked with", "what I was getting into", "ever since"."""
_THAT_FOLLOWS = frozenset(
    _WORD.findall("""
    noticed said told say says saw see know knew think thought believe believed mean means meant found out realised realized
    learned learnt hope agreed decided felt understood explained showed is was so fact sure me him her us them
    convinced certain likely possible important clear
    """)
)
"""Words behind which "that" begins a clause: "I noticed that …"."""

_VERBS = frozenset(
    _WORD.findall("is are was were am has had have will would could should can may might must do does did")
)
_WH_WORDS = frozenset({"what", "where", "who", "how", "which", "whether", "when"})
_ASKED_ABOUT = frozenset({"who", "how", "which", "where"})
"""Those that rarely begin a clause in which the verb is followed by more ("what I did was …")."""

_UNFINISHED_TAIL = re.compile(
    r"(?:\b(?:let me (?:see|think)(?: for a (?:second|moment))?|how (?:do|should|can|shall) i (?:say|put)(?: it| this)?"
    r"|what(?:'s| is) the word|you know|i mean|kind of|sort of|such as|for example|for instance|in order|and so|and then"
    r"|the thing is|as well as|due to|so that|in my opinion|i think|i guess|i believe|i would say|responsible for)|,|-|\.\.\.|…)$"
)
_FILLER_END = re.compile(r"\b(?:um+|uh+|uhm|erm?|hm+|mm+|ah+|eh+)\b[\s.,!?…-]*$")
_SUBORDINATE = re.compile(
    r"^(?:so |and |but |well |okay )?(?:if|when|while|since|because|although|the (?:way|reason|thing)) "
)
_REASON_BEHIND = re.compile(r"^(?:since|because) ")
"""Behind a sentence, mostly the reason for it, and cut off from it only in writing."""
_MAIN_VERB_LEFT = 9
"""Words of a subordinate clause that begins a sentence; with more, its main clause has probably come."""

_NODS = frozenset(
    _WORD.findall("""
    mhm mm mmm mmhm mhmm hm hmm hmmm hum uh um huh uhhuh ah oh aha yeah yes yep yup ya right okay ok sure fine
    alright cool great good nice exactly true indeed really wow see got it i of course absolutely gotcha mkay m'kay
    """)
)
_NOD_PHRASES = re.compile(r"^(?:(?:oh )?i see|got it|makes sense|of course|all right|sounds good|i understand|go on)$")
_NOD_WORDS_AT_MOST = 4

_HUM = re.compile(r"^[mhu]+$")
_ASKS_FOR_FLOOR = re.compile(
    r"\b(?:wait|stop|sorry|pardon|excuse|hold|hang|question|actually|repeat|rephrase|slow|slower|can|could|may|would|please"
    r"|moment|second|let|hello|help|pause|break|skip)\b|^(?:again|no|but|what|why|how|who|one)\b"
)

_INTERRUPTS = re.compile(
    r"^(?:(?:oh|um|uh|okay|ok|well|yes|yeah|no|hey|and|but) )*(?:sorry|excuse me|pardon|wait|hold on|hang on|stop|actually|please"
    r"|(?:could|can|would|will) (?:you|we|i)|may i|(?:i have|one|just one|a) (?:quick )?(?:question|remark|moment|second|thing)"
    r"|before (?:that|this|you|we)|what (?:do|did) you|i (?:did not|didn't|do not|don't|have to|need to|want to|would like to)"
    r" (?:understand|get|hear|catch|correct|ask|add|stop|say)|let me (?:correct|interrupt|ask)|repeat|slow)\b"
)
_LIST = re.compile(
    r"(?<!the )(?<!of )\b(?:two|three|four|several) (?:things|steps|reasons|parts|options|ways|points)\b"
)
_ANNOUNCEMENT_WORDS = 9
"""Up to a list that is announced ("I would do three things"); behind more it is only mentioned ("… then offer two options")."""
_REST_OF_LIST = re.compile(r"\b(?:second|secondly|other|third|then|next|last|finally)\b")

_CLOSING = re.compile(r"\b(?:that(?:'s| is) (?:all|it|everything)|i(?:'m| am) done|nothing else)\b")
_LAST_WORDS = 12
_PLAIN_ANSWER = re.compile(
    r"^(?:(?:sorry|honestly|well|um|uh) )*"
    r"(?:yes|no|yeah|nope|yep|correct|sure|not (?:yet|really|in|at|sure)|i (?:do not|don't|dont) know|i'm not sure)\b"
)
_PREFERS_MORE = re.compile(
    r"\b(?:let me (?:think|see)|give me (?:a|one|some)|(?:one|just a|a) (?:moment|second|minute)|hold on|wait)\b"
)

_STORY_OPENER = re.compile(
    r"\b(?:let me (?:walk you through|explain|tell you|start|give you)|i(?:'ll| will) (?:walk you through|start|begin|explain)"
    r"|the situation was|there (?:are|were) (?:two|three|four|several|a few|a couple)|to (?:begin|start) with|first of all"
    r"|firstly|my task was|the first (?:one|step|thing) (?:is|was|would)"
    r"|at first|it started|here is how|here's how|step by step)\b"
)
_FIRST_OF_SOME = re.compile(
    r"\b(?:the first thing (?:i|we)|first i|first we)\b(?!.*\b(?:then|next|second|after that)\b)"
)
_STORY_CLOSER = re.compile(
    r"\b(?:in the end|finally|eventually|as a result|the result was|so overall|overall|in summary|to sum up|in conclusion"
    r"|what i learned|lastly|at last|ever since|that's how|that is how"
    r"|at first\b.*\b(?:but|then|until|later|after|afterwards|now|by the end))\b"
)


_PAIR_TOLD = re.compile(
    r"\btwo (?:things|steps|reasons|parts|options|ways|points)\b.*\b(?:first|one)\b.*\b(?:second|other)\b"
)
"""Both of two announced things have come up."""


def words(text: str) -> list[str]:
    """Return the text's words in lower case, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def goes_on(text: str, *, clause_answers: bool = False, full_stop: bool | None = None) -> bool:
    """Tell whether these words break off where a sentence cannot end: a conjunction, a filler, a clause without its verb.

    `clause_answers`: a clause alone may be all there is to say ("Since last summer."). `full_stop`: whether it surely sounded
    and reads like the end of a sentence; None where speech-to-text does not tell, and a comma alone must say that it goes on.
    """
    spoken = words(text)
    if not spoken:
        return False
    at_comma = text.rstrip().endswith(",")
    if full_stop is not None:
        text = text.rstrip(" ,")
    plain = text.lower().strip().rstrip(" .!?\"'")
    if _FILLER_END.search(text.lower()) or _UNFINISHED_TAIL.search(plain):
        return True
    if text.rstrip().endswith(("...", "…", ",", "-")):
        return True
    *before, sentence = re.split(r"[.!?]\s+", text.strip().lower())
    if spoken[-1] in _UNFINISHED_LAST:
        return not (full_stop and spoken[-1] in _STRANDED) and not _ends_well(sentence)
    if clause_answers:
        return False
    if full_stop is False and spoken[-1] == "that" and (at_comma or _THAT_FOLLOWS.intersection(spoken[-2:-1])):
        return True
    if (rest := _after_announcement(text)) is not None and not _REST_OF_LIST.search(rest):
        return True
    if full_stop and before and _REASON_BEHIND.match(sentence):
        return False
    return bool(_SUBORDINATE.match(sentence)) and len(words(sentence)) <= _MAIN_VERB_LEFT


def _after_announcement(text: str) -> str | None:
    """Return what was said since a list was announced; None when none was."""
    sentences = re.split(r"(?<=[.!?])\s+", text.lower().strip())
    for place, sentence in enumerate(sentences):
        announced = _LIST.search(sentence)
        if announced and len(words(sentence[: announced.end()])) <= _ANNOUNCEMENT_WORDS:
            return " ".join([sentence[announced.end() :], *sentences[place + 1 :]])
    return None


def is_nod(text: str) -> bool:
    """Tell whether this is a backchannel ("mhm", "right, okay") and not a bid for the floor."""
    spoken = words(text)
    if spoken and all(_HUM.match(word) for word in spoken):  # "mhm, mhm" is written "M. H. M. H. M."
        return True
    if not spoken or len(spoken) > _NOD_WORDS_AT_MOST:
        return False
    return all(word in _NODS or _HUM.match(word) for word in spoken) or bool(_NOD_PHRASES.match(" ".join(spoken)))


def _ends_well(sentence: str) -> bool:
    """Tell whether a last word stands where it may: "that is where most of the traffic is", "yes, I have", "not really"."""
    spoken = words(sentence)
    if spoken[-2:] in (["not", "really"], ["not", "quite"], ["not", "very"]):
        return sentence.endswith(".")
    if spoken[-1] == "then":
        return spoken[-2:-1] in (["back"], ["by"], ["since"], ["until"], ["even"])
    asked_about = any(word in (_WH_WORDS if sentence.endswith((".", "?")) else _ASKED_ABOUT) for word in spoken[-9:-2])
    return spoken[-1] in _VERBS and (asked_about or spoken[0] in {"yes", "no", "yeah"})


def asks_for_floor(text: str) -> bool:
    """Tell whether a word or two over the interviewer ask it to stop, rather than nod along."""
    return bool(_ASKS_FOR_FLOOR.search(" ".join(words(text))))


def interrupts(text: str) -> bool:
    """Tell whether words over a reply turn to the interviewer, rather than go on with the answer it replied to."""
    return bool(_INTERRUPTS.match(" ".join(words(text))))


def closes(text: str) -> bool:
    """Tell whether it says of itself that it is over ("that's all"): a thank-you may follow, hardly anything else."""
    plain = " ".join(words(text)[-_LAST_WORDS:])
    return bool(_CLOSING.search(plain)) and not asks_for_time(plain)


def asks_for_time(text: str) -> bool:
    """Tell whether it asks for a moment to think."""
    return bool(_PREFERS_MORE.search(" ".join(words(text))))


def is_plain_answer(text: str) -> bool:
    """Tell whether it begins as a whole answer that often is the beginning of a longer one: "no", "I don't know"."""
    return bool(_PLAIN_ANSWER.match(" ".join(words(text)))) and not goes_on(text)


def tells_a_story(text: str) -> bool:
    """Tell whether the answer announced a story or a list and has not come to its end."""
    plain = " ".join(words(text))
    if _STORY_CLOSER.search(plain) or _PAIR_TOLD.search(plain):
        return False
    return bool(_STORY_OPENER.search(plain)) or _after_announcement(text) is not None


def takes_a_first_step(text: str) -> bool:
    """Tell whether it said what comes first, and nothing yet of what comes then: a figure of speech, or half of an answer."""
    return bool(_FIRST_OF_SOME.search(" ".join(words(text))))
