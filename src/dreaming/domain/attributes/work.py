"""Where somebody lives, works and studies, with whom, and how they get there."""

from dreaming.domain.attributes.rules import BEGINS, ENDS, STATE, row
from dreaming.domain.calendars import MONTHS, WEEKDAY

NAME = r"(?-i:[A-Z][\w.&'-]*(?:(?:,? |, | of | and | & )(?-i:[A-Z])[\w.&'-]*){0,4})"
PLACE = r"(?:the |rural |suburban |downtown |central |north |south |east |west )?(?P<v>(?-i:[A-Z])[\w.'-]+(?:,? (?-i:[A-Z])[\w.'-]+){0,3})"
_FIRM = (
    r"(?:startup|start-up|bank|hospital|school|company|firm|agency|university|college|clinic|restaurant|caf[eé]|store|shop|(?<!home )lab|"
    r"laboratory|factory|library|non-?profit|council|ministry|publisher|consultancy|hotel|bakery|museum|newspaper|bar|salon|"
    r"pharmacy|warehouse|corporation|charity|studio|supermarket|airline|brewery|insurer|bookstore|bookshop|law firm|tech company|"
    r"academy|observatory|orchestra|institution|department|embassy|"
    r"practice|surgery|joinery|workshop|gallery|theat(?:er|re)|nursery|kindergarten|garage|winery|vineyard|farm|call cent(?:er|re)|"
    r"(?:tax|post|patent|employment|planning|law|architecture) office|emergency (?:room|unit)|foundation|institute)"
)  # fmt: skip
FIRM = rf"(?P<v>{NAME}(?! {_FIRM})|(?:an? |the |his |her |their |my )?(?:[\w'-]+ ){{0,3}}?{_FIRM}\b(?: of (?:the )?{NAME})?)"
_NO_GROUP = r"(?!.*\b(?:club|group|team|church|class|league|band|choir|gym|association|community|program|society|board|waitlist)\b)"
_POSITION = r"(?:job|position|role|offer|post|lectureship|professorship|fellowship|residency|clerkship|directorship|traineeship|postdoc)"
_JOB = rf"^(?:an? |the |his |her |their |my |new |full-time |permanent )*(?P<kind>(?:[\w-]+ ){{0,4}}?){_POSITION}s?\b"
_SIDE = (
    rf"(?!.*\b(?:{WEEKDAY}s?|part-time|side|second job|summer|weekends?|evenings|volunteer|temporary|"
    r"seasonal|internship)\b)"
)
OCCUPATIONS = (
    r"(?:engineer|developer|programmer|designer|manager|director|teacher|professor|lecturer|nurse|doctor|physician|surgeon|lawyer|"
    r"attorney|paralegal|writer|author|scientist|analyst|consultant|architect|founder|ceo|cto|cfo|coo|freelancer|contractor|"
    r"researcher|accountant|bookkeeper|chef|cook|artist|musician|photographer|marketer|administrator|assistant|secretary|"
    r"receptionist|journalist|editor|translator|therapist|dentist|veterinarian|"
    r"pilot(?! (?:with|project|program(?:me)?|phase|study|run|test)\b)|driver|mechanic|electrician|plumber|carpenter|"
    r"farmer|librarian|paramedic|pharmacist|biologist|chemist|physicist|economist|psychologist|realtor|agent|broker|producer|"
    r"barista|waiter|waitress|server(?! (?:for|on|with|running|in the)\b)|"
    r"bartender|baker|florist|officer|technician|recruiter|salesperson|cashier|"
    r"clerk|principal|counselor|counsellor|social worker|firefighter|police officer|soldier|banker|trader|auditor|coordinator|"
    r"specialist|supervisor|foreman|tutor|nanny|stylist|hairdresser|copywriter|strategist|planner|advis[eo]r|associate|partner at \w+|"
    r"team lead|tech lead|vice president|vp|intern|resident|instructor|"
    r"coach|captain|apprentice|trainee|judge|prosecutor|solicitor|barrister|notary|headteacher|carer|gardener|tailor|"
    r"head of [\w-]+(?: [\w-]+)?|animator|composer|conductor|illustrator|postdoc|superintendent|inspector|"
    r"curator|actuary|geologist|surveyor|optometrist|midwife|caregiver|representative)"
)  # fmt: skip
ROLE = (
    r"(?!(?:my|our|your) )(?!(?:.*\b(?:amateur|aspiring|hobby|former|ex|retired|volunteer|future|wannabe|part-time|certified)\b))"
    rf"(?P<v>(?:[\w/&+-]+ ){{0,4}}?(?:\w+-)?{OCCUPATIONS})(?=$|,| (?:at|for|in|with|on|and|of|from|by|since|job|position|role)\b)"
)  # fmt: skip
_SOME_ROLE = ROLE.replace("?P<v>", "?:")
_NO_KEY = r"(?!.*:\s)"  # `account manager at Mills: Aiko` tells of Mills
_HOME = (
    r"(?:apartment|flat|house|condo|studio|townhouse|loft|cabin|dorm|bungalow|cottage|duplex|trailer|houseboat|"
    r"flatshare|villa|farmhouse|penthouse|maisonette|bedsit|annex(?:e)?)"
)
_ENTRY = r"(?:in|into) (?:an?|the|his|her|their|my) (?P<v>(?:[\w-]+ ){0,3}?" + _HOME + r")\b"
_MONTHS = rf"(?:{MONTHS})"
_AFTER = rf"(?!.*\b(?:next|starting|beginning|in {_MONTHS})\b)"
_SOON = r"(?=.*\b(?:next|starting|beginning)\b)"

_PASSING = (
    r"(?!.*\b(?:for (?:an?|the|two|three|four|some|\d+) (?:few |couple of )?(?:days?|weeks?|nights?|weekend)|this (?:week|month)|until|"
    r"till|"
    r"while|temporarily|at the moment|over the)\b)"
)
_NO_SECOND = r"(?!.*\b(?:holiday|vacation|summer|weekend|second|rent out|to let|invest\w*|tenants?|office|shop)\b)"
_IN_A_HOME = rf"(?:(?:an?|the|his|her|their|my|our) )?(?:[\w'-]+ ){{0,4}}?(?:{_HOME}|room|place)\b.*?\bin {PLACE}"
_SCHOOL = r"(?:school|gymnasium|college|university|academy|kindergarten|nursery|kita|preschool|daycare)\b"
_NO_JOB = (
    r"(?:meeting|class|classes|practice|rehearsal|course|lessons?|party|dinner|lunch|appointment|exam|concert|wedding|training|workshop|"
    r"student|member|volunteer|patient|customer|interview|event|conference|talk|game|match|visit|stay|night|week|day|morning|evening|"
    r"desk|seat|place|room|house|flat|home|account|guest|friend|colleague|contact|tests?|therapy|physio|yoga|gym|swimming|evenings)\b"
)
_NOT_AT = (
    r"(?!.*\b(?:at (?:\d|noon|one|two|three|four|five|six|seven|eight|nine|ten)|early|late)\b)"  # left work at six
)
_DEGREE = (
    r"(?:honou?rs|bachelor(?:'?s)?|master(?:'?s)?|msc|bsc|ba|ma|mba|phd|doctorate|diploma|degree|minor|certificate|course|"
    r"programme|program)(?: (?:degree|course|programme|program))?"
)
_FIELDS = (
    r"(?:law|medicine|philosophy|history|geography|physics|chemistry|biology|mathematics|maths|math|statistics|economics|business|"
    r"accounting|finance|marketing|psychology|sociology|anthropology|politics|political science|international relations|architecture|"
    r"engineering|computer science|informatics|data science|design|fine arts?|art history|music|musicology|theat(?:er|re)|film|literature|"
    r"linguistics|nursing|midwifery|pharmacy|dentistry|veterinary medicine|education|pedagogy|social work|"
    r"teacher training|theology|journalism|media studies|"
    r"communications?|urban planning|planning|environmental science|ecology|geology|agriculture|"
    r"forestry|astronomy|archaeology|management|public health|nutrition|sports? science)"
)

HOME = (
    row("live reside stay settle", rf"{_PASSING}\bin {PLACE}", "residence", STATE),
    row("rent lease", rf"^{_NO_SECOND}(?!.* to \w+s$){_IN_A_HOME}", "residence", STATE),
    row("have", rf"^(?:his|her|their|my|our|an?) own (?:{_HOME}|place)\b.*?\bin {PLACE}", "residence", STATE),
    row("move", rf"^(?:\w+ )?(?:in|into|to) {_IN_A_HOME}", "residence", BEGINS),
    row("move", rf"^in with .*?\bin {PLACE}", "residence", BEGINS),
    row("share", rf"^{_IN_A_HOME}", "residence", STATE),
    row("sublet", rf"\bin {PLACE}", "residence", STATE),
    row("get", rf"^the keys (?:to|for|of) {_IN_A_HOME}", "residence", BEGINS, is_sure=False),
    row("be", rf"^(?:currently )?based (?:\w+ )?(?:in|out of) {PLACE}", "residence", STATE),
    row("settle", rf"^(?:down )?in {PLACE}", "residence", BEGINS),
    row("find buy sign", rf"^(?:(?:for|on) )?{_NO_SECOND}{_IN_A_HOME}", "residence", BEGINS, is_sure=False),
    row("relocate", rf"\bto {PLACE}", "residence", BEGINS),
    row("move", rf"^(?:\w+ )?(?:back )?to {PLACE}(?! team\b)", "residence", BEGINS),
    row("grow", rf"^up in {PLACE}", "hometown", BEGINS),
    row("live", r"^(?P<v>alone|by (?:him|her|my|them)sel\w+|on (?:his|her|their|my) own)", "household", STATE, "alone"),
    row("live", r"\bwith (?P<v>(?:[\w'-]+(?: and)? ?){1,5})", "household", STATE),
    row("move", r"^in with (?P<v>(?:[\w'-]+ ?){1,3})", "household", BEGINS),
    row("move", r"^out of (?:his |her |their |my )?(?P<v>[\w'-]+?)(?:'s?)? (?:house|home|place|apartment|basement)", "household", ENDS),
    row("live stay", _ENTRY, "dwelling", STATE),
    row("move", _ENTRY, "dwelling", BEGINS),
    row("be", rf"^{_NO_SECOND}(?:an? |own )?(?:[\w-]+ ){{0,2}}?{_HOME} in {PLACE}$", "residence", STATE, is_sure=False),
    row("rent lease", rf"\b(?:{_HOME}|\d ?br|bedroom|place|room)\b", "tenure", STATE, "rent"),
    row("own", rf"\b(?:{_HOME}|home)\b", "tenure", STATE, "own"),
    row("buy", rf"^(?:an? |the |his |her |their |my |first |new |\w+-bedroom )*(?:\w+ )?(?:{_HOME}|home)\b(?! for | as an )", "tenure",
        BEGINS, "own"),
    row("close", rf"^on (?:an? |the |his |her |their |my )(?:\w+ )?(?:{_HOME}|home)\b", "tenure", BEGINS, "own"),
)  # fmt: skip

WORK = (
    row("work", rf"^(?:(?!as |on |from )[\w-]+ )?(?:at|for) {FIRM}{_SIDE}", "employer", STATE),
    row("work", rf"^as .*?\b(?:at|for) {FIRM}{_SIDE}", "employer", STATE),
    row("be", rf"^{_NO_KEY}(?:an? |the )?{_SOME_ROLE} (?:at|for) {FIRM}", "employer", STATE),
    row("be", rf"^{_NO_KEY}(?:an? |the )?{_SOME_ROLE}\b.*?\bin {PLACE}$", "residence", STATE, is_sure=False),
    row("teach", rf"^(?:[a-z]+ ){{0,2}}at (?P<v>{NAME}){_SIDE}", "employer", STATE, is_sure=False),
    row("be", rf"^{_NO_KEY}(?:an? |the )?{_SOME_ROLE} (?:in|on|of) (?:[\w-]+ ){{1,4}}?(?:at|for) {FIRM}", "employer", STATE),
    row("be", rf"^(?!.*\b(?:{_NO_JOB}|{_DEGREE}\b|(?:in|on|of|for|with)\b.* at ))(?:[\w-]+ ){{0,3}}?[a-z-]+ at (?P<v>{NAME})$",
        "employer", STATE, is_sure=False),
    row("work", rf"^in (?P<v>(?:an?|the) (?:[\w'-]+ ){{0,3}}?{_FIRM})\b{_SIDE}", "employer", STATE),
    row("start begin", rf"^(?:work(?:ing)? |(?:in|on|as) (?:[\w-]+ ){{1,5}}?)(?:at|with|for) {FIRM}{_SIDE}", "employer", BEGINS),
    row("start begin", rf"^at {FIRM} as {_SIDE}", "employer", BEGINS),
    row("start begin", rf"^(?:at|with) {FIRM}(?=$|,| (?:in|on|from|next|this)\b){_SIDE}", "employer", BEGINS, is_sure=False),
    row("join", rf"^{FIRM}{_NO_GROUP} as (?:an? |their |the )", "employer", BEGINS),
    row("join", rf"^(?P<v>{NAME}){_NO_GROUP}(?: (?:in|from|on|next|this) .*)?$", "employer", BEGINS, is_sure=False),
    row("resign quit", r"^$", "employer", ENDS, ""),
    row("resign quit", r"^$", "role", ENDS, ""),
    row("transfer", rf"^(?:over )?to {FIRM}(?! team\b)", "employer", BEGINS, is_sure=False),
    row("accept take land get start begin find secure hire", rf"{_JOB}{_SIDE}{_AFTER}.*?\b(?:at|with|from) {FIRM}", "employer", BEGINS),
    row("accept take land get start begin find", rf"{_JOB}{_SIDE}{_SOON}.*?\b(?:at|with|from) {FIRM}", "employer", BEGINS, is_sure=False),
    row("leave quit resign", rf"^{_NOT_AT}(?:from |(?:his|her|their|my) (?:job|position|role) (?:at|with) )?{FIRM}", "employer", ENDS),
    row("leave quit lose resign", r"^(?:from )?(?:an? |the |his |her |their |my )?job(?: (?:at|with) (?P<v>.+))?", "employer", ENDS),
    row("leave quit lose resign", r"^(?:from )?(?:his |her |their |my )(?:\w+ )?job$", "role", ENDS, ""),
    row("lay", rf"^off from (?:{FIRM})", "employer", ENDS),
    row("lay", r"^off$", "employer", ENDS, ""),
    row("fire", rf"^(?:from|by) {FIRM}", "employer", ENDS),
    row("accept take land get start begin find", rf"{_JOB}{_SIDE}.*\bin {PLACE}", "residence", BEGINS, is_sure=False),
    row("work", rf"\bas (?:an? |the )?{ROLE}", "role", STATE),
    row("be", rf"^{_NO_KEY}(?:an? |the )?{ROLE}", "role", STATE),
    row("become", rf"^(?:an? |the )?{ROLE}", "role", BEGINS),
    row("promote", rf"^to {ROLE}", "role", BEGINS),
    row("join accept take start begin land get", rf"\bas (?:an? |the )?{ROLE}", "role", BEGINS),
    row("accept take start begin land get", rf"^(?:an? |the |new )*(?!.*\b(?:with|see)\b){ROLE} (?:job|position|role)", "role", BEGINS),
    row("retire", r"^from (?P<v>[\w -]+)", "role", ENDS),
    row("retire", r"^(?:\d{4})?$", "role", ENDS, ""),
    row("retire", r"^(?:\d{4})?$", "employer", ENDS, ""),
    row("be", r"^(?:unemployed|between jobs|out of work|jobless|job[- ]hunting)", "jobless", STATE, "jobless"),
    row("look search hunt", r"^for (?:an? |new |\w+ )*(?:job|work|employment)\b", "jobless", STATE, "jobless"),
    row("accept take land get start begin find secure", _JOB + _SIDE, "jobless", ENDS, "jobless"),
    row("hire", r"^(?:by|at)\b", "jobless", ENDS, "jobless"),
    row("work", r"^(?:fully |mostly )?(?:from home|remotely|remote)\b(?! on | \w+ days?| part)", "work_mode", STATE, "remote"),
    row("work", r"^(?:full-time )?(?:in|from|at) (?:the|an?|his|her|their) office\b(?! (?:on|two|three|once|twice|1|2|3)\b)", "work_mode",
        STATE, "office"),
    row("work", r"^(?:a )?hybrid\b", "work_mode", STATE, "hybrid"),
    row("work", r"^(?:fully )?(?:from home|remotely)$", "commute", ENDS, "", is_sure=False),
    row("work", r"^(?:from home|remotely) (?:\w+ days?|part)\b", "work_mode", STATE, "hybrid"),
    row("cut go reduce", r"^(?:(?:my|his|her|the) )?(?:hours )?(?:back |down )*to \w+ (?:days|hours) (?:a|per) week\b", "hours",
        BEGINS, "part"),
    row("return go", r"^(?:back )?to the office\b", "work_mode", BEGINS, "office"),
    row("work", r"\b(?P<v>night|day|evening|morning|swing|graveyard) shifts?\b(?! on )", "shift", STATE),
    row("be", r"^(?P<v>night|day|evening|morning|swing|graveyard) shifts?\b(?! on )", "shift", STATE),
    row("start begin", r"^(?:on )?(?:the )?(?P<v>night|day|evening|morning|swing) shifts?\b", "shift", BEGINS, is_sure=False),
    row("switch move change transfer", r"\bto (?:the )?(?P<v>night|day|evening|morning|swing) shifts?\b", "shift", BEGINS),
    row("work", r"^(?P<v>full|part)[- ]time\b", "hours", STATE),
    row("go switch move", r"^(?:to |down to )?(?P<v>full|part)[- ]time\b", "hours", BEGINS),
    row("report", rf"^to {PLACE}$", "manager", STATE),
    row("commute", r"^(?:to work )?(?:by|on) (?P<v>\w+)", "commute", STATE),
    row("take", r"^(?:the|an?) (?P<v>\w+) to (?:work|the office|campus|school)\b", "commute", STATE),
    row("drive", r"^to (?:work|the office|campus|school)\b", "commute", STATE, "car"),
    row("bike cycle", r"^to (?:work|the office|campus|school)\b", "commute", STATE, "bike"),
    row("walk", r"^to (?:work|the office|campus|school)\b", "commute", STATE, "walk"),
    row("major", r"^in (?P<v>[\w ]+)", "major", STATE),
    row("study", r"^(?!.*\bfor\b)(?P<v>[\w ]+?)(?: (?:at|in) .*)?$", "major", STATE),
    row("switch change", r"^(?:his |her |their |my )?majors? (?:from \w+ )?to (?P<v>[\w ]+)", "major", BEGINS),
    row("be do", rf"^(?:an? |the )?(?:[\w-]+ ){{0,2}}?{_DEGREE} in (?P<v>[\w ]+?)(?: at .*)?$", "major", STATE),
    row("be", rf"^(?:an? |the )?(?:[\w-]+ ){{0,2}}?{_DEGREE} in [\w ]+? at (?P<v>{NAME})", "school", STATE),
    row("be", rf"^(?:an? |the )?(?:[\w-]+-year )?(?P<v>(?:[\w-]+ )?{_FIELDS}) student\b", "major", STATE),
    row("switch change transfer", rf"^(?:over )?to (?:an? |the )?(?:[\w-]+ ){{0,2}}?{_DEGREE} (?:in|of) (?P<v>[\w ]+)", "major", BEGINS),
    row("switch change transfer", rf"^(?:over )?to (?:studying )?(?P<v>{_FIELDS})(?: (?:in|at) (?-i:[A-Z]).*)?$", "major", BEGINS),
    row("start begin", rf"^(?:an? |the )?(?:[\w-]+ ){{0,2}}?{_DEGREE} in (?P<v>[\w ]+?)(?: at .*)?$", "major", BEGINS, is_sure=False),
    row("be", r"^(?:an? |the )?(?:[\w-]+ )?student of (?P<v>[\w ]+?)(?: (?:in|at) .*)?$", "major", STATE),
    row("change switch", r"^(?:(?:his|her|their|my|the) )?(?:degree|course|studies|programme|program|subject|field)s?(?: of study)? "
        r"(?:from .+? )?to (?P<v>[\w ]+)", "major", BEGINS),
    row("leave drop quit", rf"^(?P<v>{_FIELDS})$", "major", ENDS),
    row("leave drop quit", rf"^{_FIELDS} for (?:an? )?(?:(?:[\w-]+ )?{_DEGREE} in )?(?P<v>[\w ]+?)(?: (?:in|at) (?-i:[A-Z]).*)?$", "major",
        BEGINS),
    row("study", rf"\bat (?P<v>{NAME})", "school", STATE),
    row("be", rf"^(?:an? |the )?(?:[\w-]+ ){{0,3}}?student at (?P<v>{NAME})", "school", STATE),
    row("enroll enrol", r"^(?:in|at) (?:the |an? )?(?P<v>[\w ]*(?:school|college|university)|(?-i:[A-Z])\w+)", "school", BEGINS),
    row("graduate", rf"^from (?:the )?(?P<v>{NAME})", "school", ENDS),
    row("drop", rf"^out of (?:the )?(?P<v>{NAME})", "school", ENDS),
    row("be", r"^(?:an? )?(?P<v>high school|college|university|graduate|phd|law school|med school|medical) student\b", "stage", STATE),
    row("be", r"^in (?P<v>high school|college|university|grad school|law school|med school|medical school)\b", "stage", STATE),
    row("graduate", r"^from (?P<v>high school|college|university|grad school|law school|med school|medical school)\b", "stage", ENDS),
    row("start begin", rf"^(?:school |classes )?at (?:the |an? )?(?P<v>(?:[\w'-]+ )*?{_SCHOOL}(?: {NAME})?)",
        "school", BEGINS, is_sure=False),
    row("go", rf"^to (?:the |an? )?(?P<v>(?:[\w'-]+ )??{_SCHOOL}(?: {NAME})?)", "school", STATE, is_sure=False),
    row("go enroll", r"^(?:to|in) (?P<v>(?:law|med|medical|nursing|grad|business) school)\b", "school", BEGINS),
)  # fmt: skip
