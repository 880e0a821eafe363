"""Everything that can be refused or go wrong, as a tree:

    DreamingError
      InvalidInput              a value breaks a rule; nothing was changed
        LimitExceeded           a value is over a limit, which the message names
        NothingToLog            a transcript holds no session that is to be kept
        AnswerRefused           an answer does not have the form that its packet asks for
      NotFound                  no such object
      Conflict                  the state of an object does not allow it
        AmbiguousName           a name fits more than one store
        PathConflict            another memory stands at that path
        PreconditionFailed      the memory is not what the caller last saw
        StoreReadOnly           the store is archived, or a dream's output
        DreamInTheWay           dreams that are not over hold what is to be forgotten
        StoreInUse              a dream that is not finished needs the store
        NotDue                  the store was to be dreamt of only if it is due, and is not
        CrontabUnclear          our lines in the crontab do not have their marks
        VersionIsLive           the version is a memory's present text
        InvalidTransition       a dream in this status cannot do that
        PromotionConflict       the same statements were changed since the dream began
        UndoConflict            what a change wrote was changed since it was promoted
        FingerprintChanged      what would be promoted is not what was reviewed
        SectionUnclear          our section in a file does not have its markers
        ConfigUnclear           a client's configuration is not JSON that can be changed without harm
        FileChanged             a file is not what it was when its changes were shown
        PacketClosed            a packet cannot be answered any more
      Refused                   a rule of the system says no, and names its override
        PromotionRefused        a gate is not passed
        PartRefused             some changes of a dream cannot be taken without the others
        FileRefused             a file outside the allowed folders, a link, or not a regular file
        PersonNeeded            the store changes only if a person says so
        ConsentUnknown          a person may have to be asked, and nothing is known of the client
        ForgettingUnasked       a tool forgets only if a person says so
        ForgettingUnconfirmed   what was shown is forgotten only if somebody says yes
        AddressRefused          others could reach the server, and no token protects it
        RequestRefused          an HTTP request is refused before anything reads it
        ExportRefused           a memory cannot be written as a file in that folder
        ConfigRefused           a client's configuration is behind a link, or its entry is not ours
        NotConfirmed            what was shown is written only if somebody says yes
      Unavailable               something needed is not there now
        ModelUnavailable        no judge of that name can be asked
          ClaudeCodeMissing     there is no Claude Code here
          ClaudeCodeTooOld      it lacks an option that is needed
          ClaudeCodeNotLoggedIn nobody is logged in to it
          ClaudeCodeLimitReached  the limit of the user's plan, or of the server, is reached
          ClaudeCodeFailed      it did not come to an answer, for another reason
        DatabaseUnavailable     the file cannot be opened, is damaged, full, locked or read-only
        DatabaseNewer           a newer version of this program has upgraded the file
        SchedulerUnavailable    this system has nothing that starts programs by the clock
        SchedulerFailed         the system's scheduler did not do what it was asked
        AddressUnavailable      the server cannot listen at an address
        DatabaseInUse           another process has the file open, and it has to be alone
        AnswerOverdue           a call was not finished in the time that a client waits
        ClientFailed            a client's own program did not do what it was asked
      DreamFailed               a dream cannot go on, for a reason of the closed set
      BudgetReached             a dream, or the day, has no more to spend on a model
      AnswerUnusable            a model was asked and gave nothing that can be read
      AnswerAwaited             a packet waits for the host's answer: the dream is given back until then
      LeaseLost                 another worker has taken the dream over: stop, write nothing

Each message says what happened, to which object, and what to do next; no caller words one.
`code` is stable and for programs. Bugs (TypeError, AssertionError) are no part of this tree.
"""

from dreaming.domain.errors.base import (
    Conflict,
    DreamingError,
    InvalidInput,
    LimitExceeded,
    NotFound,
    NothingToLog,
    Refused,
    Unavailable,
)
from dreaming.domain.errors.claude_code import (
    ClaudeCodeFailed,
    ClaudeCodeLimitReached,
    ClaudeCodeMissing,
    ClaudeCodeNotLoggedIn,
    ClaudeCodeTooOld,
)
from dreaming.domain.errors.conflicts import (
    AmbiguousName,
    CrontabUnclear,
    DreamInTheWay,
    FingerprintChanged,
    InvalidTransition,
    NotDue,
    PathConflict,
    PreconditionFailed,
    PromotionConflict,
    StoreInUse,
    StoreReadOnly,
    UndoConflict,
    VersionIsLive,
)
from dreaming.domain.errors.dreams import (
    DREAM_ERRORS,
    DreamFailed,
    LeaseLost,
)
from dreaming.domain.errors.files import (
    ClientFailed,
    ConfigRefused,
    ConfigUnclear,
    ExportRefused,
    FileChanged,
    NotConfirmed,
    SectionUnclear,
)
from dreaming.domain.errors.hosting import AnswerAwaited, AnswerRefused, PacketClosed
from dreaming.domain.errors.models import AnswerUnusable, BudgetReached
from dreaming.domain.errors.refusals import (
    AddressRefused,
    BackupDamaged,
    BackupRefused,
    ConsentUnknown,
    FileRefused,
    ForgettingUnasked,
    ForgettingUnconfirmed,
    PartRefused,
    PersonNeeded,
    PromotionRefused,
    RequestRefused,
)
from dreaming.domain.errors.unavailable import (
    AddressUnavailable,
    AnswerOverdue,
    DatabaseInUse,
    DatabaseNewer,
    DatabaseUnavailable,
    ModelUnavailable,
    SchedulerFailed,
    SchedulerUnavailable,
)

__all__ = [
    "DREAM_ERRORS",
    "AddressRefused",
    "AddressUnavailable",
    "AmbiguousName",
    "AnswerAwaited",
    "AnswerOverdue",
    "AnswerRefused",
    "AnswerUnusable",
    "BackupDamaged",
    "BackupRefused",
    "BudgetReached",
    "ClaudeCodeFailed",
    "ClaudeCodeLimitReached",
    "ClaudeCodeMissing",
    "ClaudeCodeNotLoggedIn",
    "ClaudeCodeTooOld",
    "ClientFailed",
    "ConfigRefused",
    "ConfigUnclear",
    "Conflict",
    "ConsentUnknown",
    "CrontabUnclear",
    "DatabaseInUse",
    "DatabaseNewer",
    "DatabaseUnavailable",
    "DreamFailed",
    "DreamInTheWay",
    "DreamingError",
    "ExportRefused",
    "FileChanged",
    "FileRefused",
    "FingerprintChanged",
    "ForgettingUnasked",
    "ForgettingUnconfirmed",
    "InvalidInput",
    "InvalidTransition",
    "LeaseLost",
    "LimitExceeded",
    "ModelUnavailable",
    "NotConfirmed",
    "NotDue",
    "NotFound",
    "NothingToLog",
    "PacketClosed",
    "PartRefused",
    "PathConflict",
    "PersonNeeded",
    "PreconditionFailed",
    "PromotionConflict",
    "PromotionRefused",
    "Refused",
    "RequestRefused",
    "SchedulerFailed",
    "SchedulerUnavailable",
    "SectionUnclear",
    "StoreInUse",
    "StoreReadOnly",
    "Unavailable",
    "UndoConflict",
    "VersionIsLive",
]
