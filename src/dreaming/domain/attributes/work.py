"""Where somebody lives, works and studies, with whom, and how they get there."""

from dreaming.domain.attributes.rules import BEGINS, ENDS, STATE, row

NAME = r"(?-i:[A-Z][\w.&'-]*(?:(?:,? |, | of | and | & )(?-i:[A-Z])[\w.&'-]*){0,4})"
PLACE = r"(?:the |rural |suburban |downtown |central |north |south |east |west )?(?P<v>(?-i:[A-Z])[\w.'-]+(?:,? (?-i:[A-Z])[\w.'-]+){0,3})"
_FIRM = (
    r"(?:startup|start-up|bank|hospital|school|company|firm|agency|university|college|clinic|restaurant|caf[eé]|store|shop|lab|"
    r"laboratory|factory|library|non-?profit|council|ministry|publisher|consultancy|hotel|bakery|museum|newspaper|bar|salon|"
    r"pharmacy|warehouse|corporation|charity|studio|supermarket|airline|brewery|insurer|bookstore|law firm|tech company)"
)  # fmt: skip
FIRM = rf"(?P<v>{NAME}(?! {_FIRM})|(?:an? |the |his |her |their |my )?(?:[\w'-]+ ){{0,3}}?{_FIRM}\b)"
_NO_GROUP = r"(?!.*\b(?:club|group|team|church|class|league|band|choir|gym|association|community|program|society|board|waitlist)\b)"
_JOB = r"^(?:an? |the |his |her |their |my |new |full-time |permanent )*(?P<kind>(?:[\w-]+ ){0,4}?)(?:job|position|role|offer|post)s?\b"
_SIDE = r"(?!.*\b(?:part-time|side|second job|summer|weekends?|evenings|volunteer|temporary|seasonal|internship)\b)"
OCCUPATIONS = (
    r"(?:engineer|developer|programmer|designer|manager|director|teacher|professor|lecturer|nurse|doctor|physician|surgeon|lawyer|"
    r"attorney|paralegal|writer|author|scientist|analyst|consultant|architect|founder|ceo|cto|cfo|coo|freelancer|contractor|"
    r"researcher|accountant|bookkeeper|chef|cook|artist|musician|photographer|marketer|administrator|assistant|secretary|"
    r"receptionist|journalist|editor|translator|therapist|dentist|veterinarian|pilot|driver|mechanic|electrician|plumber|carpenter|"
    r"farmer|librarian|paramedic|pharmacist|biologist|chemist|physicist|economist|psychologist|realtor|agent|broker|producer|"
    r"barista|waiter|waitress|server|bartender|baker|florist|officer|technician|recruiter|salesperson|cashier|"
    r"clerk|principal|counselor|counsellor|social worker|firefighter|police officer|soldier|banker|trader|auditor|coordinator|"
    r"specialist|supervisor|foreman|tutor|nanny|stylist|hairdresser|copywriter|strategist|planner|associate|partner at \w+|"
    r"team lead|tech lead|vice president|vp|intern|resident|instructor|"
    r"superintendent|inspector|curator|actuary|geologist|surveyor|optometrist|midwife|caregiver|representative)"
)  # fmt: skip
ROLE = (
    r"(?!(?:.*\b(?:amateur|aspiring|hobby|former|ex|retired|volunteer|future|wannabe|part-time|certified)\b))"
    rf"(?P<v>(?:[\w/&+-]+ ){{0,4}}?{OCCUPATIONS})(?=$|,| (?:at|for|in|with|on|and|of|from|by|since|job|position|role)\b)"
)  # fmt: skip
_SOME_ROLE = ROLE.replace("?P<v>", "?:")
_NO_KEY = r"(?!.*:\s)"  # `account manager at Mills: Aiko` tells of Mills
_HOME = r"(?:apartment|flat|house|condo|studio|townhouse|loft|cabin|dorm|bungalow|cottage|duplex|trailer)"
_ENTRY = r"(?:in|into) (?:an?|the|his|her|their|my) (?P<v>(?:[\w-]+ ){0,3}?" + _HOME + r")\b"
_MONTHS = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_AFTER = rf"(?!.*\b(?:next|starting|beginning|in {_MONTHS})\b)"
_SOON = r"(?=.*\b(?:next|starting|beginning)\b)"

HOME = (
    row("live reside stay settle", rf"\bin {PLACE}", "residence", STATE),
    row("be", rf"^(?:currently )?based (?:\w+ )?(?:in|out of) {PLACE}", "residence", STATE),
    row("relocate", rf"\bto {PLACE}", "residence", BEGINS),
    row("move", rf"^(?:\w+ )?(?:back )?to {PLACE}(?! team\b)", "residence", BEGINS),
    row("grow", rf"^up in {PLACE}", "hometown", BEGINS),
    row("live", r"^(?P<v>alone|by (?:him|her|my|them)sel\w+|on (?:his|her|their|my) own)", "household", STATE, "alone"),
    row("live", r"\bwith (?P<v>(?:[\w'-]+(?: and)? ?){1,5})", "household", STATE),
    row("move", r"^in with (?P<v>(?:[\w'-]+ ?){1,3})", "household", BEGINS),
    row("move", r"^out of (?:his |her |their |my )?(?P<v>[\w'-]+?)(?:'s?)? (?:house|home|place|apartment|basement)", "household", ENDS),
    row("live", _ENTRY, "dwelling", STATE),
    row("move", _ENTRY, "dwelling", BEGINS),
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
    row("join", rf"^{FIRM}{_NO_GROUP} as (?:an? |their |the )", "employer", BEGINS),
    row("join", rf"^(?P<v>{NAME}){_NO_GROUP}$", "employer", BEGINS, is_sure=False),
    row("accept take land get start begin find secure hire", rf"{_JOB}{_SIDE}{_AFTER}.*?\b(?:at|with|from) {FIRM}", "employer", BEGINS),
    row("accept take land get start begin find", rf"{_JOB}{_SIDE}{_SOON}.*?\b(?:at|with|from) {FIRM}", "employer", BEGINS, is_sure=False),
    row("leave quit resign", rf"^(?:from |(?:his|her|their|my) (?:job|position|role) (?:at|with) )?{FIRM}", "employer", ENDS),
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
    row("return go", r"^(?:back )?to the office\b", "work_mode", BEGINS, "office"),
    row("work", r"\b(?P<v>night|day|evening|morning|swing|graveyard) shifts?\b(?! on )", "shift", STATE),
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
    row("study", rf"\bat (?P<v>{NAME})", "school", STATE),
    row("be", rf"^(?:an? |the )?(?:[\w-]+ )?student at (?P<v>{NAME})", "school", STATE),
    row("enroll enrol", r"^(?:in|at) (?:the |an? )?(?P<v>[\w ]*(?:school|college|university)|(?-i:[A-Z])\w+)", "school", BEGINS),
    row("graduate", rf"^from (?:the )?(?P<v>{NAME})", "school", ENDS),
    row("drop", rf"^out of (?:the )?(?P<v>{NAME})", "school", ENDS),
    row("be", r"^(?:an? )?(?P<v>high school|college|university|graduate|phd|law school|med school|medical) student\b", "stage", STATE),
    row("be", r"^in (?P<v>high school|college|university|grad school|law school|med school|medical school)\b", "stage", STATE),
    row("graduate", r"^from (?P<v>high school|college|university|grad school|law school|med school|medical school)\b", "stage", ENDS),
    row("go enroll", r"^(?:to|in) (?P<v>(?:law|med|medical|nursing|grad|business) school)\b", "school", BEGINS),
)  # fmt: skip
