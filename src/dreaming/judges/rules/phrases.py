"""What stands before a statement and says nothing: "by the way", "please remember that", "hi,".

`bare` finds where the statement itself begins; what it skips can still say of what sort the statement is. Announcements
that are put together freely, and what stands behind a statement, are in `announcements`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from dreaming.judges.rules.announcements import announced
from dreaming.judges.rules.gates import REMEMBERED, Gated, words_of

_F = re.IGNORECASE

_LEADS = re.compile(
    r"""(?:
      (?:hi|hey|hello|hiya|yo|claude|folks|guys|team|good\ (?:morning|afternoon|evening))(?:\ (?:there|again|all|everyone|team|
          claude|folks))?(?:\s*[,:;!.–—]+(?=\s)|\s+-{1,2}(?=\s)|\s*[–—])\s*
    | (?:ok(?:ay)?|alright|right|great|perfect|cool|nice|thanks|thank\ you|thx|cheers|sure|yes|yeah|yep|
        yup|well|hmm+|ah+|oh|
        awesome|excellent|good|got\ it|sounds\ good|looks\ good|lgtm|also|so|and|but|oh\ and|
            one\ more\ thing|another\ thing|
        two\ things|first|firstly|second|secondly|finally|lastly|anyway|btw|by\ the\ way|fyi|for\ (?:your|
            the)\ (?:information|record)|
        for\ (?:future\ )?reference|just\ so\ (?:you|we)\ know|so\ (?:you|we)\ know|as\ (?:an?\ )?(?:aside|
            fyi|reminder|background)|quick\ (?:note|update|heads[- ]up)|
        heads[- ]up|side\ note|on\ a\ side\ note|to\ be\ clear|for\ context|for\ clarity|some\ context|
            in\ case\ (?:it\ helps|you\ need\ it)|
        (?:good|big|great|bad|sad|exciting|other|some|more)\ news|big\ (?:decision|change|update)|
            change\ of\ plans?|but\ first|fun\ fact|turns\ out|as\ you\ (?:may\ )?know|
        one\ thing\ to\ (?:note|know|remember)|
        (?:(?:a|an|one|another|new|house|general|hard|golden|simple|team|basic)\ )*
            (?:rule|convention|policy|guideline)(?:\ of\ thumb)?(?:\ for\ [\w' -]{2,30})?|
        small\ thing|important|context|background|ps|
            p\.s\.)(?:\s*[,:;!.–—]+(?=\s)|\s+-{1,2}(?=\s)|\s*[–—])\s*
    | (?:(?:an?\ |one\ )?(?:quick|small|short|little|minor|further)\ )?update\s*(?:[:–—]|\s-+\s)\s*
    | (?:lol|lmao|haha+)[,!.]*\s+
    | so\s+(?!far|many|much|that|long|few|called|-)(?=\w)
    | (?:also|btw|by\ the\ way|fyi|but\ also|and\ also|oh\ and|oh\ also|for\ the\ record|
        just\ so\ you\ know|just\ fyi|(?:it\ )?turns\ out(?:\ that)?|honestly|luckily|now)\s+(?!\w+ed\b)(?=[\w`"])
    | (?:and|but|so|ok|okay|well)\s+(?=(?:i|we|my|our|the|please|also|always|never|don['’]t|use|from|by|just|for)\b)
    | (?:a\ )?(?:note|notes|reminder|memo|nota\ bene|nb|n\.b\.)(?:\ (?:for\ (?:later|the\ future|
        future\ sessions|next\ time|you|us|the\ record|memory)|to\ (?:self|you|
        future\ self)))?\s*[:,–—-]+\s*
    | (?:please\ |pls\ |can\ you\ |could\ you\ |and\ )?(?:also\ )?(?:just\ )?(?:remember|
        note(?:\ down)?|keep\ in\ mind|bear\ in\ mind|be\ aware|memori[sz]e|save\ (?:this\ )?(?:to|
        in)\ memory|
        write\ (?:this\ )?down|jot\ down|record|don['’]t\ forget|do\ not\ forget|
            never\ forget)(?:\ (?:for\ (?:later|next\ time|the\ future|future\ reference|me)|this|please|
            the\ following))?(?:\s*[:,–—-]+\s*|\ that\ )
    | (?:please\ |pls\ )?(?:remember|note)\ (?=(?:i|we|my|our|the)\b)
    | (?:you\ should\ know|i\ should\ (?:also\ )?(?:mention|note|add|say|tell\ you)|
        i\ (?:also\ )?(?:want(?:ed)?|need)\ you\ to\ (?:know|remember|note)|it(?:['’]s|
        \ is)\ worth\ (?:noting|knowing|mentioning)|worth\ (?:noting|knowing|mentioning)|
        i\ forgot\ to\ (?:mention|say|tell\ you)|i\ wanted\ to\ (?:mention|say|note)|just\ to\ (?:mention|
            note|be\ clear)|let\ me\ (?:add|mention|note|clarify)|
        (?:just\ )?(?:a\ )?(?:heads[- ]up|reminder)|i(?:['’]ll|\ will)\ (?:add|mention))(?:\s*[:,–—-]+\s*|
            \ that\ |\s+(?=(?:i|we|my|our|the|it)\b))
    )""",
    _F | re.VERBOSE,
)
_CORRECTING = Gated(
    re.compile(
        r"""(?:
      (?:no(?:[,\s]+no)*|nope|nah|not\ quite|wrong|correction|sorry|oops|wait|hold\ on|hang\ on|actually|scratch\ that|strike\ that|
        i\ was\ wrong|i\ misspoke|my\ mistake|my\ bad|again)\b
        (?:\s*[,:;.!–—]+\s*|\s+-{1,2}\s+|(?<!again)(?<!wrong)\s+(?=(?:it|the|we|i|use|that|actually|you|don['’]t)\b))
    | (?:that|this|it)(?:['’]s|\ is|\ was)\ (?:(?:just|still|all|simply)\ )?(?:wrong|not\ right|incorrect|not\ (?:true|correct|
        quite\ right|what\ i\ (?:said|meant|asked\ for))|outdated|out\ of\ date)(?:\ again)?\s*[,:;.–—-]+\s*
    | (?:that|this|it)(?:['’]s|\ is)\ not\ (?:how|what|where|why|the\ way|the\ one)\ [^,;:.!?\n]{2,40}[,;:.!–—]\s*
    | wrong\ [\w-]+(?:\ again)?\s*[,:;.!–—]+\s*
    | you(?:['’]ve|\ have)?\ (?:got|have|had|did)\ (?:it|this|that)\ wrong(?:\ again)?\s*[,:;.!–—-]+\s*
    | (?:undo|revert|roll\ back|take\ back)\ (?:that|this|it)(?:\ change|\ edit|\ please)?\s*[,:;.!–—-]+\s*
    | you(?:['’]ve|\ have)?\ (?:(?:just|already)\ )?\w+(?<!keep)(?<!kept)\ [^,;:.!?\n]{2,60}\ again\s*[,;:.!–—-]\s+
    | (?:the\ )?same\ (?:mistake|error|thing)\ (?:again|as\ (?:before|yesterday|last\ time))\s*[,;:.!–—-]\s+
    | we(?:['’]ve|\ have)?\ (?:already\ )?(?:been|gone|went|talked)\ (?:over|through|about)\ (?:this|that|it)
        (?:\ (?:before|already|yesterday|last\ time))*\s*[,;:.!–—-]\s+
    | you(?:['’]ve|\ have)?\ (?:again\ )?(?:forgot|forgotten|missed|ignored)\ (?:again\ )?(?:that|the\ rule\ that)\s+
    | you\ (?:keep|kept|always|still|again)\ (?:on\ )?\w+ing\ [^,;:.!?\n]{2,80}[,;:.!–—]\s+
    | i(?:['’]ve|\ have)?\ (?:already\ |just\ |clearly\ )?(?:told|asked|reminded)\ you(?:\ (?:before|already|earlier|
        yesterday|last\ (?:time|week)|once|twice|\w+\ times|again(?:\ and\ again)?|repeatedly))*
        (?:\s*[,:;.!–—]+\s+|\s+-{1,2}\s+|\ that\s+|\ to\s+)
    | (?:as|like)\ (?:i|we)(?:['’]ve|\ have)?\ (?:already\ )?(?:said|told\ you|mentioned|explained|asked)(?:\ (?:before|earlier|
        already|above|yesterday|twice|last\ (?:time|week|session)|in\ the\ (?:last|other)\ session))*\s*[,:;–—-]+\s*
    | (?:how\ (?:many\ times|often)\ (?:do|must|have|should)\ i\ [^,;:?!\n]{3,40}|for\ the\ (?:last|\w+th|second|third)\ time)
        \s*[,:;?!–—-]+\s*
    )""",
        _F | re.VERBOSE,
    ),
    begins=(
        "no nope nah not wrong correction sorry oops wait hold hang actually scratch strike i my again that this it you undo "
        "same the we revert roll take as like how for"
    ),
)
_POLITE = Gated(
    re.compile(
        r"(?:please,?|pls|kindly|just|(?:can|could|would|will) you(?: please| just| also)?|i(?:['’]d|"
        r" would) like you to|i want you to|i need you to|"
        r"(?:it(?:['’]d| would| will) be |i(?:['’]d| would) (?:really |much )?appreciate it )?(?:(?:really |very )?(?:great|nice|good|"
        r"helpful|lovely|better|best|cool|kind|appreciated) )?if you (?:could|would|can)(?: please)?(?=\s+(?:always|never|only|"
        r"just|not)\b)|"
        r"you (?:should|must|need to|have to|can)|we (?:should|must)|try to|remember to|be sure to)\s+",
        _F,
    ),
    begins=(
        "please pls kindly just can could would will i it really very great nice good helpful lovely better best cool kind "
        "appreciated if you we try remember be"
    ),
)
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a statement begins in its sentence, and what the words before it do: correct somebody, offer it, ask to keep it."""

    start: int
    corrects: bool = False
    offers: bool = False
    asks: bool = False


@lru_cache(maxsize=REMEMBERED)
def bare(sentence: str) -> Lead:
    """Find the statement of a sentence behind greetings, announcements and corrections."""
    start, corrects, offers, asks = 0, False, False, False
    for _ in range(_ROUNDS):
        found = _CORRECTING.match(sentence, start)
        if found and found.end() > start:
            corrects = True
        else:
            found = _LEADS.match(sentence, start)
        told = announced(sentence, start) if found is None else (found.end(), False)
        if told is None or told[0] >= len(sentence):
            break
        said = frozenset[str]() if corrects else words_of(sentence[start : told[0]])
        asks = asks or found is None or not _ASKING.isdisjoint(said)
        offers = offers or not _OFFERING.isdisjoint(said)
        start, corrects = told[0], corrects or told[1]
    return Lead(start, corrects, offers, asks)


# Words of what stands before a statement. "Note for later" asks for it to be kept, "by the way" only says it.
_ASKING = frozenset(
    "note notes noting remind reminder memo remember mind memorize memorise memory record aware forget down nb".split()
)
_OFFERING = frozenset(
    "fyi btw way reference know knowing mention mentioning context background heads worth update thing".split()
)


@lru_cache(maxsize=REMEMBERED)
def unasked(statement: str) -> str:
    """An imperative without its "please" and "can you"."""
    for _ in range(3):
        found = _POLITE.match(statement)
        if not found:
            break
        statement = statement[found.end() :]
    return statement
