"""What the environment says about the server: which tools it offers, whether it reads transcripts, who may judge."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dreaming.domain.errors import InvalidInput
from dreaming.domain.hosting import is_host_on
from dreaming.domain.switches import is_on

TOOLS_VARIABLE = "DREAMING_TOOLS"
READ_ONLY_VARIABLE = "DREAMING_READ_ONLY"
TRANSCRIPTS_VARIABLE = "DREAMING_TRANSCRIPTS"
ALL = "all"
READ, ASK = "read", "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`tools` are the names asked for, None for the default ones. `read_only` leaves those that change nothing.

    Without `reads_transcripts` no file is read, and agents are told to ask the user before they log a session. With
    `host` an agent may judge a dream itself, and is offered the tools for that.
    """

    tools: frozenset[str] | None = None
    read_only: bool = False
    reads_transcripts: bool = True
    host: bool = False

    def chosen(
        self, *, default: Sequence[str], reading: Collection[str], hosting: Collection[str], every: Sequence[str]
    ) -> list[str]:
        """The names of the tools to offer, in the order of `every`; those of `hosting` only where an agent may judge."""
        names = [*default, *hosting] if self.tools is None else self.tools
        left_out = frozenset[str]() if self.host else frozenset(hosting)
        return [
            name for name in every if name in names and (name in reading or not self.read_only) and name not in left_out
        ]


def read_settings(env: Mapping[str, str], every: Sequence[str]) -> Settings:
    """Read the environment; `every` are the names of all tools.

    Raises:
        InvalidInput: a variable has a value that means nothing.
    """
    return Settings(
        tools=_tools(env.get(TOOLS_VARIABLE, ""), every),
        read_only=is_on(env, READ_ONLY_VARIABLE),
        host=is_host_on(env),
        reads_transcripts=_reads_transcripts(env),
    )


def _tools(text: str, every: Sequence[str]) -> frozenset[str] | None:
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        return None
    unknown = [name for name in names if name not in every and name != ALL]
    if unknown:
        problem = f"there is no tool {', '.join(repr(name[:80]) for name in unknown)}"
        raise InvalidInput(TOOLS_VARIABLE, problem, f"It takes {ALL!r}, or names among: {', '.join(every)}.")
    return frozenset(every if ALL in names else names)


def _reads_transcripts(env: Mapping[str, str]) -> bool:
    value = env.get(TRANSCRIPTS_VARIABLE, "").strip().lower() or READ
    if value not in (READ, ASK):
        raise InvalidInput(TRANSCRIPTS_VARIABLE, f"{value[:80]!r} means nothing", f"It is {READ} or {ASK}.")
    return value == READ
