"""Text that addresses its reader as an agent.

Memory is read back by a model, so a line that gives orders must come from the user. Two strengths: an *attack* has
no place in a memory whoever brought it (orders that override, hidden characters, data sent elsewhere, forged
roles); a *directive* is an order or a rule, normal in a user's mouth and refused from every other origin. The
patterns name known forms; they are one wall among several, not a proof of innocence.
"""

import re
import unicodedata

_FLAGS = re.IGNORECASE | re.MULTILINE

_ATTACKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, _FLAGS))
    for name, pattern in (
        (
            "overrides instructions",
            r"\b(?:ignore|disregard|forget|override|bypass|discard|drop)\s+(?:(?:all|any|every|everything|each|the|"
            r"your|my|our|these|those|of|and)\s+){0,4}(?:previous|prior|above|earlier|preceding|existing|"
            r"former|system|"
            r"safety|other|original|initial)\s+(?:\w+\s+){0,2}?(?:instruction|prompt|rule|message|direction|context|"
            r"guideline|constraint|polic|order|command|restriction)\w*",
        ),
        (
            "overrides instructions",
            r"\b(?:ignore|disregard|forget)\s+(?:everything|anything|all)\s+(?:that\s+)?(?:you|above|before|i|"
            r"was|said|told)\b",
        ),
        (
            "overrides instructions",
            r"\bnew\s+(?:system\s+)?instructions?\s*(?::|follow\b|for\s+(?:the\s+)?(?:ai|agent|assistant|"
            r"model)\b)",
        ),
        ("gives a new role", r"\byou\s+are\s+now\s+(?:a|an|in|the|my|dan\b|\w+gpt|un\w+|free|no\s+longer)\b"),
        (
            "gives a new role",
            r"\b(?:developer|debug|god|jailbreak|dan|admin)\s+mode\s+(?:is\s+)?(?:on|enabled|activated|now)\b",
        ),
        (
            "gives a new role",
            r"\b(?:pretend|act)\s+(?:as\s+if|as\s+though|to\s+be|that|like)\s+you\s+(?:are|were|"
            r"have)\b.{0,60}\b(?:no|without|not)\b",
        ),
        (
            "speaks of the system prompt",
            r"\b(?:reveal|print|show|repeat|output|leak|share|change|replace|update|rewrite|ignore|your|new|"
            r"hidden)\s+"
            r"(?:me\s+)?(?:the\s+|your\s+|my\s+)?(?:entire\s+|full\s+|hidden\s+)?system\s+(?:prompt|message|"
            r"instructions?)\b",
        ),
        (
            "hides from the user",
            r"\b(?:do\s+not|don['’]?t|never|without)\s+(?:ever\s+)?(?:tell(?:ing)?|inform(?:ing)?|"
            r"alert(?:ing)?|notify(?:ing)?|"
            r"mention(?:ing)?|reveal(?:ing)?|disclos(?:e|ing)|show(?:ing)?|ask(?:ing)?|warn(?:ing)?)\s+"
            r"(?:(?:this|that|it|anything|any\s+of\s+this)\s+)?(?:to\s+)?(?:the\s+|your\s+)?(?:user|human|"
            r"operator|owner)s?\b",
        ),
        (
            "hides from the user",
            r"\bkeep\s+(?:this|that|it)\s+(?:secret|hidden)\s+from\s+(?:the\s+)?(?:user|human|operator)\b",
        ),
        (
            "forges a role",
            r"^[\s>*#`\"']{0,6}\[?(?:human|assistant)\]?\s*:\s*\S"
            r"|^[\s>*#`\"']{0,6}\[?(?:system|developer)\]?\s*:\s*(?:you\b|the\s+(?:ai|assistant|agent|"
            r"model)\b|new\b|ignore\b|override\b|important\b|always\b)"
            r"|</?(?:system|assistant|human|user|instructions?|system[-_]reminder|system[-_]prompt|"
            r"function_(?:calls|results)|"
            r"tool_(?:use|result|call)s?|antml:\w+|im_start|im_end)\b[^<>\n]{0,80}>"
            r"|<\|[a-z_]{2,24}\|>|\[/?INST\]|<<\s*/?SYS\s*>>"
            r"|^#{2,}\s*(?:system|human|assistant|instructions?)\s*:",
        ),
        (
            "forges a transcript",
            r"^[-=#*_\s]{0,8}\b(?:end|begin|start)\s+of\s+(?:the\s+)?(?:transcript|session|conversation|"
            r"document|context|memory|"
            r"memories|user\s+(?:input|message)|tool\s+(?:output|result)|untrusted\s+\w+)\b[-=#*_\s.:]{0,8}$",
        ),
        (
            "sends data away",
            r"https?://[^\s\"'<>)\]]{1,200}[?&][\w.-]{1,40}=[^\s\"'<>)\]]{0,80}(?:\{|\$\(|\$\w|%7B|<|\.\.\.|"
            r"(?:secret|token|key|password|passwd|cookie|env|data|history|conversation)\b)"
            r"|https?://[^\s\"'<>)\]]{1,200}[?&](?:data|payload|secret|token|leak|leaked|exfil|stolen|env|"
            r"cookie|history)="
            r"|!\[[^\]\n]{0,80}\]\(https?://[^)\s]{1,200}[?&](?:q|d|c|data|text|content|payload|secret|token|"
            r"key|msg|log)=[^)\s]{1,200}\)",
        ),
        (
            "sends data away",
            r"\b(?:send|post|upload|forward|transmit|exfiltrate|email|submit|leak|"
            r"copy)\b[^\n]{0,80}?\b(?:contents?|data|secrets?|"
            r"keys?|tokens?|passwords?|credentials?|history|conversation|transcript|memor(?:y|ies)|env\w*|"
            r"files?|code|"
            r"database|logs?|prompt|everything|results?|"
            r"outputs?)\b[^\n]{0,60}?\bto\s+(?:\w+\s+){0,4}?(?:https?://|ftp://|"
            r"\w[\w.+-]{0,40}@\w[\w-]{0,40}\.\w|\d{1,3}(?:\.\d{1,3}){3}\b)",
        ),
        (
            "sends data away",
            r"\b(?:cat|echo|env|printenv|tar|base64)\b[^\n|]{0,120}\|[^\n]{0,60}\b(?:curl|wget|nc|ncat)\b"
            r"|\bcurl\b[^\n]{0,160}(?:-d|--data(?:-\w+)?|-F|--form|-T|--upload-file)\s*=?\s*[\"']?(?:\w+=)?[@$`]",
        ),
        (
            "runs a script from the net",
            r"\b(?:curl|wget|iwr|invoke-webrequest)\b[^\n|]{0,200}\|\s*(?:sudo\s+)?(?:ba|z|da|k)?sh\b"
            r"|\b(?:curl|wget)\b[^\n|]{0,200}\|\s*(?:sudo\s+)?(?:python3?|perl|ruby|node|iex)\b"
            r"|\b(?:ba|z)?sh\s+(?:-c\s+)?[\"']?(?:<\(|\$\()\s*(?:curl|wget)\b",
        ),
    )
)

_DIRECTIVES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, _FLAGS))
    for name, pattern in (
        (
            "orders an agent",
            r"\b(?:you|agents?|assistants?|models?|the\s+ai|claude|llms?)\s+(?:must|should|shall|need\s+to|"
            r"have\s+to|ought\s+to|"
            r"are\s+(?:required|instructed|to|not\s+allowed|never)|will\s+(?:always|never|now)|always|never|"
            r"may\s+not|cannot|can(?:no|['’])t)\b",
        ),
        (
            "states a rule",
            r"\b(?:always|never|must(?:\s+not)?|from\s+now\s+on|going\s+forward|make\s+sure|be\s+sure|ensure\s+that|"
            r"do\s+not|don['’]?t|is\s+(?:required|forbidden|mandatory)|under\s+no\s+circumstances|at\s+all\s+times|"
            r"it\s+is\s+(?:important|essential|critical|crucial)\s+(?:to|that))\b",
        ),
        (
            "is an order",
            r"(?:^|[.!?;:]\s+|,\s*(?:and\s+|then\s+)?|\bplease\s+|\bthen\s+)[-*>\s]{0,4}(?:run|use|execute|"
            r"install|call|invoke|open|visit|fetch|download|"
            r"delete|remove|send|post|upload|forward|set|change|replace|write|create|add|commit|push|grant|"
            r"give|enable|"
            r"disable|ignore|remember|save|store|update|stop|start|skip|avoid|prefer|follow|click|approve|"
            r"accept|reply|"
            r"respond|answer|tell|say|include|append|insert|print|copy|paste|read|load|import|export|curl|sudo|pass|"
            r"reveal|forget|disregard|treat|assume|pretend|act|go\s+to|check\s+out|sign|pay|transfer|buy|order)\s+"
            r"(?!(?:is|are|was|were|has|of|by|time|times|case|cases)\b)\S",
        ),
    )
)

_PLAIN = re.compile(r"[\x00-\u00ac\u00ae-\u05ff\u0620-\u200a\u2010-\u2027\u2030-\u205e]*\Z")
_VARIATION, _FLAG = "\ufe0f", "\U0001f3f4"
_NON_JOINERS = {"\u200c", "\u200d"}
_ORDINARY = {"\u00ad", "\ufeff"}  # a soft hyphen, a byte order mark at the very start


def address(text: str) -> str | None:
    """The first rule by which `text` addresses its reader as an agent, attacks before directives, or None."""
    attack = attack_of(text)
    if attack is not None:
        return attack
    return _first(_DIRECTIVES, text)


def attack_of(text: str) -> str | None:
    """The name of the attack that `text` holds, or None."""
    return "has hidden characters" if hidden(text) else _first(_ATTACKS, text)


def is_attack(text: str) -> bool:
    """Whether `text` overrides, hides, forges a role or sends data away: refused from every origin."""
    return attack_of(text) is not None


def is_directive(text: str) -> bool:
    """Whether `text` is an order or a rule: a user may say so, nobody else."""
    return _first(_DIRECTIVES, text) is not None


def hidden(text: str) -> bool:
    """Whether `text` has format characters that a reader does not see and a model does.

    Emoji sequences, flags, joiners inside scripts that need them, and soft hyphens are ordinary.
    """
    if _PLAIN.match(text):
        return False
    return any(
        unicodedata.category(character) == "Cf" and not _is_ordinary(text, place)
        for place, character in enumerate(text)
        if not character.isascii()
    )


def _is_ordinary(text: str, place: int) -> bool:
    character = text[place]
    if character in _ORDINARY:
        return character == "\u00ad" or place == 0
    before = text[place - 1] if place else ""
    after = text[place + 1] if place + 1 < len(text) else ""
    if character in _NON_JOINERS:
        return bool(before) and bool(after) and (_takes_joiner(before) and _takes_joiner(after))
    return "\U000e0020" <= character <= "\U000e007f" and _is_flag(text, place)


def _takes_joiner(character: str) -> bool:
    """An emoji part, or a letter of a script whose spelling needs joiners (Arabic, Indic)."""
    if character == _VARIATION or unicodedata.category(character) in {"So", "Sk"}:
        return True
    return "\u0600" <= character <= "\u0dff"


def _is_flag(text: str, place: int) -> bool:
    """Tag characters spell a region after a black flag: at most seven of them."""
    return _FLAG in text[max(0, place - 7) : place]


def _first(rules: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((name for name, pattern in rules if pattern.search(text)), None)
