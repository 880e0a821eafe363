"""The verbs that statements about people are made of, each with its forms."""

from enum import StrEnum


class Form(StrEnum):
    """What a form of a verb may be."""

    BARE = "bare"
    PRESENT = "present"  # with -s
    PAST = "past"  # and participle, which are rarely told apart
    GERUND = "gerund"


_REGULAR = """
live reside stay work relocate move commute travel return accept land join hire promote retire graduate enroll study major
train practice practise play exercise jog hike cycle walk cook bake paint dance climb row garden volunteer mentor start
resume stop cease continue finish complete pass fail abandon skip switch change upgrade trade replace plan intend decide
hope want wish consider explore try need aim prefer like love enjoy hate dislike adore loathe detest avoid smoke vape
consume adopt own use lease rent close sign save earn owe weigh cost meditate attend visit subscribe follow listen watch
report manage lead marry date engage propose divorce separate expect welcome die rehome injure sprain fracture recover heal
diagnose learn prepare apply look search hunt interview reschedule postpone extend push shift delay raise lower increase
reduce drop suffer believe mention state note confirm reveal ask suggest recommend offer host organize schedule book bench
prioritize reintroduce name call bike ski surf sew camp downsize settle transfer freelance babysit remarry rescue finalize
end unsubscribe pivot transition migrate expand scale rename pick restart expire bump arrive decrease resign enter reach
evict downgrade found double shrink update tutor coach serve turn gain scrap ditch dump total open renovate interest bank
lift convert share
""".split()
_IRREGULAR = {
    "be": ("is are am 's 're 'm", "was were been", "being"),
    "have": ("has", "had", "having"),
    "do": ("does", "did done", "doing"),
    "go": ("goes", "went gone", "going"),
    "get": ("gets", "got gotten", "getting"),
    "take": ("takes", "took taken", "taking"),
    "make": ("makes", "made", "making"),
    "give": ("gives", "gave given", "giving"),
    "leave": ("leaves", "left", "leaving"),
    "quit": ("quits", "quit quitted", "quitting"),
    "begin": ("begins", "began begun", "beginning"),
    "become": ("becomes", "became", "becoming"),
    "buy": ("buys", "bought", "buying"),
    "sell": ("sells", "sold", "selling"),
    "drive": ("drives", "drove driven", "driving"),
    "ride": ("rides", "rode ridden", "riding"),
    "run": ("runs", "ran", "running"),
    "swim": ("swims", "swam swum", "swimming"),
    "sing": ("sings", "sang sung", "singing"),
    "eat": ("eats", "ate eaten", "eating"),
    "drink": ("drinks", "drank drunk", "drinking"),
    "sleep": ("sleeps", "slept", "sleeping"),
    "wake": ("wakes", "woke woken", "waking"),
    "wear": ("wears", "wore worn", "wearing"),
    "grow": ("grows", "grew grown", "growing"),
    "bear": ("bears", "bore born", "bearing"),
    "break": ("breaks", "broke broken", "breaking"),
    "tear": ("tears", "tore torn", "tearing"),
    "hurt": ("hurts", "hurt", "hurting"),
    "lose": ("loses", "lost", "losing"),
    "keep": ("keeps", "kept", "keeping"),
    "put": ("puts", "put", "putting"),
    "lay": ("lays", "laid", "laying"),
    "fire": ("fires", "fired", "firing"),
    "read": ("reads", "read", "reading"),
    "write": ("writes", "wrote written", "writing"),
    "speak": ("speaks", "spoke spoken", "speaking"),
    "teach": ("teaches", "taught", "teaching"),
    "see": ("sees", "saw seen", "seeing"),
    "meet": ("meets", "met", "meeting"),
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "think": ("thinks", "thought", "thinking"),
    "feel": ("feels", "felt", "feeling"),
    "find": ("finds", "found", "finding"),
    "build": ("builds", "built", "building"),
    "cut": ("cuts", "cut", "cutting"),
    "bring": ("brings", "brought", "bringing"),
    "dream": ("dreams", "dreamed dreamt", "dreaming"),
    "undergo": ("undergoes", "underwent undergone", "undergoing"),
    "fall": ("falls", "fell fallen", "falling"),
    "send": ("sends", "sent", "sending"),
    "come": ("comes", "came", "coming"),
    "pay": ("pays", "paid", "paying"),
    "fly": ("flies", "flew flown", "flying"),
    "split": ("splits", "split", "splitting"),
    "spend": ("spends", "spent", "spending"),
    "understand": ("understands", "understood", "understanding"),
    "know": ("knows", "knew known", "knowing"),
    "hear": ("hears", "heard", "hearing"),
    "win": ("wins", "won", "winning"),
    "hold": ("holds", "held", "holding"),
    "stand": ("stands", "stood", "standing"),
    "set": ("sets", "set", "setting"),
    "throw": ("throws", "threw thrown", "throwing"),
    "catch": ("catches", "caught", "catching"),
    "choose": ("chooses", "chose chosen", "choosing"),
    "draw": ("draws", "drew drawn", "drawing"),
    "fight": ("fights", "fought", "fighting"),
    "forget": ("forgets", "forgot forgotten", "forgetting"),
    "show": ("shows", "showed shown", "showing"),
    "sit": ("sits", "sat", "sitting"),
    "let": ("lets", "let", "letting"),
    "feed": ("feeds", "fed", "feeding"),
    "sublet": ("sublets", "sublet", "subletting"),
    "cancel": ("cancels", "cancelled canceled", "cancelling canceling"),
    "enrol": ("enrols", "enrolled", "enrolling"),
    "knit": ("knits", "knitted knit", "knitting"),
}
_DOUBLED = frozenset("jog plan stop skip drop transfer prefer scrap".split())


def _regular(lemma: str) -> tuple[str, str, str]:
    last = lemma[-1]
    if lemma in _DOUBLED:
        return lemma + "s", f"{lemma}{last}ed", f"{lemma}{last}ing"
    if lemma == "die":
        return "dies", "died", "dying"
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if last == "y" and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    return lemma + ("es" if lemma.endswith(("s", "x", "sh", "ch")) else "s"), lemma + "ed", lemma + "ing"


def _table() -> dict[str, tuple[str, Form]]:
    forms: dict[str, tuple[str, Form]] = {}
    every = {lemma: _regular(lemma) for lemma in _REGULAR if "_" not in lemma} | _IRREGULAR
    for lemma, (present, past, gerund) in every.items():
        forms[lemma] = (lemma, Form.BARE)
        for form, words in ((Form.PRESENT, present), (Form.GERUND, gerund), (Form.PAST, past)):
            forms.update(dict.fromkeys(words.split(), (lemma, form)))
    return forms


FORMS = _table()
_FORM_OF = {(lemma, form): word for word, (lemma, form) in reversed(FORMS.items())}


def past_of(verb: str) -> str:
    """The past of a verb in its plain form; of one that is not known, the regular one."""
    return _FORM_OF.get((verb, Form.PAST)) or _regular(verb)[1]


def gerund_of(verb: str) -> str:
    """The form in -ing of a verb in its plain form; "" where it is not known."""
    return _FORM_OF.get((verb, Form.GERUND), "")
