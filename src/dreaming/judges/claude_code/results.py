"""What the program printed, read: an answer, an answer that cannot be used, or why it cannot be asked.

It prints one JSON object, whatever happens to its call; where it prints none it did not come so far. What went wrong
stands in its fields, and in words made for people, which differ between its versions: fields are looked at first.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from dreaming.domain.errors import (
    AnswerUnusable,
    ClaudeCodeFailed,
    ClaudeCodeLimitReached,
    ClaudeCodeNotLoggedIn,
    ClaudeCodeTooOld,
    ModelUnavailable,
)
from dreaming.domain.prompting import Reply
from dreaming.domain.usage import Usage
from dreaming.judges.claude_code.process import Ended
from dreaming.judges.model.answering import json_in

_UNKNOWN_OPTION = re.compile(r"unknown option '?(--[\w-]+)")
_NOT_LOGGED_IN = re.compile(r"not logged in|/login|invalid api key|authenticat|oauth token", re.IGNORECASE)
_LIMIT = re.compile(r"\blimit\b.*\b(?:reset|reached)|hit your .*\blimit\b|usage limit", re.IGNORECASE)
_NO_MONEY = re.compile(r"credit balance", re.IGNORECASE)
_TOO_LONG_ANSWER = re.compile(r"output token maximum", re.IGNORECASE)
_OF_THE_LOGIN = {401, 403}
_OF_THE_REQUEST = {400, 413, 422}  # this one will never be answered; others may
_COUNTERS = {
    "input_tokens": "inputTokens",
    "output_tokens": "outputTokens",
    "cache_creation_input_tokens": "cacheCreationInputTokens",
    "cache_read_input_tokens": "cacheReadInputTokens",
}


def reply_of(ended: Ended, model: str) -> Reply:
    """The answer, with what it took and what it cost by the program's own word.

    Raises:
        AnswerUnusable: it was asked, and gave nothing that can be used.
        ModelUnavailable: it cannot be asked now; the class says why.
    """
    found = _result(ended.output)
    if found is None:
        raise _unable(ended, model)
    usage = usage_of(found)
    said = _said(found)
    if not found.get("is_error"):
        value = found.get("structured_output")
        return Reply(object=json_in(said, usage) if value is None else value, usage=usage, cost_usd=_cost(found))
    raise _problem(found, said, usage, model)


def usage_of(found: Mapping[str, Any]) -> Usage:
    """All tokens of the call, those of answers that it refused itself among them: they stand with each model."""
    models = found.get("modelUsage")
    taken = Usage()
    for each in cast("dict[str, Any]", models).values() if isinstance(models, dict) else ():
        counters = cast("dict[str, Any]", each) if isinstance(each, dict) else {}
        taken += Usage(**{ours: _count(counters.get(theirs)) for ours, theirs in _COUNTERS.items()})
    if taken.tokens:
        return taken
    whole = found.get("usage")
    counters = cast("dict[str, Any]", whole) if isinstance(whole, dict) else {}
    return Usage(**{ours: _count(counters.get(ours)) for ours in _COUNTERS})


def _problem(found: Mapping[str, Any], said: str, usage: Usage, model: str) -> AnswerUnusable | ModelUnavailable:
    status = found.get("api_error_status")
    if status == 429 or (status is None and _LIMIT.search(said)) or _NO_MONEY.search(said):
        return ClaudeCodeLimitReached(model, said, usage)
    if status in _OF_THE_LOGIN or (status is None and _NOT_LOGGED_IN.search(said)):
        return ClaudeCodeNotLoggedIn(model, said, usage)
    return _unusable(found, said, usage) or ClaudeCodeFailed(model, said or "it says no reason", usage)


def _unusable(found: Mapping[str, Any], said: str, usage: Usage) -> AnswerUnusable | None:
    """What is wrong with this call alone; another may go well."""
    of_the_answer = {
        f"it does not fit the schema ({said})": found.get("subtype") == "error_max_structured_output_retries",
        "it was too long; be brief": bool(_TOO_LONG_ANSWER.search(said)),
    }
    of_the_request = {
        "the model refused to answer": found.get("stop_reason") == "refusal",
        "it cost more than one call may": found.get("subtype") == "error_max_budget_usd",
        f"the server refused the request ({said})": found.get("api_error_status") in _OF_THE_REQUEST
        or found.get("terminal_reason") == "prompt_too_long",
    }
    why = next((why for why, holds in {**of_the_request, **of_the_answer}.items() if holds), None)
    return None if why is None else AnswerUnusable(why, usage, is_final=why in of_the_request)


def _unable(ended: Ended, model: str) -> ModelUnavailable:
    """It did not come so far that it could print a result."""
    said = _short(ended.errors) or _short(ended.output)
    unknown = _UNKNOWN_OPTION.search(ended.errors)
    if unknown is not None:
        return ClaudeCodeTooOld(model, unknown[1])
    if _NOT_LOGGED_IN.search(said):
        return ClaudeCodeNotLoggedIn(model, said)
    if _LIMIT.search(said):
        return ClaudeCodeLimitReached(model, said)
    return ClaudeCodeFailed(
        model, f"it ended with code {ended.code} and gave no result ({said or 'it says no reason'})"
    )


def _result(output: str) -> dict[str, Any] | None:
    """The last JSON object of its output that is a result: a warning may stand before it."""
    for line in reversed(output.splitlines()):
        try:
            found: object = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and cast("dict[str, Any]", found).get("type") == "result":
            return cast("dict[str, Any]", found)
    return None


def _said(found: Mapping[str, Any]) -> str:
    errors = found.get("errors")
    said = found.get("result") or (cast("list[object]", errors)[-1] if isinstance(errors, list) and errors else "")
    return str(said) if not found.get("is_error") else _short(str(said))


def _cost(found: Mapping[str, Any]) -> float | None:
    cost = found.get("total_cost_usd")
    return float(cost) if isinstance(cost, (int, float)) and not isinstance(cost, bool) and cost >= 0 else None


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _short(text: str) -> str:
    return " ".join(text.split()).rstrip(".")[:300]
