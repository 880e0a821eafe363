"""Words that say the opposite of each other: two statements that differ in them never say the same."""

from collections.abc import Set as AbstractSet

from dreaming.domain.vocabulary import STOP_WORDS, plain

_PAIRS = [
    frozenset(plain(word) for word in pair.split("/"))
    for pair in (
        "on/off enable/disable enabled/disabled allow/deny allow/forbid allow/block accept/reject add/remove create/delete "
        "before/after up/down start/stop begin/end open/close open/closed min/max minimum/maximum true/false old/new first/last "
        "left/right internal/external public/private required/optional mandatory/optional synchronous/asynchronous sync/async "
        "manual/automatic upper/lower inbound/outbound read/write push/pull import/export like/hate love/hate prefer/avoid "
        "success/failure succeed/fail pass/fail increase/decrease raise/lower more/less most/least many/few always/never all/none "
        "include/exclude client/server local/remote source/target source/destination input/output parent/child above/below over/under "
        "fast/slow high/low large/small big/small long/short early/late strict/loose valid/invalid safe/unsafe secure/insecure "
        "online/offline temporary/permanent encrypt/decrypt lock/unlock install/uninstall mount/unmount attach/detach "
        "connect/disconnect merge/split ascending/descending same/different tabs/spaces single/double light/dark hot/cold empty/full "
        "primary/secondary master/replica buy/sell send/receive upload/download encode/decode serial/parallel static/dynamic "
        "mutable/immutable stateful/stateless user/admin allowed/forbidden likes/dislikes loves/hates starts/stops starts/ends "
        "primary/backup opens/closes upstream/downstream incoming/outgoing buys/sells to/from in/out day/night request/response "
        "sender/receiver with/without includes/excludes adds/removes owner/reviewer bought/sold reads/writes "
    ).split()
]


def are_opposed(words: AbstractSet[str], others: AbstractSet[str]) -> bool:
    """Whether a word of one statement that the other lacks is the opposite of a word that only the other has.

    Words that only say where to are so beside a word that both have: `moves to` and `moves from`, not `supplies to` and `buys from`.
    """
    left = {plain(word) for word in words - others}
    right = {plain(word) for word in others - words}
    pairs = _PAIRS if words & others - STOP_WORDS else _WITHOUT_WAYS
    return any(pair & left and pair & right and not pair <= left and not pair <= right for pair in pairs)


_WAYS = frozenset(map(plain, "to from in out with without up down over under before after above below".split()))
_WITHOUT_WAYS = [pair for pair in _PAIRS if not pair <= _WAYS]
