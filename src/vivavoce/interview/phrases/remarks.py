"""What candidates say that is neither an answer nor a request. `<NAME>` stands for a macro of this package."""

from vivavoce.interview.acts import Act

REMARKS: dict[Act, tuple[str, ...]] = {
    Act.DOES_NOT_KNOW: (
        (
            r"i (?:really |honestly |just |simply )*(?:do not|would not|did not) <REALLY>(?:know|remember|recall)"
            r"(?: (?:that|this|it|(?:the|an|any) (?:answer|details?)(?: (?:to|of|about) <THE_QUESTION>)?|(?:about"
            r"|of) (?:that|this|it|<THE_QUESTION>)"
            r"|<THE_QUESTION>"
            r"|anything(?: (?:about|on) (?:that|this|it))?|much about (?:that|this|it)|how(?: to (?:answer|do)(?: "
            r"(?:that|this|it|<THE_QUESTION>))?)?"
            r"|what to (?:say|answer|tell you)(?: (?:to|about) (?:that|this))?|enough(?: about (?:that|it|this))?"
            r"(?:"
            r" to"
            r" "
            r"(?:say|answer))?))?"
        ),
        (
            r"(?:i have |i have got |i have absolutely |absolutely )?no (?:idea|clue)(?: (?:about (?:that|this|it)"
            r"|what"
            r" "
            r"(?:that|this|it) is"
            r"|how to (?:do|answer) (?:that|this|it)))?|not a clue|i have not (?:a|the (?:slightest|faintest"
            r"|foggiest))"
            r" "
            r"(?:clue|idea)|idk"
        ),
        (
            r"i (?:have|have got) no (?:answer|example|experience)(?: (?:for|with|in|of|to) (?:that|this|it"
            r"|<THE_QUESTION>))?"
        ),
        (
            r"(?:i am )?(?:really |honestly )?not (?:really |quite |entirely |so |too )?sure(?: (?:about|of|on) "
            r"(?:that"
            r"|this|it|the answer"
            r"|<THE_QUESTION>)| what to (?:say|answer)| how to answer(?: <THE_QUESTION>)?)?"
        ),
        (
            r"i can not (?:really |honestly )?(?:answer|say|tell(?: you)?|remember|recall|think of (?:one|any"
            r"|anything|an(?:y)? examples?|an answer))"
            r"(?: <THE_QUESTION>)?(?: right now| at the moment)?|i could not (?:tell you|say)"
        ),
        (
            r"i (?:have|had) never (?:done|used|heard of|worked with|come across|encountered|seen|had to do|dealt"
            r" with|experienced)"
            r" (?:that|this|it|(?:something|anything) like (?:that|this|it))(?: before)?"
        ),
        (
            r"i (?:have not|did not) (?:really )?(?:done|used|heard of|worked with|come across|seen|do|use"
            r"|experienced|had)"
            r" (?:that|this|it|(?:something|anything) like (?:that|this|it))(?: (?:before|yet))?"
        ),
        (
            r"nothing (?:really )?comes to mind|(?:my )?mind (?:is|went|just went) blank|i am (?:drawing a blank"
            r"|blanking|stuck)"
            r"|i (?:got|have) nothing(?: (?:on|for) (?:that|this)(?: one)?)?|beats me|you got me(?: there)?|i give"
            r" up|i would have to (?:guess|look (?:that|it) up)"
            r"|i am not familiar with (?:that|this|it|the (?:term|concept|topic))"
        ),
    ),
    Act.DONE: (
        (
            r"(?:i think |i guess |i believe |so |yeah )*(?:that|this|it) (?:is|was) (?:it|all|about it|everything|pretty"
            r" much it|basically it|basically all"
            r"|my answer|what i (?:have|would say)|all i (?:have|can (?:say|think of)|know|remember|wanted to say))"
            r"(?: (?:really|basically|for now"
            r"|i (?:have|can (?:say|think of)|know|remember)|from me|from my side|for (?:this|that) (?:one"
            r"|question)"
            r"|about (?:that|it|this)|on (?:that|this)))*"
        ),
        (
            r"i am (?:done|finished)(?: (?:with (?:that|this|my answer)|answering|now))?|that (?:would be|will be"
            r"|about"
            r" covers|covers) (?:it|all|everything)"
        ),
        (
            r"(?:i have |i have got |there is )?nothing (?:more|else|further)(?: to (?:add|say))?(?: (?:to|about"
            r"|on)"
            r" "
            r"(?:that|this|it))?"
        ),
        (
            r"i (?:do not|can not) (?:really )?(?:have|think of) (?:anything|any thing|much) (?:else|more|further)"
            r"(?: to (?:add|say))?"
            r"|i have answered (?:that|this|it|the question|your question)(?: already)?|i already (?:answered|said)"
            r" "
            r"(?:that|this|it)"
        ),
        (
            r"(?:did|does) (?:that|this|it) answer (?:the|your) question|does (?:that|this) make sense|is (?:that"
            r"|this) what you (?:meant|wanted"
            r"|were (?:asking|looking for))|(?:does|is) (?:that|this) (?:help|enough|okay|ok|clear)|i hope (?:that"
            r"|this) (?:answers|answered)"
            r" (?:the|your) question|if (?:that|this) makes sense|you know what i mean|know what i mean"
        ),
    ),
    Act.ABUSE: (
        (
            r"(?:fuck|screw|damn|to hell with) (?:you|off|this|yourself)(?: (?:you|and|stupid|fucking))*(?:"
            r" <INSULT>"
            r"|"
            r" <MACHINE>)?"
        ),
        (
            r"(?:you|you are|your)(?: a| an| such| just| so| really| fucking| bloody| freaking| the| complete|"
            r" absolute| total| what| stupid| dumb| useless)* <INSULT>"
            r"(?: (?:<MACHINE>|<INSULT>|thing|person))?"
        ),
        (
            r"(?:shut(?: the fuck| the hell)? up|go to hell|fuck off|piss off|bugger off|kiss my ass|eat shit|drop"
            r" dead|go (?:and )?(?:die|kill yourself)"
            r"|kill yourself|suck my [a-z]+)(?: (?:you|<INSULT>|<MACHINE>|stupid))*"
        ),
        (
            r"(?:fucking |bloody |goddamn )?(?:stupid|dumb|useless|worthless|idiotic|shitty|fucking) (?:fucking )?"
            r"(?:<MACHINE>|<INSULT>|thing|interviewer)"
        ),
        r"i (?:will|am going to|am gonna) (?:kill|hurt|find|beat|rape|punch) you",
    ),
    Act.YES: (
        (
            r"(?:yes|yeah|yep|yup|sure|of course|please do|certainly|absolutely|definitely|correct|affirmative|okay"
            r"|ok|fine|all right|alright|by all means"
            r"|sounds good|that is (?:fine|okay|ok|right|correct)|go ahead|please|i do|i am|let us (?:do (?:it"
            r"|that)"
            r"|go)|we can)"
        ),
    ),
    Act.NO: (
        (
            r"(?:no|nope|nah|not really|no way|not (?:right )?now|not at the moment|negative|i do not|i do not"
            r" think"
            r" so|i would rather not|not today"
            r"|no i (?:do not|am not)|never mind|nevermind)(?: (?:thank you|thanks))?"
        ),
        (
            r"no (?:more |other |further )?questions?(?: (?:from me|from my side|at the moment|for now|right now|at"
            r" this"
            r" time|left))*"
        ),
        (
            r"i (?:do not|have not)(?: really)? (?:have|got|think i have)?(?: any| no)?(?: more| other| further|"
            r" additional)* questions?"
            r"(?: (?:for you|at the moment|for now|right now|at this time|left|from me))*|i have no (?:more |other "
            r"|further )?questions?(?: (?:for you|for now))*"
        ),
        (
            r"(?:no )?i (?:am|think i am) (?:good|fine|all set|okay|ok|all good|set)(?: (?:for now|thanks|thank"
            r" you))*|(?:we are|all) (?:good|set|clear)"
            r"|(?:everything|it|that) is (?:all )?clear(?: (?:to me|for me|now))*|you (?:have )?(?:answered"
            r"|covered)"
            r" (?:everything|it all|all of (?:it|them)"
            r"|(?:all )?my questions|most of (?:it|them|my questions))(?: already)?"
        ),
        (
            r"(?:no )?nothing(?: (?:from me|from my side|at the moment|right now|for now|specific|in particular"
            r"|comes"
            r" to"
            r" mind))*"
        ),
    ),
    Act.FILLER: (
        (
            r"(?:hello|hi|hey|hi there|hello there|good (?:morning|afternoon|evening|day)|greetings)(?: (?:there"
            r"|everyone|again))?"
        ),
        (
            r"(?:thank you|thanks|cheers|many thanks|thank you (?:very|so) much|thanks a lot)(?: (?:for (?:having"
            r"|inviting|interviewing) me|for (?:that|the"
            r" (?:question|introduction|explanation|information|opportunity))|for your (?:question|time)|very"
            r" much))?"
        ),
        (
            r"(?:it is )?(?:nice|good|great|pleased|lovely|a pleasure) to meet you(?: too| as well)?|how are you(?:"
            r" "
            r"(?:doing|today|doing today))?"
        ),
        (
            r"(?:okay|ok|mhm|mm|mmm|mm hmm|uh huh|aha|ah|oh|hm|hmm|right|i see|got it|understood|alright|all right"
            r"|sure|yeah|yep|cool|great|perfect|interesting|wow"
            r"|if (?:you do not mind|that is (?:ok|okay|alright|all right|fine)(?: with you)?)"
            r"|before (?:you|we) (?:go|move) on|sorry to interrupt(?: you)?"
            r"|sorry|excuse me|i am sorry|my apologies|no problem|no worries|oh no|oops|okay then|fair enough|makes"
            r" sense|that makes sense)"
        ),
        (
            r"(?:that is |what )?(?:a |an )?(?:very |really )?(?:good|great|interesting|tough|hard|difficult|tricky"
            r"|nice"
            r"|excellent|big|fair) (?:question|one)"
        ),
        (
            r"(?:um|uh|er|erm|ah|eh|well|so|like|you know|i mean|let us see|basically|actually|and|but|then|now"
            r"|anyway"
            r"|honestly|to be honest)"
        ),
    ),
}
