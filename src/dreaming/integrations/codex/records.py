"""What a record of a Codex rollout is.

Source: github.com/openai/codex, codex-rs/protocol/src (protocol.rs: RolloutLine, SessionMeta, EventMsg; models.rs:
ResponseItem) and codex-rs/rollout/src/policy.rs. A line is `{timestamp, type, payload}`; before September 2025 it was a
bare item, with a head `{id, timestamp, instructions}` before them. Every field may be missing or of another type, and
a type that is not known is counted, never an error.
"""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any, cast

from dreaming.integrations.content import blocks
from dreaming.integrations.transcripts import text_in

_WRAPPED = frozenset({"session_meta", "response_item", "event_msg", "turn_context", "compacted"})
_BARE = frozenset({"function_call", "function_call_output", "local_shell_call", "custom_tool_call", "reasoning"})
_TEXTS = frozenset({"input_text", "output_text"})
# No event of ours: what has no text, what is said elsewhere too, and what only the program needs.
NOISE = frozenset(
    """
    turn_context compacted world_state inter_agent_communication state
    reasoning ghost_snapshot compaction compaction_summary context_compaction compaction_trigger additional_tools
    image_generation_call tool_search_call tool_search_output agent_message other
    agent_reasoning agent_reasoning_raw_content agent_reasoning_section_break token_count task_started task_complete
    turn_started turn_complete context_compacted thread_goal_updated thread_settings_applied patch_apply_end
    exec_command_end mcp_tool_call_end web_search_end web_search_begin image_generation_end view_image_tool_call
    entered_review_mode exited_review_mode sub_agent_activity item_completed plan_update guardian_assessment
    warning guardian_warning stream_error background_event turn_diff thread_name_updated dynamic_tool_call_request
    dynamic_tool_call_response collab_agent_spawn_end collab_agent_interaction_end collab_waiting_end collab_close_end
    collab_resume_end deprecation_notice shutdown_complete
    """.split()
)
CALLS = frozenset({"function_call", "custom_tool_call", "local_shell_call", "web_search_call"})
RESULTS = frozenset({"function_call_output", "custom_tool_call_output"})

# What programs put into a user's message: codex-rs/core/src/context, and its older names.
_CONTEXT = re.compile(
    r"\s*(?:<(?:environment_context|user_instructions|skill|user_shell_cmd|user_shell_command|turn_aborted"
    r"|subagent_notification|hook_prompt|additional_context|extension_context|goal_context|warning"
    r"|permissions instructions|collaboration_mode|personality_spec|model_switch|INSTRUCTIONS)\b"
    r"|\# AGENTS\.md instructions\b|Warning: )"
)
_REQUEST = "## My request for Codex:"
_EXIT = re.compile(r"(?:^|\n)(?:Exit code: |Process exited with code )(-?\d{1,10})\b")
_OUTPUT = re.compile(r"(?:^|\n)(?:Output|Total output lines: \d+):?\n")
_HEADER_CHARACTERS = 600


def is_rollout(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of Codex's."""
    of_type = text_in(record, "type")
    if of_type in _WRAPPED:
        return isinstance(record.get("payload"), dict)
    if of_type in _BARE:
        return True
    if of_type == "message":
        return any(text_in(block, "type") in _TEXTS for block in blocks(record.get("content")))
    return of_type is None and "instructions" in record and {"id", "timestamp"} <= record.keys()


def unwrapped(record: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """What a record is, in a word, and its payload."""
    payload = record.get("payload")
    of_type = text_in(record, "type")
    if of_type in {"response_item", "event_msg"} and isinstance(payload, dict):
        given = cast("dict[str, Any]", payload)
        kind = text_in(given, "type") or "without a type"
        return (f"event {kind}" if of_type == "event_msg" else kind), given
    if of_type is not None:
        return of_type, cast("dict[str, Any]", payload) if isinstance(payload, dict) else record
    if "record_type" in record:
        return "state", record
    return ("session_meta" if "id" in record and "timestamp" in record else "without a type"), record


def prompt_of(text: str) -> tuple[str, str]:
    """What the person typed of a prompt, and what their editor put before it."""
    before, mark, request = text.rpartition(_REQUEST)
    return (request.strip(), before) if mark else (text, "")


def is_context(text: str) -> bool:
    """Whether a user's text was put there by the program."""
    return _CONTEXT.match(text) is not None


def tool_of(payload: Mapping[str, Any]) -> str:
    """The tool that a call names, with the server it belongs to."""
    name = text_in(payload, "name") or text_in(payload, "type") or "tool"
    space = text_in(payload, "namespace")
    return f"{space.rstrip('_')}__{name}" if space and not name.startswith(space) else name


def input_of(payload: Mapping[str, Any]) -> object:
    """What a call gives its tool: a mapping, or a text."""
    for field in ("arguments", "input", "action"):
        given = payload.get(field)
        if isinstance(given, str) and given.startswith("{"):
            try:
                return json.loads(given)
            except (ValueError, RecursionError):
                return given
        if given is not None:
            return given
    return ""


def command_of(given: object) -> str | None:
    """The command in the input of a shell call, as a person would type it."""
    if not isinstance(given, dict):
        return None
    said = cast("dict[str, object]", given)
    command = said.get("command") or said.get("cmd")
    if isinstance(command, list):
        words = [str(word) for word in cast("list[object]", command)]
        is_script = len(words) == 3 and words[1] in {"-lc", "-c", "-Command"}
        return words[2] if is_script else shlex.join(words)
    return command if isinstance(command, str) else None


def result_of(output: object) -> tuple[object, bool]:
    """The content of a call's output, without the program's header, and whether the call failed."""
    if isinstance(output, dict):
        given = cast("dict[str, Any]", output)
        content = given.get("content_items") or given.get("content") or given.get("output") or ""
        text, failed = result_of(content)
        return text, failed or given.get("success") is False
    if not isinstance(output, str):
        return output, False
    if output.startswith("{"):
        return _from_json(output)
    header = output[:_HEADER_CHARACTERS]
    code = _EXIT.search(header)
    if code is None:
        return output, False
    body = _OUTPUT.search(header, code.end())
    return output[body.end() :] if body else output, int(code[1]) != 0


def _from_json(output: str) -> tuple[object, bool]:
    try:
        value = json.loads(output)
    except (ValueError, RecursionError):
        return output, False
    given = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    if not isinstance(given.get("output"), str):
        return output, False
    metadata = given.get("metadata")
    code = cast("dict[str, Any]", metadata).get("exit_code") if isinstance(metadata, dict) else None
    return given["output"], isinstance(code, int) and code != 0
