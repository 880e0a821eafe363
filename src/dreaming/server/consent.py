"""Asking the person before a store changes.

A store says in its metadata who may promote into it: `promote: person` or `promote: anyone`. Where it says nothing,
the person is asked if the client can ask. Where the client cannot, the call goes on: the person has allowed it in the
client. Where the store says `person`, and before the personal store changes, the person is always asked, and where the
client cannot, nothing changes.
The question depends on the arguments and the data alone, so that it is the same in every round of a call.
"""

from collections import Counter
from typing import Any

from mcp.server.mcpserver import AcceptedElicitation, Context, Elicit, ElicitationResult
from mcp.types import ClientCapabilities
from pydantic import BaseModel, Field

from dreaming.domain.consent import MayPromote, may_promote
from dreaming.domain.errors import ConsentUnknown, NotFound, PersonNeeded
from dreaming.domain.model import MemoryStore, OutputBehavior
from dreaming.server.state import app_of, call, store_named
from dreaming.service.report import Report


class Consent(BaseModel):
    """The person's answer."""

    go_ahead: bool = Field(default=True, title="Go ahead", description="No leaves everything as it is.")


class PromoteConsent(Consent):
    """The person's answer about changes, which can be a no for good."""

    never: bool = Field(default=False, title="Never propose it again", description="Counts with a no.")


Answered = ElicitationResult[Consent]
PromoteAnswered = ElicitationResult[PromoteConsent]
UNDO = "store_restore takes it back."
_NOT_ASKED = Consent(go_ahead=True)
_PROMOTE_UNASKED = PromoteConsent(go_ahead=True)


def is_given(answer: "Answered | PromoteAnswered") -> bool:
    """Whether the person agreed, or did not have to be asked."""
    return isinstance(answer, AcceptedElicitation) and answer.data.go_ahead


def is_never(answer: "PromoteAnswered") -> bool:
    """Whether the person said no for good."""
    return isinstance(answer, AcceptedElicitation) and not answer.data.go_ahead and answer.data.never


def can_ask(capabilities: ClientCapabilities | None) -> bool:
    """Whether a client that declares this shows questions to a person."""
    asking = None if capabilities is None else capabilities.elicitation
    return asking is not None and (asking.form is not None or asking.url is None)


def changes_of(report: Report) -> str:
    """`3 changes: 2 merged, 1 replaced.`, and what its exam lost."""
    counts = Counter(change.kind for change in report.changes)
    parts = [f"{count} {kind}" for kind, count in counts.items()]
    told = f"{len(report.changes)} changes: {', '.join(parts)}." if parts else "It changes nothing."
    score = report.results.score
    return told if score is None or not score.lost else f"{told} Exam: {score.text}."


async def ask_promote(
    dream_id: str, ctx: "Context[Any]", only: list[str], leave_out: list[str]
) -> PromoteConsent | Elicit[PromoteConsent]:
    """Before `dream_promote`."""
    app = app_of(ctx)
    dream = await call(ctx, app.dreams.get, dream_id)
    if dream.status != "completed" or dream.discarded_at is not None:
        return _PROMOTE_UNASKED  # nothing will change: the service says why
    report = await call(ctx, app.review.report, dream_id)
    store = await call(ctx, app.stores.get, dream.memory_store_id)
    if report.promoted.is_whole or not _must_ask(ctx, store):
        return _PROMOTE_UNASKED
    part = f" only {', '.join(only)[:200]};" if only else ""
    part += f" all but {', '.join(leave_out)[:200]};" if leave_out else ""
    question = f"Promote dream {dream_id} into store {store.name!r}?{part} {changes_of(report)} {UNDO}"
    return Elicit(question, PromoteConsent)


async def ask_restore(
    ctx: "Context[Any]", *, store: str, before: str, at: str, version: str, change: str
) -> Consent | Elicit[Consent]:
    """Before `store_restore`."""
    found = await call(ctx, app_of(ctx).stores.get, await store_named(ctx, store))
    if not _must_ask(ctx, found):
        return _NOT_ASKED
    if change:
        return Elicit(f"Undo change {change[:200]} in store {found.name!r}?", Consent)
    moment = f"before dream {before}" if before else f"at {at}" if at else f"at version {version}"
    return Elicit(f"Put store {found.name!r} back as it was {moment[:200]}? {UNDO}", Consent)


async def ask_update(ctx: "Context[Any]", store: str, output_behavior: str, dry_run: bool) -> Consent | Elicit[Consent]:
    """Before a `dream_start` whose dream would promote itself."""
    if output_behavior != OutputBehavior.UPDATE_EXISTING or dry_run:
        return _NOT_ASKED
    found = await call(ctx, app_of(ctx).stores.get, await store_named(ctx, store))
    if not _must_ask(ctx, found):
        return _NOT_ASKED
    return Elicit(f"Start a dream that changes store {found.name!r} by itself if every check passes? {UNDO}", Consent)


async def ask_write(ctx: "Context[Any]", path: str, store: str) -> Consent | Elicit[Consent]:
    """Before an agent changes a memory of the personal store, which every project sees; of other stores nothing is asked."""
    app = app_of(ctx)
    if not store and not app.is_personal_by_default():
        return _NOT_ASKED
    named = await store_named(ctx, store)
    try:
        is_personal = (await call(ctx, app.stores.get, named)).is_personal
    except NotFound:
        is_personal = app.would_be_personal(named)
    if not is_personal:
        return _NOT_ASKED
    _check_can_ask(ctx, named, is_personal=True)
    return Elicit(f"Change {path[:200]!r} in your personal store, which is known in every project? {UNDO}", Consent)


def _check_can_ask(ctx: "Context[Any]", store: str, *, is_personal: bool) -> None:
    if ctx.client_capabilities is None:
        raise ConsentUnknown(store)
    if not can_ask(ctx.client_capabilities):
        raise PersonNeeded(store, is_personal=is_personal)


def _must_ask(ctx: "Context[Any]", store: MemoryStore) -> bool:
    may = may_promote(store.metadata)
    if store.is_personal or may is MayPromote.PERSON:
        _check_can_ask(ctx, store.name, is_personal=store.is_personal)
        return True
    if may is MayPromote.ANYONE:
        return False
    if ctx.client_capabilities is None:  # of a session that has ended: it may well have been one that asks
        raise ConsentUnknown(store.name)
    return can_ask(ctx.client_capabilities)
