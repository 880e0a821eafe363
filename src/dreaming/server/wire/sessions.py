"""The shapes of answers about sessions."""

from collections.abc import Sequence

from dreaming.domain.model import Session
from dreaming.domain.times import render_optional
from dreaming.server.wire.answer import Answer
from dreaming.service.sessions import Logged


class LoggedAnswer(Answer):
    """What became of the events."""

    session_id: str
    external_id: str | None = None
    appended: int
    skipped: int | None = None
    redacted: int | None = None
    cut: int | None = None
    notes: list[str] | None = None

    @classmethod
    def of(cls, logged: Logged) -> "LoggedAnswer":
        """As `Sessions.log` says."""
        return cls(
            session_id=logged.session_id,
            external_id=logged.external_id,
            appended=logged.appended,
            skipped=logged.skipped or None,
            redacted=logged.redacted or None,
            cut=logged.cut or None,
            notes=list(logged.notes) or None,
        )


class LoggingAnswer(Answer):
    """A file that takes longer than a client waits."""

    finished: bool = False
    message: str = "The file is large: it is still being read. Log it again later; only what is new is added."


class SessionAnswer(Answer):
    """A session's head."""

    session_id: str
    title: str | None = None
    agent: str | None = None
    project: str | None = None
    source: str
    external_id: str | None = None
    events: int
    text_bytes: int
    started_at: str | None = None
    ended_at: str | None = None
    outcome: str | None = None

    @classmethod
    def of(cls, session: Session) -> "SessionAnswer":
        """As it is kept."""
        return cls(
            session_id=session.id,
            title=session.title,
            agent=session.agent,
            project=session.project,
            source=session.source,
            external_id=session.external_id,
            events=session.event_count,
            text_bytes=session.text_bytes,
            started_at=render_optional(session.started_at),
            ended_at=render_optional(session.ended_at),
            outcome=session.outcome.result if session.outcome else None,
        )


class SessionsAnswer(Answer):
    """Some sessions, the latest first."""

    sessions: list[SessionAnswer]

    @classmethod
    def of(cls, sessions: Sequence[Session]) -> "SessionsAnswer":
        """All of them."""
        return cls(sessions=[SessionAnswer.of(each) for each in sessions])
