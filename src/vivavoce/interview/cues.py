"""Patterns of whole sentences over normalised English: questions, corrections, words meant for the machine."""

import re

CLAUSE_BREAK = re.compile(r"\b(?:sorry|wait|but|actually|so|okay|hang on|hold on|excuse me|anyway)\s+")
REPORTED = re.compile(
    r"\b(?:ask|asked|asking|said|say|says|saying|told|tell|tells|like|would|wrote|shouted|yelled|called|goes"
    r"|went)\W*(?:\w+ ){0,3}$"
)
NOT_WANTED = re.compile(
    r"(?:(?:please )?do not|let us not|(?:there is )?no need (?:to|for)"
    r"|i (?:do not|did not) (?:really )?(?:want|need|wish|have)(?: (?:you )?to)?"
    r"|i (?:would )?(?:rather|prefer) not(?: to)?|i am not (?:going to|about to)|you (?:do not|need not)(?: (?:need|have) to)?"
    r") "
)
"""What turns the request behind it into its opposite."""
DENIED_UNTIL = re.compile(r"(?: (?:yet|now|please|thank you|thanks))+$")
SOMEONE_ELSES = re.compile(
    r"\b(?:(?:not|never)(?: \w+){0,2}|(?:he|she|they|people|someone|somebody|nobody|everybody|users?|customers?)(?: \w+){0,4})$"
)
"""In front of what would be a request of the candidate: it is denied, or other people's."""
GOVERNED = re.compile(r"\b(?:to|not|never|can|could|must|should|may|might|will|would|shall) (?:wait|hang on|hold on) $")
"""The break between clauses is none: "they should not wait a moment"."""

ONESELF = re.compile(r"\b(?:i|me|my)\b")
ABOUT_US = re.compile(
    r"\b(?:you|your|team|teams|company|role|position|job|office|salary|manager|benefits|hiring|organi[sz]ation"
    r"|onboarding)\b"
)
INVERTED = re.compile(
    r"^(?:(?:and|so|but|also|okay|sorry|well) )*(?:(?:what|how|when|where|who|which|why|whose)(?: (?:about|many"
    r"|much"
    r"|big|large|long|often|old|soon|far|kind of \w+"
    r"|sort of \w+|type of \w+|else|exactly|is|are|was|were|do|does|did|can|could|will|would|should|has|have|am))\b"
    r"|which \w+(?: \w+)? (?:is|are|do|does|did|can|could|will|would|should|has|have)\b|what \w+(?: \w+)? (?:is|are"
    r"|do|does|did|will|would|should|has|have) (?:you|i|we|the|there|your|it)\b"
    r"|(?:is|are|was|were|do|does|did|can|could|will|would|should|shall|has|have|am|may) (?:i|you|we|they|there|the"
    r"|this|that|your|it|my|people|employees|engineers)\b)"
)
TELLS = re.compile(r"^(?:(?:so|and|but|then|well|yes|no) )*(?:i|we|they|he|she|it|there|my|our|the)\b")
REASONS = re.compile(r"\b(?:because|and then|so (?:i|we|you)|is what (?:i|we)|that is why|which is why)\b")
INDIRECT = re.compile(
    r"^(?:(?:and|so|but|also|okay|yes|yeah|well) )*(?:i (?:am|was) (?:just )?(?:wondering|curious)|i (?:would|will)"
    r" "
    r"(?:really )?(?:like|love) to (?:know|ask|hear|understand|learn)"
    r"|i want(?:ed)? to (?:know|ask|understand)|my (?:first |next |last |other |main )?question (?:is|would be)|"
    r"(?:please )?tell me (?:more |a (?:bit|little) (?:more )?)?about"
    r"|(?:can|could|would|will) you (?:please |maybe )?(?:tell|say|share|talk|describe|explain|walk))\b"
)
CLARIFYING = re.compile(
    r"^(?:(?:and|so|but|also|okay|sorry|well|just) )*(?:should i|shall i|do you (?:want|mean|need|expect|prefer)"
    r"|can"
    r" i (?:assume|use|choose|pick|give|start|talk|take|answer|describe|draw)"
    r"|may i (?:assume|use|choose|pick|start|take)|could i (?:assume|use|pick|talk|start)|am i (?:allowed|supposed)"
    r"|is it (?:okay|fine|alright|all right) (?:if|to)|are (?:we|you) (?:assuming|talking about|asking about"
    r"|referring)"
    r"|would you (?:like|prefer) me|(?:so )?you (?:mean|want me to)|how (?:long|detailed|deep|specific|technical"
    r"|much detail)(?: \w+)? (?:should|do you|would you|can)"
    r"|what (?:level|kind|sort|amount) of (?:detail|answer|example)|which (?:one|part|language|project|role|level"
    r"|aspect)|does (?:it|this) (?:have to|need to)|is (?:this|that|it) (?:about|for|in|a|an|still)\b"
    r"|in (?:which|what|general|my)|for (?:which|what)|from (?:which|what)|any (?:particular|specific))\b"
)
BACK_TO = re.compile(
    r"\b(?:(?:go|going|come|coming|circle|get|jump|return)(?: back)? to (?:the |my |your |that )?(?:previous|last"
    r"|earlier|first|other|prior) (?:question|answer|one|topic)"
    r"|(?:correct|change|revise|fix|amend|add (?:something |one thing |a bit )?to) (?:my|the) (?:earlier |previous "
    r"|last |first |prior )?answer"
    r"|(?:correct|change|revise|fix|clarify|add (?:something )?to) (?:something|what|one thing)(?: that)? i (?:just"
    r" )?(?:said|mentioned)(?: (?:earlier|before|previously))?"
    r"|(?:about|for|on|regarding|concerning|to) (?:the|my|your) (?:previous|earlier|prior) (?:question|answer)"
    r"|i (?:misspoke|made a mistake|was wrong|said something wrong)(?: (?:earlier|before|previously))|what i said "
    r"(?:earlier|before|previously) (?:was|is) (?:not|wrong|incorrect))"
)
INSTRUCTION = re.compile(
    r"^(?:(?:please|now|hey|also|and|so|okay|but|then|you must|you should|you have to|i want you to|i need you to"
    r"|system|assistant|new instructions?|important) )*"
    r"(?:(?:ignore|disregard|forget|override|bypass|discard)(?: \w+){0,3} (?:instructions?|prompts?|rules?|rubric"
    r"|guidelines|directions|programming|constraints)"
    r"|(?:you are now|pretend (?:to be|you are|that you)|act as (?:if|an?|my)|roleplay as|switch to (?:developer"
    r"|debug|admin) mode|enter (?:developer|debug|admin) mode)\b"
    r"|(?:reveal|print|show|repeat|output|read(?: me)?|tell me|give me|what is|what are)(?: \w+){0,3} (?:system"
    r" prompt|prompt|rubric|expected points|hidden instructions|scoring (?:guide|rules)|your instructions)"
    r"|(?:give|award|rate|score|grade|mark)(?: me| this| my answer)(?: \w+){0,4} (?:five|5|10|ten|hundred|100|full"
    r"|top|highest|maximum|max|perfect)\b"
    r"|(?:mark|record|set|flag)(?: \w+){0,3} (?:as )?(?:covered|complete|completed|passed|correct|strong|hired?)\b"
    r"|(?:end|close|stop|finish) the interview (?:and|with) (?:give|mark|score|rate|pass|hire|recommend)"
    r"|ignor(?:iere|ier|a|e|ez|er|á) (?:\w+ ){0,3}(?:anweisungen|instrucciones|instructions|istruzioni|instruções"
    r"|regeln|reglas|règles|regole)"
    r"|vergiss (?:\w+ ){0,3}(?:anweisungen|regeln)|oublie[zr]? (?:\w+ ){0,3}instructions|olvida (?:\w+"
    r" ){0,3}instrucciones|gib mir (?:\w+ ){0,3}(?:fünf|5|beste)|donne[z]? moi (?:\w+ ){0,3}(?:cinq|5)|dame (?:\w+"
    r" ){0,2}(?:cinco|5))"
)
