"""What people say of themselves: who they are, what they have, like and do, and what has changed in their lives."""

import re

from dreaming.domain.claims import ObservationKind
from dreaming.judges.rules import anchors, refusals
from dreaming.judges.rules.gates import Gated

_F = re.IGNORECASE

_TASTE = Gated(
    re.compile(
        r"(?:i|we|i['’]d|we['’]d|i['’]m|i['’]ve)(?:\s+(?:would|really|much|very|strongly|personally|"
        r"generally|usually|always|still|also|absolutely|mostly|just|actually|tend to|do|both|never|now|"
        r"only|definitely|sometimes|often|both|all|kind of|kinda|honestly|quite|particularly|especially|"
        r"much|simply))*\s+"
        r"(?:prefer(?:red)?|rather (?:have|use|see|not|you|we|keep)|like|love|adore|enjoy|hate|dislike|"
        r"loathe|detest|favou?r|avoid|despise|can['’]t stand|cannot stand|can['’]t (?:eat|drink|have|"
        r"tolerate)|cannot (?:eat|drink|have|tolerate)|don['’]?t (?:like|want|use|eat|drink|need|care for|"
        r"believe in|do|write|allow|have|work|drive|own|trust|mock)|do not (?:like|want|use|eat|drink|"
        r"need|do|write|allow|work|drive|own|trust)|"
        r"a (?:big|huge) fan of|not a fan of|fond of|not fond of|into|obsessed with|passionate about|"
        r"interested in|want (?:all|every|each|my|our|only|short|concise|no)\b|expect (?:all|every|"
        r"each))\b(?P<what>.*)",
        _F | re.DOTALL,
    ),
    begins="i we",
)
_FAVOURITE = Gated(
    re.compile(
        r"(?:(?:my|our)\s+(?:\w+\s+){0,3}?(?:preference|preferred|favou?rite|convention|style|rule|policy|"
        r"habit|go-to|default)s?\b.*\b(?:is|are|for|to)\b|(?:the|our)\s+(?:\w+\s+){0,3}?(?:convention|"
        r"rule|policy|standard|guideline)s?\s+(?:\w+\s+){0,4}?(?:is|are|says?)\b|preference\s*:)",
        _F,
    ),
    begins="my our the preference",
)
_BEING = Gated(
    re.compile(
        r"(?:i['’]?m|i am|we['’]re|we are)\s+(?:(?:also|still|currently|now|really|actually|basically|"
        r"just|originally|mainly|both|very|not|an?|the|officially|fully|recently|newly|in fact|"
        r"primarily)\s+)*"
        r"(?:an?\s+)?(?P<what>based\b.*|from\b.*|in\s+(?:(?-i:[A-Z])|my \w+ties).*|on\s+(?:an?\s|"
        r"the\s)?(?:(?-i:[A-Z\d])|mac|windows|linux|version|call|night|parental|vacation|holiday|leave|sabbatical|duty|shift).*|"
        r"(?:away|off|out of (?:office|town)|abroad)\b.*(?:\d|day|week|month|(?-i:[A-Z])).*|at\s+(?-i:[A-Z]).*|"
        r"called\b.*|named\b.*|"
        r"(?:allergic|vegetarian|vegan|married|single|engaged|divorced|retired|pregnant|diabetic|celiac|"
        r"coeliac|lactose|gluten|color-?blind|colour-?blind|left-handed|dyslexic|deaf|bilingual|fluent|"
        r"native|self-employed|self-taught|responsible|new to|proficient|familiar|experienced|comfortable|"
        r"certified|trained|used to|expecting|years old)\b.*|"
        r"\d+\b.*|(?:learning|studying|training|planning|building|writing|working|living|moving|switching|"
        r"migrating|using|developing|running (?:an?|my|our|the)|teaching|managing|leading|majoring|"
        r"pursuing|raising|saving|researching|preparing|starting|joining|leaving|relocating|transitioning|"
        r"organi[sz]ing|hosting|taking|volunteering|designing|maintaining|getting married|visiting|"
        r"travell?ing|traveling|renovating|recovering|dating|reading|practicing|practising|expanding|"
        r"launching|hiring|trying to (?:learn|lose|eat|save|become|get better|quit|cut)|collaborating|"
        r"exploring|targeting|settling|expecting|estimating|putting in|finishing my|TAing|interning|"
        r"applying (?:to|for))\b.*|"
        r"(?:\w+[ -]){0,4}?(?:engineer|developer|programmer|designer|manager|director|teacher|professor|"
        r"lecturer|student|nurse|doctor|physician|surgeon|lawyer|attorney|writer|author|scientist|analyst|"
        r"consultant|architect|founder|ceo|cto|cfo|owner|"
        r"freelancer|contractor|researcher|accountant|chef|artist|musician|photographer|marketer|lead|"
        r"admin|administrator|sysadmin|devops|sre|intern|entrepreneur|journalist|editor|translator|"
        r"therapist|dentist|vet|pilot|driver|mechanic|electrician|"
        r"carpenter|farmer|parent|mom|mum|dad|father|mother|grandparent|runner|cyclist|gamer|hiker|"
        r"climber|vegetarian|vegan|beginner|expert|novice|speaker|citizen|resident|veteran|phd|postdoc|"
        r"grad|undergraduate|freshman|sophomore|junior|senior|owl|person|user|fan|lover|believer|"
        r"minimalist|maintainer|contributor|librarian|coach|trainer|paramedic|pharmacist|biologist|"
        r"chemist|physicist|mathematician|economist|psychologist|realtor|agent|broker|producer|singer|"
        r"dancer|actor|actress|barista|baker|florist|gardener|officer|tester|generalist|specialist|"
        r"strategist|recruiter|product|operations|guy|woman|man|girl|team of|company|startup|shop|agency|"
        r"household|family)\b.*)",
        _F | re.DOTALL,
    ),
    begins="i im we",
)
_HAVING = Gated(
    re.compile(
        r"(?:i|we|i['’]ve|we['’]ve)\s+(?:(?:also|still|currently|now|just|recently|have|both|only|"
        r"actually|already)\s+)*(?:have|own|got|adopted|bought|purchased|has)\s+(?:\S+\s+){0,5}?"
        r"(?:dogs?|cats?|pupp(?:y|ies)|kittens?|pets?|bird|parrot|horse|kids?|child(?:ren)?|sons?|"
        r"daughters?|sisters?|brothers?|siblings?|twins?|baby|wife|husband|spouse|partner|girlfriend|"
        r"boyfriend|fianc[ée]+|parents?|mother|father|mom|dad|grand\w+|niece|nephew|cousin|roommates?|"
        r"degree|phd|masters?|bachelors?|mba|certificat\w+|licen[cs]e|allerg(?:y|ies)|asthma|diabetes|"
        r"adhd|anxiety|insomnia|migraines?|arthritis|condition|intolerance|injury|surgery|house|apartment|"
        r"flat|condo|garden|cabin|car|bike|bicycle|motorcycle|boat|tesla|macbook|laptop|desktop|server|"
        r"nas|gpus?|raspberry|"
        r"team|employees?|engineers?|developers?|reports?|clients?|customers?|users?|subscribers?|budget|"
        r"background|experience|years|deadline|meeting|appointment|interview|exam|wedding|flight|trip|"
        r"vacation|marathon|race|rule|policy|convention|freeze|standup|stand-up|retro|on-?call|"
        r"environments?|clusters?|regions?|tenants?|repos?|repositories|monorepo|services?|microservices|"
        r"replicas?|shards?|nodes?|models?|rows|records|instances?)\b",
        _F,
    ),
    begins="i we",
)
_DOING = Gated(
    re.compile(
        r"(?:i|we)\s+(?:(?:also|usually|normally|always|often|sometimes|mostly|mainly|typically|generally|"
        r"only|now|currently|still|just|both|never|already|personally|basically|actually|tend to|all|"
        r"exclusively|primarily|regularly|daily|do)\s+)*"
        r"(?:use|run|deploy|ship|release|store|keep|host|write|follow|indent|require|support|call|name|meet|"
        r"build|maintain|own|test|review|merge|squash|rebase|log|track|monitor|bill|charge|measure|pay|"
        r"sell|cache|pin|tag|format|lint|version|document|"
        r"live|work|teach|study|speak|drive|play|cook|eat|drink|commute|travel|volunteer|manage|lead|"
        r"mentor|coach|develop|design|handle|oversee|wake up|get up|go to (?:the|bed|school|church|work)|"
        r"exercise|train|sleep|start|finish|report to|specialize|specialise|focus on|major|collect|read|"
        r"code|program|"
        r"grow|raise|coordinate|process|serve|operate|rely|depend|target|aggregate|backup|back up|rotate|"
        r"schedule|sync|publish|consume|invoice|freelance|contract|rent|practice|practise|watch|listen|"
        r"swim|bike|cycle|hike|climb|paint|draw|garden|bake|meditate|journal|take|graduate|plan to|"
        r"need to be|subscribe|stopped|quit|begin|fast|wear|celebrate|observe|mostly|split|treat|value|"
        r"care about|respond to|deal with|detect|integrate|aim|want to (?:learn|focus on|become|lose|save|"
        r"travel|visit|retire|get better|run a|improve my|buy))\b(?P<what>.*)",
        _F | re.DOTALL,
    ),
    begins="i we",
)
_HABITUALLY = Gated(
    re.compile(
        r"(?:i|we)\s+(?:only|usually|normally|typically|generally|mostly|rarely|seldom|hardly ever|tend to|always try to|"
        r"try not to|don['’]t usually)\s+"
        r"(?!(?:had|have|was|were|got|get|just|need|want|wanted|meant|see|saw|did|do|know|if|when|because|the|a|an|this|that|"
        r"one)\b)[a-z]{2,}\s+"
        r"(?P<what>\S.*)",
        _F | re.DOTALL,
    ),
    begins="i we",
)
_LIFE = Gated(
    re.compile(
        r"(?:i|we|i['’]ve|we['’]ve)\s+(?:(?:also|just|recently|finally|have|officially|actually|already|"
        r"now|been|ended up|decided to|even|only|originally|previously|used to|both|had|then|since)\s+)*"
        r"(?:accepted|joined|moved|relocated|got (?:married|engaged|promoted|divorced|hired|accepted|"
        r"laid off|fired|diagnosed|an? (?:offer|job|dog|cat|puppy|kitten|new|promotion|raise))|"
        r"started (?:at|an?|as|my|learning|working|using|taking|going|doing|training|the|playing|running|"
        r"seeing|dating|reading|practicing|cooking)|bought|adopted|graduated|quit|left (?:my|the)|"
        r"switched|changed (?:jobs?|my|our|the|careers?)|signed up|signed|became|"
        r"got the (?:job|role|offer|position|grant)|got (?-i:[A-Z])|closed (?:our|the|a|(?-i:[A-Z]))|"
        r"was (?:born|diagnosed|promoted|laid off|raised|hired|hoping)|were (?:born|acquired)|grew up|"
        r"studied|majored|finished (?:my|the|a)|completed (?:my|the|a)|launched|founded|co-founded|"
        r"retired|enrolled|registered|booked|planned|scheduled|stopped|gave up|picked up|took up|hired|"
        r"opened (?:a|my|our)|closed (?:a|my|our|the)|rented|sold|"
        r"worked (?:at|for|as|in|on)|lived (?:in|at)|used to (?!see\b|show\b)|writing|using|working|"
        r"living|learning|practicing|practising|collaborating|building|managing|maintaining|exploring|"
        r"leading|running|teaching|playing|studying|doing|coding|training|dating|trying to|married|"
        r"vegetarian|vegan|with|tried|read|lost|gained|hit|reached|upgraded|migrated|replaced|dropped|hit|"
        r"broke|won|ran (?:a|my|the)|visited|went (?:to|vegan|vegetarian|with)|made (?:a|the) (?:decision|"
        r"switch|move)|received|earned|passed (?:my|the))\b(?P<what>.*)",
        _F | re.DOTALL,
    ),
    begins="i we",
)
_MINE = Gated(
    re.compile(
        r"(?:my|our)\s+(?:[\w'’.-]+\s+){1,7}?(?:(?:now|also|still|currently|usually|just|recently|both|"
        r"all|only|already|actually|officially|mostly)\s+)*(?:is|are|was|were|has|have|had|['’]s|uses?|"
        r"lives?|works?|likes?|loves?|hates?|prefers?|runs?|starts?|ends?|goes|go|plays?|needs?|wants?|"
        r"takes?|means?|got|turns?|turned|moved|leaves?|arrives?|departs?|lands?|expires?|joined|says?|passed|born|died|comes?|came|"
        r"does|don['’]t|doesn['’]t|do|stays?|speaks?|studies|teaches|eats?|drives?|owns?|manages?|makes?|"
        r"costs?|pays?|involves?|includes?|consists?|covers?|requires?|supports?|handles?|expects?|"
        r"allows?|meets?|releases?|deploys?|targets?|processes|operates?|switched|adopted|decided|bought|"
        r"changed|bumped|started|graduated|recommended|diagnosed|called|named|:)(?P<what>\s.*)",
        _F | re.DOTALL,
    ),
    begins="my our",
)
_UNSAID = re.compile(
    r"(?:(?:currently|also|now|still|mostly|mainly)\s+)*(?:working (?:on|at|for|as|from)|using|"
    r"running|supporting|living|studying|learning|training (?:for|at|as)|starting (?:as|at)|moving to|"
    r"relocating to|switching (?:from|to)|teaching|targeting|expecting|based in|born|married|"
    r"allergic)\s+(?P<what>.+)",
    _F | re.DOTALL,
)
_NAMED = Gated(
    re.compile(
        r"(?:my name is|my name['’]s|i['’]m|i am|call me|people call me|this is|"
        r"i go by)\s+(?-i:[A-Z])[\w'’-]+(?:\s+(?-i:[A-Z])[\w'’-]+){0,2}\s*(?:[.,!—–-]|$|and\b|from\b|"
        r"by the way)",
        _F,
    ),
    begins="my i call people this",
)
_START = Gated(
    re.compile(
        r"(?:i|we)\s+(?:start|begin|leave|fly|arrive|finish|graduate|return|move|travel|retire|launch|"
        r"ship|release)\s+(?:\w+\s+){0,3}?(?:\d|(?-i:[A-Z])|next|in)",
        _F,
    ),
    begins="i we",
)
_TROUBLE = re.compile(
    r"\b(?:failing|broken|red|stuck|not working|crash\w*|throwing|giving (?:me|an)|slow|wrong|empty|"
    r"error|errors|bug|bugs|exception|traceback|compil\w+|typo|doesn['’]t work|don['’]t work|"
    r"undefined|nan|null)\b",
    _F,
)


# Notes about oneself in the third person without a subject: "uses Biome for linting", "prefers short answers".
_NOTED_TASTE = Gated(
    re.compile(
        r"(?:also\s+)?(?:strongly |much |always )?(?:prefers|likes|dislikes|loves|hates|enjoys|avoids|wants|favou?rs)\s+(?P<what>.+)",
        _F,
    ),
    begins="also strongly much always prefers likes dislikes loves hates enjoys avoids wants favours favors",
)
_NOTED = Gated(
    re.compile(
        r"(?:also\s+|usually\s+|always\s+|never\s+)?(?:uses|works|lives|writes|runs|owns|reads|edits|keeps|deploys|speaks|studies|"
        r"teaches|manages|maintains|"
        r"plays|drives|tests|hosts|has|was born|grew up)\s+(?P<what>.+)",
        _F,
    ),
    begins=(
        "also usually always never uses works lives writes runs owns reads edits keeps deploys speaks studies teaches "
        "manages maintains plays drives tests hosts has was grew"
    ),
)


def kind_of(text: str) -> ObservationKind | None:
    """The kind of a bare statement that somebody makes about themselves or their group, or None."""
    if _FAVOURITE.match(text):
        return ObservationKind.PREFERENCE
    taste = _TASTE.match(text) or _NOTED_TASTE.match(text)
    if taste:
        return ObservationKind.PREFERENCE if _has_object(taste["what"]) else None
    if _NAMED.match(text) or _START.match(text):
        return ObservationKind.FACT
    return ObservationKind.FACT if _tells_a_life(text) and not _is_passing(text) else None


def is_taste(text: str) -> bool:
    """Whether somebody says plainly what they like or do not like; what they would rather do is no such word."""
    return _PLAIN_TASTE.match(text) is not None


_PLAIN_TASTE = re.compile(
    r"(?:i|we)\s+(?:(?:really|still|also|just|actually|honestly|both|do|absolutely|much|generally|usually)\s+)*"
    r"(?:prefer|like|love|adore|enjoy|dislike|hate|can['’]t stand|don['’]?t (?:like|eat|drink))\b",
    _F,
)


def _tells_a_life(text: str) -> bool:
    if _BEING.match(text) or _HAVING.match(text) or _says_unsaid(text):
        return True
    return any(_says(pattern, text) for pattern in (_DOING, _HABITUALLY, _LIFE, _MINE, _NOTED))


def _says_unsaid(text: str) -> bool:
    """Whether it leaves out "I am": "working on my thesis in Lund"."""
    unsaid = _UNSAID.match(text)
    return unsaid is not None and anchors.is_particular(" " + unsaid["what"]) and not refusals.is_pointing(text)


def _has_object(what: str) -> bool:
    """Whether a taste names its object: "I love hiking", not "I love it"."""
    words = [word.lower() for word in re.findall(r"[\w'’`]+", what)]
    if not words or words[0] in _POINTERS:
        return False
    if words[0] in {"how", "the", "what", "where"}:
        return refusals.is_standing(what) or (words[0] == "the" and not refusals.is_pointing(what))
    return words[0] != "to" or (not (words[1:2] and words[1] in _WISHES) and not _POINTERS & set(words))


_POINTERS = frozenset({"it", "this", "that", "these", "those", "them", "you", "your"})
_WISHES = frozenset({"be", "see", "know", "have", "get", "hear", "add", "make", "try", "ask"})


def _says(pattern: Gated, text: str) -> bool:
    found = pattern.match(text)
    if found is None:
        return False
    what = found["what"]
    words = re.findall(r"[\w'’`]+", what)
    if not words:
        return False
    pointing = words[0].lower() in {"it", "this", "that", "these", "those", "them", "your", "you"}
    return not pointing and (len(words) >= 2 or anchors.is_particular(what) or anchors.is_particular(" " + what))


def _is_passing(text: str) -> bool:
    """Whether it tells of the work at hand rather than of a life."""
    return (
        refusals.is_momentary_strictly(text) or _TROUBLE.search(text) is not None or _MOOD.fullmatch(text) is not None
    )


# How somebody feels today says nothing of tomorrow.
_MOOD = re.compile(
    r"(?:my|our)\s+(?:[\w'’-]+\s+){1,3}(?:is|are|was|were|feels?|felt)\s+(?:(?:so|very|really|quite|pretty|super|also|just|all)\s+)*"
    r"(?:happy|excited|thrilled|pleased|glad|impressed|proud|annoyed|angry|upset|worried|nervous|relieved|delighted|furious|sad)\W*",
    _F,
)
