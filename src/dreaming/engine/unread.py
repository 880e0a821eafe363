"""What the rules could not read, so that the report can say it: text in other languages than English.

Such text is kept as it is, and search finds it. Nothing is observed in it, and its lines are merged only where they have
the very same words.
"""

from collections.abc import Iterable, Sequence

from dreaming.domain.changes import Notice, NoticeKind, Place
from dreaming.domain.claims import Claim, ClaimKind
from dreaming.domain.model import Event, EventType
from dreaming.domain.texts import counted
from dreaming.domain.tongues import is_foreign
from dreaming.engine.composing import place_of
from dreaming.engine.documents import Parsed
from dreaming.engine.observations import OWN_WORDS

_PLACES_SHOWN = 20
_READS_ENGLISH_ALONE = "rules/"  # how such a judge's name begins


def foreign_messages(events: Iterable[Event]) -> int:
    """How many of a session's messages by the user are in another language than English."""
    return sum(
        event.type is EventType.USER_MESSAGE and event.origin in OWN_WORDS and is_foreign(event.text)
        for event in events
    )


def unread(parsed: Sequence[Parsed], messages: int, judge_name: str) -> list[Notice]:
    """One notice about the lines and the `messages` that are not in English; none where all are, or the judge reads them."""
    if not judge_name.startswith(_READS_ENGLISH_ALONE):
        return []
    claims = [
        claim for each in parsed for claim in each.claims if claim.kind is not ClaimKind.CODE and is_foreign(claim.text)
    ]
    if not claims and not messages:
        return []
    memories = len({claim.path for claim in claims})
    lines = f"{counted(_lines(claims), 'line')} of {counted(memories, 'memory', 'memories')}"
    what = " and ".join([*([lines] if claims else []), *([counted(messages, "message")] if messages else [])])
    are = "is" if _lines(claims) + messages == 1 else "are"
    return [
        Notice(
            kind=NoticeKind.SKIPPED,
            text=f"{what} {are} not in English.",
            reason="Kept as it is; the rules did not read it.",
            places=tuple(_places(claims)),
        )
    ]


def _lines(claims: Iterable[Claim]) -> int:
    return sum(claim.last_line - claim.first_line + 1 for claim in claims)


def _places(claims: Sequence[Claim]) -> Iterable[Place]:
    return (place_of(claim) for claim in claims[:_PLACES_SHOWN])
