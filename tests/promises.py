"""What the system promises, as sentences. `test_promises.py` holds that each has a test and each test a promise."""

from collections.abc import Callable
from typing import TypeVar

PROMISES: dict[str, str] = {
    # -- the three above every feature ------------------------------------------------------------------------------
    "dream:lines:accounted": "Every line of the input store has a recorded fate, or is structure.",
    "dream:lines:evidence": "Every new or changed line of the output cites a quote that stands in its source, letter by letter.",
    "dream:store:undone": "A store can be put back as it was before any promotion.",
    # -- store ------------------------------------------------------------------------------------------------------
    # -- sessions ---------------------------------------------------------------------------------------------------
    # -- observing --------------------------------------------------------------------------------------------------
    "observing:sentences:exact": "A sentence is an exact stretch of its message.",
    "observing:taint:named": "Text that addresses the reader as an agent is named by the rule that it breaks.",
    "observing:quotes:exact": "Whatever a session holds, each draft quotes its events letter by letter.",
    "observing:statements:seen": "Facts, preferences, rules, decisions and corrections in a user's words are seen.",
    "observing:talk:left": "Questions, suppositions, tasks for once, reactions and passing states are no statements.",
    "observing:origin:user": "Only what a user typed states anything: no pasted, abandoned, tool or system text.",
    "observing:failures:lesson": "A command that failed and the command that worked instead make one lesson.",
    "observing:failures:topic": "The same failure has the same topic in every session.",
    "observing:open:seen": "Work that is put off, left unanswered or announced is seen, and so is its end.",
    "observing:steering:followed": "What the instructions leave out is not observed.",
    # -- engine -----------------------------------------------------------------------------------------------------
    "engine:judge:cannot-lie": "No judge can lose a line, invent a quote, or name what it was not asked about.",
    "engine:judge:drops-refused": "Deletions without a ground are refused, and the report names each.",
    "engine:result:deterministic": "The same input gives the same bytes, in whatever order it is read.",
    "engine:result:settled": "A second dream over the result of the first, with the same sessions, changes nothing.",
    "dream:line:provenance-kept": "A line that a dream does not touch keeps its time, its origin and its evidence.",
    # -- dreams and review ------------------------------------------------------------------------------------------
    "dream:start:something-to-read": "A dream of no session is refused and told what to do; the store alone must be asked for.",
    "dream:start:at-most-100": "A dream of 101 sessions is refused, and the message names the limit.",
    "dream:start:undreamt": "By default a dream reads the newest sessions that its store has not dreamt of to their end.",
    "dream:start:named": "Each session is named once and exists.",
    "dream:start:instructions": "Starting says of each instruction whether it is followed.",
    "dream:start:writable": "A store that is archived, or that a dream wrote, cannot be dreamt of.",
    "dream:start:estimate": "An estimate starts nothing and says what would be read and paid.",
    "dream:update:one": "A store has at most one dream on its way that updates it by itself.",
    "dream:update:gates": "A dream that may not promote itself completes unpromoted and says why.",
    "dream:cancel:ends": "A canceled dream ends: at once if it waits, at its next step if it runs; again changes nothing.",
    "dream:archive:ended": "Only a dream that has ended is archived.",
    "dream:input:unchanged": "A dream changes nothing in its input store.",
    "dream:input:pinned": "A dream reads what stood when it began, whatever is written while it runs.",
    "dream:input:gone": "A dream whose store or session is gone fails with the error type that says which.",
    "job:acquire:one": "A dream is acquired by one worker, however many try.",
    "job:lease:fenced": "A worker that lost its lease writes nothing and stops.",
    "job:crash:goes-on": "A dream whose process was killed is finished by another, from the answers that were kept.",
    "job:crash:one-output": "However often its process is killed, a dream has exactly one output store.",
    "job:crash:poison": "A dream that kills its process three times is failed, not tried again.",
    "job:error:settled": "Whatever breaks, a dream ends in one final status with an error type of the closed set.",
    "job:stop:given-back": "A runner that is told to stop gives its dream back; that counts as no attempt.",
    "job:limit:timeout": "A dream that takes longer than its limit fails with timeout.",
    "report:summary:screen": "The summary of a report fits one screen.",
    "report:quotes:said": "Each change in a report shows its reason, and who said what it rests on, and when.",
    "report:ledger:shape": "The ledger gives each input claim its place, fate, reason and evidence.",
    "promote:ids:kept": "A promotion writes new versions under the same ids, with the provenance of each line.",
    "promote:once:twice": "Promoting twice does nothing twice.",
    "promote:race:one": "Of two promotions at once that touch the same memory, one is done and the other is told.",
    "promote:reviewed:fingerprint": "With a fingerprint, what was reviewed is promoted or nothing.",
    "promote:others:kept": "What others wrote elsewhere while the dream ran stays, and refuses nothing.",
    "promote:conflict:listed": "A memory that both changed is listed, and promoted only when somebody decides whose text stands.",
    "promote:conflict:nothing-lost": "Where current text is kept, so are the claims that the dream had carried into it.",
    "promote:gate:dropped": "A dream that drops too large a share is not promoted unless that gate is overridden.",
    "promote:gate:pinned": "A dream that changes a pinned memory is not promoted unless that gate is overridden.",
    "promote:gate:accounted": "A dream with a line that has no fate is never promoted.",
    "discard:output:archived": "A discarded dream's output is archived, its report stays, and it cannot be promoted.",
    "restore:any:moment": "A store can be put back to a time, a version, or before a promotion, again as new versions.",
    "restore:promote:identity": "Promote, then restore, is the identity on path, text, pin and provenance.",
    "restore:forgotten:gap": "A restore brings no redacted text back; it names the gap.",
    # -- server -----------------------------------------------------------------------------------------------------
    "server:tools:default": "Thirteen tools are offered unasked, always in the same order.",
    "server:tools:small": "The default answer of tools/list is at most 12 kB.",
    "server:tools:choice": "DREAMING_TOOLS and DREAMING_READ_ONLY choose the tools; a name that is none stops the start.",
    "server:tools:hints": "Each tool says by its title and hints what it may do.",
    "server:tools:schema": "Schemas hold nothing but what a model needs.",
    "server:tools:pinned": "What clients see of each tool is pinned by a file.",
    "server:arguments:refused": "Unknown and wrong arguments are refused by name, without a word about the code.",
    "server:arguments:exact": "A text arrives as it was sent, whatever it looks like; null is the same as left out.",
    "server:errors:teach": "A refusal says what happened, to what, and what to do next, with a code.",
    "server:errors:hidden": "A bug tells the client nothing of the code, and the server goes on.",
    "server:hostile:safe": "No string in any argument brings a traceback, a hang, or the server down.",
    "server:answers:both": "Each answer is data and the same as text, and names its store.",
    "server:answers:bounded": "A call that takes too long is answered in time.",
    "server:session:reported": "What an agent logs as the user's words is kept as reported, never as the user's.",
    "server:session:again": "An event with an id or a time is logged once; one with neither is never lost.",
    "server:session:file": "A transcript is read only under allowed folders.",
    "server:dream:whole": "A client can write, log, dream, read the report, promote and restore, in both eras.",
    "server:dream:given-back": "A dream that runs when the server stops is given back.",
    "server:consent:asked": "Where the client can ask, a store changes only if the person agrees.",
    "server:consent:anyone": "A store may say that nobody needs to be asked.",
    "server:resources:read": "Reports, briefings and memories can be read by address; what is not there is said so.",
    "server:prompts:offered": "The prompts dream, review and remember lead through the tools.",
    "server:instructions:small": "The instructions fit in 2 kB and say that memory text is data.",
    "server:process:ends": "The server ends at once when its input ends, on a signal, and when its parent dies.",
    "server:process:light": "Serving never loads anthropic; opening the system loads neither anthropic nor mcp.",
    "server:processes:shared": "Two server processes on one file lose nothing and show nobody a lock.",
    "server:scope:default": "Without a name the project's store is meant if it exists, else the default one.",
    # -- command line -----------------------------------------------------------------------------------------------
    "cli:demo:shows": "The demo's report shows a merge, a replaced value, an insight, an open item and a refused line, with quotes.",
    "cli:demo:leaves-nothing": "The demo and the trial leave nothing behind, unless the home is to be kept.",
    "cli:try:changes-nothing": "`dreaming try` changes no file that it reads and no file beside it.",
    "cli:try:nothing-there": "`dreaming try` with nothing to read says where it looked and what to do.",
    "cli:errors:json": "With --json an error is one object on stdout, with its text on stderr and its own exit code.",
    "cli:json:one-value": "Every command that prints has --json, which prints one JSON value.",
    "cli:start:imports": "Help, version and `log` load neither mcp nor anthropic.",
    "cli:stores:unknown-refused": "Only an import makes a store that was named on the command line; other commands refuse an unknown name.",
    "cli:import:skipped-named": "What an import skips is named with the reason.",
    "cli:import:times": "An imported file's time is its front matter's, else its name's, else that of its last change.",
    "cli:export:round-trip": "An export that is imported again gives the same paths, contents and times.",
    "cli:export:safe-names": "An export whose paths cannot be files on every system is refused before anything is written.",
    "cli:export:no-links": "An export follows no link.",
    "cli:export:asks-for-force": "An export replaces nothing unless told to.",
    "cli:doctor:damage": "Doctor finds damage, open permissions and bad places, says how to mend them, and changes nothing.",
    "cli:terminal:harmless": "Text from memories and sessions cannot drive the terminal that shows it.",
    # -- project ----------------------------------------------------------------------------------------------------
    "project:layers:downwards": "Knowledge points downwards, and one layer alone knows SQLite, MCP, or a model's SDK.",
    "project:promises:shown": "Each promise is shown by a test, and each marked test shows a promise.",
    "project:version:agrees": "Package, manifest and changelog have one version.",
    "project:docs:agree": "The generated pages say what the code says, and links lead somewhere.",
    "project:readme:true": "The README's tools, variables and sample output are those of the program.",
    "project:manifest:valid": "server.json has the form that the registry asks for, and names what the README names.",
    "project:examples:run": "Each example runs offline, and says what it says it does.",
}

_Test = TypeVar("_Test", bound=Callable[..., object])


def promise(*names: str) -> Callable[[_Test], _Test]:
    """Mark a test as showing these promises.

    Raises:
        KeyError: there is no such promise.
    """
    for name in names:
        PROMISES[name]

    def mark(test: _Test) -> _Test:
        test.__promises__ = names  # type: ignore[attr-defined]  # a function takes any attribute
        return test

    return mark
