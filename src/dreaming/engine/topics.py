"""What lines are about: the things that the lines of a store, taken together, speak of.

A thing is written as one: an identifier, a name, or a word that a statement begins with in small letters and says
something of ("atlas listens on …"). How much it is spoken of is counted where it is the subject: at the beginning of a
statement, or behind "of", "for", "in" and "about".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dreaming.domain.attributes.lexicon import ADVERBS, LATER, MAYBE, POINTING
from dreaming.domain.vocabulary import LINKS, NEGATIONS, STOP_WORDS, plain

LEAST = 2  # statements that share a thing
_TOKEN = re.compile(r"(?<![\w/.:@$-])[^\W\d_]\w*(?:[-_.]\w+)*(?![\w/@-]|:\w|\.\w)")
_PLAIN = re.compile(r"(?<![\w`/.:@$'’-])[a-z]{3,}(?![\w`/@-]|[.:'’]\w)")
_BEHIND = re.compile(r"\b(?:of|for|in|about)\s+(?:the\s+)?[`\"]?\Z", re.IGNORECASE)
_SAYS = re.compile(r"[`\"]?(?::|\s+(?:\w+s|\w+ed|has|was|can|will|must|does|should|may)\b)")
_LONGEST = 2_000  # characters of a statement that are looked at
# Words that fill a sentence and are what no line is about: adverbs, modals, and verbs and nouns that only carry others.
_FILLERS = frozenset(
    "well went goes going gone come came coming put puts let lets see saw seen look looks looked looking know knew known "
    "think thought feel felt feels find found give gave given tell told tells ask asked seem seems seemed try tried trying "
    "start started show shown made makes taken took said says keeps kept thing things lot lots bit kind sort way ways much "
    "many more most less least few some good great nice bad fine okay sure yes yeah ok hey hi hello oh thanks thank like "
    "likes around along away back together besides another other others rather instead though although however therefore thus "
    "since until before after still even ever yet soon later first last next new old own sometimes maybe perhaps probably "
    "possibly actually basically simply mostly nearly almost likely enough everything overall pretty smoothly".split()
)
_ORDINARY = STOP_WORDS | NEGATIONS | LINKS | ADVERBS | POINTING | MAYBE | LATER | _FILLERS


@dataclass(frozen=True, slots=True)
class _Mention:
    key: str
    written: str
    weight: int  # 2 at the beginning, 1 behind a preposition, else 0
    is_proper: bool


class Topics:
    """The things that these statements speak of."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._weight: Counter[str] = Counter()
        forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        lines: Counter[str] = Counter()
        proper: set[str] = set()
        for text in texts:
            found = _mentions(text)
            lines.update({each.key for each in found})
            for each in found:
                self._weight[each.key] += each.weight
                if each.is_proper:
                    proper.add(each.key)
                    forms[each.key][each.written] += 1
        self._names = {
            key: max(forms[key], key=lambda form, of=forms[key]: (of[form], form))
            for key in proper
            if lines[key] >= LEAST and self._weight[key] >= LEAST
        }

    def of(self, text: str) -> str | None:
        """The thing that a statement is about, as it is written most often; None if it speaks of none that others do."""
        known = [each for each in _mentions(text) if each.key in self._names]
        return self._names[max(known, key=lambda each: self._weight[each.key]).key] if known else None

    def most(self, texts: Iterable[str], count: int) -> list[str]:
        """The things that most of these statements are about, the most frequent first."""
        about = Counter(topic for topic in map(self.of, texts) if topic is not None)
        return [topic for topic, _ in sorted(about.items(), key=lambda item: (-item[1], item[0]))[:count]]


def words(texts: Iterable[str], count: int) -> list[str]:
    """The plain words that most of these statements hold, the most frequent first, else as they come.

    Names and values are left out as far as they are written as such. Where several words are shared, others are not
    given.
    """
    lines: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        found = {plain(word): word for word in _PLAIN.findall(text[:_LONGEST]) if word not in _ORDINARY}
        lines.update(found.keys())
        for key, word in found.items():
            forms[key][word] += 1
    shared = [key for key, times in lines.most_common() if times >= LEAST]
    most = (shared if len(shared) > 1 else [key for key, _ in lines.most_common()])[:count]
    return [max(forms[key], key=lambda form, of=forms[key]: (of[form], form)) for key in most]


@lru_cache(maxsize=4_096)
def slug(topic: str) -> str:
    """A thing's name as part of a path."""
    return re.sub(r"[^\w.]+", "-", topic.casefold()).strip("-_.") or "other"


@lru_cache(maxsize=16_384)
def _mentions(text: str) -> tuple[_Mention, ...]:
    """The words of a statement that may be things: cached, since each is asked about several times in a dream."""
    return tuple(_found(text[:_LONGEST]))


def _found(text: str) -> Iterator[_Mention]:
    begins = True
    for found in _TOKEN.finditer(text):
        word, low = found[0], found[0].casefold()
        is_first = begins and not text[: found.start()].strip("`\"'*_-> ")
        starts = is_first or text[: found.start()].rstrip().endswith((".", ":", "!", "?"))
        begins = False
        if low in _ORDINARY or len(low) < 2:
            continue
        marked = re.search(r"[-_.\d]|.[A-Z]", word) is not None
        named = word[0].isupper() and not starts
        said_of = is_first and word.islower() and _SAYS.match(text, found.end()) is not None
        weight = 2 if is_first else int(_BEHIND.search(text, 0, found.start()) is not None)
        yield _Mention(low if marked else plain(low), word, weight, marked or named or said_of)
