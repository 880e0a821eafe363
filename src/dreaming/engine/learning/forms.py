"""Forms: statements with two gaps, one for what they are about and one for what they say of it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from dreaming.domain.language import Reading, is_vocabulary, read
from dreaming.domain.reach import ENVIRONMENTS
from dreaming.domain.single import SINGLE
from dreaming.domain.vocabulary import STOP_WORDS, plain
from dreaming.engine.learning.statements import GAP, GAP_WORDS, MASKED_WORDS, Gap, Key, Statement

MOST_MASKS = 1_000_000  # ways to put gaps that are looked at: the bound of time and memory
CLEARLY = 1.5  # times as often is enough to tell the sides of a form apart

_DEFINITE = re.compile(rf"(?:^|{GAP} is )the (?:(?!all|only)[a-z-]+ ){{1,3}}(?:of|for|in|on|at) {GAP}(?: is {GAP})?$")

_WORDS = re.compile(rf"[\w'-]+|{GAP}")
_FIGURES = frozenset({"number", "date", "time", "version"})

Pair = tuple[str, str]
Told = dict[str, dict[str, list[datetime]]]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One statement of a form: where what it is about stands, and what it says of it."""

    statement: Statement
    holder: Gap
    value: Gap

    def around(self) -> tuple[str, ...]:
        """The words around the gaps."""
        words = enumerate(self.statement.words)
        return tuple(word.text for at, word in words if at not in self.holder and at not in self.value)

    def shown(self) -> str:
        """The statement as it is written, folded, with its gaps marked; "" where its heading adds to it."""
        text = self.statement.text
        places = [place for gap in (self.holder, self.value) if (place := self.statement.place(gap)) is not None]
        for first, end in sorted(places, reverse=True):
            text = text[:first] + GAP + text[end:]
        return " ".join(_WORDS.findall(text.casefold())) if len(places) > 1 else ""


@dataclass
class Form:
    """A statement with two gaps, and what fills them: (holder, value) once the sides are known."""

    key: Key
    seen: dict[Pair, list[Sighting]] = field(default_factory=lambda: defaultdict(list[Sighting]))

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The words around the gaps, as the shortest of its statements has them."""
        return min((each.around() for each in self.sightings()), key=lambda words: (len(" ".join(words)), words))

    @cached_property
    def reading(self) -> Reading:
        """Its own words, read."""
        return read(" ".join(self.own))

    @cached_property
    def guard(self) -> Hashable:
        """What must agree in the own words of forms that tell the same: all that shifts a statement, but for words.

        A hyphen makes no value of a word that every statement of the form has: `on-call`, `go-to`. Who says what should
        be, or in which case, or gives a value as a limit, tells of the same as who says what is.
        """
        of = self.reading
        values = frozenset(value.text for value in of.values) - self.hyphened
        return of.negated, of.scope & ENVIRONMENTS, of.shifts - {"conditional", "bounded"}, values

    @cached_property
    def hyphened(self) -> frozenset[str]:
        """Its own words that would be values elsewhere."""
        return frozenset(value.text for value in self.reading.values if is_vocabulary(value))

    @cached_property
    def fixed(self) -> int:
        """How many figures and names every statement of it has: they are rather said of something than part of its wording."""
        first = next(self.sightings())
        names = sum(at not in first.holder and at not in first.value for at in first.statement.bound)
        return names + sum(value.kind in _FIGURES for value in self.reading.values)

    @cached_property
    def variety(self) -> int:
        """How many fillings the side has that varies less."""
        return min(len({pair[side] for pair in self.seen}) for side in (0, 1))

    @cached_property
    def constant(self) -> tuple[str, ...]:
        """What fills a gap that is always filled alike."""
        sides = [{pair[side] for pair in self.seen} for side in (0, 1)]
        return tuple(next(iter(fillings)) for fillings in sides if len(fillings) == 1)

    @cached_property
    def nouns(self) -> frozenset[str]:
        """Nouns of which there is one at a time that stand alone: `port`, but not `metrics port`."""
        alone = {
            plain(word)
            for before, word in zip(("", *self.key), self.key, strict=False)
            if word != GAP and (before in STOP_WORDS or before in {"", GAP})
        }
        return frozenset(alone & SINGLE)

    @cached_property
    def told(self) -> Told:
        """For each holder its values, each with when it was said."""
        found: Told = defaultdict(lambda: defaultdict(list[datetime]))
        for (holder, value), sightings in self.seen.items():
            found[holder][value] += [at for each in sightings for at in each.statement.times()]
        return found

    def is_definite(self) -> bool:
        """Whether it speaks of the one such thing: `the default branch of … is …`, `… is the owner of …`."""
        return _DEFINITE.search(next(self.sightings()).shown()) is not None

    def wording(self) -> str:
        """Its own words with their articles, as the shortest of its statements has them, and what always fills a gap."""
        shown = [text for each in self.sightings() if (text := each.shown().replace(GAP, " "))]
        own = min(shown, key=lambda text: (len(text), text), default=" ".join(self.own))
        return " ".join([*own.split(), *self.constant])

    def is_tight(self) -> bool:
        """Whether no gap begins or ends with a word that every filling of it has, and that is no part of a name."""
        for side in (0, 1):
            if len({pair[side] for pair in self.seen}) > 1:
                gaps = [(each.statement, (each.holder, each.value)[side]) for each in self.sightings()]
                begin = {(said.texts[gap.first], gap.first + 1 in said.bound) for said, gap in gaps}
                end = {(said.texts[gap.end - 1], gap.end - 1 in said.bound) for said, gap in gaps}
                if any(len(words) == 1 and not next(iter(words))[1] for words in (begin, end)):
                    return False
        return True

    def sightings(self) -> Iterator[Sighting]:
        """Every statement of the form."""
        for each in self.seen.values():
            yield from each

    def names_any(self, fillings: Container[str]) -> bool:
        """Whether some statement writes a word of the form as a name, which fills gaps of others."""
        return any(
            each.statement.names(at) and each.statement.texts[at] in fillings
            for each in self.sightings()
            for at in range(len(each.statement.words))
            if at not in each.holder and at not in each.value
        )

    def is_of_things(self) -> bool:
        """Whether some statement writes what it is about as a name."""
        return any(
            each.statement.names(at) for each in self.sightings() for at in range(each.holder.first, each.holder.end)
        )


def find_forms(statements: Sequence[Statement]) -> list[Form]:
    """The form of each statement that has one, with what it is about first.

    A form counts where two statements fill it differently. Time and memory are bounded: the shortest statements are
    looked at first.
    """
    common = Counter(word for statement in statements for word in set(statement.texts))
    taking = _taking_part(statements, common)
    counts = Counter(key for statement, pairs in taking for key in {hash(statement.masked(*pair)) for pair in pairs})
    forms: dict[Key, Form] = {}
    for statement, pairs in taking:
        for a, b in pairs:
            key = statement.masked(a, b)
            if counts[hash(key)] > 1:
                form = forms.setdefault(key, Form(key))
                form.seen[(statement.filling(a), statement.filling(b))].append(Sighting(statement, a, b))
    return _chosen([form for form in forms.values() if len(form.seen) > 1 and form.is_tight()])


def _taking_part(
    statements: Sequence[Statement], common: Mapping[str, int]
) -> list[tuple[Statement, list[tuple[Gap, Gap]]]]:
    left = MOST_MASKS
    found: list[tuple[Statement, list[tuple[Gap, Gap]]]] = []
    for statement in sorted(statements, key=lambda each: (len(each.words), each.texts)):
        pairs = list(_pairs(statement, common))
        left -= len(pairs)
        if left < 0:
            break
        if pairs:
            found.append((statement, pairs))
    return found


def _pairs(statement: Statement, common: Mapping[str, int]) -> Iterator[tuple[Gap, Gap]]:
    """Two gaps that cover every word which no other statement has, and leave something that others have."""
    alone = [index for index, word in enumerate(statement.texts) if common[word] == 1]
    says = [index for index, word in enumerate(statement.texts) if word not in STOP_WORDS]
    gaps = statement.gaps
    for number, a in enumerate(gaps):
        if alone and alone[0] < a.first:
            break  # gaps stand in the order of their beginnings: no later one covers it either
        rest = [index for index in alone if index not in a]
        for b in gaps[number + 1 :]:
            if b.first < a.end or (b.end - b.first) + (a.end - a.first) > MASKED_WORDS:
                continue
            covers = not rest or (rest[0] >= b.first and rest[-1] < b.end)
            if covers and statement.are_apart(a, b) and any(at not in a and at not in b for at in says):
                yield a, b


def _chosen(forms: Sequence[Form]) -> list[Form]:
    """Of each statement the one form that fits it best, its sides turned so that the holder comes first.

    A form whose sides both vary goes before one that tells always of the same thing; then the one that leaves most of
    the statement's words.
    """
    spread = _spread(form for form in forms if form.variety > 1)
    best: dict[Key, tuple[tuple[bool, int, int, int, int, Key], Form]] = {}
    for form in forms:
        if form.variety == 1 and any(spread[each] < 2 for each in form.constant if " " in each):
            continue  # several words that always stand together are one thing only if others know them as one
        for pair, sightings in form.seen.items():
            known = max(spread[filling] for filling in pair)
            for each in sightings:
                width = (each.holder.end - each.holder.first) + (each.value.end - each.value.first)
                rank = (form.variety > 1, -form.fixed, known, -width, form.variety, form.key)
                texts = each.statement.texts
                if texts not in best or best[texts][0] < rank:
                    best[texts] = (rank, form)
    kept: dict[Key, Form] = {}
    fits = _by_statement(form for _, form in best.values())
    for texts, (_, form) in sorted(best.items()):
        for pair, sighting in fits[form.key][texts]:
            kept.setdefault(form.key, Form(form.key)).seen[pair].append(sighting)
    return _general(_turned([form for _, form in sorted(kept.items()) if len(form.seen) > 1]))


def _by_statement(forms: Iterable[Form]) -> dict[Key, dict[Key, list[tuple[Pair, Sighting]]]]:
    """Of each form, by the words of a statement: how it fills the form."""
    found: dict[Key, dict[Key, list[tuple[Pair, Sighting]]]] = {}
    for form in forms:
        if form.key not in found:
            found[form.key] = defaultdict(list)
            for pair, sightings in form.seen.items():
                for each in sightings:
                    found[form.key][each.statement.texts].append((pair, each))
    return found


def _spread(forms: Iterable[Form]) -> Counter[str]:
    """In how many forms each filling occurs."""
    return Counter(filling for form in forms for filling in {each for pair in form.seen for each in pair})


def _turned(forms: Sequence[Form]) -> list[Form]:
    """The forms of which it is clear what they are about, that side first.

    What occurs in more forms than the other is first taken for what they are about; then what others are about counts.
    """
    spread = _spread(forms)
    sure = _clear(forms, lambda _form, filling: spread[filling])
    about = Counter(holder for form in sure for holder in form.told)
    own = {form.key: form.told.keys() for form in sure}
    return _clear(forms, lambda form, filling: about[filling] - (filling in own.get(form.key, ())))


def _clear(forms: Sequence[Form], weight: Callable[[Form, str], int]) -> list[Form]:
    """The forms of which one side weighs clearly more than the other, that side first."""
    sure: list[Form] = []
    for form in forms:
        first, second = (sum(weight(form, pair[side]) for pair in form.seen) for side in (0, 1))
        if first > second and first >= second * CLEARLY:
            sure.append(form)
        elif second > first and second >= first * CLEARLY:
            turned = Form(form.key)
            for (a, b), sightings in form.seen.items():
                turned.seen[(b, a)] = [Sighting(each.statement, each.value, each.holder) for each in sightings]
            sure.append(turned)
    return sure


def _general(forms: Sequence[Form]) -> list[Form]:
    """Those that name none of the things which the others are about: what they tell is theirs alone."""
    known = Counter(holder for form in forms if form.variety > 1 for holder in form.told)
    holders = {holder for holder, count in known.items() if count > 1}
    general = [form for form in forms if not any(part in holders for part in _parts(form.key))]
    fillings = {filling for form in general for pair in form.seen for filling in pair}
    return [form for form in general if not form.names_any(fillings) or form.is_of_things()]


def _parts(key: Key) -> Iterator[str]:
    """The words of a form that stand together, as many as may fill a gap."""
    for first in range(len(key)):
        for end in range(first + 1, min(first + GAP_WORDS, len(key)) + 1):
            if GAP in key[first:end]:
                break
            yield " ".join(key[first:end])
