"""What may reach the personal store: what the user has said in two projects or more, and nothing else.

What stands in that store is known in every project. So what was said in one alone stays there: not only is it not
written, nothing of it is told in the dream's report.
"""

from collections.abc import Iterable, Mapping, Sequence

from dreaming.domain.changes import Notice, NoticeKind
from dreaming.domain.claims import Observation
from dreaming.domain.model import Session
from dreaming.domain.provenance import Origin
from dreaming.domain.texts import counted

PROJECTS = 2


def of_several_projects(observations: Iterable[Observation], sessions: Sequence[Session]) -> list[Observation]:
    """Those that rest on the user's own words in at least two projects; a session of no project counts for none."""
    projects = {session.id: session.project for session in sessions if session.project}
    return [each for each in observations if _is_shared(each, projects)]


def _is_shared(observation: Observation, projects: Mapping[str, str]) -> bool:
    own = [item for item in observation.provenance.evidence if item.origin is Origin.USER]
    heard_in = {
        projects[item.session_id] for item in own if item.session_id is not None and item.session_id in projects
    }
    return observation.provenance.origin is Origin.USER and _count(heard_in) >= PROJECTS


def _count(folders: Iterable[str]) -> int:
    """How many projects these are: one that lies in another is taken to be of it."""
    ends = {folder.replace("\\", "/").rstrip("/") + "/" for folder in folders}
    return sum(not any(each != other and each.startswith(other) for other in ends) for each in ends)


def left_out(count: int) -> list[Notice]:
    """How many things that sessions show were not taken, without a word of what they say."""
    if not count:
        return []
    text = f"{counted(count, 'thing')} that sessions show, left out."
    reason = "Only what the user said in two projects or more may stand in the personal store."
    return [Notice(kind=NoticeKind.SKIPPED, text=text, reason=reason)]
