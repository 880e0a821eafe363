"""The verbs of ending, as parts of patterns: which of them can end what is in `endings`."""

from dreaming.domain.updates.short import UPPER

SOLD = (
    r"sold|lost|returned|gave away|given away|gave back|got rid of|traded in|donated|parted with|scrapped|threw out|threw away|junked|"
    r"let go of|"
    r"totall?ed|wrecked|smashed|swapped|auctioned off|pawned"
)
DONE = (
    r"finished|completed|delivered|submitted|handed in(?! (?:my|his|her) (?:notice|resignation))|paid off|repaid|turned in|sent off|"
    r"published|shipped|wrapped up|turned over|sent in|done with|"
    r"passed(?! (?:by|on|over|up|down|out)\b)|finished with|through with"
)
OFF = (
    r"cancell?ed|scrapped|called off|dropped|abandoned|shelved|gave up on|given up on|backed out of|pulled out of|axed|ditched|terminated|"
    r"bailed on|put aside|turned down|declined|said no to|decided against"
)
QUIT = (
    r"(?:stopped|stepped down|resigned|retired|finished) as(?: the| an?)?|"
    r"quit|left|stopped|gave up|given up|withdrew from|withdrawn from|dropped out of|resigned from|stepped down from|retired from|"
    r"moved out of|"
    r"came off|went off|unsubscribed from|lost interest in|(?:done|finished|through) with|no more|"
    r"no longer (?:\w+ )?(?:in |at |on |for |with )?|off|stopped with|walked away from|moved on from|parted ways with|parted from|"
    r"parted company with|(?:handed in|put in|gave) (?:my|his|her) (?:notice|resignation) (?:at|to)|"
    r"(?:was |got )?(?:fired|laid off|let go|sacked|expelled|kicked out)(?: from| by| at| of)|had enough of|graduated from|"
    r"checked out of|deleted|uninstalled|removed|scratched from|skipped|sat out|lost my place (?:in|at)"
)
SHUT = r"closed(?: down)?|shut down|wound up"
BROKE = (
    r"broke(?: down)?|flooded|drowned|gave out|packed up|is broken|is ruined|is beyond repair|couldn['’]t be repaired"
)
GONE = (
    r"sold|stolen|lost|gone|returned|scrapped|totall?ed|wrecked|given away|died|passed away|dead|came off|broke down for good|"
    r"gave up the ghost|burn(?:ed|t) down|sunk|sank|was put down"
)
ENDED = (
    r"ended|over|done|finished|completed|delivered|submitted|handed in|sent off|published|cancell?ed|scrapped|called off|dropped|"
    r"abandoned|shelved|axed|fell through|discontinued|dissolved|disbanded|closed(?: down)?|shut(?: down)?|folded|wound up|expired|"
    r"lapsed|weaned|stopped|history|fell apart|came to an end|fizzled out|ran out|dried up|went under|is no more|stopped \w+ing(?= here|"
    r" to us|$)|(?<!ing )off(?! to\b)|split up|broke up|broken up|retired|resigned|stepped down|"
    r"moved (?:away|out|to (?-i:[A-Z])\w+)|(?:went|flew|returned|gone|moved) (?:back )?home|left|quit|let (?:me|us) go|fired me|"
    r"laid me off|passed|paid off|repaid|settled|"
    r"(?:replaced|swapped|exchanged|traded|substituted) (?:by|with|for) .{2,30}|tapered off|phased out|weaned off|went bankrupt|"
    r"went out of business|went bust|no longer (?:needed|used|in use|necessary|offered|available|running|made)|rejected|turned down|refused"
)
CAME = (
    r"granted|approved|accepted|arrived|issued|decided|signed|received|came(?: (?:through|in))?|went through|declined|rejected|"
    r"turned down|refused"
)
# A note in the present tells what is decided, and may still be to come.
LEAVES_OFF = (
    r"quits?|gives? up|leaves?|stops?|sells?|skips?|drops?(?: out of)?|cancels?|withdraws? from|pulls? out of|ends|retires? from|"
    r"sits? out|quitting|giving up|leaving|stopping|selling|skipping|cancelling|dropping(?: out of)?|withdrawing from|pulling out of|"
    r"resigning from"
)
BEHIND = (
    r"(?:[ ,]*\b(?:in|on|at|last|this|yesterday|today|since|after|because|due|over|early|late|already|for (?:good|him|her|me|us|now)|"
    r"by|at last|and|now|outside|from|near|out of|while|\w+ days early|\w+ weeks? early|to|ahead|permanently|finally)\b.*)?"
)
ONCE = r"(?!.*\b(?:today|tonight|tomorrow|yesterday|this (?:week|month|time))\b)"
INSTEAD_OF = r"(?:instead of|rather than|in place of) (?P<what>\S.*)"
PROPER = rf"(?-i:[{UPPER}])[\w'’&-]*"
