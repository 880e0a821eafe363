"""A dream's exam and its replay, row by row."""

from dreaming.domain.exam import Exam, Examined, ExamKind, MomentKind, Replayed, Score
from dreaming.domain.times import parse, render
from dreaming.store import dreams
from dreaming.store.connection import Connection, Row, row, rows

LEFT_OUT = "exam:left_out"  # among a dream's counts: questions for which there was no time; not there without an exam


def keep(conn: Connection, dream_id: str, exam: Exam) -> None:
    """Record both, once."""
    conn.executemany(
        """
        INSERT INTO dream_exam (dream_id, position, kind, question, value, source, before_rank, after_rank, stood, stands)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (dream_id, position, e.kind, e.question, e.value, e.source, e.before, e.after, e.stood, e.stands)
            for position, e in enumerate(exam.examined)
        ],
    )
    conn.executemany(
        """
        INSERT INTO dream_replay (dream_id, position, kind, at, session_id, event_id, text, before_told, after_told)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (dream_id, position, m.kind, render(m.at), m.session_id, m.event_id, m.text, m.before, m.after)
            for position, m in enumerate(exam.replayed)
        ],
    )


def score(conn: Connection, dream_id: str) -> Score | None:
    """The exam in figures; None where there was none.

    Raises:
        NotFound: there is no such dream.
    """
    left_out = dreams.result(conn, dream_id).counts.get(LEFT_OUT)
    found = row(
        conn,
        """
        SELECT count(*) AS asked, count(before_rank) AS before, count(after_rank) AS after,
               coalesce(sum(before_rank IS NOT NULL AND after_rank IS NULL), 0) AS lost,
               coalesce(sum(before_rank IS NULL AND after_rank IS NOT NULL), 0) AS gained
        FROM dream_exam WHERE dream_id = ?
        """,
        (dream_id,),
    )
    return None if left_out is None or found is None else Score(**{**dict(found), "left_out": left_out})


def changed(conn: Connection, dream_id: str) -> list[Examined]:
    """The questions that the dream made a difference to: the lost ones first, then the gained ones."""
    found = rows(
        conn,
        """
        SELECT * FROM dream_exam WHERE dream_id = ? AND (before_rank IS NULL) != (after_rank IS NULL)
        ORDER BY before_rank IS NULL, position
        """,
        (dream_id,),
    )
    return [_examined(each) for each in found]


def replayed(conn: Connection, dream_id: str) -> list[Replayed]:
    """Every moment, in the order of time."""
    found = rows(conn, "SELECT * FROM dream_replay WHERE dream_id = ? ORDER BY position", (dream_id,))
    return [_replayed(each) for each in found]


def _examined(found: Row) -> Examined:
    return Examined(
        kind=ExamKind(found["kind"]),
        question=found["question"],
        value=found["value"],
        source=found["source"],
        before=found["before_rank"],
        after=found["after_rank"],
        stood=found["stood"],
        stands=found["stands"],
    )


def _replayed(found: Row) -> Replayed:
    return Replayed(
        kind=MomentKind(found["kind"]),
        at=parse(found["at"]),
        session_id=found["session_id"],
        event_id=found["event_id"],
        text=found["text"],
        before=found["before_told"],
        after=found["after_told"],
    )
