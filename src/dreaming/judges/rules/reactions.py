"""What only reacts, greets or takes leave: "ok, go on", "thanks a lot", "best regards, Ida"."""

import re

_F = re.IGNORECASE

_REACTION = re.compile(
    r"(?:best|kind|warm|many)?\s*(?:regards|wishes|greetings),?\s+\w+(?:\s\w+)?\W*$|(?:(?:ok(?:ay)?|k|kk|yes|yeah|yep|yup|no|nope|nah|sure|right|exactly|correct|true|fine|good|"
    r"great|perfect|cool|nice|awesome|amazing|excellent|brilliant|wow|lovely|super|thanks|thank you|"
    r"thx|ty|cheers|"
    r"lgtm|looks? (?:good|great|fine|right|ok)|sounds? (?:good|great|fine)|works? (?:for me|now|great|"
    r"fine)|well done|good (?:job|work|catch|point|call|idea|question)|nice (?:work|job|one|catch)|"
    r"go (?:on|ahead|for it)|continue|proceed|carry on|keep going|next|stop|wait|done|same|again|"
    r"please|agreed|makes sense|got it|i see|understood|never ?mind|no worries|no problem|"
    r"lol|haha+|hmm+|ugh|oops|sorry|welcome|hi|hello|hey|bye|good ?(?:morning|night|evening)|see you|"
    r"talk (?:soon|later)|you['’]re (?:right|welcome)|that['’]s (?:it|great|good|fine|right|correct|"
    r"perfect|all|better|helpful|awesome|amazing|cool|interesting|a (?:great|"
    r"good)))\b[\s,.!–—-]*){1,6}"
    r"(?:(?:so|very) much|it|a lot|then|for (?:the |your |all )?(?:help|that|this|now|everything|"
    r"info\w*|tips?|advice)|to me|to hear|now|too|claude|all|"
    r"everyone)?[\s.!,;)(:/\U0001f300-\U0001faff]*$",
    _F,
)


def is_reaction(text: str) -> bool:
    """Whether a sentence only reacts or greets."""
    return _REACTION.match(text) is not None
