"""Anthropic's Messages API as a `LanguageModel`, and every server that speaks it, feature by feature.

Whatever a server does not know (a schema for the output, an effort, a cache) is left out after it has said so once.
Retries stand here and nowhere else: the SDK's own are off, redirects are not followed, since a key could go with them.
"""

import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, cast

import anthropic
import anyio
import httpx2

from dreaming.domain.errors import AnswerUnusable, ModelUnavailable
from dreaming.domain.prompting import Prompt, Reply
from dreaming.domain.usage import Usage
from dreaming.judges.model.answering import Answer, value_of
from dreaming.judges.model.keys import Access, access, custom_header_names
from dreaming.judges.model.pacing import Pacer
from dreaming.judges.model.prices import price_of

TRIES = 5
LONGEST_WAIT_SECONDS = 60.0  # between two tries; a server that wants more is not waited for
FIRST_WAIT_SECONDS = 1.0
READ_TIMEOUT_SECONDS = 120.0  # without a byte
CONNECT_TIMEOUT_SECONDS = 10.0
_EFFORT = "medium"
_PASSING = {408, 409, 429}  # and 5xx: it may be otherwise in a moment
_OF_THE_REQUEST = {400, 413, 422}  # this one will never be answered; others may
_log = logging.getLogger(__name__)

_OPTIONAL: tuple[str, ...] = (
    "effort",
    "format",
    "cache_control",
)  # what a server need not know, in the order in which it is left out


class MessagesModel:
    """A model behind `/v1/messages`.

    Args:
        name: the model's name there.
        access: the server, and the key for it.
        env: for the headers that the SDK would add from it.
        wait: waits so many seconds.
        read_timeout: how long it may say nothing, in seconds.
    """

    def __init__(
        self,
        name: str,
        access: Access,
        env: Mapping[str, str],
        *,
        wait: Callable[[float], Awaitable[object]] = anyio.sleep,
        read_timeout: float = READ_TIMEOUT_SECONDS,
    ) -> None:
        self.name = name
        self._wait = wait
        self._price = price_of(name)
        self._pacer = Pacer()
        self._features = list(_OPTIONAL)
        timeout = anthropic.Timeout(read_timeout, connect=min(CONNECT_TIMEOUT_SECONDS, read_timeout))
        unsent = {} if access.is_sent else dict.fromkeys(custom_header_names(env), anthropic.omit)
        self._client = anthropic.AsyncAnthropic(
            api_key=access.api_key,
            auth_token=access.auth_token,
            base_url=access.base_url,
            max_retries=0,
            default_headers=unsent,  # pyright: ignore[reportArgumentType]  # it leaves out what it is told to omit
            http_client=anthropic.DefaultAsyncHttpxClient(follow_redirects=False, timeout=timeout),
        )

    @classmethod
    def of(cls, name: str, env: Mapping[str, str]) -> "MessagesModel":
        """The model of this name at the server that the environment names."""
        return cls(name, access(env), env)

    def cost_usd(self, usage: Usage) -> float | None:
        """By the dated prices; None where there is none for this model."""
        return None if self._price is None else self._price.of(usage)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()

    async def ask(self, prompt: Prompt, schema: Mapping[str, Any]) -> Reply:
        """Ask, and again where it may help; see `LanguageModel`. What tries took that failed is counted too."""
        taken = Usage()
        for number in range(1, TRIES + 1):
            answer = Answer()
            try:
                async with self._pacer.turn():
                    await self._stream(self._request(prompt, schema), answer)
            except anthropic.APIError as error:
                taken = taken + answer.usage
                if not self._learns(error):
                    await self._wait_after(error, number, taken)
                continue
            taken = taken + answer.usage
            return Reply(object=value_of(answer, taken, prompt.max_output_tokens), usage=taken)
        raise ModelUnavailable(self.name, f"{TRIES} tries failed", usage=taken)

    async def ratio_of(self, prompts: Sequence[Prompt]) -> float | None:
        """Characters a token in these prompts, as the server counts them; None where it cannot. The model is closed then."""
        characters = tokens = 0
        try:
            for prompt in prompts:
                count = await self.count_tokens(prompt)
                if not count:
                    return None
                characters += len(prompt.instructions) + len(prompt.material)
                tokens += count
        finally:
            await self.close()
        return characters / tokens if tokens else None

    async def count_tokens(self, prompt: Prompt) -> int | None:
        """The tokens that a prompt takes, as the server counts them; None where it cannot."""
        try:
            found = await self._client.messages.count_tokens(
                model=self.name, system=prompt.instructions, messages=[{"role": "user", "content": prompt.material}]
            )
        except anthropic.APIError as error:
            _log.info("tokens cannot be counted: %s", error.message)
            return None
        return found.input_tokens

    async def _stream(self, request: Mapping[str, Any], answer: Answer) -> None:
        create = self._client.messages.with_streaming_response.create
        async with create(**request, stream=True) as response:
            self._pacer.answered(response.headers)
            try:
                if "event-stream" not in response.headers.get("content-type", ""):
                    answer.take_whole(await _object(response))
                    return
                async for event in await response.parse():
                    answer.take(event.to_dict())
            except httpx2.HTTPError as error:  # in the middle of a stream the SDK lets it through as it is
                request_sent = response.http_request
                raise anthropic.APIConnectionError(message="The connection broke off.", request=request_sent) from error
        if not answer.is_over:
            raise anthropic.APIConnectionError(message="The stream ended too early.", request=response.http_request)

    def _request(self, prompt: Prompt, schema: Mapping[str, Any]) -> dict[str, Any]:
        system: dict[str, Any] = {"type": "text", "text": prompt.instructions}
        output: dict[str, Any] = {}
        if "cache_control" in self._features:
            system["cache_control"] = {"type": "ephemeral"}
        if "effort" in self._features:
            output["effort"] = _EFFORT
        if "format" in self._features:
            output["format"] = {"type": "json_schema", "schema": schema}
        messages = [{"role": "user", "content": prompt.material}]
        if prompt.correction:
            earlier = prompt.earlier.strip() or "(nothing)"
            messages += [{"role": "assistant", "content": earlier}, {"role": "user", "content": prompt.correction}]
        asked = {
            "model": self.name,
            "max_tokens": prompt.max_output_tokens,
            "system": [system],
            "messages": messages,
        }
        return asked | ({"output_config": output} if output else {})

    def _learns(self, error: anthropic.APIError) -> bool:
        """Whether the request was refused for something that can be left out: it is, from now on."""
        if not isinstance(error, anthropic.APIStatusError) or error.status_code not in _OF_THE_REQUEST:
            return False
        said = str(error.message).lower()
        named = [each for each in self._features if each in said]
        if not named and "output_config" in said:
            named = [each for each in self._features if each != "cache_control"]
        for each in named:
            self._features.remove(each)
            _log.info("%s does not know %s", self.name, each)
        return bool(named)

    async def _wait_after(self, error: anthropic.APIError, number: int, taken: Usage) -> None:
        """Wait before the next try, or say why there is none."""
        status = error.status_code if isinstance(error, anthropic.APIStatusError) else None
        if status in _OF_THE_REQUEST:
            why = f"the server refused the request ({_short(error)})"
            raise AnswerUnusable(why, taken, is_final=True) from error
        if status is not None and status < 500 and status not in _PASSING and not _is_passing(error):
            raise ModelUnavailable(self.name, f"the server says {status}: {_short(error)}", usage=taken) from error
        if status in {429, 529}:
            self._pacer.pushed_back()
        seconds = _wished(error)
        if seconds is None:
            seconds = FIRST_WAIT_SECONDS * 2 ** (number - 1) * random.uniform(0.75, 1.25)  # noqa: S311 - so that not all come at once
        if seconds > LONGEST_WAIT_SECONDS:
            why = f"the server says {_short(error)}, and to come back in {seconds:,.0f} seconds"
            hint = "Go on then with `dreaming resume`: what was answered is kept. Or use model 'rules'."
            raise ModelUnavailable(self.name, why, hint, usage=taken) from error
        if number == TRIES:
            raise ModelUnavailable(
                self.name, f"{TRIES} tries failed, the last with: {_short(error)}", usage=taken
            ) from error
        await self._wait(seconds)


def _wished(error: anthropic.APIError) -> float | None:
    """How long the server wants to be left alone, in seconds, if it says so."""
    if not isinstance(error, anthropic.APIStatusError):
        return None
    try:
        return max(float(error.response.headers.get("retry-after", "")), 0.0)
    except ValueError:
        return None


async def _object(response: anthropic.AsyncAPIResponse[Any]) -> Mapping[str, Any]:
    """The body as a JSON object; something else is an answer of no Messages API."""
    try:
        found: object = await response.json()
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise anthropic.APIResponseValidationError(response.http_response, body=None)
    return cast("Mapping[str, Any]", found)


def _is_passing(error: anthropic.APIError) -> bool:
    """Whether an error that came in the middle of a stream, under status 200, is one that passes."""
    passing = {"overloaded_error", "api_error", "rate_limit_error"}
    return isinstance(error, anthropic.APIStatusError) and error.status_code == 200 and error.type in passing


def _short(error: anthropic.APIError) -> str:
    said = error.api_message if isinstance(error, anthropic.APIStatusError) else None
    return " ".join((said or error.message or type(error).__name__).split()).rstrip(".")[:200]
