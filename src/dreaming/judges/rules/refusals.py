"""What is no statement to remember: questions, suppositions, one-off tasks, reactions, the state of the moment."""

import re
from functools import lru_cache

from dreaming.domain.calendars import WEEKDAY
from dreaming.judges.rules import anchors
from dreaming.judges.rules.gates import REMEMBERED, Gated

_F = re.IGNORECASE

_QUESTION_START = re.compile(
    r"(?:(?:so|and|but|or|ok|okay|hmm+|also|then|wait|hey|hi),?\s+)?(?:(?:can|could|would|will|should|"
    r"shall|may|might|do|does|did|is|are|was|were|am|has|have|had|isn['’]t|aren['’]t|"
    r"don['’]t|doesn['’]t|didn['’]t|can['’]t|won['’]t|wouldn['’]t|shouldn['’]t)\s+(?:you|we|i|it|this|"
    r"that|these|those|there|they|he|she|the|my|our|anyone|someone|any|not)\b|"
    r"(?:what|why|how|where|who|whose|whom)(?:['’]s|['’]re|['’]d)?\b(?!ever)|which\b|when (?:is|are|"
    r"was|were|do|does|did|will|can|should)\b|any (?:idea|thoughts|chance|news|update)|wdyt|is it\b)",
    _F,
)
_QUESTION_END = re.compile(r"\?[\"'”’)\]*_\s!.]*$")
_SUPPOSING = Gated(
    re.compile(
        r"(?:^|\b(?:and|but|so|or|well|because|that),?\s+)(?:what if|pretend|role-?play|make believe|if (?:we|i|you|it|this|that|they|he|"
        r"she|there|the|only|so|not|possible)\b|suppose|supposing|imagine|assuming|let['’]?s (?:say|"
        r"assume|pretend|suppose|imagine)|hypothetically|"
        r"in theory|for (?:example|instance)|say (?:we|i|you)\b|unless (?:we|i|you|it|there)\b)|"
        r"\b(?:maybe|perhaps|possibly|probably|presumably|might|could(?:n['’]t)?|may(?= (?:be|have|need|"
        r"want|also|not|use|go))|not sure|unsure|no idea|i (?:think|guess|suppose|wonder|assume|suspect|"
        r"believe|doubt|hope|wish|feel like)|i['’]m (?:thinking|wondering|guessing|considering|tempted|"
        r"hoping|not sure)|"
        r"we['’]re (?:thinking|considering|wondering|debating)|thinking (?:about|of)|considering|"
        r"i(?:['’]d| would) (?:love|like) to (?:see|know|hear|understand|get|have)|seems?|looks like|"
        r"sounds like|apparently|supposedly|would be (?:nice|great|good|cool|better)|"
        r"(?:was|were) (?:going|about|supposed|planning|hoping|meant) to|whether|wondering|either .{1,60} or|one option|"
        r"another option|the question is|in case)\b",
        _F,
    ),
    holds=(
        "what pretend role roleplay believe if suppose supposing imagine assuming let hypothetically theory example instance say "
        "unless maybe perhaps possibly probably presumably might could couldn couldnt may unsure sure idea think guess wonder "
        "assume suspect doubt hope wish feel thinking wondering guessing considering tempted hoping debating love like seem seems "
        "looks sounds apparently supposedly nice good great cool better going about supposed planning meant whether either option "
        "question case"
    ),
)
_STANDING = Gated(
    re.compile(
        r"\b(?:always|never|every ?time|whenever|each time|from now on|(?:going|moving) forward|from here on|"
        r"in (?:the )?future|by default|as a (?:rule|habit|matter of|default|general)|in general|make it (?:a habit|a rule|"
        r"a point|standard)|"
        r"generally|"
        r"don['’]?t ever|do not ever|not ever|under no circumstances|at all times|by convention|"
        r"for (?:all|every|each|any)\b|in (?:all|every|each|any)\b|on (?:all|every|each|any)\b|"
        r"(?:before|after|when|whenever|once|if) (?:you|we|i) \w+ (?:up |out )?(?:an?|any|every|each|(?!this\b|his\b|its\b)[\w-]+s)\b|"
        r"(?:before|after|with|for) (?:every|each|any|all)\b|without asking|without my|unless (?:i|asked|"
        r"told|explicitly)|only ever|no matter|any ?time|when(?:ever)? (?:you|i|we|writing|committing|"
        r"coding|"
        r"creating|adding|naming|deploying|reviewing|answering|replying|testing|working|editing|building|"
        r"generating|explaining|asked|making|touching|changing|logging|running)\b|(?:first|"
        r"before) (?:committing|pushing|merging|deploying|releasing|opening|sending|answering|editing|"
        r"writing)|prefer)\b",
        _F,
    ),
    holds=(
        "always never every everytime whenever each now here forward future default rule habit matter general standard point "
        "generally ever circumstances times convention all any anytime without unless when first before after once if only prefer"
    ),
)
_MOMENT = Gated(
    re.compile(
        r"\b(?:lines? \d+|right now|at the moment|just now|for now|this time|once more|once again|"
        r"one more time|a (?:minute|moment|second|sec|bit|while) ago|(?:hours?|minutes?|seconds?|mins?) ago|"
        r"in a (?:minute|moment|sec|second|bit|while)|in an? (?:few minutes|hour|couple)|(?:back|"
        r"later) (?:in|at)\b|this (?:second|minute)|"
        r"works? (?:on my (?:machine|laptop|end|side)|now|again|locally)|brb|afk|lunch break|coffee break|"
        r"be right back|just (?:ran|tried|did|pushed|committed|saw|noticed|got|opened|checked|finished|"
        r"restarted|reran|pulled|merged|tested|realized|realised|fixed|updated)|"
        r"(?:i['’]m|i am|we['’]re|we are|it['’]s|it is|is|are|still|now) (?:\w+ly )?(?:running(?! (?:on|"
        r"in|at|under|as|behind|our|\d|(?-i:[A-Z`])))|testing|looking|checking|trying (?!to learn)|"
        r"waiting|debugging|getting|seeing|having|fixing|reading|opening|restarting|seeing|"
        r"going to|gonna|about to|stuck|failing|broken|crashing|hanging|throwing|returning|red|green|down|"
        r"back(?! to [`\d$€£])|done|ready|lost|confused|not working|working now|compiling|installing|downloading|loading|"
        r"sure|good(?! (?:for|until) (?:\S+ )?\d)|fine|ok|okay|happy|glad|sorry|afraid|tired|hungry))\b",
        _F,
    ),
    holds=(
        "line lines now moment time once ago minute sec second bit while few hour couple back later brb afk lunch coffee works "
        "work just running testing looking checking trying waiting debugging getting seeing having fixing reading opening "
        "restarting going gonna about stuck failing broken crashing hanging throwing returning red green down done ready lost "
        "confused working compiling installing downloading loading sure good fine ok okay happy glad sorry afraid tired hungry"
    ),
)
# A day by its distance from now is of the moment, unless it dates a change or something exact: the line says which day.
_THIS_DAY = Gated(
    re.compile(
        r"(?<!as of )(?<!since )(?<!starting )(?<!until )(?<!from )\b(?:today|tonight|this (?:morning|afternoon|evening))\b",
        _F,
    ),
    holds="today tonight morning afternoon evening",
)
_LAST_DAY = Gated(re.compile(r"(?<!since )\b(?:yesterday|last night)\b", _F), holds="yesterday night")
_STATUS = re.compile(
    r"(?:(?:the|my|our|this|that|all|your|latest|its?|ci|git|same|another|no|both|"
    r"some)\b ?(?:\S+ ){0,4}?)?(?:builds?|tests?|commands?|scripts?|outputs?|runs?|jobs?|pipelines?|"
    r"linter|errors?|logs?|diff|status|page|"
    r"code|app|server|changes?|branch|commit|pr|patch|fix|check|suite|ci|result|session|user|you|"
    r"agent|screen|button|query)\b (?:\S+ ){0,2}?(?:took|passed|passes|failed|fails|fail|"
    r"finished|succeeded|crashed|crashes|hangs|hung|printed|prints|shows?|showed|said|says|returned|"
    r"returns|started|stopped|works|worked|gave|gives|doesn['’]t|didn['’]t|don['’]t|isn['’]t|"
    r"wasn['’]t|looks?|still|broke|breaks|"
    r"is (?:still )?(?:red|green|failing|passing|broken|running|done|clean|wrong|empty|missing|fixed|"
    r"down|up|slow|stuck|not)|are (?:still )?(?:red|green|failing|passing|broken|running|done|clean|"
    r"wrong|missing|not|all))\b",
    _F,
)
_WORK_WAS = re.compile(
    r"(?:(?:the|my|our|this|that|all|your)\s+)?(?:\S+\s+)?(?:builds?|tests?|scripts?|runs?|jobs?|pipelines?|linter|page|app|"
    r"server|site|suite|ci|wifi|"
    r"internet|connection|service)\s+(?:is|are|was|were|has been|have been|got)\s+(?:\w+ly |all |still |not )?(?:red|green|failing|"
    r"passing|broken|running|"
    r"done|clean|wrong|empty|missing|fixed|down|up|slow|stuck|flaky|fine|ok|okay|working|restarted|back)\b",
    _F,
)
_WHEN_IT_IS = (
    r"(?:yesterday|last night|tomorrow|ago|(?:last|next|this coming) (?:week|month|year|quarter|\w+day|spring|summer|autumn|fall|winter)|"
    r"(?:since|until|as of) \w+|from now)\b"
)
_DONE_ON = Gated(
    re.compile(
        r"(?!(?:it|this|that|these|those|they|you|i|he|she|there|everything|nothing|see|what)\b)(?:\S+\s+){1,8}?(?:"
        r"(?:was|were|has been|have been|got|is|are|will be|gets?)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ught|ilt|ut)\b|"
        r"(?:is|are|will be|starts?|started|ends?|ended|begins?|began|opens?|opened|closes?|closed|expires?|expired|arrives?|arrived|"
        r"leaves?|left|joins?|"
        r"joined|moves?|moved|retires?|retired|launch(?:es|ed)?|goes live|went live|takes place|took place|turns?|resigned|signed)\b"
        rf").{{0,80}}?\b{_WHEN_IT_IS}",
        _F,
    ),
    holds="yesterday night tomorrow ago last next coming since until as from",
)
_PAST_START = re.compile(
    r"(?!(?:need|speed|feed|seed|embed|red|shared|nested|managed|hosted|based|united|limited|advanced|"
    r"distributed|unused|required|preferred|known|used|indented|supported|allowed|expected|estimated|"
    r"scheduled|dedicated|encrypted)\b)"
    r"(?:i |we |just |you |also |already |then )*(?:\w{3,}ed|ran|went|made|took|built|wrote|did|got|"
    r"saw|found|sent|reran|redid|read|put|gave|came|kept|thought|said|told|heard|felt|spent|lost|hit|"
    r"let|set|cut|left|forgot|met|ate|slept|woke|broke|fell|drove|flew|bought|caught|brought|sat|spoke|stood|threw)\b(?!:)",
    _F,
)
# "failed jobs in feed-ranker get …" tells of things, not of a deed.
_DONE_THINGS = re.compile(
    r"\w{3,}(?:ed|en)\s+[a-z]+s\s+(?:in|of|for|from)\s+\S+\s+(?:are|get|go|have|land|must|may|can|need|expire|end|stay|run)\b",
    _F,
)
_CHANGE = Gated(
    re.compile(
        r"\b(?:switched|moved|migrated|changed|renamed|upgraded|downgraded|replaced|bumped|swapped|"
        r"converted|transitioned|ported|rebranded|relocated|raised|lowered|increased|decreased|reduced|"
        r"extended|shortened|dropped|deprecated|retired|removed|adopted|handed)\b"
        r".{1,120}?\b(?:from|to|with|by|for|over to|in favou?r of|onto|into)\b|\b(?:is|are) now\b|"
        r"\bno longer\b|\bused to\b|\bas of\b|\banymore\b|\((?:was|were|previously|formerly|until|"
        r"instead of)\b|\bwas .{1,40}, (?:is )?now\b|\binstead of\b",
        _F,
    ),
    holds=(
        "switched moved migrated changed renamed upgraded downgraded replaced bumped swapped converted transitioned ported "
        "rebranded relocated raised lowered increased decreased reduced extended shortened dropped deprecated retired removed "
        "adopted handed now longer used as anymore was were previously formerly until instead"
    ),
)
_CLAUSE_END = re.compile(
    r"(?<=\w{3})(?:,? (?:and|but|so|because|since) (?:i|we|my|our|that|it|then)\b|\s+[–—-]+\s+|;\s)", _F
)
_DEIXIS = re.compile(
    r"\b(?:this(?! (?:repo|repository|project|codebase|house(?:hold)?|company|team|app|package)\b)|that|these|those|here|"
    r"above|below|again|now|yet|again|it|them|us|both|the (?:new|same|"
    r"other|above|following|existing|latest|current|next|last|first|second|previous|rest|attached|old|"
    r"file|function|code|test|tests|build|bug|"
    r"error|issue|change|changes|diff|output|logs?|page|button|plan|script|command|method|class|"
    r"module|pr|branch|server|app|docs|readme|failing|remaining|whole|entire|most))\b",
    _F,
)
_TALK = re.compile(
    r"(?:let me (?!know (?:when|if|before))|let['’]?s see|i['’]?ll (?:be|look|check|try|let|get|go|"
    r"have|take|see|think|do|run|test|review|read|wait|need|send|paste|share|show|give|start|leave)\b|"
    r"i (?:see|get|know|understand|agree|mean,|said|asked|told|meant|want to|need to|have to|had to|"
    r"should|can|can['’]t|cannot|tried|ran|"
    r"noticed|saw|found|wanted|got an?|just wanted|just|need (?:a|an|some|help|the|your|more|you)\b|"
    r"want (?:a|an|some|the|it|this|that|you)\b|have (?:a|an|some|this|another|the|these|no|"
    r"one more) (?:\w+ ){0,2}(?:question|bug|problem|issue|idea|error|request|task|file|function|list|"
    r"script|class|code|doubt|dataframe|table|string|array|query|file|method|component|repo|feeling|"
    r"look))\b|"
    r"here(?:['’]s| is| are|,)|there(?:['’]s| is| are) (?:a|an|another|some|no|still|"
    r"something) (?:\w+ ){0,3}(?:bug|error|issue|problem|typo|warning|failure|mistake|file|change)\b|"
    r"you (?:did|forgot|missed|broke|made|can|could|might|may|are|were|have|said|got|need|seem|"
    r"should(?:n['’]t)? have)\b|you['’](?:re|ve|ll)\b|"
    r"we (?:need to|have to|should|can|could|must)\b|as (?:you can see|discussed|expected)|see (?:the|"
    r"above|below|attached)|same (?:thing|error|output|here)|nothing|nobody|everything|one (?:more|"
    r"last) (?:question|thing)|quick question|another question|question\b)",
    _F,
)


def first_clause(text: str) -> str:
    """The text up to its second clause: what is guessed or pointed at after that does not undo what was said."""
    return _CLAUSE_END.split(text, maxsplit=1)[0]


@lru_cache(maxsize=REMEMBERED)
def is_question(text: str) -> bool:
    """Whether a sentence asks."""
    return _QUESTION_END.search(text) is not None or _QUESTION_START.match(text) is not None


_CLAUSE_OF_ANOTHER = re.compile(r"\b(?:that|which|who|why|how|whether|what|where|so that|because)\b", _F)


_RECURRING = Gated(
    re.compile(
        rf"\b(?:(?:every|each) (?:(?:other|second|third|first|last|single|new|working) )?(?:{WEEKDAY}|day|morning|noon|afternoon|evening|"
        rf"night|week|weekend|fortnight|month|quarter|season|year|sprint)\b(?! until)|on {WEEKDAY}s\b|(?:once|twice) an? (?:day|week|"
        rf"month|quarter|year)\b|(?:daily|weekly|monthly|quarterly|yearly|annually)(?=\W*$))",
        _F,
    ),
    holds=(
        "every each once twice daily weekly monthly quarterly yearly annually mondays tuesdays wednesdays thursdays fridays saturdays "
        "sundays"
    ),
)


def is_standing_order(text: str) -> bool:
    """Whether an order itself is standing, not a thing it speaks of: "write a function that always returns 42" is not."""
    order = _CLAUSE_OF_ANOTHER.split(text, maxsplit=1)[0]
    return is_standing(order) or _RECURRING.search(order) is not None


@lru_cache(maxsize=REMEMBERED)
def is_standing(text: str) -> bool:
    """Whether a sentence speaks of more than one occasion: always, whenever, by default, before each …"""
    return _STANDING.search(text) is not None


def is_supposed(text: str) -> bool:
    """Whether a sentence supposes, guesses or gives an example."""
    return _SUPPOSING.search(first_clause(text)) is not None


_AND_A_TASK = Gated(
    re.compile(
        r"[,;–—-]\s*(?:so |and |then |please |can you |could you )*(?:fix|change|correct|update|remove|adjust|rename|revert|undo|"
        r"repair|look into|"
        r"check|make|solve|handle)\s+(?:it|this|that|them|the)\b",
        _F,
    ),
    holds="fix change correct update remove adjust rename revert undo repair look check make solve handle",
)


def has_task(text: str) -> bool:
    """Whether a sentence ends in a task for what it tells: "it returns None, fix it"."""
    return _AND_A_TASK.search(text) is not None


def is_change(text: str) -> bool:
    """Whether a sentence says that something was one way and is another now."""
    return _CHANGE.search(text) is not None


def is_momentary(text: str) -> bool:
    """Whether a sentence tells what happens or has just happened, true for minutes."""
    if is_change(text) and _STATUS.match(text) is None:
        return False
    return is_momentary_strictly(text) or (_PAST_START.match(text) is not None and _DONE_THINGS.match(text) is None)


def is_momentary_strictly(text: str) -> bool:
    """Whether a sentence names its moment (right now, this time) or the state of the work at hand."""
    return _MOMENT.search(text) is not None or _STATUS.match(text) is not None or _is_of_the_day(text)


def _is_of_the_day(text: str) -> bool:
    if _THIS_DAY.search(text):
        return True
    return _LAST_DAY.search(text) is not None and not (anchors.has_value(text) or is_change(text) or is_dated(text))


def is_dated(text: str) -> bool:
    """Whether a sentence says on which day something was done to a thing: "deploys were frozen yesterday"."""
    return _DONE_ON.match(text) is not None and _PAST_START.match(text) is None and _WORK_WAS.match(text) is None


def is_pointing(text: str) -> bool:
    """Whether a sentence points at what only this conversation shows: this, here, the file."""
    return _DEIXIS.search(first_clause(text)) is not None


def is_talk(text: str) -> bool:
    """Whether a sentence is about the conversation or the task at hand."""
    return _TALK.match(text) is not None
