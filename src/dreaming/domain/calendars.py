"""The names of days and months, for patterns that ignore case."""

WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# Alternatives without a group of their own: a pattern may put seasons or years beside them.
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
SHORT_MONTHS = "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
