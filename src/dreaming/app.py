"""The composition root: which implementation stands behind which port, and where the data is.

Everything above (the command line, the server) gets one `App`. Opening it loads neither `mcp` nor `anthropic`; what
runs dreams is loaded when a dream is to be run.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from dreaming.domain.budget import Budget, daily_budget
from dreaming.domain.errors import DatabaseUnavailable
from dreaming.domain.hosting import HOST, Unanswered, unanswered
from dreaming.domain.model import Document
from dreaming.domain.ports import Clock
from dreaming.domain.redaction import Redactor
from dreaming.integrations.spool import Spool
from dreaming.jobs import starting
from dreaming.judges.choosing import judge_for
from dreaming.judges.names import check_model, is_claude_code
from dreaming.service.clock import SystemClock
from dreaming.service.cursors import Cursors
from dreaming.service.dreams import Dreams
from dreaming.service.due import DueDreams
from dreaming.service.exchange import Exchange
from dreaming.service.memories import Memories
from dreaming.service.packets import Packets
from dreaming.service.review import Review
from dreaming.service.scope import (
    PROJECT_VARIABLE,
    default_store,
    home_of_worktree,
    is_checking,
    metadata_of_new,
    personal_store,
)
from dreaming.service.sessions import Logged, Sessions
from dreaming.service.stores import Stores
from dreaming.service.watching import Watch
from dreaming.store.connection import Database
from dreaming.store.location import FILE_NAME, home_folder
from dreaming.store.settings import redaction_key, request_key

if TYPE_CHECKING:
    from dreaming.domain.prompting import Prompt
    from dreaming.integrations.importing import Imported
    from dreaming.jobs.runner import Runner
    from dreaming.jobs.worker import Worker, WorkerOptions
    from dreaming.service.backups import Backups
    from dreaming.service.forgetting import Forgetting
    from dreaming.service.grounding import Grounding
    from dreaming.store.workers import WorkerRow


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The whole system on one file. Its services are synchronous: call them on a worker thread where a loop runs.

    `may_detach` says whether a process of its own may be started to run dreams; `daily` is what all dreams of a day may
    spend on models.
    """

    db: Database
    clock: Clock
    memories: Memories
    stores: Stores
    exchange: Exchange
    sessions: Sessions
    cursors: Cursors
    dreams: Dreams
    due: DueDreams
    review: Review
    packets: Packets
    request_key: bytes = field(repr=False)
    may_detach: bool = True
    daily: Budget = field(default_factory=Budget)
    unanswered: Unanswered = Unanswered.RULES

    def runner(self) -> "Runner":
        """What runs a dream, in whatever process asks."""
        from dreaming.jobs.runner import Runner
        from dreaming.service.replay import replay_moments

        check = self.check_dream if is_checking(os.environ) else None
        return Runner(
            self.db,
            self.clock,
            judge_for,
            promote=self.review.promote_by_itself,
            check=check,
            replay=replay_moments,
            daily=self.daily,
            unanswered=self.unanswered,
        )

    @property
    def grounding(self) -> "Grounding":
        """Checks of what memories name, against their projects' folders."""
        from dreaming.integrations.grounding.looking import look
        from dreaming.service.grounding import Grounding

        return Grounding(self.db, self.clock, look)

    @property
    def forgetting(self) -> "Forgetting":
        """Taking a text, or a session, out of everything."""
        from dreaming.service.forgetting import Forgetting

        return Forgetting(self.db, self.clock)

    def check_dream(self, dream_id: str, documents: Sequence[Document]) -> str:
        """Check what a dream is about to write, and say in a sentence what came of it; see `Grounding.check_dream`."""
        return self.grounding.check_dream(dream_id, documents).told

    def counted_ratio(self, model: str, prompts: Sequence["Prompt"]) -> float | None:
        """Characters a token, as the model's server counts these prompts; None where it cannot count.

        Raises:
            ModelUnavailable: the model is none that can be asked to count.
        """
        check_model(model, os.environ)
        if model == HOST or is_claude_code(model):
            return None
        import anyio

        from dreaming.judges.model.messages import MessagesModel

        return anyio.run(MessagesModel.of(model, os.environ).ratio_of, prompts)

    def worker(self, **how: Unpack["WorkerOptions"]) -> "Worker":
        """What runs dreams as they come, in whatever process asks: see `Worker` for what may be given."""
        from dreaming.jobs.worker import Worker

        return Worker(self.db, self.clock, self.runner(), **how)

    def ensure_worker(self) -> bool:
        """See to it that a process of its own runs what waits, if anything does: dreams, and what hooks have noted.

        Returns:
            Whether that is so; False where DREAMING_WORKER=inside, or where no process can be started.
        """
        from dreaming.jobs.launching import Launcher

        more_waits = (self.spool.is_pressing() and not self.spool.is_attended()) or self.forgetting.is_abandoned()
        if more_waits and not self.may_detach:
            self.log_spooled()
            self.forgetting.finish()
            more_waits = False
        return Launcher(self.db, self.clock, is_allowed=self.may_detach).ensure(more_waits=more_waits)

    @property
    def spool(self) -> Spool:
        """The transcripts that hooks have noted."""
        return Spool(self.db.path.parent)

    def log_spooled(self) -> None:
        """Log the transcripts that hooks have noted, unless another process does it.

        Raises:
            Unavailable: the database cannot be used; the notes stay.
        """
        while not self.spool.is_empty():  # once more when it is given back: what came meanwhile found it attended
            with self.spool.attended() as is_mine:
                if not is_mine:
                    return
                self.log_noted()

    def log_noted(self) -> None:
        """Log what the spool says now, and finish what was being forgotten; for a process that attends to it."""
        self.forgetting.finish()
        self.spool.drain(self.log_grown)

    def present_worker(self) -> "WorkerRow | None":
        """The worker of this database that lives, as far as can be told; None where there is none."""
        from dreaming.jobs.presence import present_worker

        with self.db.read() as conn:
            return present_worker(conn, self.db.path, self.clock.now())

    def watch(self, dream_ids: Sequence[str]) -> Watch:
        """These dreams, which exist, to be looked at until they are over."""
        return Watch(self.db, dream_ids)

    def default_store(self) -> str:
        """The name of the store that is meant where none is named; it need not exist yet."""
        return default_store(self.stores.find_of, os.environ, Path.cwd())

    def personal_store(self) -> str | None:
        """The name of the personal store, where there is one that is meant by that name."""
        return self.stores.find_personal(personal_store(os.environ))

    def would_be_personal(self, store: str) -> bool:
        """Whether a new store of this name would be the personal one."""
        return store == personal_store(os.environ)

    def is_personal_by_default(self) -> bool:
        """Whether the personal store may be meant where none is named: only DREAMING_STORE can say so."""
        return bool(os.environ.get("DREAMING_STORE", "").strip())

    def project(self) -> str | None:
        """The folder that the client names as its project, if it names one."""
        return os.environ.get(PROJECT_VARIABLE) or None

    def check_database(self) -> None:
        """Whether the file can be used now.

        Raises:
            Unavailable: it cannot.
        """
        if not self.db.path.exists():  # what is open could still be read, and written, and would be lost
            raise DatabaseUnavailable("file is gone")
        with self.db.read():
            pass

    def log_file(self, path: str) -> Logged:
        """Log the session in a file that an agent names, if it may be read.

        Raises:
            FileRefused: it may not.
            InvalidInput, LimitExceeded: it holds no session, or none that can be read.
        """
        from dreaming.integrations.named_files import log_named_file

        return log_named_file(self.sessions, path, os.environ, Path.cwd())

    def log_grown(self, path: Path) -> "Imported":
        """Log what is new in a transcript of a client's; quick where nothing is.

        Raises:
            NotFound: there is no such file.
            InvalidInput, LimitExceeded: it cannot be read, or its format is not known.
        """
        from dreaming.integrations.importing import log_grown

        return log_grown(self.sessions, self.cursors, path)

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def open_app(home: Path | None = None) -> App:
    """Open the system on the data in `home`; what is not there is made.

    Args:
        home: the folder, or None for `home_folder()`.

    Raises:
        Unavailable: the database cannot be opened, is damaged, or was written by a newer version.
        InvalidInput: DREAMING_WORKER, DREAMING_CHECK, DREAMING_HOST_UNANSWERED or a limit of the day has a value that means nothing.
    """
    may_detach, limits = starting.may_detach(os.environ), daily_budget(os.environ)
    is_checking(os.environ)  # refused here, and not in a worker that nobody sees
    for_unanswered = unanswered(os.environ)
    db = Database((home or home_folder()) / FILE_NAME)
    clock = SystemClock()
    with db.write() as conn:
        redactor = Redactor(redaction_key(conn))
        key = request_key(conn)
    return App(
        db=db,
        clock=clock,
        memories=Memories(db, clock, redactor, _metadata_of_new),
        stores=Stores(db, clock),
        exchange=Exchange(db, clock, redactor, _metadata_of_new),
        sessions=Sessions(db, clock, redactor, home_of_worktree),
        cursors=Cursors(db, clock),
        dreams=Dreams(db, clock, check_model=_check_model, metadata_of_new=_metadata_of_new),
        due=DueDreams(db, clock, _metadata_of_new),
        review=Review(db, clock),
        packets=Packets(db, clock),
        request_key=key,
        may_detach=may_detach,
        daily=limits,
        unanswered=for_unanswered,
    )


def backups_of(home: Path | None = None) -> "Backups":
    """The backups of the database in `home`, which is not opened: it may be damaged, or missing."""
    from dreaming.service.backups import Backups

    return Backups((home or home_folder()) / FILE_NAME, SystemClock())


def _metadata_of_new(store: str) -> Mapping[str, str]:
    return metadata_of_new(store, os.environ, Path.cwd())


def _check_model(model: str) -> None:
    check_model(model, os.environ)
