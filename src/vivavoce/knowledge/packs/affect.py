"""What a rubric may not judge: feelings, manner and likeness instead of what was said; and which anchors can be observed."""

import re
from collections.abc import Iterator

from vivavoce.knowledge.packs.rules import WordRule, check_all, whole_words

_AFFECT = WordRule(
    whole_words(
        # "Confidence interval" and the like are statistics, not feelings.
        r"(?<!statistical )(?<!model )(?<!high-)(?<!low-)confiden(?:ce|t|tly)"
        r"(?![ -](?:intervals?|levels?|bounds?|bands?|scores?|regions?|limits?))",
        r"enthusias\w+",
        # The engagement of users is a product metric, the engagement of a candidate a feeling.
        r"(?<!user )(?<!customer )(?<!product )(?<!audience )(?<!feature )engagement(?! (?:metrics?|rates?|data))",
        r"attitudes?",
        r"energ(?:y|etic)(?! (?:use|usage|consumption|efficiency|costs?|prices?|grid|markets?|sector|compan))",
        r"charism\w+|charming|passion(?:ate|ately)?|like?abl\w+|like?abil\w+",
        r"emotional\w*|emotions?(?! of (?:the|a) customer)|moods?|personalit\w+|demeanou?r|temperament",
        r"body language|eye contact|facial expressions?|smil(?:e|es|ing)",
        r"nervous\w*|anxious\w*|anxiety|composure|calmness|self-assured\w*|assertive\w*",
        r"warmth|friendliness|cheerful\w*|positivity|optimis(?:m|tic)|excite(?:d|ment)|eager\w*",
        r"vibes?|gut feeling|(?:executive|personal|commanding|strong) presence|sincer\w+|humou?r",
    ),
    "“{found}” judges how a person feels or comes across, not what they say. Inferring emotion or attitude of candidates is "
    "prohibited (EU AI Act Art. 5(1)(f)); name what an answer must contain instead",
)
_VOICE = WordRule(
    whole_words(
        r"accents?|intonation|prosody|tone of (?:voice|speech)|vocal\w*|pitch of|pronunciation",
        r"speaking (?:pace|rate|speed)|hesitat\w+|(?:verbal )?fluen(?:cy|tly)|filler words?",
    ),
    "“{found}” is about how somebody sounds; only the text of an answer may be scored (EU AI Act Art. 5(1)(f))",
)
_CULTURE_FIT = whole_words(r"(?:cultur(?:e|al)|team|values?)[ -](?:fit|match)")

CULTURE_FIT_MESSAGE = (
    "“{found}” without observable anchors rewards likeness to the interviewer and invites inferring attitude "
    "(EU AI Act Art. 5(1)(f)); score the behaviour meant, such as “asks for review before merging”, in five observable anchors"
)
ANCHOR_MESSAGE = (
    "the anchor is not observable in a transcript; say what an answer at this level says or does "
    "(“names …”, “compares … with …”, “gives no …”), not how good it is"
)

_OBSERVABLE = whole_words(
    r"nam(?:es?|ing)|says?|saying|stat(?:es?|ing)|g(?:ives?|iving)|describ(?:es?|ing)|explain(?:s|ing)?|compar(?:es?|ing)",
    r"list(?:s|ing)?|mention(?:s|ing)?|cit(?:es?|ing)|quotes?|asks?|asking|answers?|propos(?:es?|ing)|suggests?|offers?",
    r"cho(?:oses?|osing)|picks?|decides?|justif(?:y|ies)|argues?|weighs?|rejects?|discards?|defines?|identif(?:y|ies)",
    r"quantif(?:y|ies)|estimates?|calculates?|measures?|checks?|verif(?:y|ies)|tests?|walks? through|outlines?|sketches",
    r"designs?|plans?|derives?|predicts?|anticipates?|handles?|covers?|connects?|relates?|links?|attributes?|tells?|reports?",
    r"recounts?|recalls?|repeats?|restates?|confuses?|contradicts?|omits?|leaves? out|ignores?|skips?|blames?|avoids?",
    r"stops? at|stays?|talks?|speaks? of|refers?|uses?|applies|raises?|points? out|distinguish(?:es)?|separates?",
    r"prioriti[sz]es?|summari[sz]es?|cannot|can(?:'|’)t|does not|do not|no answer|sets?|adds?|writes?|builds?",
    r"shows? (?:how|why|that|the|a|an|what)|traces?|follows? up|escalates?|documents?|apologi[sz]es?|acknowledges?",
    r"promises?|treats?|frames?|breaks? down|supports?|illustrates?|reflects?|takes? (?:ownership|responsibility)",
)


def affect_faults(text: str) -> Iterator[str]:
    """Yield why a rubric text may not be used to judge a person."""
    return check_all((_AFFECT, _VOICE), text)


def culture_fit(text: str) -> str:
    """Return the words that ask for "culture fit", or nothing."""
    match: re.Match[str] | None = _CULTURE_FIT.search(text)
    return match.group() if match else ""


def is_observable(anchor: str) -> bool:
    """Say whether an anchor tells what an answer says or does."""
    return _OBSERVABLE.search(anchor) is not None
