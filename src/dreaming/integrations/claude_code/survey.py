"""The first pass over a transcript: what each record is, what it hangs on, and what they say of the whole session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dreaming.integrations.claude_code.branches import Branches
from dreaming.integrations.claude_code.endings import Ending
from dreaming.integrations.claude_code.records import NOISE, SKIPS, Kind, kind_of, typed_text
from dreaming.integrations.claude_code.spine import Spine
from dreaming.integrations.lines import Lines
from dreaming.integrations.transcripts import Reading, record_of, text_in, title_of

_SESSIONS_NOTED = 100
_MAIN, _SIDE = 1, 2


@dataclass(slots=True)
class Survey:
    """What the first pass finds out; `sides` says of each line whether it belongs to a main or a side conversation.

    `main` and `side` are how the one and the other ended.
    """

    spine: Spine
    main: Ending
    side: Ending
    branches: Branches = field(default_factory=Branches)
    sides: bytearray = field(default_factory=bytearray)
    session_ids: dict[str, None] = field(default_factory=dict[str, None])
    summaries: dict[str, str] = field(default_factory=dict[str, str])
    agent_id: str | None = None
    project: str | None = None
    prompt: str | None = None
    title: str | None = None

    @property
    def is_side(self) -> bool:
        """Whether every record is a side conversation's: a sub-agent's file."""
        return _SIDE in self.sides and _MAIN not in self.sides

    def has_other(self, *, is_side: bool) -> bool:
        """Whether there are records of a conversation of the other sort: of a main one among a side one's, or so."""
        return (_MAIN if is_side else _SIDE) in self.sides

    def read(self, lines: Lines, reading: Reading) -> None:
        """Look at each line."""
        for line in lines:
            record = record_of(line, reading)
            if record is None:
                self.branches.add(Kind.SKIPPED)
                self.sides.append(0)
                continue
            kind, what = kind_of(record)
            if kind in SKIPS:
                (reading.skipped if what in NOISE else reading.unknown)[what] += 1
            self._place(record, kind)
            self._note(record, kind)
        reading.finish(lines)

    def skip_sides(self, reading: Reading) -> None:
        """Leave out the side conversations that older versions wrote into the file of the main one."""
        for place, side in enumerate(self.sides):
            if side == _SIDE and self.branches.kinds[place] not in SKIPS:
                self.branches.kinds[place] = Kind.SKIPPED
                reading.skipped["side chain"] += 1

    def _place(self, record: Mapping[str, Any], kind: Kind) -> None:
        own, parent = record.get("uuid"), record.get("parentUuid") or record.get("logicalParentUuid")
        self.branches.add(kind, own, parent)
        self.spine.add(kind, own, parent)
        side = 0 if "isSidechain" not in record else _SIDE if record["isSidechain"] is True else _MAIN
        self.sides.append(side)
        (self.side if side == _SIDE else self.main).add(kind, record)

    def _note(self, record: Mapping[str, Any], kind: Kind) -> None:
        """Take from the record what says something of the session as a whole."""
        session_id = text_in(record, "sessionId") or text_in(record, "session_id")
        if session_id is not None and len(self.session_ids) < _SESSIONS_NOTED:
            self.session_ids[session_id] = None
        self.agent_id = self.agent_id or text_in(record, "agentId")
        self.project = self.project or text_in(record, "cwd")
        if kind is Kind.PROMPT and self.prompt is None:
            self.prompt = title_of(typed_text(record))
        elif kind is Kind.SKIPPED:
            self.title = text_in(record, "customTitle") or text_in(record, "aiTitle") or self.title
            leaf, summary = text_in(record, "leafUuid"), text_in(record, "summary")
            if leaf is not None and summary is not None:
                self.summaries[leaf] = summary
