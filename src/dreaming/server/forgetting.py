"""What `session_log(forget=…)` does: shown first, and done only when a person has agreed."""

from typing import Any

from mcp.server.mcpserver import Context, Elicit
from mcp.types import CallToolResult

from dreaming.domain.errors import ForgettingUnasked, NotFound
from dreaming.domain.forgetting import Target
from dreaming.server.consent import Answered, Consent, can_ask, is_given
from dreaming.server.state import Call, app_of, call
from dreaming.server.wire.answer import answered
from dreaming.server.wire.dreams import DeclinedAnswer
from dreaming.server.wire.forgetting import ForgottenAnswer
from dreaming.service.forgetting import Forgetting

_BY = "mcp"


async def ask_forget(ctx: "Context[Any]", forget: str, preview: bool) -> Consent | Elicit[Consent]:
    """Before something is forgotten. It cannot be taken back: where nobody can be asked it is not done.

    Raises:
        ForgettingUnasked: the client cannot ask.
    """
    if not forget or preview:
        return Consent(go_ahead=True)
    if not can_ask(ctx.client_capabilities):
        raise ForgettingUnasked
    seen = await call(ctx, app_of(ctx).forgetting.preview, await call(ctx, target_of, app_of(ctx).forgetting, forget))
    what = f"session {seen.session_id}" if seen.session_id else f"the text {forget[:200]!r}"
    places = ", ".join(f"{place.name} ({place.count:,})" for place in seen.places) or "nothing holds it"
    return Elicit(f"Forget {what} for good? What goes: {places}. Nothing takes it back.", Consent)


async def forget_now(ctx: Call, forget: str, consent: Answered, *, preview: bool) -> CallToolResult:
    """Preview, or forget if the person agreed."""
    if not is_given(consent):
        return answered(DeclinedAnswer(message="The user did not agree: nothing was forgotten."))
    forgetting = app_of(ctx).forgetting
    target = await call(ctx, target_of, forgetting, forget)
    if preview:
        return answered(ForgottenAnswer.of(await call(ctx, forgetting.preview, target)))
    return answered(ForgottenAnswer.of(await call(ctx, forgetting.forget, target, by=_BY)))


def target_of(forgetting: Forgetting, named: str) -> Target:
    """A session by its id or by what its source calls it, else a text.

    Raises:
        InvalidInput: it is no session, and too short a text.
        AmbiguousName: several sessions are called so.
    """
    try:
        return Target(session_id=forgetting.find_session(named))
    except NotFound:
        return Target(text=named)
