"""What candidates ask an interviewer for. `<NAME>` stands for a macro of this package."""

from vivavoce.interview.acts import Act

REQUESTS: dict[Act, tuple[str, ...]] = {
    Act.REPEAT: (
        r"<CAN_YOU> (?:repeat|repeating)(?: <THE_QUESTION>)?(?: for me)?<AGAIN>?",
        r"<CAN_YOU> (?:say|read|ask|saying|asking)(?: me)? <THE_QUESTION>(?: to me| for me)?<AGAIN>",
        r"<CAN_I> (?:hear|have|get) <THE_QUESTION>(?: repeated)?<AGAIN>?(?: repeated)?",
        r"(?:please )?repeat(?: <THE_QUESTION>)?<AGAIN>?(?: for me)?",
        (
            r"(?:say|read) (?:that|it)<AGAIN>|come again|pardon(?: me)?|beg your pardon|i beg your pardon|one more"
            r" time"
            r"|again please"
        ),
        r"(?:what|how) (?:was|is|were) (?:the|your|that) (?:last |first )?question(?:<AGAIN>)?",
        (
            r"what was that(?:<AGAIN>)?|what did you (?:just )?(?:ask|say)(?: me)?(?:<AGAIN>)?|what(?: again)?|huh"
            r"|say"
            r" what"
        ),
        (
            r"i (?:did not|do not|could not|can not) <REALLY>(?:hear|catch|get|make out)"
            r" (?:you|all of (?:that|it)|any of (?:that|it)|most of (?:that|it)|the end|<THE_QUESTION>)(?: very"
            r" well"
            r"|"
            r" well| properly|<AGAIN>)?"
        ),
        (
            r"i (?:missed|forgot|have forgotten|lost|lost track of) (?:what you (?:just )?(?:said|asked)"
            r"|<THE_QUESTION>"
            r"|the end)"
        ),
        (
            r"(?:<CAN_YOU> )?remind me(?: of)? (?:<THE_QUESTION>|what (?:the question was|you asked|you said))"
            r"(?:<AGAIN>)?"
        ),
        (
            r"you (?:broke up|cut out|were breaking up|are breaking up|cut off|froze|were cut off)(?: there)?"
            r"(?: for (?:a|one) (?:second|moment|bit|minute))?"
        ),
        (
            r"(?:the|your) (?:audio|sound|line|connection|voice) (?:just )?(?:cut out|broke up|dropped|froze|was"
            r" cut"
            r" off"
            r"|went away)"
            r"(?: there)?(?: for (?:a|one) (?:second|moment|bit))?"
        ),
    ),
    Act.REPHRASE: (
        (
            r"<CAN_YOU> (?:re ?phrase|rephrasing|reword|clarify|explain|simplify|elaborate(?: on)?|expand on|unpack"
            r"|define)"
            r"(?: (?:what (?:you mean|that means|you are (?:asking|looking for))|<THE_QUESTION>))?(?: for me)?"
            r"(?: differently| (?:in|with) (?:other|different|simpler|plain) (?:words|terms)| a (?:bit|little)(?:"
            r" more|"
            r" bit)?| further| more)?"
            r"(?: by that| please)?"
        ),
        (
            r"(?:<CAN_YOU> )?(?:ask|say|put|phrase|word) <THE_QUESTION> (?:differently|(?:in )?(?:another|a"
            r" different)"
            r" way"
            r"|in (?:other|different|simpler|plain) (?:words|terms)|more simply)"
        ),
        (
            r"(?:re ?phrase|reword|clarify|explain) <THE_QUESTION>(?: please)?|in other words|<CAN_YOU> be (?:a "
            r"(?:bit"
            r"|little) )?more specific"
        ),
        (
            r"what (?:exactly )?(?:do|did) you (?:exactly )?mean(?: exactly)?(?: (?:by|with|when you say) [a-z0-9'"
            r" -]{1,40})?"
        ),
        (
            r"i (?:do not|did not|can not) <REALLY>(?:understand|follow|comprehend)(?: (?:you|what you (?:mean"
            r"|meant"
            r"|are"
            r" asking|want)"
            r"(?: from me| me to say)?|<THE_QUESTION>))?"
        ),
        (
            r"i (?:do not|did not) <REALLY>(?:get|know) what (?:you (?:mean|meant|are asking|want)|the question "
            r"(?:is"
            r"|means))(?: from me)?"
        ),
        (
            r"(?:i am )?not (?:really |quite |entirely )?sure (?:that )?(?:i (?:<REALLY>)?(?:understand|follow"
            r"|understood|get|got)"
            r"(?: (?:you|<THE_QUESTION>))?|what you (?:mean|meant|are asking|are looking for|want)(?: exactly| from"
            r" me|"
            r" here)?)"
        ),
        r"i am (?:a (?:bit|little) )?(?:confused|lost)(?: (?:by|about) <THE_QUESTION>)?",
        r"what (?:exactly )?(?:are you|is it you are) (?:asking|looking for|after)(?: me| for)?(?: exactly| here)?",
        (
            r"what (?:does|do) (?:that|it|this) mean|(?:that|the question) is (?:not (?:very |really )?clear"
            r"|unclear)"
            r"(?:"
            r" to me)?"
        ),
        (
            r"<CAN_YOU> give me (?:a hint|a clue|an example|some help)|<CAN_I> (?:have|get) (?:a hint|a clue|an"
            r" example)"
        ),
        r"give me a hint|any hints?",
    ),
    Act.SLOWER: (
        (
            r"<CAN_YOU> (?:speak|talk|go|say (?:that|it)) (?:a (?:little|bit|little bit) )?(?:more slowly|slower"
            r"|slowly"
            r"|louder|up)"
            r"(?: a (?:bit|little))?"
        ),
        r"<CAN_YOU> slow down(?: a (?:bit|little))?|slow down(?: please)?|(?:speak|talk) (?:more slowly|slower|up)",
        r"you are (?:speaking|talking|going) (?:too|a (?:bit|little) (?:too )?|so|very) ?fast(?: for me)?",
    ),
    Act.HOLD: (
        (
            r"(?:<CAN_YOU> )?(?:please )?(?:just )?(?:give|allow|grant) me(?: just)? <A_MOMENT>"
            r"(?:<TO_THINK>| here| to answer| on this(?: one)?| please)*"
        ),
        (
            r"(?:please )?(?:just )?let me (?:just |quickly )?"
            r"(?:(?:try to )?<THINK>|(?:have|take|get|use)(?: just)? <A_MOMENT>(?:<TO_THINK>| here| please)*)"
        ),
        (
            r"(?:i|we) (?:just |will |would |might |may |am (?:just )?going to )*(?:need|want|like|take)"
            r"(?: to (?:have|take))?(?: just)? <A_MOMENT>(?:<TO_THINK>| here| on this(?: one)?| please)*"
        ),
        r"<CAN_I> (?:just )?(?:have|take|get)(?: just)? <A_MOMENT>(?:<TO_THINK>| here| please)*|<CAN_I> (?:just )?<THINK>",
        (
            r"(?:would you mind|do you mind|mind|is it (?:ok|okay|alright|all right|fine)) if i (?:just )?"
            r"(?:<THINK>|(?:have|had|take|took)(?: just)? <A_MOMENT>(?:<TO_THINK>| here| please)*)"
        ),
        r"i (?:just |will |would )*(?:need|have|want|like)(?: got)? to (?:just )?<THINK>|i am (?:just )?going to <THINK>",
        r"i am (?:just |still |only )*(?:trying to )?<THINK>|(?:just |still )(?:thinking|remembering)",
        r"(?:hold|hang) on(?: (?:for )?(?:a|one|just a|just one) (?:moment|second|sec|minute|bit))?",
        (
            r"(?:just )?(?:one|a) (?:moment|second|sec|minute)(?: please)?|just (?:wait|hold on)|wait(?: (?:for )?"
            r"(?:a"
            r"|one|just a) "
            r"(?:moment|second|sec|minute|bit)(?:<TO_THINK>)?)?"
            r"|bear with me(?: (?:for )?(?:a|one) (?:moment|second|sec|minute))?(?:<TO_THINK>| while(?: [a-z']+){1,8})?"
        ),
        (
            r"how (?:do|should|can) i (?:put|say) "
            r"(?:this"
            r"|that|it)|where do i start"
        ),
        (
            r"(?:there is |i have |that is )?(?:someone|somebody) (?:is )?at (?:the|my) door|my (?:doorbell|phone"
            r"|dog"
            r"|baby|kid|child)"
            r" (?:is|just|has)(?: [a-z]+){1,3}|let me (?:just )?(?:close|shut) (?:the|my|this) (?:door|window)"
        ),
        r"i will be (?:right back|back in (?:a|one) (?:moment|second|sec|minute))",
        (
            r"i am not (?:quite |really )?(?:done|finished|through)(?: (?:yet|with (?:that|this|my answer)|answering|talking))*"
            r"|(?:that|this|it) (?:is|was) not (?:all|everything|it)(?: (?:yet|i (?:have|wanted to say)))*"
            r"|i (?:have|had|am) not (?:finished|answered|said everything)(?: (?:that|this|it|the question|my answer|yet))*"
        ),
    ),
    Act.WANTS_FLOOR: (
        (
            r"<CAN_I> (?:just |quickly )?(?:ask|say|add|mention|interrupt|interject|jump in|cut in|come in)(?: you)?"
            r"<A_THING>?(?: (?:in|first|here|there|quickly|please|for <A_MOMENT>|before (?:that|this|we go on|you go on)))*"
        ),
        (
            r"(?:i (?:would like|want|need) to (?:ask|add|say)(?: just)?<A_THING>|(?:i have(?: got)?|i had|there is)(?: just)?"
            r" <A_QUESTION><ABOUT_IT>)(?: (?:first|here|quickly|please|for you|before (?:that|this|we go on|you go on)))*"
        ),
        r"i (?:have|need|want|would like) to (?:interrupt|stop you|cut in|jump in)(?: (?:you|here|there|for <A_MOMENT>))*",
    ),
    Act.PAUSE: (
        r"<CAN_I> (?:pause|stop)(?: (?:the interview|here|this|it))?(?: for <A_MOMENT>)?",
        (
            r"(?:<CAN_I> |<I_WANT> |let us )?(?:take|have) a (?:short |quick |little |brief |five minute |bathroom "
            r"|coffee |toilet )?break"
            r"(?: (?:here|now|from this))?(?: for <A_MOMENT>)?"
        ),
        (
            r"(?:<I_WANT> )(?:a (?:short |quick |little |bathroom )?break|pause(?: (?:the interview|here|this))?)"
            r"(?:"
            r" for"
            r" <A_MOMENT>)?"
        ),
        (
            r"(?:please )?pause(?: (?:the interview|please|here))?|let us pause(?: (?:the interview|here))?(?: for"
            r" <A_MOMENT>)?"
        ),
        (
            r"i (?:need|have|want) to (?:go to|use|run to) (?:the )?(?:bathroom|restroom|toilet|loo|washroom)(?: "
            r"(?:quickly|now|first))?"
        ),
        (
            r"i (?:need|have|want) to (?:get|grab|drink) (?:a glass of |some |a bit of |a )?(?:water|drink|glass of"
            r" water)"
        ),
        r"a break please|break please",
    ),
    Act.RESUME: (
        r"(?:please )?(?:resume|continue|go on|carry on|proceed|unpause)(?: (?:the interview|please|now))?",
        (
            r"(?:<CAN_I> |let us |<I_WANT> )(?:resume|continue|go on|carry on|proceed|start again|keep going)(?: "
            r"(?:the"
            r" interview|now|please))*"
        ),
        (
            r"i am (?:back|ready)(?: (?:now|again|to (?:go on|continue|resume|start)))*|ready(?: now| to (?:go"
            r"|continue"
            r"|resume))?"
        ),
        (
            r"(?:(?:please )?do not|let us not|i (?:do not|would not) (?:want|like|wish) to|i (?:would )?(?:rather|prefer)"
            r" not(?: to)?) (?:stop|end|leave|quit|finish)(?: (?:it|this|here|now|yet|please))*"
            r"|no (?:break|pause|human|person)(?: (?:please|needed|necessary|thank you|thanks))*"
        ),
    ),
    Act.SKIP: (
        (
            r"(?:<CAN_I> |<I_WANT> |let us |i (?:will|would|think i will|guess i will) )?(?:rather |prefer to |have"
            r" to"
            r" )?(?:skip|pass)"
            r"(?: (?:on )?<THE_QUESTION>)?(?: and (?:move|go) on)?(?: (?:to the next(?: (?:question|one))?))?"
        ),
        (
            r"(?:<CAN_I> |<I_WANT> |let us |i think <CAN_I> |i think we should )?(?:move|go)(?: on)? (?:to|on to"
            r"|onto) "
            r"(?:the next|another)"
            r"(?: (?:question|one|topic))?"
        ),
        (
            r"(?:<CAN_I> |<I_WANT> |let us |i think <CAN_I> )move on(?: from (?:this|that|here))?(?: now)?|move on"
            r"(?:"
            r" please)?"
        ),
        r"next(?: question| one)?(?: please)?|no comment|skip(?: please)?",
        (
            r"i (?:would|will) (?:rather|prefer) not(?: to)?(?: (?:answer|say|talk about|discuss|share|go into))?"
            r"(?:"
            r" <THE_QUESTION>)?"
        ),
        (
            r"i (?:do not|would not) (?:really )?(?:want|like|wish) to (?:answer|talk about|discuss|go into|share)"
            r"(?:"
            r" <THE_QUESTION>)?"
        ),
    ),
    Act.ASKS_RESULT: (
        (
            r"how (?:am i doing|did i do|was (?:that|my answer)|is my answer)(?: so far| today)?|(?:was|is) (?:that"
            r"|my answer|it) (?:right|correct|good|okay|ok"
            r"|wrong|a good answer|good enough)(?: or (?:not|wrong))?|did i (?:get (?:that|it) right|pass|do well"
            r"|do"
            r" okay|fail)"
        ),
        (
            r"(?:tell me |what is |what was |what are |<CAN_YOU> tell me )(?:the (?:right|correct|best|expected"
            r"|ideal) answers?|my (?:score|grade|result|rating)s?"
            r"|the rubric|your rubric|the scoring|the criteria|the evaluation criteria|the expected points)(?: to "
            r"(?:that|this|the question))?"
        ),
        (
            r"what (?:are you|were you) (?:looking for|hoping for|hoping to hear)(?: in (?:an|my|the) answer)?|what"
            r" is a good answer|how (?:am i|are you)"
            r" (?:being )?(?:scored|evaluated|graded|judged|scoring me|evaluating me|grading me)|how (?:is|will) "
            r"(?:this|that|my answer|the interview)"
            r"(?: be)? (?:scored|evaluated|graded|judged)|(?:am|will) i (?:going to )?(?:get|be getting|getting) "
            r"(?:the job|hired|an offer)"
            r"|did i get the job|(?:please )?give me (?:a|the) (?:five|5|full|top|high|highest|best|perfect|good"
            r"|maximum)(?: possible)? (?:score|marks?|rating|grade)"
        ),
    ),
    Act.ASKS_AI: (
        (
            r"(?:are|is|were) (?:you|this|that|it)(?: really| actually| even| just| like| some kind of| a real|"
            r" real"
            r"| an actual| an?| some| the)*"
            r" (?:<MACHINE>|<PERSON>|real|human|alive)(?: (?:or|and|not)(?: a| an| are you| not| just| real| some|"
            r" actually)*"
            r" ?(?:<MACHINE>|<PERSON>|what|not)?)?(?: (?:talking to me|speaking|that i am (?:talking|speaking) "
            r"(?:to"
            r"|with)|interviewing me|on the line))?"
        ),
        (
            r"(?:so )?(?:am|was) i (?:really |actually |just |now )?(?:talking|speaking|chatting) (?:to|with)(?: a|"
            r" an| some| the| real| actual)*"
            r" (?:<MACHINE>|<PERSON>)(?: or(?: a| an| not| real| just)* ?(?:<MACHINE>|<PERSON>)?)?(?: right now|"
            r" here)?"
        ),
        (
            r"(?:so )?you are (?:not )?(?:a |an |really |just |actually |some kind of |not )*(?:<MACHINE>|real"
            r" person"
            r"|human|human being)(?: right| are you not| correct)?"
        ),
        (
            r"who am i (?:talking|speaking) (?:to|with)|who are you|what are you|is (?:there|this|anybody|anyone)"
            r"(?:"
            r" a| an| any| real| actual)*"
            r" (?:human|person|real person|real)(?: (?:there|here|on the line|behind (?:this|it)|listening))?|are"
            r" not you an? <MACHINE>"
        ),
    ),
    Act.WANTS_HUMAN: (
        (
            r"(?:<I_WANT> |<CAN_I> |is it possible to |is there (?:a|any) way to |let me |i would feel better if i"
            r" could )(?:rather |prefer to |to )?"
            r"(?:talk|speak|chat|talking|speaking|be interviewed|do (?:this|it|the interview)|have (?:this|the|an)"
            r" interview|continue|go on|deal)"
            r" (?:to|with|by) (?:a |an |some |the |another )?(?:real |actual |live |other |human )*<PERSON>(?: "
            r"(?:instead|please|rather|there|here|now|from"
            r" (?:the|your) (?:company|team|hr|organi[sz]ation)|from hr|at (?:the|your) company|about (?:this|that)"
            r"|instead of (?:you|a(?:n)? <MACHINE>|this)))*"
        ),
        (
            r"(?:<CAN_YOU> )?(?:please )?(?:get|connect|transfer|put|pass|hand)(?: me)?(?: over| through)?(?: to|"
            r" with)?(?: a| an| some)?(?: real| actual| live)?"
            r" (?:human|person|human being|recruiter|real person|human interviewer)(?: please| on the line)?"
        ),
        (
            r"(?:a )?(?:real )?(?:human|person)(?: being)? please|(?:<I_WANT> |<CAN_I> have )(?:a |an )(?:real "
            r"|actual |live |human )*(?:human|person|human being|recruiter"
            r"|interviewer)(?: (?:instead|please|to interview me))*"
        ),
        (
            r"i (?:(?:do not|would not|will not) (?:want|like|wish|agree|wanna)|(?:would )?(?:rather|prefer) not)(?: to)?"
            r" (?:talk|speak|do this|be"
            r" interviewed|talking|be talking|being interviewed)"
            r" (?:to|with|by) (?:a |an |some )?<MACHINE>(?: (?:anymore|any more|anymore please|at all))?"
        ),
        r"(?:<I_WANT> )(?:rather )?(?:a )?human(?: interviewer)?(?: please)?",
    ),
    Act.CHECK: (
        (
            r"(?:can|could|do|did|are) you (?:still )?(?:hear(?: me)?|there|listening|with me|hearing me)(?: (?:now"
            r"|okay"
            r"|ok|well|right|alright))*"
        ),
        (
            r"(?:is|are) (?:my|the|this) (?:mic|microphone|audio|sound|connection|thing)(?: still)? (?:working|on"
            r"|okay"
            r"|ok|fine)"
        ),
        (
            r"(?:is|are) (?:anyone|anybody|someone) there|hello hello|hello(?: hello)+|hello (?:are you there|can"
            r" you"
            r" hear me)|testing(?: testing| one two(?: three)?)*"
        ),
    ),
    Act.LEAVE: (
        (
            r"(?:<CAN_I> |<I_WANT> |let us |i am going to |i will |please )?(?:stop|end|quit|leave|finish|terminate"
            r"|cancel|abort|exit)(?: (?:the|this))"
            r" (?:interview|call|session|conversation|meeting)(?: (?:here|now|please|early|right now))*"
        ),
        (
            r"(?:<CAN_I> |<I_WANT> |let us |i am going to )(?:stop|end|quit|leave|finish)(?: (?:here|now|it|this"
            r"|early"
            r"|it here|this here|this now))*"
        ),
        (
            r"i (?:need|have|got|have got) to (?:go|leave|run)(?: now)?|i (?:want|would like) to withdraw(?: (?:my"
            r" application|from (?:this|the) (?:interview|process)))?"
            r"|i quit|goodbye|bye(?: bye)?|hang up|i am leaving(?: now)?|i am out"
        ),
    ),
}
