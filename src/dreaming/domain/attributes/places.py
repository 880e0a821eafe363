"""Names of places, so that a town is told from a state and `moved to Boston` from `moved to Obsidian`."""

STATES = {
    "al": "alabama", "ak": "alaska", "az": "arizona", "ar": "arkansas", "ca": "california", "co": "colorado",
    "ct": "connecticut", "de": "delaware", "fl": "florida", "ga": "georgia", "hi": "hawaii", "id": "idaho",
    "il": "illinois", "in": "indiana", "ia": "iowa", "ks": "kansas", "ky": "kentucky", "la": "louisiana",
    "me": "maine", "md": "maryland", "ma": "massachusetts", "mi": "michigan", "mn": "minnesota", "ms": "mississippi",
    "mo": "missouri", "mt": "montana", "ne": "nebraska", "nv": "nevada", "nh": "new hampshire", "nj": "new jersey",
    "nm": "new mexico", "nc": "north carolina", "nd": "north dakota", "oh": "ohio", "ok": "oklahoma", "or": "oregon",
    "pa": "pennsylvania", "ri": "rhode island", "sc": "south carolina", "sd": "south dakota", "tn": "tennessee",
    "tx": "texas", "ut": "utah", "vt": "vermont", "va": "virginia", "wa": "washington state", "wv": "west virginia",
    "wi": "wisconsin", "wy": "wyoming", "dc": "dc",
}  # fmt: skip
_REGIONS = """
england|scotland|wales|northern ireland|bavaria|catalonia|quebec|ontario|british columbia|alberta|nova scotia|queensland|
new south wales|tuscany|andalusia|provence|normandy|brittany|kerala|punjab|karnataka|maharashtra|tamil nadu|goa|bay area|
silicon valley|midwest|new england|pacific northwest|southern california|northern california|cornwall|yorkshire|kent|devon|
sicily|sardinia|crete|hokkaido|okinawa|california|upstate new york|long island
"""
_COUNTRIES = """
afghanistan|albania|algeria|argentina|armenia|australia|austria|azerbaijan|bahrain|bangladesh|belarus|belgium|bolivia|bosnia|
botswana|brazil|bulgaria|cambodia|cameroon|canada|chile|china|colombia|costa rica|croatia|cuba|cyprus|czechia|czech republic|
denmark|dominican republic|ecuador|egypt|el salvador|estonia|ethiopia|fiji|finland|france|georgia|germany|ghana|greece|
guatemala|haiti|honduras|hungary|iceland|india|indonesia|iran|iraq|ireland|israel|italy|jamaica|japan|jordan|kazakhstan|
kenya|kuwait|laos|latvia|lebanon|libya|lithuania|luxembourg|malaysia|malta|mexico|moldova|mongolia|morocco|mozambique|
myanmar|namibia|nepal|netherlands|the netherlands|new zealand|nicaragua|nigeria|norway|oman|pakistan|panama|paraguay|peru|
philippines|the philippines|poland|portugal|qatar|romania|russia|rwanda|saudi arabia|senegal|serbia|slovakia|slovenia|
somalia|south africa|south korea|korea|spain|sri lanka|sudan|sweden|switzerland|syria|taiwan|tanzania|thailand|tunisia|
turkey|uganda|ukraine|united arab emirates|uae|united kingdom|uk|united states|usa|us|uruguay|uzbekistan|venezuela|vietnam|
yemen|zambia|zimbabwe
"""
_TOWNS = """
new york city|new york|los angeles|chicago|houston|phoenix|philadelphia|san antonio|san diego|dallas|san jose|austin|
jacksonville|fort worth|columbus|charlotte|san francisco|indianapolis|seattle|denver|washington|washington dc|boston|
el paso|nashville|detroit|oklahoma city|portland|las vegas|memphis|louisville|baltimore|milwaukee|albuquerque|tucson|fresno|
sacramento|kansas city|mesa|atlanta|omaha|colorado springs|raleigh|miami|long beach|virginia beach|oakland|minneapolis|
tulsa|tampa|arlington|new orleans|wichita|cleveland|bakersfield|honolulu|anaheim|santa ana|riverside|lexington|
st. louis|stockton|pittsburgh|cincinnati|saint paul|st. paul|greensboro|anchorage|plano|newark|orlando|irvine|durham|
jersey city|san bernardino|boise|spokane|richmond|des moines|tacoma|rochester|salt lake city|huntsville|knoxville|
providence|fort lauderdale|chattanooga|eugene|salem|palo alto|mountain view|sunnyvale|berkeley|cambridge|ann arbor|
madison|boulder|santa fe|santa monica|santa barbara|santa cruz|savannah|charleston|asheville|buffalo|syracuse|albany|
hartford|new haven|burlington|bend|bellevue|redmond|scottsdale|tempe|pasadena|little rock|birmingham|mobile|baton rouge|
toronto|vancouver|montreal|calgary|ottawa|edmonton|winnipeg|quebec city|halifax|victoria|hamilton|waterloo|
london|manchester|leeds|liverpool|bristol|sheffield|edinburgh|glasgow|cardiff|belfast|oxford|brighton|
nottingham|newcastle|york|bath|leicester|southampton|dublin|cork|galway|paris|lyon|marseille|toulouse|nice|bordeaux|lille|
nantes|strasbourg|berlin|hamburg|munich|cologne|frankfurt|stuttgart|düsseldorf|leipzig|dresden|bremen|hanover|nuremberg|
vienna|graz|salzburg|zurich|geneva|basel|bern|lausanne|brussels|antwerp|ghent|amsterdam|rotterdam|utrecht|the hague|
eindhoven|copenhagen|aarhus|stockholm|gothenburg|malmö|oslo|bergen|trondheim|helsinki|tampere|reykjavik|tallinn|riga|
vilnius|warsaw|krakow|kraków|wroclaw|gdansk|prague|brno|bratislava|budapest|bucharest|sofia|belgrade|zagreb|ljubljana|
athens|thessaloniki|istanbul|ankara|izmir|rome|milan|naples|turin|florence|bologna|venice|madrid|barcelona|valencia|seville|
malaga|bilbao|lisbon|porto|moscow|st. petersburg|kyiv|kiev|lviv|minsk|tbilisi|yerevan|baku|tel aviv|jerusalem|haifa|beirut|
amman|cairo|alexandria|casablanca|rabat|tunis|algiers|lagos|abuja|accra|nairobi|kampala|addis ababa|dar es salaam|
johannesburg|cape town|durban|pretoria|dubai|abu dhabi|doha|riyadh|kuwait city|tehran|baghdad|karachi|lahore|islamabad|
mumbai|delhi|new delhi|bangalore|bengaluru|hyderabad|chennai|kolkata|pune|ahmedabad|jaipur|gurgaon|noida|kochi|dhaka|colombo|
kathmandu|bangkok|chiang mai|hanoi|ho chi minh city|saigon|phnom penh|kuala lumpur|singapore|jakarta|bali|manila|cebu|
hong kong|shanghai|beijing|shenzhen|guangzhou|chengdu|hangzhou|taipei|seoul|busan|tokyo|osaka|kyoto|yokohama|nagoya|sapporo|
fukuoka|sydney|melbourne|brisbane|perth|adelaide|canberra|auckland|wellington|christchurch|mexico city|guadalajara|monterrey|
tijuana|cancun|havana|san juan|panama city|bogota|bogotá|medellin|medellín|cali|quito|lima|santiago|buenos aires|cordoba|
montevideo|sao paulo|são paulo|rio de janeiro|brasilia|caracas|la paz
"""
_ALSO = {
    "nyc": "new york city", "new york": "new york city", "ny": "new york city", "manhattan": "new york city",
    "sf": "san francisco", "la": "los angeles", "l.a.": "los angeles", "dc": "washington dc", "washington": "washington dc",
    "washington d.c": "washington dc", "washington, d.c": "washington dc", "philly": "philadelphia", "vegas": "las vegas",
    "bengaluru": "bangalore", "new delhi": "delhi", "saigon": "ho chi minh city", "the us": "usa", "us": "usa",
    "united states": "usa", "u.s": "usa", "united kingdom": "uk", "the uk": "uk", "korea": "south korea",
    "the netherlands": "netherlands", "holland": "netherlands", "the philippines": "philippines", "uae": "united arab emirates",
}  # fmt: skip


def _names(table: str) -> frozenset[str]:
    return frozenset(name.strip() for name in table.replace("\n", "").split("|"))


TOWNS = _names(_TOWNS)
REGIONS = _names(_REGIONS) | frozenset(STATES.values())
COUNTRIES = _names(_COUNTRIES)


def place(written: str) -> tuple[str, str]:
    """The place's name as it is compared, and what it is: `town`, `region`, `country` or "" where that is not known."""
    parts = [part.strip(" .") for part in written.casefold().split(",")]
    name = _ALSO.get(parts[0], parts[0])
    if name in TOWNS or (len(parts) > 1 and _is_wider(parts[1])):
        return name, "town"
    if name in REGIONS or (name in STATES and written.isupper()):
        return STATES.get(name, name), "region"
    return name, "country" if name in COUNTRIES else ""


def apart(a: str, b: str) -> bool:
    """Whether two places cannot be one, nor one of them in the other: of one kind and not the same, or in two regions."""
    (name, kind), (other, other_kind) = place(a), place(b)
    if name == other or name in b.casefold() or other in a.casefold():
        return False
    if kind == other_kind or not kind or not other_kind:
        return True
    return any(_within(one) and place(two)[1] == "region" for one, two in ((a, b), (b, a)))


def _within(written: str) -> str:
    """The region or country that a place is said to be in."""
    parts = [part.strip(" .") for part in written.casefold().split(",")]
    return parts[1] if len(parts) > 1 and _is_wider(parts[1]) else ""


def _is_wider(name: str) -> bool:
    return name in STATES or name in REGIONS or _ALSO.get(name, name) in COUNTRIES
