"""Words of values: how they are compared, which belong together, and which exclude one another."""

import re
from functools import lru_cache

from dreaming.domain.vocabulary import STOP_WORDS, plain

NUMBERS = {
    word: number
    for number, word in enumerate("no one two three four five six seven eight nine ten eleven twelve".split())
} | {"once": 1, "twice": 2, "thrice": 3}
# The words that count things, as alternatives of a pattern.
COUNTING = "|".join(word for word in NUMBERS if word not in {"no", "once", "twice", "thrice"})
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_TIMES = frozenset(
    "last next this every each daily weekly monthly yearly day days week weeks month months year years morning mornings "
    "evening evenings night nights afternoon weekend weekends ago recently lately now again today tonight yesterday tomorrow "
    "time times soon currently regularly usually often sometimes january february march april may june july august september "
    "october november december spring summer autumn fall winter early late mid first half-hour hour hours minute minutes "
    "about around approximately roughly almost nearly over under per one two three four five six seven eight nine ten few "
    "couple several old new good completely fully altogether entirely finally named called diet membership subscription "
    "subscriptions account plan plans lesson class habit cold turkey something anything everything nothing "
    "someone anyone one ones some thing things stuff lot lots bit more less much many same other others another part "
    "kind sort way ways like that okay yes still even".split()
)


def number_of(count: str) -> int:
    """The number that digits or one of the `NUMBERS` write."""
    return int(count) if count.isdigit() else NUMBERS[count.casefold()]


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """The words that carry a value, reduced: no stop words, no times, no counts."""
    found = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", text.casefold())
    kept = (word.removesuffix("'s") for word in found)
    return frozenset(
        plain(word) for word in kept if word not in STOP_WORDS and word not in _TIMES and not word.isdigit()
    )


def wider(words: frozenset[str]) -> frozenset[str]:
    """The words and the kinds that they are of: salmon is fish, a poodle is a dog and a pet."""
    return words | {kind for word in words for kind in _KINDS.get(word, ())}


_KINDS_OF = {
    "meat": "steak beef pork chicken bacon ham burger burgers turkey lamb sausage ribs barbecue bbq brisket poultry",
    "fish": "salmon tuna sushi shrimp seafood cod trout sardines shellfish crab lobster",
    "dairy": "milk cheese yogurt yoghurt butter cream ice-cream icecream",
    "egg": "eggs omelette omelet omelettes",
    "gluten": "bread pasta wheat pizza bagel bagels",
    "nut": "peanut peanuts almond almonds cashew cashews walnut walnuts pecan pecans pistachio",
    "alcohol": "wine beer whiskey whisky vodka cocktail cocktails gin rum champagne liquor tequila margaritas",
    "caffeine": "coffee espresso latte lattes",
    "sugar": "candy dessert desserts sweets soda",
    "dog": "puppy retriever labrador poodle beagle bulldog terrier corgi dachshund husky shepherd collie",
    "cat": "kitten tabby",
    "pet": "dog cat puppy kitten retriever labrador poodle beagle bulldog terrier corgi dachshund husky shepherd rabbit "
    "bunny hamster parrot bird turtle horse snake lizard gecko goldfish tabby",
    "car": "sedan suv truck hatchback minivan",
    "run": "marathon jog 5k 10k",
    "gym": "workout",
}


def _kinds() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for kind, members in _KINDS_OF.items():
        for member in members.split():
            found.setdefault(plain(member), set()).add(plain(kind))
    return {word: tuple(sorted(kinds)) for word, kinds in found.items()}


_KINDS = _kinds()

# What a number behind it tells apart: room 12 is another one than room 21, not a later version of it.
NUMBERED = frozenset(
    "apartment bay bed box bus chapter class day desk dock door episode exercise flat floor form gate grade group hall issue item lab "
    "lane level lesson line lot module number page part phase platform question room route row season seat section shelf shift slot "
    "stage step studio table team term ticket track unit volume ward week year zone".split()
)

EXCLUDED = {  # what somebody who eats so does not eat
    "vegan": "meat fish dairy egg",
    "vegetarian": "meat fish",
    "pescatarian": "meat",
    "gluten-free": "gluten",
    "dairy-free": "dairy",
    "lactose": "dairy",
    "sober": "alcohol",
}

# Names of which one takes the place of another, by what they are for.
_RIVALS = {
    "editor": "vs code|vscode|visual studio code|neovim|vim|emacs|pycharm|intellij|sublime text|cursor|zed|webstorm|atom|helix",
    "os": "windows|linux|macos|ubuntu|fedora|debian|arch linux|chromeos",
    "phone": "iphone|android|pixel|galaxy|samsung|oneplus|blackberry|nokia",
    "notes": "notion|obsidian|evernote|onenote|roam|logseq|apple notes|google keep|bear|paper notebook",
    "browser": "chrome|firefox|safari|edge|brave|arc|opera|vivaldi",
    "music": "spotify|apple music|tidal|youtube music|deezer|pandora",
    "tasks": "trello|asana|todoist|jira|linear|clickup|ticktick|things 3",
    "mode": "dark mode|light mode|dark theme|light theme",
    "length": "detailed|concise|short|brief|long|thorough|in-depth|succinct",
    "channel": "email|phone calls|texts|text messages|video calls|calls|texting",
    "drink": "tea|coffee|matcha|decaf|green tea|black coffee|espresso",
    "seat": "window seats?|aisle seats?",
    "units": "metric|imperial|celsius|fahrenheit",
    "place": "remote work|remotely|working from home|in-person|office work",
    "day-time": "mornings?|evenings?|afternoons?",
}
RIVALS = tuple((name, re.compile(rf"\b(?:{names})\b(?: (?:\d+|pro|max|mini|plus|air))*", re.IGNORECASE))
               for name, names in _RIVALS.items())  # fmt: skip
