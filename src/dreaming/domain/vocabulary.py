"""Words that say little in themselves, and a word's plain form: crude, and the same on both sides of every comparison."""

from functools import lru_cache

NEGATIONS = frozenset(
    "no not never none nothing nobody neither nor without cannot avoid avoids except unless stop stopped isn't aren't "
    "don't doesn't didn't won't wouldn't can't couldn't shouldn't mustn't hasn't haven't hadn't wasn't weren't "
    "ain't longer instead".split()
)
STOP_WORDS = frozenset(
    "a an the this that these those there here it its it's is are was were be been being am i i'm i've me my mine we "
    "we're our ours us you your yours he him his she her they them their of to in on at by for from with as into onto "
    "over under about via and or but so if then than too also just only very really quite please note remember fyi "
    "will would shall should can could may might must used do does did done has have had having get gets got s t ll re ve d "
    "m which who whom whose what when where how why all any both each such own same up out off again once because "
    "while during between through currently now today always".split()
)
# Verbs that only tie a thing to a value: they say nothing that the value and its noun do not say.
LINKS = frozenset(
    "use run listen set keep stay live call go take make work serve bind base locate store persist deploy host require "
    "target ship publish allow accept expect need want like provide hold contain say mean become equal".split()
)


def stem(word: str) -> str:
    """A word's plain form: `listens`, `listening`, `listened` → `listen`. Crude, and the same on both sides."""
    for ending, put, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: len(word) - len(ending)] + put
    return word


_ENDINGS = (
    ("'s", "", 1), ("ies", "y", 2), ("sses", "ss", 1), ("ches", "ch", 2), ("shes", "sh", 2), ("xes", "x", 2),
    ("ss", "ss", 0), ("us", "us", 0), ("is", "is", 0), ("s", "", 3),
)  # fmt: skip
_VERB_ENDINGS = (("ing", 4), ("ed", 3), ("ation", 5), ("ment", 5))
# Who does it, and forms that no ending tells: the same thing is said with either.
_PLAIN_FORMS = {
    "owner": "own", "owners": "own", "ownership": "own", "maintainer": "maintain", "maintainers": "maintain",
    "kept": "keep", "ran": "run", "held": "hold", "sent": "send", "built": "build", "made": "make", "wrote": "write",
    "written": "write", "went": "go", "gone": "go", "took": "take", "taken": "take", "found": "find", "said": "say",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """A word as it is compared: without endings, irregular forms and who-does-it made plain."""
    short = stem(_PLAIN_FORMS.get(word, word))
    for ending, least in _VERB_ENDINGS:
        if short.endswith(ending) and len(short) - len(ending) >= least:
            short = short[: -len(ending)]
            if len(short) > 3 and short[-1] == short[-2] and short[-1] not in "lsz":
                short = short[:-1]
            break
    return short.removesuffix("e") if len(short) > 3 else short


LINK_STEMS = frozenset(plain(word) for word in LINKS)
