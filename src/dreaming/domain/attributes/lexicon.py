"""Words that the grammar of statements about people knows: who may be spoken of, and what shifts a verb's sense."""

ADVERBS = frozenset(
    "now currently presently recently just also still always usually often finally already again actually really newly "
    "both ever even soon generally typically only regularly frequently officially "
    "fully completely successfully happily sadly unfortunately fortunately permanently temporarily eventually then back "
    "today once primarily once-again lately happily passionately very quite absolutely definitely strongly".split()
)
NEW = frozenset("now again newly recently just finally once-again".split())
NOT = frozenset(
    "not never don't doesn't didn't isn't aren't wasn't hasn't haven't hadn't won't can't cannot ain't".split()
)
MAYBE = frozenset(
    "would could may might should maybe perhaps possibly probably wouldn't couldn't i'd he'd she'd they'd 'd".split()
)
LATER = frozenset("will shall i'll he'll she'll they'll we'll gonna".split())
DO = frozenset("do does did don't doesn't didn't".split())
AUXILIARIES = NOT | MAYBE | LATER | DO | {"used", "no", "can", "'ve"}
PRONOUNS = frozenset("i we he she they user you".split())
POINTING = frozenset("it this that these those mine yours his hers theirs ours there here who what one some everything nothing something "
                      "someone somebody everyone everybody nobody anyone people".split())  # fmt: skip
RELATIONS = frozenset(
    "wife husband spouse partner girlfriend boyfriend fiance fiancee fiancé fiancée mother father mom mum dad parents parent "
    "sister brother sibling son daughter child children kid kids baby grandmother grandfather grandma grandpa grandson "
    "granddaughter aunt uncle cousin niece nephew friend friends roommate roommates neighbor neighbour colleague coworker "
    "boss manager landlord in-laws mother-in-law father-in-law sister-in-law brother-in-law family twin twins ex "
    "teacher coach doctor therapist client student students mentor".split()
)
ANIMALS = frozenset(
    "dog dogs cat cats puppy puppies kitten kittens rabbit rabbits bunny hamster parrot bird birds fish turtle horse pony "
    "pet pets retriever labrador poodle beagle bulldog terrier corgi dachshund husky shepherd collie tabby snake lizard "
    "gecko goldfish chicken chickens goat guinea-pig ferret".split()
)
OWNERS = frozenset("my our his her their the a an user's".split())
# Nouns that may stand alone before a verb, where a name would.
THINGS = frozenset(
    "home house apartment car truck bike rent salary income mortgage budget wedding honeymoon thesis dissertation flight trip "
    "vacation therapy birthday anniversary deadline weight height phone email hobby goal job work school project surgery "
    "appointment meeting class classes practice training rehearsal graduation interview exam retirement commute diet sleep "
    "schedule bedtime savings debt loan insurance health knee ankle back shoulder blood weekends mornings evenings plans plan "
    "workout workouts concert conference lease visa passport this that these it everything nothing life dinner breakfast lunch "
    "spanish french german italian japanese korean chinese english football soccer tennis yoga piano guitar reunion retreat "
    "move marriage relationship degree dose medication club game season team company group staff band novel manuscript book "
    "launch opening advisor adviser supervisor target topic venue stack theme priority focus".split()
)
BEST = frozenset(
    "best older younger elder little big oldest youngest eldest twin old close new first ex late beloved pet".split()
)
# What somebody is, where the word stands alone.
STATES = frozenset(
    "vegetarian vegan pescatarian single married engaged divorced widowed unemployed retired smoker self-employed pregnant "
    "based allergic gluten-free lactose-intolerant sober lactose".split()
)
# Verbs that notes begin with in their plain form: `prefer tea`, `live in Oslo`.
SAID_BARE = frozenset(
    "prefer love enjoy hate dislike live work use own have speak drive take put quit cut split read hurt set let".split()
)
_CONTRACTIONS = frozenset({"'s", "'m", "'re", "'ve"})


def low(token: str) -> str:
    """A token as it is looked up."""
    return token if token in _CONTRACTIONS else token.strip(",.;:!?()\"'").casefold()
