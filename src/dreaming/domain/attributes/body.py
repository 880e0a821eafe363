"""Whom somebody is with, what they eat, how they sleep, move and feel."""

from dreaming.domain.attributes.rules import BEGINS, DENIES, ENDS, STATE, row

_PARTNER = r"(?:girlfriend|boyfriend|partner|fianc[eé]e?|wife|husband|spouse)"
_WITH = r"(?: (?:to|with) (?P<v>(?-i:[A-Z])\w+))?"
_A_NEW = r"(?:an? |his |her |their |our )(?:first |second |third |new |healthy |little |baby )*"
_BABY = r"(?:baby|child|twins|son|daughter|(?:baby )?(?:boy|girl))\b"
_PARTS = r"(?:knee|ankle|foot|leg|hamstring|achilles|acl|hip|calf|toe|back|shoulder|wrist|ligament|meniscus|shin)"
_DIET = r"(?P<v>vegan|vegetarian|pescatarian|keto|paleo|gluten-free|dairy-free|omnivor\w+|carnivore|flexitarian)"
_DIET_ENDS = r"(?= diet\b| for\b| since\b| and\b| but\b| now\b| again\b| in\b| at\b| who\b| because\b|[,.(]|$)"
_EVERY_DAY = r"(?!.*\b(?:weekends?|sundays?|saturdays?|holidays|vacation)\b)"
_CLOCK = rf"(?:at |around |about |by )+(?P<v>\d{{1,2}}(?::\d\d)? ?(?:[ap]\.?m\.?)?|noon|midnight){_EVERY_DAY}"

FAMILY = (
    row("be", r"^(?:an? )?single(?: (?:again|now|dad|mom|mum|father|mother|parent))?$", "relationship", STATE, "single"),
    row("be", rf"^married\b{_WITH}", "relationship", STATE, "married"),
    row("be", rf"^engaged\b{_WITH}(?! in| by)", "relationship", STATE, "engaged"),
    row("be", r"^(?:recently |newly )?divorced\b", "relationship", STATE, "divorced"),
    row("be", r"^(?:recently )?widowed\b", "relationship", STATE, "widowed"),
    row("be", r"^(?:legally )?separated\b", "relationship", STATE, "separated"),
    row("be", r"^in (?:an? )(?:[\w-]+ )*relationship\b", "relationship", STATE, "dating"),
    row("date", r"^(?:(?:an? )?(?:guy|girl|man|woman|someone)|(?-i:[A-Z])\w+)\b", "relationship", STATE, "dating"),
    row("see", r"^(?:someone|somebody)\b(?! about)", "relationship", STATE, "dating"),
    row("begin start", r"^(?:an? )(?:new )?relationship with\b", "relationship", STATE, "dating"),
    row("begin start", r"^(?:an? )(?:new )?relationship with\b", "relationship", BEGINS, "dating"),
    row("have", r"^(?:an? )?(?:new |serious )?(?:girlfriend|boyfriend)\b", "relationship", STATE, "dating"),
    row("have", r"^(?:an? )?(?:fianc[eé]e?)\b", "relationship", STATE, "engaged"),
    row("have", r"^(?:an? )?(?:wife|husband)\b", "relationship", STATE, "married"),
    row("get be", r"^(?:re-?)?married\b(?! (?:to|for|with|since)\b)", "relationship", BEGINS, "married"),
    row("get", r"^(?:re-?)married\b", "relationship", BEGINS, "married"),
    row("marry", r"^(?!to\b|for\b|with\b|since\b|off\b).*", "relationship", BEGINS, "married"),
    row("remarry", r"^", "relationship", BEGINS, "married"),
    row("get", r"^engaged\b", "relationship", BEGINS, "engaged"),
    row("engage", r"^(?:to (?-i:[A-Z]).*)?$", "relationship", BEGINS, "engaged"),
    row("divorce", r"^(?!party)", "relationship", BEGINS, "divorced"),
    row("get", r"^divorced\b", "relationship", BEGINS, "divorced"),
    row("finalize", r"\bdivorce\b", "relationship", BEGINS, "divorced"),
    row("go", r"^through (?:an? |the |his |her |their )?(?:divorce|separation)\b", "relationship", STATE, "divorcing", is_sure=False),
    row("break split", r"^up\b(?: with (?:his |her |their |my )?\w+)?$|^up with\b", "relationship", BEGINS, "single"),
    row("split separate", r"^from (?:(?-i:[A-Z])\w+|(?:his |her |their |my )" + _PARTNER + ")", "relationship", BEGINS, "separated"),
    row("call", r"^off (?:the |his |her |their |my )?(?:engagement|wedding)\b", "relationship", BEGINS, "single"),
    row("end", r"^(?:the|his|her|their|my|an?) (?:[\w-]+ )?(?:relationship|engagement|marriage)\b", "relationship", BEGINS, "single"),
    row("be", r"^pregnant\b", "pregnancy", STATE, "pregnant"),
    row("expect", rf"^(?:an? |his |her |their |our )?(?:first |second |third |\w+ )?{_BABY}", "pregnancy", STATE, "pregnant"),
    row("have welcome", rf"^{_A_NEW}{_BABY}", "pregnancy", ENDS, "pregnant"),
    row("give", r"^birth\b", "pregnancy", ENDS, "pregnant"),
    row("have welcome", rf"^(?:an? |his |her |their |our )(?:first |new |healthy |little |baby )*{_BABY}", "children", BEGINS, "more"),
    row("have welcome", r"^(?:an? |his |her |their |our )(?P<v>second|third|fourth|fifth) (?:child|baby|kid)\b", "children", BEGINS),
    row("have", r"^(?P<v>no|one|two|three|four|five|six|seven|\d+) (?:\w+ )?(?:kids|children|child|kid)\b", "children", STATE),
    row("be", r"^(?P<v>no|one|two|three|four|five|six|seven|\d+) (?:kids|children|child|kid)(?:$| ?[:(])", "children", STATE),
)  # fmt: skip

BODY = (
    row("be become go", rf"^(?:an? |strictly |strict )*{_DIET}{_DIET_ENDS}", "diet", STATE),
    row("become go", rf"^(?:an? |strict |fully |completely )*{_DIET}{_DIET_ENDS}", "diet", BEGINS),
    row("follow eat stop do", rf"^(?:an? |the )?(?:strict )?{_DIET}\b(?: diet)?", "diet", STATE),
    row("quit stop", rf"^(?:being )?(?:an? |the )?{_DIET}\b", "diet", ENDS),
    row("switch convert", rf"\bto (?:an? )?{_DIET}\b", "diet", BEGINS),
    row("be", r"^(?P<v>lactose)[- ]intolerant", "restriction:lactose", STATE),
    row("be", r"^(?P<v>sober)\b", "restriction:sober", STATE),
    row("wake get", rf"^(?:up )?{_CLOCK}", "wake", STATE),
    row("go", rf"^to (?:bed|sleep) {_CLOCK}", "bed", STATE),
    row("be become", r"^(?:an? )?night owl", "chronotype", STATE, "late"),
    row("be become", r"^(?:an? )?(?:morning person|early bird|early riser)", "chronotype", STATE, "early"),
    row("become", r"^(?:an? )?night owl", "chronotype", BEGINS, "late"),
    row("become", r"^(?:an? )?(?:morning person|early bird|early riser)", "chronotype", BEGINS, "early"),
    row("wake get", r"^up (?:at |around )+(?:4|5)(?::\d\d)? ?am", "chronotype", STATE, "early", is_sure=False),
    row("be", r"^(?P<v>\d{1,3})(?: years? old)?$", "age", STATE),
    row("turn", r"^(?P<v>\d{1,3})$", "age", BEGINS),
    row("injure sprain tear break fracture hurt pull", rf"\b{_PARTS}\b", "athletics", DENIES, ""),
    row("be have", rf"^(?:an? )?(?:stress fracture|(?:torn|broken|sprained|fractured|injured|strained) (?:\w+ )?{_PARTS})", "athletics",
        DENIES, ""),
    row("run train jog", r"^(?!(?:an?|the|his|her|their|for|into|out|on)\b(?!.*\b(?:marathon|race|5k|10k|triathlon|miles)\b))", "athletics",
        STATE, ""),
)  # fmt: skip

_MAKES = (
    r"(?:honda|toyota|ford|subaru|tesla|bmw|audi|mercedes|volkswagen|vw|nissan|hyundai|kia|mazda|jeep|chevy|chevrolet|lexus|volvo|"
    r"porsche|fiat|renault|peugeot|skoda|seat|opel|mini cooper|dodge|gmc|cadillac|acura|infiniti|rivian|lincoln|civic|corolla|"
    r"camry|accord|prius|rav4|cr-v|f-150|outback|golf|model [3sxy]|leaf|tacoma|wrangler|mustang|suv|sedan|minivan|pickup|hatchback|"
    r"electric car|hybrid car|ev)"
)  # fmt: skip
CARS = (
    row("drive own have", rf"^(?:an? |his |her |their |my )(?P<v>(?:[\w-]+ ){{0,3}}?{_MAKES}\b(?: \w+)?)", "vehicle", STATE),
    row("buy lease get", rf"^(?:an? |his |her |their |my )(?P<v>(?:[\w-]+ ){{0,3}}?{_MAKES}\b(?: \w+)?)", "vehicle", BEGINS, is_sure=False),
)  # fmt: skip
