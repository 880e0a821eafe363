"""Lines that only meant something while they were written: the one ground on which a line may go with no other in its place.

Each rule has a name, which the ledger gives. A rule must fit the whole line, part by part, and is narrow on purpose: a
line that holds a value, a name, code or a path is never transient, whatever its words, and neither is one that tells a
rule, a reason or how something is done ("tests pass only with Redis running").
"""

import re
from functools import lru_cache

from dreaming.domain.language import read


def _any(*phrases: str) -> str:
    """Any of the phrases, which are parted by commas and may be patterns themselves."""
    return f"(?:{'|'.join(part.strip() for each in phrases for part in each.split(','))})"


_WHO = (
    _any("i", "we", "(?:the )?(?:agent|assistant|user)", "you")
    + r"(?:['’]ve|['’]m|['’]re| have| had| has| am| are| just)?"
)
_WHEN = _any(
    "again, once more, one more time, for now, now, just now, quickly, briefly, locally, manually, as well, too, today, earlier, so far"
)
_OF = (
    rf"(?:{_any('the, all(?: the| of the)?, a, an, my, our, some, its, this, that, both, other, new')} |"
    rf"{_any('same, latest, whole, full, entire, remaining')} )*"
)
# What work on a computer consists of, whatever the work is.
_SORT = _any(
    "unit, integration, e2e, end-to-end, smoke, type, lint, dev, development, test, local, code, source, build, log, error, git, web",
    "config(?:uration)?, documentation, release, pull, merge, background, command, search, failing, changed, updated, generated",
)
_THING = rf"(?:{_SORT} )*" + _any(
    "linters?, formatters?, tests?, test ?suites?, suites?, specs?, checks?, type ?checks?, type ?checkers?, builds?, ci, pipelines?",
    "servers?, files?, folders?, director(?:y|ies), code, changes?, diffs?, branch, branches, repo(?:sitory)?, dependenc(?:y|ies)",
    "packages?, logs?, output, results?, docs?, documentation, pages?, browser, editor, terminal, shell, app, scripts?, commands?",
    "commits?, prs?, requests?, tabs?, windows?, screens?, notes?, lines?, functions?, class(?:es)?, modules?, everything, it",
    "readme, stack ?trace, errors?, warnings?, working tree, tree, workspace, caches?",
)
_INTO = r"(?: (?:at|through|over|into|to|down|up|out|for|with))?"
_DID = r"(?:re-?)?" + _any(
    "ran, run, running, executed, executing, started, starting, stopped, stopping, opened, opening, closed, closing",
    f"scrolled{_INTO}, read{_INTO}, reading{_INTO}, looked{_INTO}, looking{_INTO}, checked{_INTO}, checking{_INTO}, searched{_INTO}",
    f"searching{_INTO}, waited{_INTO}, waiting{_INTO}, continued{_INTO}, continuing{_INTO}, cleaned{_INTO}, cleaning{_INTO}, done with",
    "reviewed, reviewing, inspected, skimmed, browsed, tried, trying, tested, testing, built, building, compiled, compiling, formatted",
    "formatting, linted, linting, installed, installing, pulled, pulling, fetched, pushed, pushing, committed, committing, staged, stashed",
    "based, merged, saved, saving, finished, wrapped up, working on, worked on, launched, killed, freshed, loaded, copied, pasted, viewed",
    "verified, confirmed",
)
_IS = _any("has, have, is, are, was, were, still, now, looks?, came back, come back, came out, seems?, been")
_GOOD = _any(
    "pass(?:ed|es|ing)?, succeed(?:ed|s)?, successful(?:ly)?, work(?:ed|s|ing)?, fail(?:ed|s|ing)?, green, red, clean, fine, "
    "good, ok(?:ay)?",
    "happy, up to date, unchanged, as expected, running, ready",
)
_TROUBLE = r"(?:new )?" + _any("errors?, issues?, problems?, warnings?, failures?, changes?, findings?, complaints?")
_NO_TROUBLE = rf"(?:with )?(?:no|without(?: any)?|zero) {_TROUBLE}(?: (?:found|reported|left|so far))?"
_NOTHING = r"nothing (?:new|unusual|to (?:do|report|add|commit|see|fix|note|change)|stood out|changed|else)"
_WELL = _any(
    rf"(?:(?:it|they|all|everything|that) )?(?:{_IS} )*{_GOOD}(?: (?:{_WHEN}|fine|well|cleanly|this time|{_NO_TROUBLE}))*",
    f"{_NO_TROUBLE}, {_NOTHING}, (?:the )?same (?:output|result|error|thing|outcome), all good, all clear, looks good",
)
_THANKED = _any(
    "thanks?, ok(?:ay)?, yes, no, fine, happy, pleased, satisfied, (?:that )?it work(?:s|ed), me, the agent, good, great"
)
_RULES: tuple[tuple[str, str], ...] = (
    (
        "thanks",
        _any(
            "ok(?:ay)?, great, perfect, nice, cool, awesome, thanks?, thank you, thx, cheers, good job, well done, got it, sounds good",
            "looks good(?: to me)?, lgtm, all good, done, yes, no, sure",
        )
        + r"(?: then| so much| a lot| again| for (?:the |your )?(?:help|work))?",
    ),
    (
        "thanks",
        r"(?:the )?user (?:said|says|was|is|seemed|confirmed|agreed|thanked|replied|reacted)"
        rf"(?: {_THANKED}| with (?:the )?(?:results?|outcome|changes?|fix))*",
    ),
    (
        "greeting",
        r"(?:the )?(?:user )?(?:said )?(?:hi|hello|hey|good (?:morning|evening|afternoon|night)|bye|goodbye|see you)"
        r"(?: there| again| everyone| all| tomorrow)?(?: and asked how (?:it|things|i|we|everything) (?:is|are|was|were)(?: going|"
        r" doing)?)?",
    ),
    (
        "break",
        r"(?:(?:time for|off to|taking|took) )?(?:a )?(?:lunch|coffee|tea|short|quick|bathroom|dinner) ?break(?: now| then| soon|"
        r" first)?|brb|afk|"
        r"(?:be |i['’]ll be )?(?:right )?back (?:in (?:a|an|some|few|five|ten|minutes?|moments?|hours?|bit|while|sec| )+|soon|later|now)",
    ),
    (
        "narration",
        r"(?:now )?(?:i['’]?ll|i will|i am going to|i['’]m going to|going to|about to|next(?: up)?:?(?: i['’]?ll)?|will) (?:now |"
        r"then |just |first )*"
        rf"(?:look|check|see|read|open|start|try|run|re-?run|continue|go on|wait){_INTO}(?: {_OF}{_THING})?(?: {_WHEN})*",
    ),
    ("narration", r"(?:now )?let me (?:now |first )*(?:look|check|see|read|open|try|have a look|take a look)\b.{0,60}"),
    (
        "moment",
        rf"(?:{_WHO} )?(?:(?:just|also|then|now|still|finally|and) )*{_DID}(?: and (?:then )?{_DID})?"
        rf"(?: {_OF}{_THING}(?: (?:and|for|of|in|on|to|from|with) {_OF}{_THING})*(?: and {_DID}(?: {_OF}{_THING})?)?)?"
        rf"(?: {_WHEN})*(?:,? (?:and |but )?{_WELL})?",
    ),
    ("moment", rf"{_OF}{_THING} (?:(?:{_IS}|just|also) )*(?:{_DID}(?: {_WHEN})*(?:,? (?:and )?{_WELL})?|{_WELL})"),
    ("moment", _WELL),
    (
        "moment",
        r"(?:the )?(?:new |previous )?(?:session|context|conversation|chat) (?:was |is )?(?:started|starts|ended|begins|began|ends|resumed|"
        rf"compacted|summari[sz]ed|cleared|over|continues|continued)(?: (?:at|in|from) {_OF}(?:(?:repo(?:sitory)?|"
        rf"project) )?(?:root|folder|directory|repo(?:sitory)?|project|terminal|editor))?(?: {_WHEN})*|(?:start|end|"
        rf"beginning) of (?:the )?(?:session|"
        rf"conversation|day)|"
        r"(?:picking|picked) up (?:from )?where (?:we|i) left off|continuing from (?:the )?(?:last|previous|earlier) session",
    ),
    ("moment", r"(?:git status|the working tree|working tree) (?:shows |is )?(?:a )?clean(?: tree)?"),
    (
        "moment",
        rf"{_OF}{_THING} (?:took|ran for) (?:a (?:while|bit|long time)|ages|forever|(?:longer|shorter) than (?:usual|expected))",
    ),
)
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _RULES)
_LONGEST = 120
_TELLS_MORE = re.compile(
    r"\b(?:only|must|should|always|never|every|each|need(?:s|ed)?|require[sd]?|because|since|unless|if|when|before|after|until|instead|"
    r"except|don['’]t|do not|can['’]t|cannot|todo|remember|note that|make sure|prefer|why|how (?!it|things|we)|decid\w+|agreed|owner|owned|"
    r"by|using|via)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,.!;]+\s*(?=\S)|\s+[–—-]\s+")
_WORK = frozenset(
    "ci pr prs ok readme git lgtm brb afk e2e end-to-end re-ran re-run".split()
)  # names and values of any work


@lru_cache(maxsize=16_384)
def transient(text: str) -> str | None:
    """The name of the rule by which the line is transient, or None: then it stays."""
    whole = text.strip().rstrip(".! ")
    if len(text) > _LONGEST or not whole or _TELLS_MORE.search(whole) or not _holds_nothing(text):
        return None
    rules = [_rule_of(part.strip()) for part in _PARTS.split(whole) if part.strip()]
    return _rule_of(whole) or (rules[0] if rules and all(rules) else None)


def _rule_of(part: str) -> str | None:
    return next((name for name, pattern in _COMPILED if pattern.fullmatch(part)), None)


def _holds_nothing(text: str) -> bool:
    """No value, no name and no scope: nothing that a later reader could miss."""
    reading = read(text)
    values = {value.text for value in reading.values}
    return values | reading.names <= _WORK and reading.scope <= {"testing", "development"}
