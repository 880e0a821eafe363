"""The kinds of lines that only meant something while they were written, as patterns; `transient` applies them.

Steps of work at a computer and how they went, breaks, leaving for the day, what the weather, the connection and a meeting
were like, asides and thanks. Each kind is a closed form: what fits no form to its last word is left alone.
"""

import re


def _any(*phrases: str) -> str:
    """Any of the phrases, which are parted by commas and may be patterns themselves."""
    return f"(?:{'|'.join(part.strip() for each in phrases for part in each.split(','))})"


_WHO = (
    _any("i", "we", "(?:the )?(?:agent|assistant|user)", "you")
    + r"(?:['’]ve|['’]m|['’]re| have| had| has| am| are| just)?"
)
_WHEN = _any(
    "again, once more, one more time, for now, now, just now, right now, quickly, briefly, locally, manually, as well, too, today, earlier",
    "so far, still, once, twice, by (?:mistake|accident), from (?:top to bottom|start to (?:end|finish)), first, a bit",
    "for (?:a (?:bit|while|moment|minute)|some time)",
)
_SOME = r"(?:(?:a )?(?:two|three|four|five|some|several|few|many|couple of) )"
_OF = (
    rf"(?:{_any('the, all(?: the| of the)?, a, an, my, our, some, its, this, that, both, other, another, new')} |{_SOME}|"
    rf"{_any('same, latest, last, previous, earlier, next, whole, full, entire, remaining, wrong, stale')} )*"
)
# What work on a computer consists of, whatever the work is.
_SORT = _any(
    "unit, integration, e2e, end-to-end, smoke, type, lint, dev, development, test, local, code, source, build, log, error, git, web",
    "config(?:uration)?, documentation, release, pull, merge, background, command, search, failing, changed, updated, generated, browser",
)
_THING = rf"(?:{_SORT} )*" + _any(
    "linters?, formatters?, tests?, test ?suites?, suites?, specs?, checks?, type ?checks?, type ?checkers?, builds?, ci, pipelines?",
    "servers?, files?, folders?, director(?:y|ies), code, changes?, diffs?, branch, branches, repo(?:sitory)?, dependenc(?:y|ies)",
    "packages?, logs?, output, results?, docs?, documentation, pages?, browser, editor, terminal, shell, app, scripts?, commands?",
    "commits?, prs?, requests?, tabs?, windows?, screens?, notes?, lines?, functions?, class(?:es)?, modules?, everything, it",
    "readme, stack ?trace, errors?, warnings?, working tree, tree, workspace, caches?, progress bar, clipboard, snippet, spinner, prompt",
    "spreadsheet, dashboard, (?:down|up)loads?, message, answer, screenshot, password, clock",
)
_INTO = r"(?: (?:at|through|over|into|to|down|up|out|for|with|around(?: in)?))?"
_DID = r"(?:re-?)?" + _any(
    "ran, run, running, executed, executing, started, starting, stopped, stopping, opened, opening, closed, closing",
    f"scrolled{_INTO}, read{_INTO}, reading{_INTO}, looked{_INTO}, looking{_INTO}, checked{_INTO}, checking{_INTO}, searched{_INTO}",
    f"searching{_INTO}, waited{_INTO}, waiting{_INTO}, continued{_INTO}, continuing{_INTO}, cleaned{_INTO}, cleaning{_INTO}, done with",
    "reviewed, reviewing, inspected, skimmed, browsed, tried, trying, tested, testing, built, building, compiled, compiling, formatted",
    "formatting, linted, linting, installed, installing, pulled, pulling, fetched, pushed, pushing, committed, committing, staged, stashed",
    "based(?: on(?:to)?)?, merged, saved, saving, finished, wrapped up, working on, worked on, launched, killed, freshed, loaded",
    f"copied, pasted, viewed, printed, clicked{_INTO}, typed, refreshed, reloaded, reloading, watched, watching, cleared, woke up",
    "verified, confirmed",
)
_IS = _any(
    "has, have, is, are, was, were, still, now, looks?, came back, come back, came out, went, turned, seems?, been"
)
_GOOD = _any(
    "pass(?:ed|es|ing)?, succeed(?:ed|s)?, successful(?:ly)?, work(?:ed|s|ing)?, fail(?:ed|s|ing)?, green, red, clean, fine, "
    "good, ok(?:ay)?",
    "happy, up to date, unchanged, as expected, running, ready",
)
_TROUBLE = r"(?:new )?" + _any(
    "errors?, issues?, problems?, warnings?, failures?, changes?, findings?, complaints?, conflicts?, surprises?"
)
_NO_TROUBLE = rf"(?:with )?(?:no|without(?: any)?|zero) {_TROUBLE}(?: (?:found|reported|left|so far))?"
_NOTHING = r"nothing (?:else )?(?:new|unusual|interesting|to (?:do|report|add|commit|see|fix|note|change)|stood out|changed|else|happened)"
_WELL = _any(
    rf"(?:(?:it|they|all|everything|that) )?(?:{_IS} )*{_GOOD}(?: (?:{_WHEN}|fine|well|cleanly|this time|on the (?:second|third|"
    rf"next) (?:try|attempt|run)|{_NO_TROUBLE}))*",
    rf"{_NO_TROUBLE}, {_NOTHING}(?: (?:from my side|in (?:{_OF}{_THING}|(?:the|my) (?:inbox|mail|chat))))?"
    rf"(?: (?:today|so far|for now|for a while|for the moment))?",
    "(?:still )?(?:the )?same (?:output|result|error|thing|outcome|problem|message)(?: message)?(?: as before| again)?, all good",
    "all clear, looks good",
)
_DAY = r"(?: (?:today|tonight|yesterday|now|right now|again|so far|(?:all|this|the whole) (?:morning|afternoon|evening|day)|all day))"
_WHILE = (
    r"(?: (?:for|in) (?:a (?:bit|while|moment|minute|second|sec|few (?:minutes|seconds))|some time|"
    r"a few|(?:two|three|five|ten) minutes))"
)
_LATER = (
    r"(?: (?:later(?: today)?|tomorrow|soon|in a (?:bit|minute|moment|while)|"
    r"after (?:lunch|dinner|the (?:break|call|meeting|standup))|"
    r"in the (?:morning|afternoon|evening)|next))"
)
_MACHINE = r"(?:(?:the|my|our) )?" + _any(
    "vpn, wi-?fi, internet(?: connection)?, network, connection, zoom, slack, teams, terminal, shell, screen, laptop, computer, ide",
    "editor",
    "browser, machine, keyboard, mouse, headset, camera, mic(?:rophone)?, sound, audio, video, call",
)
_GATHERING = r"(?:(?:the|our|my|today['’]s) )?" + _any(
    "stand-?up, meeting, call, retro(?:spective)?, sync, demo, review, planning, lunch, train, bus, tram"
)
_SEEN = r"(?:(?:the|my|our|that|this) )?" + _any(
    "list, inbox, mails?, e-?mails?, post, thread, chat, channel, calendar, board, backlog, agenda, minutes, ticket, notes?, page, output",
    "tabs(?: in the browser)?, spreadsheet, numbers, draft, slides",
)
_LOOKED = _any(
    "printed, checked, read, reread, re-read, skimmed, sorted, saw, looked (?:at|over|through), went (?:over|through), scrolled through"
)
_SEEN_WELL = _any(_WELL, "nothing (?:odd|there|special|interesting)")
_LEFT = r"(?:left|closed|ended) (?:the )?(?:chat|session|conversation|call)"
_THANKED = _any(
    "thanks?, ok(?:ay)?, yes, no, fine, happy, pleased, satisfied, (?:that )?it work(?:s|ed), me, the agent, good, great"
)
RULES: tuple[tuple[str, str], ...] = (
    (
        "thanks",
        _any(
            "ok(?:ay)?, great, perfect, nice, cool, awesome, thanks?, thank you, thx, cheers, good job, well done, got it, sounds good",
            "(?:looks|sounds) good(?: to me)?, lgtm, all good, done, yes, no, sure, right, alright, well, h+m+, ah, oh, next one",
            "(?:(?:ok(?:ay)?|great|nice|good) )?(?:that|it|this) (?:worked|works(?: for me)?|helped), moving on, ready when you are",
            "just checking in",
        )
        + r"(?: then| so much| a lot| again| for (?:the |your )?(?:quick |great |good )?(?:help|work|fix|answer|reply))?",
    ),
    (
        "thanks",
        r"(?:the )?user (?:said|says|was|is|seemed|confirmed|agreed|thanked|replied|reacted)"
        rf"(?: {_THANKED}| with (?:the )?(?:results?|outcome|changes?|fix))*(?: and {_LEFT})?",
    ),
    (
        "thanks",
        rf"(?:the )?(?:user|agent|assistant) (?:{_LEFT}|(?:went|is|was) (?:silent|quiet|afk|typing|waiting)(?:{_WHILE})?|apologi[sz]ed|"
        rf"agreed|said it (?:will|would) (?:look into|check|do|try|fix) (?:it|that)|thanked (?:the (?:user|agent|assistant)|me))",
    ),
    (
        "thanks",
        r"(?:(?:the )?(?:user|agent|assistant) asked(?: me)?|asked (?:the )?(?:user|agent|assistant)|i was asked) to (?:repeat|stop|"
        r"wait|continue|go on|try again|start over|retry|proceed|hold on|scroll (?:up|down))"
        rf"(?: {_OF}{_THING})?(?: {_WHEN})*",
    ),
    (
        "greeting",
        r"(?:the )?(?:user )?(?:said )?(?:hi|hello|hey|good (?:morning|evening|afternoon|night)|bye|goodbye|see you)"
        r"(?: there| again| everyone| all| tomorrow)?(?: and asked how (?:it|things|i|we|everything) (?:is|are|was|were)(?: going|"
        r" doing)?)?",
    ),
    (
        "break",
        r"(?:(?:time for|off to|taking|took) )?(?:a )?(?:lunch|coffee|tea|short|quick|bathroom|dinner) ?break(?: now| then| soon|"
        r" first)?|brb|afk|"
        r"(?:be |i['’]ll be )?(?:right )?back (?:in (?:a|an|some|few|five|ten|minutes?|moments?|hours?|bit|while|sec| )+|soon|later|now)",
    ),
    (
        "narration",
        r"(?:now )?(?:i['’]?ll|i will|i am going to|i['’]m going to|going to|about to|next(?: up)?:?(?: i['’]?ll)?|will) (?:now |"
        r"then |just |first )*"
        rf"(?:look|check|see|read|open|start|try|run|re-?run|continue|go on|wait){_INTO}(?: {_OF}{_THING})?(?: {_WHEN})*",
    ),
    ("narration", r"(?:now )?let me (?:now |first )*(?:look|check|see|read|open|try|have a look|take a look)\b.{0,60}"),
    (
        "moment",
        rf"(?:{_WHO} )?(?:(?:just|also|then|now|still|finally|and) )*{_DID}(?: and (?:then )?{_DID})?"
        rf"(?: {_OF}{_THING}(?: (?:and|for|of|in|on|onto|to|from|with) {_OF}{_THING})*(?: and {_DID}(?: {_OF}{_THING})?)?)?"
        rf"(?: to (?:find|see|check|read|look at|verify|confirm|reach) {_OF}{_THING})?"
        rf"(?: {_WHEN})*(?:(?:,| and|, and| but|, but) {_SEEN_WELL})?",
    ),
    (
        "moment",
        rf"(?:(?:i am|i['’]m|still|just) )*wait(?:ing|ed) (?:for|on) (?:{_OF}{_THING}|{_MACHINE}) to (?:finish|complete|load|come back|"
        rf"come up|start|respond|end|boot|settle|(?:turn|go) green|pass)(?: {_WHEN})*",
    ),
    ("moment", rf"{_OF}{_THING} (?:(?:{_IS}|just|also) )*(?:{_DID}(?: {_WHEN})*(?:,? (?:and )?{_WELL})?|{_WELL})"),
    ("moment", _WELL),
    (
        "leaving",
        r"(?:(?:i['’]?m|i am|we['’]?re|that['’]?s it|all) )?(?:(?:done|finished|off|out) for (?:today|now|the day)|calling it a day|"
        r"(?:logging|signing|clocking) off|(?:heading|going) home|(?:closing|closed) (?:the|my) (?:laptop|computer)|(?:stepping|"
        r"popping|popped) out(?: (?:to|for) (?:the shop|the shops|lunch|coffee|air))?)"
        rf"(?: for (?:today|the day|now)|{_DAY}|{_WHILE})*|(?:i )?(?:need|have|got) to (?:run|go|leave)(?: now)?|(?:more|talk|"
        rf"see you){_LATER}",
    ),
    (
        "leaving",
        r"(?:(?:i|we)(?:['’]ll| will)|will|going to) (?:go on|continue|carry on|look|check|try|do it|do that|pick (?:it|this) (?:back )?up|"
        r"pick up (?:it|this)|finish it|have a look|come back to (?:it|this)|"
        rf"take a look)(?: (?:at|into) (?:it|that))?(?: (?:again|then))?(?:{_LATER}| afterwards)|tried (?:again )?later",
    ),
    (
        "break",
        r"(?:grabb|mak|gett|fetch)ing (?:a |an |another |some |more )?(?:quick )?(?:coffee|tea|lunch)|made (?:coffee|tea)|be right back|"
        rf"(?:off to|out for|at|back from|going (?:to|for)) (?:a )?(?:quick )?(?:lunch|coffee|dinner)(?:{_DAY})*|"
        r"(?:back|now) at (?:the|my) desk|"
        rf"(?:coffee|tea) first, then (?:{_OF}{_THING}|the (?:review|rest|call|meeting))",
    ),
    (
        "surroundings",
        r"(?:(?:it is|it['’]s|very|so|quite|rather|a bit|really|too) )*(?:raining|snowing|pouring|cold|hot|warm|noisy|loud|stuffy|sunny|"
        r"windy)(?: cats and dogs)?"
        rf"(?: (?:in here|in the office|outside))?(?:{_DAY})+|(?:it is|it['’]s) (?:raining|snowing|pouring)(?: outside)?(?: again)?|"
        rf"it (?:rained|snowed|poured|hailed)(?: a lot)?(?:{_DAY})+|"
        rf"(?:nice|lovely|great|awful|terrible|bad|good|beautiful) weather{_DAY}(?:, (?:ate|sat|had lunch) outside)?|"
        r"(?:somebody|someone|they) (?:is|are|was|were) (?:drilling|hammering|mowing|shouting|hoovering|vacuuming) (?:next door|outside|"
        rf"upstairs)|(?:the )?neighbou?rs? (?:is|are|was|were) (?:drilling|hammering|mowing|shouting|hoovering|vacuuming)(?:{_DAY})+|"
        rf"(?:the )?(?:radio|music|street|neighbou?rs|office|traffic) (?:was|were) (?:too |very |so |really |quite )?(?:loud|noisy|cold|"
        rf"hot|warm|bad)"
        rf"{_DAY}",
    ),
    (
        "surroundings",
        rf"{_MACHINE} (?:(?:dropped|froze|hung|disconnected|cut out|lagged)(?: (?:twice|once|three times|a few times))?(?:{_DAY}|"
        rf"{_WHILE})*|"
        r"(?:crashed|(?:rebooted|restarted)(?: itself)?|was (?:slow|down|patchy|unstable|laggy|choppy|frozen))"
        rf"(?: (?:twice|once|three times|a few times|in the middle of the (?:call|meeting|demo))|{_DAY}|{_WHILE})+)|"
        rf"(?:i )?had to (?:(?:restart|reboot|reload|reopen|reconnect) (?:it|{_MACHINE})|(?:log|sign) in)(?: (?:twice|once|again))?|"
        rf"restarted {_MACHINE}|{_MACHINE} dropped(?:{_WHILE})? and came back|(?:the )?kettle (?:has )?(?:just )?boiled|"
        rf"waited on hold(?:{_WHILE}| for "
        rf"(?:\w+) minutes)?|(?:network|connection|wi-?fi|internet) (?:hiccups?|glitch(?:es)?|dropouts?)(?: around noon|{_DAY})",
    ),
    (
        "surroundings",
        rf"{_GATHERING} (?:(?:ran|went|was|were|started|began) (?:very |so |a bit |much )?(?:over|long|late|delayed|on and on)|"
        rf"dragged on|overran)"
        r"(?: by (?:a |an )?(?:few|some|two|five|ten|fifteen|twenty|thirty|quarter of an hour|half an hour|hour)(?: minutes)?)?"
        rf"(?:{_DAY})*|{_GATHERING} ran over|(?:starting|started) (?:a bit )?late|"
        rf"{_GATHERING} (?:started|began|ended|finished) (?:(?:a few|two|five|ten|fifteen) minutes )?(?:late|early)(?:{_DAY})*|"
        rf"{_GATHERING} in (?:a (?:bit|moment|minute)|two|five|ten|fifteen)(?: minutes)?",
    ),
    (
        "state",
        rf"(?:(?:a )?(?:long|busy|slow|quiet|hectic) (?:day|morning|afternoon|evening)|running late|not much (?:happening|new|going on)|"
        rf"nothing (?:new|to report))(?:{_DAY})*|no progress(?: since this morning|{_DAY})",
    ),
    (
        "moment",
        rf"{_LOOKED} {_SEEN}(?: (?:again|once more|one more time))?, (?:and )?(?:{_NOTHING}|{_NO_TROUBLE}|nothing (?:odd|there|special|"
        rf"interesting)|"
        rf"mostly (?:adverts|spam|junk))|{_LOOKED} {_SEEN} (?:again|once more|one more time)|nobody (?:picked up|"
        rf"answered)(?:, tried later)?|"
        rf"saw (?:the|that|this) (?:ticket|mail|message|thread|page|note)|opened {_SOME}tabs(?: and forgot (?:why|what for))?|"
        r"(?:the|this|that) (?:diff|output) is (?:very |quite |rather )?(?:short|long|small|big|tiny|huge)(?:, only (?:whitespace|"
        r"formatting|renames))?",
    ),
    (
        "aside",
        r"(?:sorry|oops|whoops|my bad|that helps|wrong number|ignore (?:it|that|this|me)|typo(?: in (?:my|the) last \w+)?|"
        r"(?:the |my )?(?:phone|doorbell|bell) (?:rang|is ringing|buzzed)|(?:somebody|someone) (?:is )?at the (?:door|window|gate)|"
        r"(?:i['’]?m |i am )?(?:yawning|tired|hungry|sleepy) (?:already|now)|(?:still )?thinking about it|"
        r"that was (?:quick|fast|easy)|hold on|hang on|never mind|(?:sorry, )?wrong (?:window|tab|chat|channel)|"
        r"testing,? one,? two,? three|just testing(?: (?:whether|if) this (?:note )?(?:works|gets saved))?|"
        r"(?:just )?(?:one|a) (?:moment|second|minute|sec)(?: please)?|(?:please )?give me (?:a|one) (?:moment|second|minute|sec)|"
        r"let me think(?: for a (?:moment|second|minute))?)",
    ),
    (
        "moment",
        r"(?:the )?(?:new |previous )?(?:session|context|conversation|chat) (?:was |is )?(?:started|starts|ended|begins|began|ends|resumed|"
        rf"compacted|summari[sz]ed|cleared|over|continues|continued)(?: (?:at|in|from) {_OF}(?:(?:repo(?:sitory)?|"
        rf"project) )?(?:root|folder|directory|repo(?:sitory)?|project|terminal|editor))?(?: {_WHEN})*|(?:start|end|"
        rf"beginning) of (?:the )?(?:session|"
        rf"conversation|day)|"
        r"(?:picking|picked) up (?:from )?where (?:we|i) left off|continuing from (?:the )?(?:last|previous|earlier) session",
    ),
    ("moment", r"(?:git status|the working tree|working tree) (?:shows |is )?(?:a )?clean(?: tree)?"),
    (
        "moment",
        rf"(?:that|{_OF}{_THING}) (?:took|ran for) (?:a (?:while|bit|long time)|ages|forever|(?:longer|shorter) than (?:usual|expected))",
    ),
)
# What one asks those present, which nobody could answer later.
ASKED_NOW = re.compile(
    r"(?:(?:can|could|would) you (?:please )?(?:scroll|zoom|go|move|turn|speak|talk|repeat|say|show|mute|unmute|wait|share|make (?:it|"
    r"the (?:window|font|text|"
    r"picture)))(?: (?:up|down|in|out|back|left|right|it|that|this|me|again|once more|louder|slower|a (?:bit|little|moment|second)|"
    r"your screen|yourself|please|bigger|smaller|larger|wider|for a (?:moment|second)))*|"
    r"(?:can|could) (?:you|everybody|everyone|anybody|anyone|you all) (?:hear|see) (?:me|us|this|my screen|it)(?: (?:now|well|again))?|"
    r"(?:are you|is (?:anybody|anyone|everybody)) (?:still )?(?:there|here)|is this (?:thing )?(?:on|working)|what was i (?:saying|doing)|"
    r"where (?:were|was) (?:we|i)|how (?:are|is) (?:you|it going)(?: today)?)",
    re.IGNORECASE,
)
# Words of the moment that only look as if they told a reason, a rule or a means.
HARMLESS = re.compile(
    r"\bafter (?:lunch|dinner|the (?:break|call|meeting|standup))\b|\bby (?:a |an )?(?:few|some|two|five|ten|fifteen|twenty|thirty|"
    r"quarter of an hour|"
    r"half an hour|hour)\b|\bas before\b|\bonly (?:whitespace|formatting|renames)\b|\b(?:need to|have to) (?:run|go|leave)\b|"
    r"\bforgot why\b|\bby (?:mistake|accident)\b|\bready when you are\b|"
    r"\bsince this morning\b",
    re.IGNORECASE,
)
TELLS_MORE = re.compile(
    r"\b(?:only|must|should|always|never|every|each|need(?:s|ed)?|require[sd]?|because|since|unless|if|when|before|after|until|instead|"
    r"except|don['’]t|do not|can['’]t|cannot|todo|remember|note that|make sure|prefer|why|how (?!it|things|we)|decid\w+|agreed|owner|owned|"
    r"by|using|via)\b",
    re.IGNORECASE,
)
