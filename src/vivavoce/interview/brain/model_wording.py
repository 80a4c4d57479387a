"""Turns a language model's decision into a choice, with the plan's words around the model's."""

from dataclasses import dataclass, replace

from pydantic import BaseModel

from vivavoce.interview.brain.follow_ups import GENERAL, FollowUp
from vivavoce.interview.brain.model_decision import Decision
from vivavoce.interview.brain.model_guard import Guard
from vivavoce.interview.brain.model_offer import OWN_WORDS, UNKNOWN, Offer
from vivavoce.interview.brain.model_refusal import Refusal, RefusedError
from vivavoce.interview.brain.model_tools import Called
from vivavoce.interview.brain.responses import Responses
from vivavoce.interview.conductor import Reading, Scene
from vivavoce.interview.moves import Choice, Move
from vivavoce.interview.tools.arguments import AnswerCandidate, NextSection, RequestHuman

_ON_BEHALF = "The interviewer asked for a person:"


@dataclass(frozen=True, slots=True)
class Wording:
    """Raises `RefusedError` for what was not offered or may not be said, `ProviderError` when the embedder fails."""

    guard: Guard
    responses: Responses

    async def choice(
        self, decision: Decision, called: Called, offered: Offer, reading: Reading, scene: Scene
    ) -> Choice:
        """Turn a decision into a choice; raise `RefusedError` when it may not be."""
        if called.turn is not None:
            choice = self._called(called.turn, offered, reading, scene)
        elif decision.move:
            choice = await self._moved(decision, offered, reading, scene)
        else:
            choice = offered.planned
        return replace(choice, tools=called.uses)

    async def _moved(self, decision: Decision, offered: Offer, reading: Reading, scene: Scene) -> Choice:
        if decision.move not in offered.moves:
            raise RefusedError(Refusal.ILLEGAL_MOVE)
        text = " ".join(decision.say.split())
        match Move(decision.move):
            case Move.PROBE:
                return await self._probe(decision.about, text, offered, reading, scene)
            case Move.REPHRASE:
                return await self._rephrasing(text, offered, reading, scene)
            case Move.MOVE_ON if offered.planned.move is not Move.MOVE_ON:
                return self.responses.move_on(scene, "follow_ups_used")
            case _:
                return offered.planned

    def _called(self, arguments: BaseModel, offered: Offer, reading: Reading, scene: Scene) -> Choice:
        match arguments:
            case AnswerCandidate():
                return self._answer(arguments, offered, reading, scene)
            case RequestHuman():
                return replace(self.responses.hand_over(), message=f"{_ON_BEHALF} {arguments.reason}")
            case NextSection() if offered.planned.move is not Move.MOVE_ON:
                return self.responses.move_on(scene, "follow_ups_used")
            case _:
                return offered.planned

    async def _probe(self, about: str, text: str, offered: Offer, reading: Reading, scene: Scene) -> Choice:
        probe = offered.probes.get(about)
        question = scene.question
        if question is None or (probe is None and about not in (OWN_WORDS, "")):
            raise RefusedError(Refusal.ILLEGAL_MOVE)
        if probe is not None and text in ("", probe.text):
            return self.responses.probe(FollowUp(text=probe.text, probe=probe.for_point or GENERAL), scene)
        after = OWN_WORDS if probe is None else probe.for_point or GENERAL
        choice = self.responses.probe(FollowUp(text=text, probe=after), scene)
        self.guard.any_words(text, choice.parts, reading=reading, scene=scene)
        await self.guard.probe(text, probe, reading=reading, scene=scene, question=question)
        return choice

    async def _rephrasing(self, text: str, offered: Offer, reading: Reading, scene: Scene) -> Choice:
        if scene.question is None:
            raise RefusedError(Refusal.ILLEGAL_MOVE)
        choice = replace(offered.planned, parts=(*offered.planned.parts[:-1], text))
        self.guard.any_words(text, choice.parts, reading=reading, scene=scene)
        await self.guard.rephrasing(text, reading=reading, scene=scene, question=scene.question)
        return choice

    def _answer(self, answer: AnswerCandidate, offered: Offer, reading: Reading, scene: Scene) -> Choice:
        """Answer from a fact, or as the plan does where none is known; after an answer, return to what was asked."""
        in_between = offered.planned.move is not Move.ANSWER
        if answer.fact == UNKNOWN:
            return self.responses.not_known(scene, offered.looked_up) if in_between else offered.planned
        item = offered.items.get(answer.fact)
        if item is None:
            raise RefusedError(Refusal.ILLEGAL_MOVE)
        text = " ".join(answer.words.split()) or item.answer
        if in_between:
            choice = self.responses.told(scene, text)
        else:
            choice = replace(offered.planned, parts=(text, *offered.planned.parts[1:]), unanswered="")
        if text != item.answer:
            self.guard.any_words(text, choice.parts, reading=reading, scene=scene)
            self.guard.answer(text, item)
        return choice
