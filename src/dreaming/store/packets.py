"""Work packets of dreams that a host judges: filed by the worker, handed out to agents, answered once."""

from collections.abc import Sequence
from datetime import datetime

from dreaming.domain.errors import NotFound
from dreaming.domain.hosting import TAKEN_FOR, Awaited, Packet
from dreaming.domain.ids import Prefix, make_id
from dreaming.domain.prompting import Prompt
from dreaming.domain.times import parse, parse_optional, render
from dreaming.store.connection import Connection, Row, row, rows

# A dream for which this holds cannot go on; `:now` is the time.
WAITS = "EXISTS (SELECT 1 FROM host_packets WHERE dream_id = dreams.id AND ended_at IS NULL AND host_packets.expires_at > :now)"
_NAMES = "id, dream_id, key, position, purpose, prompt, filed_at, expires_at, refusals, why, ended_at, answer"


def file(conn: Connection, dream_id: str, prompt: Prompt, text: str, *, at: datetime, until: datetime) -> Packet:
    """File a packet behind those that are there; `text` is all of the prompt. A correction has one answer less."""
    last = rows(conn, "SELECT coalesce(max(position), 0) AS n FROM host_packets WHERE dream_id = ?", (dream_id,))
    packet = Packet(
        id=make_id(Prefix.PACKET),
        dream_id=dream_id,
        key=prompt.key,
        position=last[0]["n"] + 1,
        purpose=prompt.purpose,
        prompt=text,
        filed_at=at,
        expires_at=until,
        refusals=1 if prompt.correction else 0,
    )
    _insert(conn, packet)
    return packet


def find(conn: Connection, dream_id: str, key: str) -> Packet | None:
    """The packet of a prompt; None if none was filed."""
    found = row(conn, "SELECT * FROM host_packets WHERE dream_id = ? AND key = ?", (dream_id, key))
    return None if found is None else _packet(found)


def get(conn: Connection, packet_id: str) -> Packet:
    """One packet.

    Raises:
        NotFound: there is none with that id, or none any more.
    """
    found = row(conn, "SELECT * FROM host_packets WHERE id = ?", (packet_id,))
    if found is None:
        raise NotFound("packet", packet_id, "Its dream is over, or never was. dream_next gives what is left.")
    return _packet(found)


def open_of(conn: Connection, dream_id: str) -> list[Packet]:
    """What waits for an answer, in its order."""
    found = rows(
        conn, "SELECT * FROM host_packets WHERE dream_id = ? AND ended_at IS NULL ORDER BY position", (dream_id,)
    )
    return [_packet(each) for each in found]


def is_taken(packet: Packet, now: datetime) -> bool:
    """Whether an agent has it, and not for too long."""
    return packet.taken_at is not None and packet.taken_at + TAKEN_FOR > now


def awaited(conn: Connection, dream_id: str) -> Awaited:
    """How a dream's packets stand."""
    sql = "SELECT count(*) AS total, count(ended_at) AS answered FROM host_packets WHERE dream_id = ?"
    found = rows(conn, sql, (dream_id,))[0]
    return Awaited(answered=found["answered"], total=found["total"])


def oldest_dream(conn: Connection, now: datetime) -> str | None:
    """The oldest dream with a packet that can be handed out, else the oldest that a host judges and that is not over."""
    found = row(
        conn,
        """
        SELECT id FROM dreams WHERE model = 'host' AND status IN ('pending', 'running')
        ORDER BY NOT EXISTS (SELECT 1 FROM host_packets AS p WHERE p.dream_id = dreams.id AND p.ended_at IS NULL
                             AND (p.taken_at IS NULL OR p.taken_at <= ?)), created_at, id LIMIT 1
        """,
        (render(now - TAKEN_FOR),),
    )
    return None if found is None else found["id"]


def take(conn: Connection, packet_ids: Sequence[str], at: datetime) -> None:
    """Hand packets out to an agent."""
    conn.executemany(
        "UPDATE host_packets SET taken_at = ? WHERE id = ?", [(render(at), packet_id) for packet_id in packet_ids]
    )


def refuse(conn: Connection, packet_id: str, why: str) -> None:
    """Say that an answer did not have the right form."""
    conn.execute("UPDATE host_packets SET refusals = refusals + 1, why = ? WHERE id = ?", (why, packet_id))


def end(conn: Connection, packet_id: str, at: datetime, *, answer: str | None, why: str = "") -> None:
    """Close a packet, with its answer or without; what was asked is forgotten."""
    conn.execute(
        "UPDATE host_packets SET ended_at = ?, answer = ?, why = ?, prompt = '' WHERE id = ?",
        (render(at), answer, why, packet_id),
    )


def offer_again(conn: Connection, packet_id: str, until: datetime) -> None:
    """Nobody has answered it in time: whoever comes may, until then."""
    conn.execute(
        "UPDATE host_packets SET expires_at = ?, taken_at = NULL WHERE id = ?",
        (render(until), packet_id),
    )


def copy_answered(conn: Connection, dream_id: str, to: str) -> None:
    """Let another dream, over the same sessions, go on from what was answered."""
    found = rows(conn, "SELECT * FROM host_packets WHERE dream_id = ? AND answer IS NOT NULL", (dream_id,))
    for each in found:
        _insert(conn, _packet(each), dream_id=to, id=make_id(Prefix.PACKET))


def drop_open(conn: Connection, dream_id: str) -> None:
    """Nobody is to answer what waits."""
    conn.execute("DELETE FROM host_packets WHERE dream_id = ? AND ended_at IS NULL", (dream_id,))


def drop(conn: Connection, dream_id: str) -> None:
    """Forget all: the dream has completed, and answers quote its sessions."""
    conn.execute("DELETE FROM host_packets WHERE dream_id = ?", (dream_id,))


def _insert(conn: Connection, packet: Packet, **other: str) -> None:
    values: dict[str, object] = {name: getattr(packet, name) for name in _NAMES.split(", ")}
    values |= {name: None if at is None else render(at) for name, at in _times(packet).items()} | other
    marks = ", ".join(f":{name}" for name in values)
    conn.execute(f"INSERT INTO host_packets ({_NAMES}) VALUES ({marks})", values)  # noqa: S608 - fixed names


def _times(packet: Packet) -> dict[str, datetime | None]:
    return {"filed_at": packet.filed_at, "expires_at": packet.expires_at, "ended_at": packet.ended_at}


def _packet(found: Row) -> Packet:
    return Packet(
        id=found["id"],
        dream_id=found["dream_id"],
        key=found["key"],
        position=found["position"],
        purpose=found["purpose"],
        prompt=found["prompt"],
        filed_at=parse(found["filed_at"]),
        expires_at=parse(found["expires_at"]),
        taken_at=parse_optional(found["taken_at"]),
        refusals=found["refusals"],
        why=found["why"],
        ended_at=parse_optional(found["ended_at"]),
        answer=found["answer"],
    )
