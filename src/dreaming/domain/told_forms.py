"""The ways in which English tells a change in one sentence, as patterns with the groups `old` and `new`; `telling` applies them.

A value is what stands between the words of its form. Where no word bounds it, it is a figure with its unit, a name, or one
word, so that nothing around it is taken for a part of it.
"""

import re
from functools import lru_cache

_THING = r"[`\"“]?(?P<{0}>[^\s`\"“”,;()][^`\"“”,;()\n]{{0,60}}?)[`\"”]?"
_OLD, _NEW = _THING.format("old"), _THING.format("new")
_NO_WORD = (
    r"(?!(?:was|were|been|be|being|is|are|has|have|had|got|gave|gives?|given|made|makes|now|took|takes|which|that|it|and|or|we|i|you|they|he|"
    r"she|who|to|by|not|the|an?|also|never|cannot|will|would|should|must|can|could|may|might|\w+n['’]t)\b)"
)
_BOUND = (
    rf"(?<!\S){{}}{_NO_WORD}(?:\d(?:[^\s,;:()]|:(?=\S))*(?: {_NO_WORD}[a-z%°][^\s,;:()]*)?|(?:\d+ )?(?-i:[A-Z])[^\s,;:()]*"
    r"(?: (?-i:[A-Z\d])[^\s,;:()]*){{0,2}}|[^\s`\",;:()]+)(?<![.!?]){}"
)
_OLD_BOUND, _NEW_BOUND = (_BOUND.format(rf"[`\"“]?(?P<{side}>", r")[`\"”]?") for side in ("old", "new"))
# A value that begins its clause: not what has the value, `the port of atlas` or `atlas's port`.
_OLD_SUBJECT = r"[`\"“]?(?P<old>(?!(?:the|its|our|my|their|your) )(?:(?!['’]s )[^`\"“”,;()\n]){1,40}?)[`\"”]?"
# What follows `is` where no value does: `it is hard to …`, `was built in …`.
_NO_VALUE = (
    r"(?!(?-i:[a-z]{3,}ed|built|made|sold|bought|lost|broken|gone|too|so|very|not|no|hard|easy|difficult|better|worse|time|good|nice|fun|"
    r"more|less|still|just|only|all|important|possible|clear|true|never|always|for|about|what|how|when|where)\b)"
)
_IS_NEW = rf"(?:is|are)(?: now)? {_NO_VALUE}{_NEW}"
_WAS = r"(?:was|were|formerly|previously|old|before|until now|used to be)"
_TURNS = r"(?:[^.\n]|\.(?=\S)){0,160}?\b(?:now|from today|before|until|so far|since|for (?:a long time|long|years|months|weeks))\b"
_AS = r"(?:as|for) [^,;.()\n]{1,40}?"
_HAS = r"(?:has|have|uses?|goes? with|gets?|takes?|with|runs? on|is on|are on)"
_IT_IS = r"(?:it|that|this|they)(?: is|['’]s| are)(?: now)?"
_THEN = r"(?:until [^,;.\n]{1,30}?|before(?: that)?|previously|formerly|up to now),? (?:it|that|this|they) (?:was|were|had been)"
_BUT = r"(?:(?:but|and|now|today|please) )*"
_TURNING = r"(?:switch|chang|mov|migrat|upgrad|downgrad|renam|bump|shift|rais|lower|reduc|increas|transition|updat)\w*"
_BECAME = r"\b(?:is|are|(?:set|changed|moved|raised|lowered|switched|bumped|went|gone|cut|put|came) [^,;.\n]{0,40}?to)"
_GOING = (
    rf"(?:{_TURNING}|go|goes|going|went|gone|push(?:ed)?|put|c[oa]me|turn(?:s|ed)?|relocat\w+|improv\w+|fell|rose|cut|extend\w*|shorten\w*|"
    rf"slipped|dropped)"
)
# What is set against something else: the one way to tell a change that need not tell one, `Ask in #ops, not in private`.
CONTRAST = (
    rf"(?<!\S)[`\"]?(?P<new>(?!now\b|any\b|these\b|it\b)(?-i:(?:[A-Z][^\s:;,]* )){{0,2}}[^\s`\",]+)[`\"]?,? "
    rf"(?:instead of|rather than|in place of|not) {_OLD}"
)
NO_TITLE = r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bprof)"  # before a full stop
_ENDS = (
    rf"(?=\s*(?:[,;()!—–]|:\s|(?<![./]){NO_TITLE}\.(?![\w./])|$|"
    r"\s(?:as|for|in|on|since|because|and|after|due|so|now|today|yesterday|last|this|next|these|"
    r"(?:is|are) (?:the|our|its|my|right|correct)|from (?:now|today|here|next|this)|any ?(?:more|longer)|before|until)\b))"
)
_FROM_TO = (
    rf"\b{_GOING}\b[^.;\n]{{0,80}}?\bfrom {_OLD} (?:over )?(?:to|into) {_NEW}",
    rf"\b{_TURNING}\b[^.;\n]{{0,60}}? (?:to|into) {_NEW} from {_OLD}",
    rf"\b(?:is|are|at|to|after)(?: now)? {_NEW},? \(?(?:up|down|changed|moved|raised|lowered) from {_OLD}",
    rf"\brenam(?:e[sd]?|ing) (?:(?:the|our|my|its) (?:[a-z-]+ ){{1,3}})?{_OLD} (?:to|into|as) {_NEW}",
    rf":\s+{_OLD} (?:→|->|=>|⇒) {_NEW}",
    rf"\b(?:is|are) now {_NEW}[ ,;]*\(?(?:it )?(?:was|were|previously|formerly|not|instead of|rather than|no longer|used to be)"
    rf"(?: it was| previously| formerly)?:? {_OLD}",
)
_REPLACES = r"(?:has |have |now )*(?:replace[sd]?|supersede[sd]?|succeed(?:s|ed)|(?:takes?|took|taken) (?:over from|the place of))"
_DROPPED = r"\b(?:replac(?:e[sd]?|ing)|swap(?:s|ped|ping)?|traded|exchanged|ditched|dropped|abandoned|discarded)"
_IN_PLACE = (
    rf"{_DROPPED} (?:(?:its|the|our|their|my) (?:[a-z-]+ ){{1,3}})?(?![^,;.\n]{{1,40}} to ){_OLD} "
    rf"(?:with|by|for|in favou?r of|in exchange for) (?!good\b|ever\b|the moment\b){_NEW}",
    rf"{_OLD_BOUND} (?:(?:was|were|is|are|has been|have been|got|is being) (?:replaced|superseded|succeeded|swapped(?: out)?) "
    rf"(?:by|with|for)|(?:gave|gives|given|made|makes|has given|has made) way (?:to|for)) {_NEW}",
    rf"{_OLD_BOUND} (?:replaced|superseded|succeeded) by {_NEW}",
    rf"{_NEW_BOUND} {_REPLACES} (?!by\b){_OLD}",
    rf"\b(?:instead of|rather than|in place of) {_OLD}, [^,;.\n]{{0,60}}?\b(?:has|have|uses?|runs? on|gets?|takes?|is|are|goes? with|"
    rf"listens on)(?: now)? {_NEW}",
    rf"\b{_HAS} {_NEW} {_AS} (?:instead of|rather than|in place of) {_OLD}",
    rf"\b(?:now|today|from now on) [^,;.\n]{{0,40}}?{_HAS} {_NEW} (?:instead of|rather than|in place of) {_OLD}",
    rf"\b{_HAS} {_NEW} (?:instead of|rather than|in place of) {_OLD}(?= (?:as|for)\b)",
    rf"\b{_HAS} {_NEW} {_AS}(?: (?:now|these days|from now on))?,? (?:and )?(?:not|no longer) {_OLD}",
    rf"\b(?:is|are|['’]s) {_NEW} (?:now|these days|from now on),? (?:and )?(?:not|no longer) {_OLD}",
    rf"\b(?:to|is|are|becomes|with) {_NEW}(?: [^,;.\n]{{1,20}})?,? (?:replacing|superseding) {_OLD}",
    rf"{_OLD_BOUND} (?:is|are) out,?(?: and)? {_NEW} (?:is|are) in",
    rf"\bout with {_OLD},? (?:and )?in with {_NEW}",
    rf"\bwhere (?:we|i|they|he|she|it) (?:had|used) {_OLD},? (?:we|i|they|he|she|it) (?:now )?(?:has|have|uses?)(?: now)? {_NEW}",
    rf"\bwhat used to be {_OLD} is now (?:called |known as )?{_NEW}",
    rf"\b(?:gave up|sold|quit|got rid of|did away with|said goodbye to|done with|(?:migrated|moved) off) {_OLD},? (?:and )?(?:now )?"
    rf"(?:bought|got|took up|joined|plays?|uses?|works? (?:at|by|with|for)|put (?:everything|it|all) on|onto) {_NEW}",
    rf"\b[a-z]+s (?:in |at |on |to |with |for )?{_NEW_BOUND}(?: [^,;.\n]{{1,40}}?)? now, (?:and )?(?:not|no longer) {_OLD}",
)
_SAID_BESIDE = (
    rf":\s+{_NEW} \((?:it )?{_WAS}(?: (?:value|one):|:)? {_OLD}\)",
    rf"\b(?:is|are|at|to) {_NEW} \((?:it )?(?:stood at|had been) {_OLD}\)",
    rf"\b(?:is|are) {_NEW} now[,;.] (?:the|our) (?:old|former|previous) (?:one|[a-z]+) (?:was |\(){_OLD}",
    rf"\bold [^:;\n]{{1,30}}: {_OLD}[.;,] new [^:;\n]{{1,30}}: {_NEW}",
    rf":\s+{_NEW},? (?:formerly|previously|until now) {_OLD}",
    rf"\b(?:is|are|at|to) (?:at |on |in )?{_NEW} \((?:it )?{_WAS}:? {_OLD}\)",
    rf"\b(?:{_HAS}|is|are) {_NEW} {_AS},? \(?(?:previously|formerly|until now|before that)(?: it was)?:? {_OLD}",
    rf"\b(?:is|are) {_NEW},? (?:previously|formerly) {_OLD}",
    rf"(?:^|[,;:.] )(?:as of (?:this \w+|next \w+|\S+),? |now,? |today,? )?{_NEW} is (?:now )?(?:the|our|my|its) "
    rf"[^;()\n]{{1,60}} \({_OLD} (?:before(?: that)?|until (?:now|then)|previously|formerly)\)",
    rf",(?: which was| which were)? {_OLD} ?(?:so far|until (?:now|today|then)|up to now|before)?, (?:is|are|becomes?|changes to)(?: now)? "
    rf"{_NO_VALUE}{_NEW}",
)
_NO_LONGER = (
    rf"\bchanged to {_NEW}[;,.] {_OLD} (?:no longer|is gone|is obsolete|was)\b[^.;\n]{{0,20}}",
    rf"\b(?:has|have|uses?|runs? on|is on|is|are|to)(?: now)? {_NEW}(?: {_AS})?[;,.] (?:and )?{_OLD_BOUND} "
    rf"(?:(?:is|are|was|has been)(?: now)? (?:history|gone|retired|obsolete|out|dropped|no more|closed|withdrawn)|(?:has |have )?"
    rf"(?:retired|resigned|left|moved away|stepped down|stopped working|shut down))\b",
    rf"\b(?:is|are)n['’]t {_NO_VALUE}{_OLD} any ?more[.;,] (?:the )?new (?:one|[a-z]+)(?::| is) {_NEW}",
    rf"\b(?:is|are)(?: no longer| not|n['’]t) {_NO_VALUE}{_OLD}(?: any ?(?:more|longer))?,? (?:but|it['’]s|it is|they are)(?: now)? {_NEW}",
    rf"\bno longer (?:uses? |runs? on |on |in |at |lives? in |works? (?:at|for) )?{_OLD}[,;.]? "
    rf"(?:but |it['’]s |now |we use |uses? )+{_NEW}",
    rf"\bno longer (?:uses?|has|have|runs? on|needs?|takes?) {_OLD}[;,.] (?:but )?{_NEW}(?= is the| is our| is its| is now the)",
    rf"(?<!\S)[`\"]?(?P<new>[^\s`\",]+)[`\"]?(?:,| and) no longer (?:on |in |at )?{_OLD}",
    rf"(?:^|[,;:] ){_OLD} no longer (?:holds?|appl(?:y|ies)|counts?|works?) (?:as|for)\b[^.;,\n]{{1,60}}[,;.] "
    rf"(?:[^.;,\n]{{1,40}}? that |(?:(?:its|the|our|their) (?:new )?|new )[a-z][^.;,\n]{{0,40}}? (?:is|are|became|has become)(?: now)? |"
    rf"it is |it['’]s )?{_NEW}(?= is (?:right|correct|valid)\b|[.!]?$)",
    rf"\bno longer (?:has|have|uses?|is|runs?|needs?) (?:on |in |at )?{_OLD}(?: (?:as|for) [^,;.\n]{{1,40}})?[,;.]? "
    rf"(?:but |it |we |they )+(?:has|have|uses?|is|runs?|needs?) (?:on |in |at )?{_NEW}",
    rf"(?:^|[,;:] ){_OLD} no longer (?:holds?|appl(?:y|ies)|counts?|works?)[;,.] {_NEW}(?= is the| is our| is its| is now the)",
    rf"\b(?:off|away from|goodbye to|rid of) {_OLD}[:;,.] (?:its|their) [^.;:,\n]{{1,40}}? {_IS_NEW}",
    rf"\b(?:forget|scratch|strike|never mind) (?:the )?(?:old )?{_OLD}[:;,.] (?:the|its|our) [^.;:,\n]{{1,60}}? "
    rf"{_IS_NEW}",
)
_ONCE_WAS = (
    rf"(?:^|[,;:] ){_OLD_SUBJECT} used to be (?:the|its|our|their|his|her|my|your) (?!\d)[^.;,\n]{{1,60}}[,;.] "
    rf"(?:[^.;,\n]{{1,40}} )?{_IT_IS} {_NEW}",
    rf"\b(?:was|were|used to be) (?={_TURNS}){_OLD}(?: (?:for|until|up to|so far|before|in)\b[^.;,\n]{{0,30}})?[,;.] {_BUT}"
    rf"{_IT_IS} {_NEW}",
    rf"\bused to be {_OLD}[,;.] {_BUT}(?:note|use|take|go with|make it) {_NEW}",
    rf"\bused to be {_OLD}[,;.] (?:[^,;.\n]{{1,30}}? )?{_IT_IS} {_NO_VALUE}{_NEW}",
    rf"\b(?:was|were) (?={_TURNS}){_NO_VALUE}{_OLD}(?: (?:until|before|so far|up to)\b[^,;.\n]{{0,25}})?,? (?:and|but) (?:it )?"
    rf"{_IS_NEW}",
    rf"\bold [^.;\n]{{1,50}}? (?:was|is) {_NO_VALUE}{_OLD}[;,.] (?:and |but )?(?:the |its |our )?new (?:one )?(?:is|are) {_NO_VALUE}{_NEW}",
    rf"\bnew\b[^.;\n]{{1,50}}? (?:is|are|:) {_NEW}[,;.] (?:the |its |our )?(?:old|former|previous)(?: one)? (?:was|were|is) {_OLD}",
    rf"{_BECAME} {_NEW} (?:now|these days|today|from now on)[;,.] (?:(?:until [^,;.\n]{{1,30}}?|before(?: that)?|previously|formerly),? )?"
    rf"(?:it|that|this|they) (?:was|were|used to be|had been) {_NO_VALUE}{_OLD}",
    rf"{_BECAME} {_NEW}[;,.] {_THEN} {_NO_VALUE}{_OLD}",
    rf"{_BECAME} {_NEW}[;,.] (?:it|that|this|they) (?:used to be|had been) {_NO_VALUE}{_OLD}",
    rf"{_BECAME} {_NEW}[;,.] (?:it|that|this|they) (?:was|were) {_NO_VALUE}{_OLD}"
    rf"(?= (?:before|until|so far|previously))",
    rf"\b(?:picked|chose|chosen|took|named|got|hired|selected|adopted) {_NEW} as [^,;.\n]{{1,50}}?[;,.] {_THEN} {_OLD}",
    rf"\bnew [^,;:.\n]{{1,40}}?(?:, namely|:|,| is| called) {_NEW}[;,.] {_THEN} {_OLD}",
    rf"\b(?:had|used(?: to (?:have|use|run on))?|ran on|took|went with) (?={_TURNS}){_OLD} (?:as|for) [^,;.\n]{{1,40}}?[,;.] {_BUT}(?:it )?"
    rf"(?:has|have|uses?|runs? on|takes?|goes with)(?: now)? {_NEW}",
)
# Kinds of forms, each with what every form of its kind holds a part of: most statements hold none.
_KINDS = (
    (r" from |→|->|=>|⇒|\bnow |renam", _FROM_TO),
    (
        r"replac|supersed|succeed|swap|trad|exchang|ditch|drop|abandon|discard|took |tak(?:es?|en) |instead of|rather than|"
        r"in place of|not |no longer |way (?:to|for) |\bout\b|used to be|where |gave up|sold|quit|rid of|away with|goodbye|"
        r"done with|d off ",
        _IN_PLACE,
    ),
    (r" \(|previously|formerly|until |before|so far|up to now|, which w|\bold |former |previous ", _SAID_BESIDE),
    (
        r"changed to|no longer|not |n['’]t |history|gone|retired|obsolete| out\b|dropped|no more|\boff |away from|goodbye|rid of|"
        r"forget|scratch|strike|never mind|resigned|left|moved away|stepped down|stopped|shut down|closed|withdrawn",
        _NO_LONGER,
    ),
    (r"used |was |were |had |\bold ", _ONCE_WAS),
    (r"instead of|rather than|in place of|not ", (CONTRAST,)),
)


@lru_cache(maxsize=1)
def forms() -> tuple[tuple[re.Pattern[str], tuple[re.Pattern[str], ...]], ...]:
    """The kinds of forms: what tells that one of them may fit, and the forms. Compiled once they are asked for, as that takes a while."""
    return tuple((_compiled(part), tuple(_compiled(each + _ENDS) for each in patterns)) for part, patterns in _KINDS)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
