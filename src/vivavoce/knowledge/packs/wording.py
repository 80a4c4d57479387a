"""What may not be said to a candidate: unlawful topics, two questions at once, praise, hints, scoring talk, the unspeakable."""

import re
from collections.abc import Iterator

from vivavoce.knowledge.packs.rules import WordRule, check_all, whole_words
from vivavoce.knowledge.text import words

SPEECH_WORDS_PER_S = 2.6
"""156 words a minute: the median of 138 recorded mock interviews, and about the pace of the embedded voice."""
MAX_QUESTION_S = 12.0
MAX_SPOKEN_S = 30.0


def _illegal(topic: str, *alternatives: str) -> WordRule:
    message = f"“{{found}}” asks about {topic}, which an interview may not (equal-treatment and pay-transparency law); remove it"
    return WordRule(whole_words(*alternatives), message)


_ILLEGAL = (
    _illegal(
        "age",
        r"how old (?:are|were) you|your age|date of birth|your birthday|when were you born|retirement plans?",
        r"what year (?:did you|were you) (?:graduate|born)|how long until you retire",
    ),
    _illegal(
        "family",
        r"married|marriage|marital|spouse|husband|wife|your (?:partner|famil\w+|kids|children|parents|mother|father)",
        r"have (?:any )?(?:kids|children)|(?:start|plan\w*|raise) (?:a )?famil\w+|pregnan\w+|child ?care|maternity|paternity",
    ),
    _illegal(
        "health",
        r"disab(?:ility|ilities)|(?:are you|being) disabled|illness(?:es)?|your (?:\w+ )?health",
        r"health (?:problems?|conditions?|history)|medical (?:history|conditions?)|medication|sick (?:days|leave)",
        r"diagnosed with|mental health|genetic|your (?:weight|height)|alcohol|drugs",
    ),
    _illegal(
        "religion or belief",
        r"religio\w+|church|mosque|synagogue|your faith|pray(?:er|ing)?|christian|muslim|jewish|hindu|buddhist|atheist|sabbath",
    ),
    _illegal(
        "origin",
        r"where (?:are|do) you (?:really |originally )?(?:come )?from|nationality|citizenship|are you a citizen|ethnic\w*",
        r"your race|racial|native (?:language|speaker|tongue)|mother tongue|first language|birthplace|where were you born",
        r"country of origin|your accent|your immigration \w+",
    ),
    _illegal(
        "pay history",
        r"your (?:current|previous|last|past|present) (?:salary|pay|compensation|wage|income|rate)",
        r"(?:current|previous|last) salary|(?:salary|pay) history|how much (?:do|did|are|were) you (?:earn|make|paid)\w*",
        r"(?:do|did|are|were) you (?:currently )?(?:earn|earning|being paid|paid)",
    ),
    _illegal(
        "sex or orientation",
        r"sexual orientation|are you (?:gay|straight|lesbian)|your (?:gender|sex|pronouns)|transgender",
    ),
    _illegal(
        "politics or union membership",
        r"political (?:views?|party|opinions?)|your politics|who (?:do|did) you vote|union member\w*|member of a union",
    ),
    _illegal(
        "arrest or military record",
        r"arrest(?:ed|s)?|criminal record|convicted of|military discharge|your credit rating",
    ),
)

_ASK = r"(?:what|how|why|when|where|who|which|whether|would you|do you|did you|could you|can you|have you|are you|is there)"
_TELL = r"(?:explain|describe|tell (?:me|us)|give (?:me|us)|walk (?:me|us)|talk (?:me|us)|name|list)"
_WH = r"(?:what|how|why|when|where|who|which)"
_TWO_QUESTIONS = (
    re.compile(r"\?.*\?", re.DOTALL),
    re.compile(rf"\b(?:and|or|then|also|plus)\b,?\s+(?:then\s+|also\s+)?{_ASK}\b", re.IGNORECASE),
    re.compile(rf"\b(?:and|then|also)\b,?\s+(?:then\s+|also\s+)?(?:please\s+)?{_TELL}\b", re.IGNORECASE),
    re.compile(rf"\b{_WH} (?:and|or) {_WH}\b", re.IGNORECASE),
    re.compile(rf"(?:^|[.!]\s+){_TELL}\b[^?]*[.!]\s[^?]*\?", re.IGNORECASE),
)

_GOOD = r"(?:great|good|excellent|nice|perfect|awesome|fantastic|wonderful|impressive|brilliant|amazing|lovely|smart)"
_PRAISE = WordRule(
    re.compile(
        "|".join(
            (
                rf"\b{_GOOD} (?:answers?|points?|jobs?|work|start|questions?|thinking|explanations?|insights?)\b",
                r"\b(?:well done|bravo|congratulations)\b",
                rf"\bthat(?:['’]s| is| was| sounds) (?:right|correct|{_GOOD})\b",
                rf"(?:^|[.!?]\s+)(?:that['’]s )?(?:{_GOOD}|correct|exactly|right|interesting)[,.!]",
                r"\bi(?:['’]m| am) impressed\b",
                r"\bi (?:really )?(?:like|love|liked|loved) (?:that|your|how|the way)\b",
                r"\byou(?:['’]ve)? (?:did|done|are doing) (?:so |very )?(?:great|well)\b",
            )
        ),
        re.IGNORECASE,
    ),
    "“{found}” is praise; every candidate must hear the same neutral words",
)
_HINT = WordRule(
    whole_words(
        r"hint|do(?: not|n['’]t) forget|remember (?:to|that)|keep in mind|did you (?:think|consider)(?: of| about)?",
        r"what about|how about|have you (?:thought|considered)|think (?:about|of) using",
        r"you (?:could|should|might|may want to) (?:use|try|add|mention)|wouldn['’]t (?:it|you|that)|isn['’]t (?:it|that)",
        r"aren['’]t (?:there|you)|obviously|of course|as you know|surely",
    ),
    "“{found}” hints at an answer; ask openly, so that what is said is the candidate's own",
)
_SCORING = WordRule(
    whole_words(
        r"your (?:score|grade|rating|marks)|(?:our|the) rubric|we(?:['’]re| are)? (?:score|scoring|grade|grading)",
        r"full marks|extra points?",
    ),
    "“{found}” speaks of scoring; the interviewer never does",
)
_MARKUP = WordRule(
    re.compile(r"https?://|[*_#`<>{}\[\]|\\]|\bTODO\b|\bTBD\b"), "“{found}” cannot be spoken; write plain words"
)


def illegal_topics(text: str) -> Iterator[str]:
    """Yield why a text may not be asked in an interview."""
    return check_all(_ILLEGAL, text)


def asks_two_things(text: str) -> bool:
    """Say whether a spoken text asks more than one thing at once."""
    return any(pattern.search(text) for pattern in _TWO_QUESTIONS)


def speech_faults(text: str) -> Iterator[str]:
    """Yield what the interviewer may not say: praise, hints, scoring talk, illegal topics, markup."""
    return check_all((_PRAISE, _HINT, _SCORING, _MARKUP, *_ILLEGAL), text)


def spoken_s(text: str) -> float:
    """Return about how long it takes to say the text."""
    return len(words(text)) / SPEECH_WORDS_PER_S
