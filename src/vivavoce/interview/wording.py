"""The plan brain's own English: neutral, one question at a time, no praise, no hint, no promise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Everything the plan brain says that no pack provides."""

    acknowledgements: tuple[str, ...] = ("Thank you.", "I see.", "All right.", "Understood.")
    go_on: str = "Then let us go on."
    back_to: str = "We were at this question:"
    welcome_back: str = "Welcome back."
    kept: str = "I have what you said so far; please go on from there."
    once_more: str = "Here is the question again:"
    other_words: str = "In other words:"
    more: tuple[str, ...] = (
        "Could you tell me more about that?",
        "Could you go into a little more detail?",
        "Could you walk me through that step by step?",
    )
    deeper: tuple[str, ...] = (
        "What was the hardest part of that?",
        "When would you do it another way?",
        "What would you check before you rely on it?",
        "What surprised you about it?",
        "What would you tell somebody who does it for the first time?",
        "What did you leave out on purpose?",
    )
    slower: str = "I will speak more slowly."
    hold: str = "Take your time."
    go_ahead: str = "Yes, please."
    offer: str = "Take your time. If it helps, I can repeat the question or put it in other words."
    redirect: str = "Let me come back to my question."
    your_way: str = "Please take the question in the way that fits your experience."
    no_comment: str = "I do not comment on answers during the interview."
    not_known: str = "I do not have that information, so I am passing your question on to the team."
    not_caught: str = "I am sorry, I could not make that out. Could you say it again?"
    type_instead: str = (
        "I am sorry, I still could not make that out. You can also type your answer, or ask for a person."
    )
    not_understood_close: str = (
        "I cannot make out what is said on this line, so we end here. The team knows, and can talk with you in another"
        " way. Goodbye."
    )
    in_english: str = (
        "This interview is held in English, and I understood no other language. Could you say it in English?"
    )
    english_or_person: str = (
        "I can only follow English. You can type your answer, skip the question, or ask for a person."
    )
    not_hearing: str = "I cannot hear you. Please check your microphone, or type your answer."
    hear_you: str = "Yes, I can hear you."
    anything_else: tuple[str, ...] = (
        "What else would you like to know?",
        "Is there anything else you would like to know?",
    )
    your_question: str = "What would you like to know?"
    correct: str = "Please go ahead with your correction."
    corrected: str = "Thank you, your correction is noted."
    boundary: str = "I would like us to keep this conversation respectful."
    abuse_close: str = "I am ending the interview here. The team will be told that it ended early. Goodbye."
    human: str = (
        "I have passed on that you would like to speak with a person. Until then you can go on with me or end here."
        " Shall we go on?"
    )
    human_close: str = "Then we end here. The team knows that you asked for a person. Goodbye."
    confirm_leave: str = "You can end the interview here at any time. Would you like to end it now?"
    left_close: str = "Thank you for your time. The interview ends here. Goodbye."
    silence_close: str = "I have not heard anything for a while, so I will end the interview here. Goodbye."
    silence_go_on: str = "Let us go on with another question."
    paused: str = "The interview is paused. Take your time; say or press resume when you are ready."
    follow_ups: tuple[str, ...] = (
        "You mentioned {words}. Could you tell me more about that?",
        "You mentioned {words}. How did that work in practice?",
        "Earlier you spoke of {words}. Could you walk me through that?",
    )

    def acknowledgement(self, move: int) -> str:
        """Return the neutral acknowledgement of the n-th move: predictable, so that it can be pre-rendered."""
        return self.acknowledgements[move % len(self.acknowledgements)]


LINES = Lines()
