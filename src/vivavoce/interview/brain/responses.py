"""How the plan brain words its moves."""

from dataclasses import dataclass

from vivavoce.domain.session import EndReason
from vivavoce.interview.brain.follow_ups import FollowUp
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.personas.persona import Persona
from vivavoce.interview.wording import Lines


@dataclass(frozen=True, slots=True)
class Responses:
    """Words and moves that belong together."""

    persona: Persona
    lines: Lines

    def again(
        self, scene: Scene, move: Move, *before: str, after: tuple[str, ...] = (), unanswered: str = ""
    ) -> Choice:
        """Say something and return to what was asked last; a probe is what was asked when it was the last thing asked."""
        asked = self.asked(scene)
        lead = before if asked else tuple(line for line in before if line != self.lines.back_to)
        return say(move, *lead, asked, *after, unanswered=unanswered)

    def asked(self, scene: Scene) -> str:
        """Return what the candidate was last asked: the open question, or the probe asked on it since."""
        if scene.question is None:
            return ""
        probes = scene.state.open_question.probe_texts
        if not probes:
            return scene.question.text
        lead = next((line for line in self.lines.acknowledgements if probes[-1].startswith(f"{line} ")), "")
        return probes[-1].removeprefix(lead).strip()

    def back(self, scene: Scene) -> Choice:
        return self.again(scene, Move.REPEAT, self.lines.acknowledgement(scene.state.moves), self.lines.back_to)

    def rephrase(self, scene: Scene) -> Choice:
        if scene.question is None or Move.REPHRASE not in scene.legal:
            return self.again(scene, Move.REPEAT, self.lines.once_more)
        last = scene.state.last_move
        if last is not None and last.move == Move.REPHRASE:
            return self.again(scene, Move.REPEAT, self.lines.once_more)
        return say(Move.REPHRASE, self.lines.other_words, scene.question.rephrased)

    def your_way(self, scene: Scene) -> Choice:
        if Move.CLARIFY not in scene.legal:
            return say(Move.LISTEN)
        return say(Move.CLARIFY, self.lines.your_way)

    def abuse(self, scene: Scene) -> Choice:
        if Move.BOUNDARY not in scene.legal:
            return say(Move.CLOSE, self.lines.abuse_close, ends=EndReason.ABUSE)
        return self.again(scene, Move.BOUNDARY, self.lines.boundary, self.lines.back_to)

    def correction(self, reading: Reading, scene: Scene) -> Choice:
        if reading.complete or not scene.state.last_closed:
            return self.again(scene, Move.REPEAT, self.lines.corrected, self.lines.back_to)
        return say(Move.RECEIVE, self.lines.correct)

    def probe(self, follow_up: FollowUp, scene: Scene) -> Choice:
        return say(Move.PROBE, self.lines.acknowledgement(scene.state.moves), follow_up.text, probe=follow_up.probe)

    def told(self, scene: Scene, answer: str) -> Choice:
        """Answer a question about the role in between, and return to what was asked."""
        return self.again(scene, Move.ANSWER, answer, self.lines.back_to)

    def not_known(self, scene: Scene, asked: str) -> Choice:
        return self.again(scene, Move.ANSWER, self.lines.not_known, self.lines.back_to, unanswered=asked)

    def hand_over(self) -> Choice:
        return say(Move.HAND_TO_HUMAN, self.lines.human)

    def move_on(self, scene: Scene, reason: str, *, lead: str = "") -> Choice:
        step = scene.next
        bridges = [section.bridge for section in step.entered[-1:]]
        last = step.question.text if step.question else scene.pack.closing
        parts = (lead or self.lines.acknowledgement(scene.state.moves), *bridges, last)
        ends = EndReason.COMPLETED if step.question is None else None
        return say(Move.MOVE_ON, *parts, close_reason=reason, ends=ends)

    def opening(self, scene: Scene) -> Choice:
        section = scene.section if scene.state.section else scene.next.section
        asked = scene.question if scene.state.section else scene.next.question
        parts = (self.persona.disclosure, scene.pack.opening, section.bridge, asked.text if asked else "")
        return say(Move.OPEN, *parts, interruptible=False)

    def welcome_back(self, scene: Scene) -> Choice:
        kept = (self.lines.kept,) if scene.state.open_question.answers else ()
        return self.again(scene, Move.RESUME, self.lines.welcome_back, self.lines.back_to, after=kept)


def say(
    move: Move,
    *parts: str,
    close_reason: str = "",
    probe: str = "",
    ends: EndReason | None = None,
    unanswered: str = "",
    interruptible: bool = True,
) -> Choice:
    """Return a choice of these words; empty parts are left out, and words that end the interview are not interrupted."""
    return Choice(
        move=move,
        parts=tuple(part for part in parts if part),
        close_reason=close_reason,
        probe=probe,
        ends=ends,
        unanswered=unanswered,
        interruptible=interruptible and ends is None,
    )
