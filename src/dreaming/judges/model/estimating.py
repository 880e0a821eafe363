"""What a dream would ask a model, reckoned without asking it: the engine is run with the rules, and prompts are measured."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dreaming.domain.prompting import Prompt
from dreaming.domain.questions import Answer, Question
from dreaming.judges.model.conversing import prompt_of
from dreaming.judges.model.judge import requests_for
from dreaming.judges.model.prompting import PURPOSES
from dreaming.judges.model.tokens import CHARACTERS_A_TOKEN, tokens_of
from dreaming.judges.model.transcripts import AT_LENGTH, Room
from dreaming.judges.rules.judge import decide

# Tokens that a model writes: for each call of a purpose, as seen in dreams of real sessions.
_WRITTEN = {"observe": 300, "group": 80, "reconcile": 160, "phrase": 240, "organise": 600}
_SAMPLES = 2  # prompts of each purpose that are kept, to have their tokens counted
_FENCE = "0" * 24


@dataclass(slots=True)
class Forecast:
    """What would be asked, with so much room: calls and characters by purpose, and which claims would be shown."""

    room: Room = AT_LENGTH
    calls: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PURPOSES, 0))
    instructions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PURPOSES, 0))
    material: int = 0
    claims: set[str] = field(default_factory=set[str])
    samples: dict[str, list[Prompt]] = field(default_factory=lambda: {purpose: [] for purpose in PURPOSES})

    def answer(self, question: Question) -> Answer:
        """Answer as the rules do, and take note of what a model would have been asked."""
        ruled = decide(question)
        for request in requests_for(question, ruled, self.room):
            self._note(prompt_of(request, _FENCE))
            self.claims.update(request.claims)
        return ruled

    def _note(self, prompt: Prompt) -> None:
        self.calls[prompt.purpose] += 1
        self.instructions[prompt.purpose] = len(prompt.instructions)
        self.material += len(prompt.material)
        if len(self.samples[prompt.purpose]) < _SAMPLES:
            self.samples[prompt.purpose].append(prompt)

    def material_tokens(self, ratio: float = CHARACTERS_A_TOKEN) -> int:
        """Of what each call is about; `ratio` is characters a token."""
        return tokens_of(self.material, ratio)

    def instruction_tokens(self, ratio: float = CHARACTERS_A_TOKEN) -> tuple[int, int]:
        """Of the instructions: the first time for each purpose, and all the times after, which a cache may hold."""
        first = sum(tokens_of(self.instructions[purpose], ratio) for purpose in PURPOSES if self.calls[purpose])
        again = sum(
            tokens_of(self.instructions[purpose], ratio) * (self.calls[purpose] - 1)
            for purpose in PURPOSES
            if self.calls[purpose]
        )
        return first, again

    @property
    def written_tokens(self) -> int:
        """What the model would write."""
        return sum(_WRITTEN[purpose] * count for purpose, count in self.calls.items())

    def sampled(self) -> Sequence[Prompt]:
        """Prompts of each purpose."""
        return [prompt for found in self.samples.values() for prompt in found]
