"""What `docs/tools.md` says of tasks."""

from dreaming.server.dream_tasks import DreamTasks
from dreaming.server.tasks import IDENTIFIER
from dreaming.server.wire.ended import EndedAnswer


def tasks_section() -> str:
    """Which tool can be a task, and how a dream's status is called there."""
    names = ", ".join(f"`{name}`" for name in sorted(DreamTasks.tools))
    shape = f"[{EndedAnswer.__name__}](#{EndedAnswer.__name__.lower()})"
    return f"""\
## As a task

For a client that declares the extension `{IDENTIFIER}` with the call, {names} answers with a task.
The task's id is the dream's, so that every server process on the same file answers for it, also after the one that began it has ended.
A dream is kept, so its task has no end of life (`ttlMs` null).
A refusal, an estimate and a person's no are answered at once, without a task.

| the dream | the task | with it |
|---|---|---|
| pending, running | `working` | `statusMessage`: stage, done and known, what is read |
| completed | `completed` | `result`: {shape}, the summary and the fingerprint included |
| failed | `completed` | `result` with `isError`: why, and what to do next |
| canceled | `cancelled` | |
| completed, was to promote itself, lacks a yes | `input_required` | a form with one box, `promote`; only if the client can ask |

A yes promotes the dream with what the question names, as `mcp:user`.
A no, or canceling the task, leaves it unpromoted and is not asked again; `dream_promote` remains.
"""
