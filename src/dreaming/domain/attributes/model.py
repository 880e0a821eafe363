"""What a statement says of somebody: one slot of a life, its value, and whether that begins, holds or ends."""

from dataclasses import dataclass

from dreaming.domain.attributes.moods import Mood

# Slots that hold one value at a time. Their names are the closed set that the tables use; the others, below, hold many.
SINGLE = frozenset(
    "residence household dwelling tenure employer role work_mode shift hours manager commute school major stage relationship "
    "pregnancy children diet wake bed chronotype age hometown birthplace jobless athletics vehicle preference".split()
)
# One value for each thing named after the colon: `favourite:color`, `tool:editor`.
SINGLE_FAMILIES = frozenset("favourite tool language contact destination restriction version".split())
FIXED = frozenset({"hometown", "birthplace"})  # nothing later changes it: one of two is wrong


@dataclass(frozen=True, slots=True)
class Attribute:
    """`holder` is whom it is about ("user", a name, "sister"), `slot` one of the closed set, `value` as it is compared.

    `words` are the value's words, reduced. `phrase` numbers the phrase it was read from: one phrase may fill several
    slots. `is_sure` says that the words can hardly mean anything else.
    """

    holder: str
    slot: str
    value: str
    words: frozenset[str]
    mood: Mood
    phrase: int
    is_sure: bool = True

    @property
    def family(self) -> str:
        """The slot without what stands after its colon."""
        return self.slot.partition(":")[0]

    @property
    def is_single(self) -> bool:
        """Whether the slot holds one value at a time."""
        return self.slot in SINGLE or self.family in SINGLE_FAMILIES

    @property
    def is_told(self) -> bool:
        """Whether the statement itself tells of a change."""
        return self.mood in {Mood.STARTED, Mood.ENDED}
