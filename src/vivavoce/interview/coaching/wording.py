"""The coach's own English, where it differs from the interviewer's: nobody else is there, and nothing is decided."""

from dataclasses import dataclass

from vivavoce.interview.wording import Lines

OFFER_TO_LISTEN = "Say “let's listen to that” whenever you want to hear it."


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachLines(Lines):
    """What the coach says that no pack provides."""

    listen: str = "Here is that moment."
    no_comment: str = "I only tell you what I can measure, after an answer. Whether it is right is not for me to say."
    not_known: str = "I do not know that about this role. In a real interview, it is a good question to ask."
    abuse_close: str = "I am ending this practice here. You can begin a new one at any time. Goodbye."
    human: str = (
        "There is no person in this practice: it is yours alone. You can go on with me, or end here. Shall we go on?"
    )
    human_close: str = "Then we end here. What was measured is on your page. Goodbye."
    confirm_leave: str = "You can end this practice at any time. Would you like to end it now?"
    left_close: str = "Then we end here. What was measured is on your page. Goodbye."
    silence_close: str = "I have not heard anything for a while, so I will end the practice here. Goodbye."
    paused: str = "The practice is paused. Take your time; say or press resume when you are ready."


COACH_LINES = CoachLines()
