"""Whether a user says in a session what an earlier session has heard, in whatever words."""

from collections import Counter, defaultdict

from dreaming.domain.exam import Moment
from dreaming.domain.language import Reading, read, same_values

_MOST_OF = 0.6  # of the words of the longer one
_LEAST = 2  # words
_COMMON = 200  # statements with a word in common, above which the word tells nothing


class Heard:
    """The statements of the sessions before, in the order of time."""

    def __init__(self) -> None:
        self._moments: list[Moment] = []
        self._holding: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, moment: Moment) -> None:
        """One more, later than the others."""
        for term in read(moment.text).strong:
            self._holding[term].append(len(self._moments))
        self._moments.append(moment)

    def in_another(self, moment: Moment) -> bool:
        """Whether a statement of another session says the same: its values, names and negation, and most of its words."""
        said = read(moment.text)
        shared: Counter[int] = Counter()
        for term in said.strong:
            holding = self._holding.get(term, [])
            shared.update(holding if len(holding) <= _COMMON else ())
        return any(
            self._moments[place].session_id != moment.session_id and _says_again(said, read(self._moments[place].text))
            for place, count in shared.items()
            if count >= min(_LEAST, len(said.strong))
        )


def _says_again(said: Reading, before: Reading) -> bool:
    longer = max(len(said.strong), len(before.strong))
    return same_values(said, before) and len(said.strong & before.strong) >= _MOST_OF * longer
