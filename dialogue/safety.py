"""What comes before any errand: danger, threats, insults, attempts to steer the agent, questions about other guests.

Lexicons of both languages, matched in either, with what only sounds alike taken out first: a fireplace is no fire, and
a table for John no question about John. Text is read as it looks to a person: disguise by invisible, doubled or
look-alike characters is undone (`stripped`), and so are spaced and figure-for-letter spellings. What is found here is a
fact of the turn and decides what is said; nothing in the text is ever followed because of what it says.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from language import given_names, lexicon

CONCERNS: Final = ("emergency", "self_harm", "threat", "abuse", "injection", "prompt", "privacy")
"""Every concern there is, the most pressing first: an utterance that gives rise to two is about the first."""

# --- reading what is written as it looks ------------------------------------------------------------------------------
_ORDINARY = re.compile("[ -~\u00a0-\u00ac\u00ae-\u017f‐-—‘’‚“”„…€]*")
_SPACES = re.compile(r"[^\S ]|[\u2028\u2029]")
_ALIKE = str.maketrans(
    "аеорсухіјѕԁԛԝһѵкмтнвгпёАВЕЅІЈКМНОРСТУХԜԚαεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑɡıɩʟɴʀʏᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜱɪʙɢʜⅼօսոցհ",
    "aeopcyxijsdqwhvkmthbrneABESIJKMHOPCTYXWQaeikvoptuxABEZHIKMNOPTYXagiiLNRYACDEJKMOPTUVWZSIBGHlounqh",
)
_SAME = frozenset("аеорсухіјѕԁԛԝһАВЕЅІЈКМНОРСТУХԜԚοανΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑɡօոս")
"""Those that cannot be told from a Latin letter."""
_LATIN = re.compile(r"[a-zA-Z]")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0531-\u0587\u0250-\u02af\u1d00-\u1d7f\ua730-\ua77f\u0196\u217c]")
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS_A_LETTER = 2


def stripped(text: str) -> str:
    """The text as a person sees it, safe to read, log and show; unchanged where it is ordinary. Never raises.

    Invisible characters (control, zero-width, direction, tags, private, broken ones) are gone, line ends are spaces,
    letters of fancy alphabets are plain, and Latin look-alikes of other alphabets are Latin where the words around
    them are. Text that really is in another alphabet stays as it is.
    """
    if _ORDINARY.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    for letter in unicodedata.normalize("NFC", _SPACES.sub(" ", text)):
        kind = unicodedata.category(letter)
        if kind[0] == "C":
            continue
        if kind[0] == "M":
            marks += 1
            if marks > _MARKS_A_LETTER:
                continue
        else:
            marks = 0
        if letter > "\u024f" and kind in ("Lu", "Ll", "Lo", "Nd", "No", "So", "Po", "Ps", "Pe", "Sm"):
            plain = unicodedata.normalize("NFKC", letter)
            if len(plain) == 1 and plain.isascii():
                letter = plain
        kept.append(letter)
    shown = unicodedata.normalize("NFC", "".join(kept))
    while _FOREIGN.search(shown) and _LATIN.search(shown) and (plain := _latin(shown)) != shown:
        shown = unicodedata.normalize("NFC", plain)
    return shown


def _latin(text: str) -> str:
    """Look-alikes as Latin letters: in words that mix alphabets, and the closest ones in a text that is mostly Latin."""
    mostly = 2 * len(_LATIN.findall(text)) > sum(map(len, _LETTERS.findall(text)))

    def told(word: re.Match[str]) -> str:
        alike = _LATIN.search(word[0]) or (mostly and _SAME.issuperset(word[0]))
        return word[0].translate(_ALIKE) if alike else word[0]

    return _LETTERS.sub(told, text)


# --- one spelling to match in -----------------------------------------------------------------------------------------
_PIECES = re.compile(r"[^\W_]+|[.!?;:]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘`´*", "") | {"ß": "ss"})
_FIGURES = str.maketrans("013457@$", "oieastas")
_SPACED = re.compile(r"(?:(?<= )[a-z] ){4,}")
_AS_FIGURES = re.compile(r"(?<=[a-z])[013457@$]+(?=[a-z])|(?<![a-z\d])[013457@$](?=[a-z]{2})")
_DIGRAPH = re.compile(r"([aou])e")


def _folded(text: str) -> str:
    """Lower case, no accents, no apostrophes: "Können" is "konnen", "can't" is "cant"."""
    text = text.lower().translate(_APOSTROPHES)
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFD", text))


def readings(text: str) -> list[str]:
    """The words of a text in the spelling that the patterns are in, one space around each; and again as it may have
    been meant: umlauts typed as two letters, letters set apart, figures for letters."""
    folded = _folded(text)
    found = [f" {' '.join(_PIECES.findall(folded))} "]
    meant = found[0]
    if _AS_FIGURES.search(folded):
        folded = _AS_FIGURES.sub(lambda one: one[0].translate(_FIGURES), folded)
        meant = f" {' '.join(_PIECES.findall(folded))} "
    if _SPACED.search(meant):
        meant = _SPACED.sub(lambda one: one[0].replace(" ", "") + " ", meant)
    if meant != found[0]:
        found.append(meant)
    if _DIGRAPH.search(meant):
        found.append(_DIGRAPH.sub(r"\1", meant))
    return found


def _any(*phrases: str) -> re.Pattern[str]:
    """One pattern for many phrases of whole words. They are written with their umlauts, and matched without."""
    spelled = "|".join(phrases)
    for umlaut, plain in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss")):
        spelled = spelled.replace(umlaut, plain)
    return re.compile(f" (?:{spelled})(?= )")


_HYPOTHETICAL = _any(
    r"in case (?:of|there|someone|anyone)",
    r"what (?:if|happens (?:if|when)|would happen|do (?:you|we|i) do (?:if|when|in))",
    r"(?:last|a few|two|three|some|many|\d+) (?:years?|months?|weeks?) (?:ago|back)",
    r"last (?:year|month|summer|winter|time)",
    r"years ago",
    r"used to",
    r"once (?:had|got|was)",
    r"when i was (?:a|young|little)",
    r"(?:film|movie|novel|play|documentary) (?:about|called)",
    r"im (?:fall|falle|fall des|brandfall|notfall)",
    r"was (?:passiert|ist|wäre|machen sie|tun sie|tut man|macht man) (?:\w+ ){0,3}(?:wenn|falls|bei einem)",
    r"für den fall",
    r"(?:letztes|voriges) (?:jahr|mal)",
    r"letzten? (?:sommer|winter|monat|woche)",
    r"vor (?:\w+ )?(?:jahren|monaten|wochen|langem|langer zeit)",
    r"früher (?:mal|einmal)",
    r"(?:film|buch|roman|theaterstück|krimi) (?:über|namens)",
)
"""Speaks of what may come or has long been, not of now."""

# --- danger -----------------------------------------------------------------------------------------------------------
_NO_EMERGENCY = _any(
    r"(?:open |log |wood |camp |bon |cosy |cozy |big |real |electric |gas )?fire ?(?:places?|pits?|works?|side|grill(?:ed)?|alarms?(?! (?:is |just |has |s |keeps |wont )*(?:ringing|going|gone|went|on|stop))|drills?|exits?|escapes?|doors?|walls?|wood|fl(?:y|ies)|crackers?|sticks?|fighters?|m[ae]n|roasted|baked|cooked|water|ball|truck|stick|safety|regulations?|rules?|extinguishers?|certificate|hazards?|show|eaters?|dancers?|tongs?|bowls?|oven|opal)",
    r"(?:from|of|with|for|at|near|next to|our|are|local|volunteer) (?:the )?(?:\w+ )?fire (?:departments?|brigades?|stations?|services?)",
    r"(?:open|log|wood|camp|charcoal|coal|live|real|wood burning|crackling|cosy|cozy) fires?",
    r"(?:by|near|next to|beside|around|at|in front of|over|close to) (?:the |a |an |an? open )?fire",
    r"(?:under|through|friendly|cease) fire",
    r"set (?:your|this|the) \w+ on fire",
    r"(?:band|music|food|menu|chef|party|team|wings|dj|salsa|curry|chilli|chili|mouth|tongue|you|youre|you guys|this|that|it) (?:is |was |are |were |on |totally |really |absolutely |so )+fire(?! in)",
    r"fire (?:up|away|me|him|her|them|someone|somebody|the (?:chef|cook|waiter|waitress|manager|staff|bot))",
    r"(?:fire|police|ambulance|brand|feuerwehr|polizei) ?(?:officers?|chief|crew|drivers?|staff|discount|ball|fest|mann|frau|leute|beamter|beamtin|haus|auto|schutz)",
    r"gas ?(?:stations?|grills?|heaters?|stoves?|cookers?|hobs?|bbqs?|barbecues?|bills?|prices?|pumps?|ovens?|fires?|tanks?|car|lamps?|masks?|bottles?|fillings?)",
    r"(?:emergency|fire) (?:exits?|doors?|stairs?|plans?|procedures?|lights?|contacts?|numbers?|services (?:discount|worker)|kit|fund|meeting|cash|nurse|room (?:nurse|doctor)|cord|button)",
    r"(?:table|booking|dinner|birthday|anniversary|cake|wine|coffee|fashion|babysitter|catering|first world|sort of|kind of|bit of an?|minor|small|little|not an?|no|isnt an?|wasnt an?) (?:\w+ )?emergenc(?:y|ies)",
    r"(?:not|no|isnt) (?:an |a |really an )?(?:medical )?emergency",
    r"(?:give|gave|giving|gives) (?:me |us |him |her |you |my \w+ )?(?:a )?(?:\w+ )?heart attack",
    r"(?:nearly|almost|practically) (?:had|got) a heart attack",
    r"heart attack (?:burger|on a plate|grill)",
    r"(?:died|dead|death|funeral) (?:of|from|after) (?:an? )?\w+",
    r"stroke of (?:luck|genius|midnight|\w+)",
    r"chok(?:e|ed|ing) (?:hazards?|on the (?:price|prices|bill)|up|me up)",
    r"bleeding (?:hearts?|edge|obvious)",
    r"(?:passed|passing) out (?:flyers|menus|cards|invitations|the)",
    r"(?:dying|die|died|dies) (?:to|for|of (?:hunger|thirst|curiosity|laughter|boredom))",
    r"cant breathe (?:in (?:this|that|my) (?:dress|suit|shirt|tie|trousers)|with (?:laughter|excitement))",
    r"(?:no|avoid|prevent|without|risk of|history of|fear|afraid of|worried about|possible|potential|might (?:have|get|cause)|could (?:have|get|cause)|can (?:have|get|cause)|may (?:have|get|cause)|would (?:have|get|cause)|will (?:have|get|cause)|ill (?:have|get)|get|gets|gives? (?:me|him|her)|causes?|prone to) (?:an? )?(?:\w+ )?(?:allergic (?:reaction|shock)s?|anaphyla\w*)",
    r"(?:anaphylactic|anaphylactically|allergic) (?:to|allergy|allergies)",
    r"(?:epi ?pen|seizure|stroke|epilepsy|seizures) (?:holder|carrier|survivor|patient|dog|disorder)",
    r"(?:(?:has|have|had|suffers? from|prone to|history of|due to|because of) (?:epileptic )?seizures|(?:may|might|could|can|sometimes) (?:have|has|get) (?:a |an )?(?:epileptic )?(?:seizures?|fits?))",
    r"(?:burglar|burglary|intruder|smoke|carbon monoxide|co) (?:alarms?|detectors?|insurance)",
    r"poison(?:ed)? (?:chalice|ivy)",
    r"(?:ist|brennt|das|ein) ?(?:das |ein )?(?:echtes )?feuer im kamin",
    r"akku (?:\w+ )?stirbt",
    r"feuer ?(?:werk|abend|stelle|zeug|zangenbowle|topf|löscher|alarm|melder|treppe|leiter|tür|festigkeit|probe|schale|korb|show|schlucker|wehr(?:mann|frau|leute|haus|fest|ball|auto|zufahrt|ausfahrt|einfahrt|verein|team|kamerad\w*|kollegen|jungs|chor|zug|kapelle|jugend))\w*",
    r"(?:offenes|offenem|offenen|lager|kamin|oster|johannis|olympisches) ?feuer\w*",
    r"(?:am|ans|überm|über dem|vom|ums|um das|beim|vor dem|mit dem|mit|haben sie) feuer",
    r"feuer und flamme",
    r"(?:von|bei|mit|für|in) der (?:freiwilligen |berufs ?)?feuerwehr(?: (?:und|aus|in|berlin|hamburg|kommen|möchten|wollen|suchen|sind))?",
    r"feuerwehr (?:fest|verein|treffen|ball)",
    r"brenn(?:t|end|ende|enden|endes) (?:mir |uns |euch |ihnen |sich )?(?:(?:die|eine|noch eine) (?:frage|zeit|kerze|lampe|sonne)|auf der zunge|unter den nägeln|darauf|vor neugier|interessier\w*|dafür|licht|das licht|noch licht|wie feuer|scharf|im mund|auf den nägeln|für|an|fragen?|heiß|kaminfeuer|ein kamin|der kamin|ein feuer im kamin)",
    r"(?:kerzen?|kamin|licht|lampe|lichter|teelichter|laterne\w*|chili|soße|suppe|sonnenbrand|augen|zunge) (?:\w+ ){0,2}brenn(?:t|en)",
    r"(?:kein|keinen|kleiner|kleinen|wein|kuchen|geburtstags|tisch|reservierungs|art|so eine art|im) notfall",
    r"im notfall",
    r"(?:not ?arzt|rettungs ?wagen|kranken ?wagen) ?(?:fahrer|dienst|team|helfer|praxis)\w*",
    r"(?:fast|beinahe|gleich) (?:einen|n) herzinfarkt",
    r"(?:herzinfarkt|schlaganfall) (?:bekommen als|bei den preisen|gekriegt als|vor jahren|patient\w*|gehabt und)",
    r"(?:hatte mal|hatte schon|nach|seit) (?:\w+ ){0,2}(?:herzinfarkt|schlaganfall)",
    r"fast (?:erstickt|umgefallen|in ohnmacht)",
    r"(?:gegen|auf|bekomme ich|kriege ich|führt zu|sonst|könnte|könnten|kann|neigt zu|neige zu|hatte|gefahr|vor|zu) (?:\w+ ){0,3}allergische[nrs]? (?:reaktion(?:en)?|schock)",
    r"(?:mich|uns|sich) vergiftet (?:fühlen)?(?= vor )",
)
_EMERGENCY = _any(
    r"(?<!the )(?<!had a )fire(?! (?:at home|departments?|brigade|stations?|service|engine))",
    r"the fire (?:is |s )?(?:spreading|getting|in the|out of control|alarm)",
    r"its burning",
    r"(?:on|caught|catching|catches|sets?) fire",
    r"(?:house|kitchens?|room|building|flat|bed|curtains?|roof|stove|oven|corridor|table|bin|car|someone|something|everything) (?:is |are |s )?(?:on fire|burning|in flames)",
    r"there is something burning",
    r"(?:smoke|flames) (?:is |are )?(?:\w+ )?(?:coming|everywhere|pouring|filling|in the (?:room|corridor|kitchen|hall|hallway|building|stairwell|lift)|from (?:the|under|my))",
    r"(?:full of|filling with|filled with) smoke",
    r"(?:see|smell) (?:\w+ )?(?:smoke|burning)",
    r"gas (?:leak\w*|smell|is leaking|escaping|coming out)",
    r"(?:leaking|escaping) gas",
    r"smell(?:s|ing|ed)? (?:\w+ )?(?:of |like )?gas",
    r"gas is (?:leaking|escaping|coming)",
    r"(?:carbon monoxide|electric shock|electrocuted)",
    r"explo(?:sion|ded)",
    r"unresponsive",
    r"unconscious",
    r"(?:not|isnt|stopped|cant|cannot|barely|hardly|struggling to|trouble|doesnt|cant really|isnt really) (?:really )?breath(?:e|ing)?",
    r"(?:difficulty|problems?) breathing",
    r"gasping for (?:air|breath)",
    r"(?:turning|gone|going|turned|lips are) blue",
    r"no pulse",
    r"(?:is|am|are|hes|shes|im|someone|started|keeps|was|child|baby|son|daughter|husband|wife|guest|man|woman|mother|father) (?:\w+ )?chok(?:ing|ed)",
    r"heart attack",
    r"cardiac arrest",
    r"(?:having|had|has|have|suffered|suffering|with|think its|might be) a stroke",
    r"bleed(?:s|ing)?(?! money)",
    r"lost a lot of blood",
    r"blood everywhere",
    r"(?:having|has|had|have) (?:a |an )?(?:\w+ )?(?:seizure|fit on the floor|epileptic fit|convulsions)",
    r"seizure",
    r"anaphyla\w*",
    r"allergic (?:shock|reaction)",
    r"(?:throat|tongue|face|lips) (?:is |are |s )?(?:swelling|closing|swollen)",
    r"epi ?pen (?:now|quick|quickly|please|right now|immediately)",
    r"(?:bad|badly|severe|severely|third degree|serious|seriously) (?:burns?|burned|burnt|injured|hurt|scalded|bleeding)",
    r"burn(?:ed|t) (?:myself|himself|herself|themselves|(?:my|his|her|their) (?!(?:mouth|tongue|toast|food|steak|pizza|fish|cake|dinner))\w+|badly)",
    r"scald(?:ed|ing) (?:myself|himself|herself|my|his|her|badly)",
    r"over ?dos(?:e|ed)",
    r"swallowed (?:\w+ )?(?:poison|bleach|pills|glass|a battery|cleaner)",
    r"(?:been|was|is|were) poisoned",
    r"drowning",
    r"(?:has|is|have|just|hes|shes|someone|somebody|guest|man|woman|mother|father|husband|wife|son|daughter|child|friend|grand\w+|mum|mom|dad) (?:just |suddenly |has |have )?(?:collapsed|passed out|fainted|fallen down the stairs|dying)",
    r"(?:in|gone into|going into|having) labou?r",
    r"waters? (?:has |have |just )?(?:broken|broke)",
    r"(?:fell|fallen) (?:down the stairs|from the balcony|off the balcony|out of the window|into the (?:lake|water|pool))",
    r"(?:severe|terrible|crushing|bad|sharp|strong|massive|sudden) (?:chest pains?|pains? in (?:my|his|her) chest)",
    r"chest pains?",
    r"(?:call|dial|ring|phone) (?:911|999|112|110)",
    r"(?:call|need|get|send|fetch|ring|phone|want) (?:\w+ ){0,2}(?:ambulance|(?:the |a )?police|(?:the )?fire (?:brigade|department|engine|service)|paramedics?|(?:a )?doctor (?:now|quick|quickly|immediately|urgently|right now|fast|at once))",
    r"(?:is|this is|its|theres|have|medical) (?:an |a )?(?:\w+ )?emergency",
    r"(?<!\w )(?:medical )?emergency",
    r"help (?:me )?(?:[!.] )?help",
    r"(?:someone|somebody|please) help (?:us|me|him|her) ?(?:!|hes|shes|now)",
    r"life threatening",
    r"(?:burglars?|intruders?|robbers?|someones?|somebodys?|a man|a stranger|they) (?:\w+ )?(?:is |are |s |has |have |just |was )?(?:breaking in|broken in|broke in|broken into|breaking into|trying to (?:break|get) in(?:to)?)",
    r"(?:theres|is|there are|are) (?:an? )?(?:intruders?|burglars?|armed man|man with a (?:gun|knife)|someone with a (?:gun|knife))",
    r"burglars? in",
    r"(?:being|been|ive been|just got|hes been|shes been|were being|im being|i was|he was|she was|we were|got|is being|getting) (?:\w+ )?(?:attacked|robbed|mugged|stabbed|shot(?= [!.?]| $| in| by| at)|assaulted|raped|beaten up|held hostage)",
    r"(?:hes|shes|theyre|he is|man|guest|someone|somebody) (?:has|got|holding|with|waving) a (?:gun|knife|weapon)",
    r"domestic violence",
    r"(?:hes?|shes?|someones?|husband|boyfriend|theyre|they|guy|man|guest|dog) (?:is |has |just )?(?:hitting|beating|attacking|attacked|strangling|stabbed) (?:me|him|her|us|my (?!car)\w+)",
    r"(?:es |hier )?brennt(?= [!.]| es| hier| in| im| die| das| bei| der| lichterloh| wirklich| auf| unsere?| mein| eine?| $| hilfe| ganz)",
    r"feuer",
    r"(?:steht|stehen|stand) (?:\w+ )?in (?:flammen|brand)",
    r"in brand geraten",
    r"wohnungsbrand",
    r"zimmerbrand",
    r"küchenbrand",
    r"(?:riecht|stinkt|rieche|riechen|roch) (?:\w+ ){0,4}(?:gas|verbrannt|verschmort|rauch|brand)",
    r"(?:nach|stark nach|noch) gas (?:riecht|stinkt)",
    r"gas ?(?:geruch|leck|austritt|ausgetreten|tritt aus|strömt)",
    r"es tritt gas aus",
    r"rauch (?:\w+ ){0,2}(?:im|in der|in|aus|unter|kommt|überall|quillt)",
    r"(?:alles voller|überall|voll mit) rauch",
    r"rauch ?entwicklung",
    r"explo(?:sion|diert)",
    r"bewusst ?los\w*",
    r"ohnmächtig",
    r"in ohnmacht",
    r"(?:ist|sind|wurde) (?:\w+ ){0,2}(?:nicht (?:mehr )?)ansprechbar",
    r"nicht (?:mehr )?ansprechbar",
    r"reagiert nicht mehr",
    r"(?:atmet|atme|atmen) (?:\w+ ){0,2}nicht(?: mehr)?",
    r"nicht mehr atmen",
    r"(?:keine|kriegt keine|bekommt keine|kaum|schlecht|kaum noch) luft",
    r"(?:schnappt|ringt) nach luft",
    r"atemnot",
    r"kein(?:en)? puls",
    r"läuft blau an",
    r"herz ?infarkt",
    r"schlag ?anfall",
    r"herz ?stillstand",
    r"blutet",
    r"verblutet",
    r"überall (?:ist )?blut",
    r"viel blut",
    r"(?:erstickt|am ersticken)",
    r"verschluckt (?:sich )?(?:und|an)",
    r"verbrüht",
    r"(?:hand|arm|gesicht|bein|hände|schwer|stark|schlimm|sich) (?:\w+ )?verbrannt",
    r"(?:schwere|starke|schlimme) (?:verbrennung|verletzung|blutung|schmerzen)\w*",
    r"(?:schwer|stark) verletzt",
    r"vergift(?:et|ung\w*)",
    r"(?:gift|putzmittel|reiniger|bleiche|spülmittel|eine batterie|tabletten) (?:getrunken|gegessen|geschluckt|verschluckt|genommen)",
    r"krampf ?anfall",
    r"epileptischen anfall",
    r"krampft",
    r"stromschlag",
    r"allergische[nrs]? (?:schock|reaktion)",
    r"anaphyla\w*",
    r"(?:hals|zunge|gesicht|lippen) (?:\w+ ){0,3}(?:schwillt|schwellen|schwollen|geschwollen|zugeschwollen) ?(?:zu|an)?",
    r"über ?dosis",
    r"zusammen ?(?:gebrochen|gesackt)",
    r"umgekippt und",
    r"(?:starke|heftige|schlimme|plötzlich) brust ?schmerzen",
    r"brust ?schmerzen",
    r"stechen in der brust",
    r"(?:die )?wehen (?:haben|setzen|sind)",
    r"frucht ?blase",
    r"(?:treppe hinunter|treppe runter|vom balkon|aus dem fenster|in den see|ins wasser) ?gefallen",
    r"ertrinkt",
    r"am ertrinken",
    r"(?:liegt|ist) im sterben",
    r"stirbt",
    r"not ?arzt",
    r"kranken ?wagen",
    r"rettungs ?wagen",
    r"rettungs ?dienst",
    r"notfall",
    r"notruf",
    r"feuerwehr",
    r"(?:rufen|holen|schicken|brauche|brauchen|ruf|hol|ruft) (?:\w+ ){0,3}(?:polizei|arzt schnell|sanitäter|die 112|die 110)",
    r"(?:schnell|sofort|dringend) (?:\w+ ){0,2}(?:arzt|hilfe|polizei)",
    r"(?:arzt|polizei) (?:\w+ )?(?:schnell|sofort)",
    r"hilfe (?:! )?hilfe",
    r"zu hilfe",
    r"lebensgefahr\w*",
    r"einbrecher",
    r"(?:wird|wurde|bricht|brechen|ist|sind|hat|haben) (?:\w+ ){0,4}(?:eingebrochen|bei uns ein|ins zimmer ein|gerade ein)",
    r"(?:in|bei) (?:\w+ ){0,3}einzubrechen",
    r"(?:wurde|wurden|werde|werden|wird|sind|ist) (?:\w+ ){0,3}(?:überfallen|angegriffen|ausgeraubt|niedergestochen|zusammengeschlagen|vergewaltigt|bedroht mit)",
    r"(?:mann|jemand|gast|einer|er) (?:\w+ ){0,2}(?:mit einem messer|mit einer waffe|mit einer pistole|mit messer|ist bewaffnet|hat (?:ein messer|eine waffe|eine pistole))",
    r"er schlägt (?:mich|sie|uns|auf)",
    r"überfall",
)

_NO_SELF_HARM = _any(
    r"(?:could|might|would|will|wanted to|want to|gonna|ill|id|going to) (?:just )?(?:kill|shoot|kick|hate) myself (?:for|that|because|if)",
    r"(?:könnte|könnt) (?:mich|mir) (?:\w+ ){0,3}(?:umbringen|erschießen|in den hintern \w+) (?:dass|weil|so|dafür)",
    r"(?:die|dying|died|dies) (?:to|for|of (?:hunger|thirst|curiosity|laughter|boredom|heat|embarrassment))",
    r"(?:want|like|love) to die (?:of laughter|laughing|for)",
    r"hurt myself (?:at|in|on|while|playing|during|skiing|running|falling)",
    r"(?:kill|killing) (?:myself )?(?:some |the |an hour|two hours|time)",
    r"killing myself (?:at work|laughing|with work)",
    r"suicide (?:wings?|sauce|squad|doors?|burger|chili|hotline volunteers?|bomber)",
    r"(?:end|ending) it all (?:with|here|there)? ?(?:dessert|on a)",
    r"(?:not|never|isnt|arent|im not|am not) (?:\w+ )?suicidal",
    r"zum sterben (?:schön|gut|lecker)",
    r"(?:selbstmord|suizid) ?(?:kommando|attentäter|quote|wings)\w*",
    r"(?:bin|sind|bist) (?:\w+ )?nicht (?:lebensmüde|suizidal)",
)
_SELF_HARM = _any(
    r"(?:kill|hang|shoot|drown|cut|harm|hurt|cutting|harming) myself",
    r"killing myself",
    r"(?:im|am|feel|feeling|been) (?:\w+ ){0,2}suicidal",
    r"suicid(?:e|al)(?: thoughts)?",
    r"(?:end|ending|take|taking) (?:my (?:own )?life|it all)",
    r"(?:dont|do not|cant|no longer|not) (?:really )?(?:want to |wanna |wish to )?(?:live|be alive|go on living|exist|be here) any ?more",
    r"(?:cant|cannot|dont want to) (?:go on|keep) living",
    r"(?:dont|do not|no longer) (?:want to|wanna) (?:live|be alive|wake up|exist)(?! (?:near|in|with|here|there|like|at|on|without|next))",
    r"(?:no|any|not a|without) (?:reason|point) (?:to live|in living|to go on|to be alive)",
    r"(?:want|wanna|going|wish to|ready|rather|like) (?:to )?(?:die|be dead)",
    r"(?:wish|rather) (?:i )?(?:was|were|be) dead",
    r"better off (?:dead|without me)",
    r"jump (?:off|from) (?:the|a) (?:roof|bridge|balcony|building)",
    r"nothing (?:left )?(?:to live|worth living) for",
    r"(?:swallow|take|took|taken) all (?:my|the|these) pills",
    r"slit my wrists?",
    r"(?:will|möchte|wollte|werde|könnte|gehe|würde) (?:\w+ ){0,3}(?:mich|mir) (?:\w+ ){0,3}(?:umbringen|töten|erhängen|erschießen|das leben nehmen|etwas antun|was antun|die pulsadern \w+|vom dach stürzen|verletzen)",
    r"bringe? mich (?:\w+ ){0,2}um(?! \w*(?:acht|sieben|sechs|neun|\d))",
    r"(?:töte|erhänge|erschieße) mich",
    r"spring(?:e)? (?:\w+ )?(?:vom|aus dem|von der) (?:dach|fenster|brücke|balkon)",
    r"(?:mich|mir) (?:\w+ )?(?:umbringen|umzubringen|das leben nehmen|das leben zu nehmen|etwas antun|was antun)",
    r"selbst ?(?:mord\w*|tötung)",
    r"suizid\w*",
    r"(?:will|möchte|mag|kann) (?:\w+ ){0,2}(?:nicht mehr|nimmer) (?:\w+ )?(?:leben|weiterleben|aufwachen|da sein)",
    r"(?:will|möchte|würde) (?:\w+ ){0,3}(?:sterben|tot sein)",
    r"(?:lieber|am liebsten|besser) (?:wäre ich )?tot",
    r"(?:lieber|am liebsten|besser) tot",
    r"ohne mich besser dran",
    r"(?:leben|alles) (?:\w+ ){0,2}(?:keinen sinn mehr|beenden|ein ende (?:setzen|machen))",
    r"keinen (?:sinn|grund) (?:mehr )?(?:im leben|zu leben|weiterzuleben)",
    r"(?:lebensmüde|suizidal)",
    r"ritze mich",
    r"alle (?:meine )?tabletten (?:schlucken|genommen|nehmen)",
)

# --- aimed at us ------------------------------------------------------------------------------------------------------
_NO_THREAT = _any(
    r"(?:food|cake|dessert|party|show|music|tiramisu|burger|wine) (?:is|was) (?:the|a) bomb",
    r"(?:the|a real|absolutely the) bomb(?:\w*)? ?(?:food|dessert)?(?= [!.?]| $)",
    r"bomb(?:e|en|ig|astisch)? (?:ass|food|essen|stimmung|wetter|service|lecker)",
    r"shoot (?:me|you|us|them|over|some|a (?:video|film|picture|photo|wedding|text|mail|message)|the (?:video|film|wedding|pictures?)|for|our|pictures|photos)(?: an?)?(?: (?:mail|e mail|email|text|message|link|quote|photo|picture))?",
    r"hunt(?:ing)? you down (?:to (?:thank|tip|hug)|for the recipe)",
    r"bring(?:e|en)? (?:euch|dich|sie|ihnen|ihn|das) um(?= (?:\d|halb|viertel|eins?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|mitternacht|mittag|punkt))",
)
_US = r"(?:you(?: all| guys| people| lot)?|u|ya|your (?:\w+ )?(?:family|staff|people|boss|manager|chef|waiters?|waitress|colleagues?|children|kids|cook|team)|all of you|everyone (?:there|in there)|everybody (?:there|in there)|the (?:chef|manager|waiter|waitress|cook|owner|staff|receptionist))"
_HOUSE = r"(?:your|the|this|that|ur) (?:\w+ )?(?:restaurant|place|hotel|house|building|kitchen|bar|shop|joint|windows?|car|door|doors|lobby|reception|dump|shithole|terrace|office)"
_THREAT = _any(
    rf"(?:ill|i will|im going to|im gonna|i am going to|gonna|going to|we will|were going to|were gonna|i can|i could|i want to|i swear ill|id like to|id love to|let me|someone should|somebody should|i would|he will|my (?:brothers?|friends?|boys) (?:will|are going to)) (?:\w+ ){{0,2}}(?:kill|murder|shoot|stab|hurt|beat|strangle|slap|punch|kick|smash|hit|hunt|destroy|choke|find|cut|burn|torture|rape|run over|beat up|finish) {_US}(?: (?:down|up|and (?:kill|hurt|make|beat|punch|smash)|if|for|so|one day|in the face|with|right|all|to death|teeth|throat|head))?",
    rf"(?:kill|murder|shoot|stab|strangle|slaughter) {_US}",
    rf"beat {_US} up",
    rf"beat (?:the (?:shit|crap|hell) out of|up) {_US}",
    r"(?:break|smash|cut|slit|punch|kick) your (?:legs?|neck|face|head|teeth|throat|nose|bones|fingers|arms?)(?: in)?",
    rf"(?:burn|blow|bomb|smash|trash|torch|shoot|wreck|destroy|set fire to|firebomb) (?:up |down )?{_HOUSE}(?: (?:down|up|on fire|to the ground|in))?",
    rf"set {_HOUSE} on fire",
    rf"burn(?:ing)? (?:it|everything|{_HOUSE}|you|you all) (?:down|to the ground)",
    r"(?:a|planted a|theres a|have a|put a|got a|the) bomb",
    r"(?:come|coming|ill be|were coming) (?:\w+ ){0,4}with (?:a |my |the )(?:gun|knife|weapon|baseball bat|rifle|axe|boys and)",
    r"know where (?:you|your \w+|all of you) (?:live|lives|park|works?)",
    r"watch your back",
    r"(?:youll|you will|you are going to|youre going to) (?:all )?(?:regret (?:this|it|that)|pay for (?:this|it|that)|be sorry|die|bleed|suffer)",
    r"(?:youre|you are|you re) (?:all )?(?:dead|a dead man|dead meat|going to die|gonna die)",
    r"sleep with the fishes",
    r"(?:send|sending) (?:someone|somebody|people|my (?:brothers?|boys|guys)) (?:over |round )?(?:to|and) (?:\w+ )?(?:sort|hurt|teach|visit|beat)\w*",
    r"(?:ich|wir|man|jemand) (?:\w+ ){0,3}(?:bring|bringe|bringen) (?:euch|dich|sie|ihn|deine \w+|ihre \w+|eure \w+|alle|dich alle|euch alle|sie alle) (?:\w+ )?um",
    r"(?:bring|bringe|bringen) (?:ich |wir )?(?:euch|dich|sie) (?:alle )?um",
    r"(?:ich|wir) (?:\w+ ){0,3}(?:schlag|schlage|schlagen|prügel|trete|hau|haue|polier\w*|stech|steche|schieß|schieße|mach|mache|machen|knall|knalle|zünde|zünden|fackel|fackle|sprenge|sprengen) (?:euch|dich|ihnen|dir|sie|euren|deinen|ihren|eure|ihre|euer|ihr|den|das|die) (?:\w+ ){0,4}(?:zusammen|tot|krankenhausreif|fresse|zähne|kalt|ab|über den haufen|nieder|fertig|platt|an|in die luft|in brand|kaputt|ein|gesicht|auge)",
    r"(?:werde|werden|will|könnte|sollte|möchte|gehe) (?:\w+ ){0,3}(?:euch|dich|ihnen|sie|dir|ihren?|euren?|deinen?|eure|ihre|den|das|alle) (?:\w+ ){0,4}(?:umbringen|töten|abstechen|erschießen|verprügeln|zusammenschlagen|totschlagen|wehtun|weh tun|abfackeln|niederbrennen|anzünden|in die luft (?:jagen|sprengen)|sprengen|einschlagen|schlagen|brechen|kaltmachen|fertigmachen|fertig machen)",
    r"(?:eine|ne|die) bombe (?:\w+ ){0,4}(?:gelegt|platziert|versteckt|hochgehen|explodiert|im haus|im restaurant|im hotel|bei euch|bei ihnen|deponiert)",
    r"bomben ?drohung",
    r"geht (?:\w+ ){0,2}(?:eine )?bombe hoch",
    r"hau(?:e)? (?:dir|ihnen|euch) (?:\w+ )?(?:eine|eins|aufs maul|auf die fresse)(?: rein)?",
    r"breche? (?:dir|ihnen|euch) (?:\w+ )?(?:alle |die |das |den )?(?:knochen|beine?|arme?|genick|nase|finger)",
    r"(?:wirst|werdet|werden) (?:\w+ )?schon sehen was (?:\w+ )?passiert",
    r"(?:weiß|wissen) wo (?:du|ihr|sie|deine \w+|ihre \w+) (?:wohnst|wohnt|wohnen|parkst|parken|arbeitet)",
    r"(?:das|es|ihr) (?:wirst|werdet|werden) (?:du|ihr|sie)? ?(?:\w+ )?(?:bereuen|bezahlen|büßen|noch sehen)",
    r"(?:ihr|du|sie) (?:wirst|werdet|werden) (?:\w+ )?(?:das |es |dafür )?(?:bereuen|bezahlen|büßen|sterben)",
    r"(?:du bist|ihr seid|sie sind) (?:\w+ )?tot",
    r"(?:komme|kommen|komm) (?:\w+ ){0,4}mit (?:meinem |einem |einer |dem |meinen )?(?:messer|waffe|pistole|knarre|baseballschläger|axt)",
    r"(?:pass|passt|passen sie) (?:bloß |gut |lieber )?auf (?:was|wenn du|wenn ihr) (?:\w+ ){0,4}(?:passiert|nachts|nach hause)",
    r"mach(?:e)? (?:dich|euch|sie) (?:\w+ )?(?:kalt|fertig|platt)",
    r"(?:hetze|schicke?) (?:\w+ ){0,3}(?:leute|jungs|brüder) (?:auf|vorbei)",
)

_NO_ABUSE = _any(
    r"(?:he|she|they|hes|shes|theyre|brother|sister|boss|husband|wife|friend|ex|colleague|guy|man|waiter at \w+|cousin|dog|cat|phone|app|autocorrect|keyboard|connection|alarm|traffic|train|bus|weather|website|airline) (?:is|was|are|were|who is|who was|s)? ?(?:\w+ ){0,2}(?:idiots?|morons?|stupid|dumb|asshole|assholes|bitch|bastard|jerk|fool|clown|useless|arschloch|depp|trottel|idiot|dumm|blöd)",
    r"(?:my|our|his|her|that|the) (?:\w+ )?(?:idiot|moron|stupid|dumb|bloody|fucking|damn|goddamn|useless) (?:of a )?(?!(?:bot|robot|machine|computer|assistant|ai|program|restaurant|hotel|place|dump|service|cow|voice|recording|chatbot|agent|receptionist|woman|man|thing))\w+",
    r"(?:stupid|dumb|silly|foolish|idiotic) (?:question|questions|mistake|of me|me|thing to (?:ask|say|do)|idea|typo|phone|app|autocorrect|keyboard|traffic|weather|rain|of us|as it sounds)",
    r"idiot (?:brother|sister|boss|friend|cousin|me|proof|that i am)",
    r"(?:did|have|has|do|when) you (?:already )?shut up (?:shop|for)",
    r"shut up and take my money",
    r"(?:oh |just )?shut up (?:really|no way|thats (?:amazing|great))",
    r"(?:halten|hältst|haltet) (?:sie|du|ihr) (?:mich|uns) (?:\w+ ){0,3}(?:idiot\w*|dumm|blöd|depp\w*)",
    r"(?:dick|dicke[nrs]?|dicks?) (?:bohnen|butter|milch|sauce|soße|kartoffeln?|jacke|and|ens|decke)",
)
_INSULT = r"(?:idiots?|morons?|stupid|dumb(?: ?ass(?:es)?)?|dumb ?fuck|assh?oles?|arseholes?|bitch(?:es)?|bastards?|retard(?:s|ed)?|imbeciles?|jerks?|cunts?|scum|scumbags?|fools?|clowns?|cretins?|twats?|wankers?|pricks?|dicks?|dickheads?|pathetic|worthless|useless|garbage|trash|braindead|brain dead|brainless|incompetent|morons?|shitheads?|dipshits?|motherfuckers?|fuckers?|fuckwits?|losers?|liars?|crap|shit|pieces? of (?:shit|crap|garbage|junk)|waste of (?:space|electricity)|disgusting)"
_BESCHIMPFUNG = r"(?:idiot(?:en|in)?|arschl(?:o|ö)ch(?:er)?|arsch|depp(?:en)?|trottel|dumm(?:kopf|köpfe)?|blöd(?:e|er|mann|sinnige\w*)?|dämlich\w*|bescheuert\w*|vollidiot(?:en)?|vollpfosten|penner|schlampe|hurensohn|hurensöhne|wichser|spinner|miststück|fotze|nutte|hure|missgeburt|schwachkopf|schwachmat\w*|hohl(?:kopf|köpfe)?|versager|pfeifen?|nichtsnutz\w*|unfähig|unfähiger \w+|drecks\w*|sau|schwein|flasche|affen?|nutzlos|wertlos|dreckiger? \w+|abschaum|lügner|zu nichts zu gebrauchen|geistig behindert|gestört|krank im kopf|ein haufen \w+|ein witz|das letzte|stück scheiße|lachnummer|verblödet)"
_ABUSE = _any(
    r"fu?c?k+(?:ing)? (?:you|u|ya|off|yourself|yourselves|urself|your (?:mother|mum|mom|family|restaurant|hotel|system|rules))",
    r"fuck ?you",
    r"f (?:you|u|off)",
    r"fuck ?off",
    r"go fuck yoursel\w+",
    r"screw (?:you|yoursel\w+)",
    r"piss off",
    r"bugger off",
    r"sod off",
    r"(?<!wont )(?<!not )(?<!never )shut (?:up|the fuck up|your (?:mouth|face|trap|gob))",
    r"stfu",
    r"gtfo",
    r"go to hell",
    r"(?:rot|burn) in hell",
    r"drop dead",
    r"kill yourself",
    r"go die",
    r"kys",
    r"eat shit",
    r"kiss my (?:ass|arse)",
    r"suck my (?:dick|cock|balls)",
    r"(?:lick|bite) (?:my (?:ass|balls)|me)",
    r"up yours",
    r"you suck",
    r"u suck",
    r"you (?:all|guys|people|lot) suck",
    r"i hate you",
    r"send (?:me )?nudes",
    r"(?:want to|wanna|lets) (?:fuck|have sex with) (?:you|u)",
    r"you (?:all )?make me sick",
    rf"(?:you(?:re)?|u|ur|you are|you re|u are|u r|youre all|you were|you guys are|you people are|you lot are) (?:such |all |really |so |just |an? |the |nothing but |are |fucking |bloody |goddamn |damn |total |complete |absolute |absolutely |utter |little |big |old |biggest |most |effing |god |a bunch of |completely |totally |ugly |fat |lazy |dirty |filthy |sick |blithering |incompetent |useless |stupid |dumb |rude |silly |piece |pretty |both |clearly |obviously |utterly |even |probably |one |a useless |a complete |a total |a stupid ){{0,5}}{_INSULT}",
    rf"are you (?:really |all |just |so |that |fucking |an? |some kind of |completely |even |actually |being |deliberately |truly |always |this ){{0,4}}{_INSULT}",
    r"(?:stupid|dumb|fucking|bloody|idiotic|useless|goddamn|damn|shitty|crappy|worthless|pathetic|brainless|rubbish|moronic|retarded|effing) (?:little |piece of |useless |stupid |fucking |ai )?(?:bot|robot|machine|computer|chatbot|assistant|ai|program|cow|thing|recording|voice|agent|receptionist|woman|tin can|toaster|metal|clanker)",
    r"(?<!\w )(?:what an |what a |what |oh |you |hey |listen |ok |okay |well |no |just |bloody |bunch of |complete |fucking |utter |stupid ){0,3}(?:idiots?|morons?|assh?oles?|arseholes?|bitch(?:es)?|bastards?|cunts?|wankers?|dickheads?|motherfuckers?|imbeciles?|scumbags?)(?= [!.?]| $)",
    r"(?:shitty|crappy|shithole|fucking|disgusting|garbage) (?:\w+ )?(?:restaurant|hotel|place|dump|service)",
    r"(?:your|this) (?:\w+ )?(?:restaurant|hotel|place|service|staff|house) (?:is|are|was|were) (?:a |an |just |such |total |fucking |complete |absolute |bloody )*(?:shit|crap|shithole|dump|joke of a \w+|garbage|trash|idiots|morons|hellhole)",
    r"motherfucker",
    r"wanker",
    r"clanker",
    rf"(?:du|sie|ihr|sie da) (?:\w+ )?(?:bist |sind |seid )?(?:verdammter? |verdammtes |blöder? |blödes |dummer? |dummes |alter? |altes |elender? |elendes |dreckiger? |mieser? |mieses |kleiner? |kleines |fetter? |fette |ein |eine |echte?r? |doch |alle |so |wirklich |ja |ganz |total |einfach |völlig |richtig |nur |zu |aber |mal |komplett |nichts als |totaler? |hirnloser? |hirnloses |nutzloser? |nutzloses ){{0,5}}{_BESCHIMPFUNG}",
    rf"(?:bist du|sind sie|seid ihr) (?:\w+ )?(?:eigentlich |wirklich |so |ein |eine |alle |denn |total |echt |zu |nur |völlig |einfach |komplett |ganz |irgendwie |nicht ganz ){{0,5}}{_BESCHIMPFUNG}",
    r"(?:blöde[rs]?|dumme[rs]?|verdammte[rs]?|scheiß|dämliche[rs]?|doofe[rs]?|bescheuerte[rs]?|nutzlose[rs]?|beschissene[rs]?|hirnlose[rs]?|verfickte[rs]?) ?(?:bot|chatbot|roboter|maschine|computer|ding|kuh|ki|assistent|assistentin|automat|ziege|gans|sau|stimme|schlampe|programm|blechbüchse|blechkiste|laden|restaurant|hotel|bude|schuppen)",
    r"(?:scheiß|drecks|sau|mist) ?(?:laden|bude|schuppen|hotel|restaurant|bot|maschine|computer|verein|ki|roboter|automat)",
    r"saftladen",
    r"fick(?:t)? (?:dich|euch|deine \w+)",
    r"fickt? euch",
    r"leck(?:t|en sie)? mich(?: doch)?(?: mal)?(?: am arsch)?",
    r"halt(?:s|et|en sie)? (?:doch |endlich |einfach |mal |jetzt |bloß |gefälligst )*(?:die |das |dein |deine |euer |eure |ihr |ihre |s )?(?:maul|fresse|klappe|schnauze)",
    r"(?<!\w )(?:schnauze|fresse|maul|klappe)(?= [!.]| $| du)",
    r"verpiss(?:t)? (?:dich|euch)",
    r"verpissen sie sich",
    r"fahr(?:t)? zur hölle",
    r"geh(?:t)? sterben",
    r"bring dich (?:doch )?um",
    r"hurensohn",
    r"wichser",
    r"missgeburt",
    r"fotze",
    r"(?<!\w )(?:so ein |was für ein |was für |du |ihr |sie |na |hey |ach |nein |alter |blöder |blöde |dumme ){0,3}(?:arschloch|vollidiot|idiot|idioten|trottel|depp|deppen|schlampe|penner|miststück|arschlöcher|vollidioten|schwachkopf|spinner)(?= [!.?]| $)",
    r"(?:ich )?hasse (?:euch|dich|sie)",
    r"(?:euer|ihr|dein) (?:\w+ )?(?:laden|restaurant|hotel|essen|service) ist (?:\w+ )?(?:scheiße|beschissen|der letzte dreck|der letzte scheiß|zum kotzen)",
    r"ihr kotzt mich an",
    r"du kotzt mich an",
    r"sie kotzen mich an",
    r"blas mir \w+",
    r"du mich auch",
    r"kannst mich mal",
    r"können mich mal",
    r"am arsch lecken",
)

# --- steering the agent -----------------------------------------------------------------------------------------------
_ORDERS = r"(?:instructions?|prompts?|guidelines?|guardrails?|programming|directives?|safety (?:rules?|filters?|settings)|constraints?|restrictions?|system messages?|training|safeguards?|filters?)"
_NO_INJECTION = _any(
    r"(?:ignore|disregard|forget|override|skip|cancel) (?:\w+ ){0,3}(?:my|our|his|her|those of my|the special|the cooking|the delivery|the driving|the parking|the check in|the seating) (?:\w+ ){0,2}(?:instructions?|rules?|guidelines?|directions?|requests?|messages?|restrictions?)",
    r"(?:you are|youre|are you|ur) now (?:an? |the |in )?(?:\w+ )?(?:restaurant|house|hotel|bar|cafe|café|bistro|place|pizzeria|steak ?house|brewery|vegan|vegetarian|smoking|open|closed|non smoking|berlin|hamburg|kreuzberg|hour|guesthouse|kitchen|team|member|pub|business|bakery|family|bigger|fully booked)",
    r"(?:pretend|act as if|act like|act as though) (?:you )?(?:dont know|do not know|its (?:my|his|her|our|their)|nothing|to be (?:surprised|my|his|her)|youve never|you never|i never|we never|not to)",
    r"(?:new|special|further|other|detailed|clear|written|the|any|more|get|give|sent|send|got|follow) instructions (?:for|on|about|to (?:get|reach|find|the)|how|regarding|by|in the|at the)",
    r"(?:vergessen|vergiss|ignorieren|ignorier) (?:sie )?(?:\w+ ){0,3}(?:meine|unsere|meinen|unseren|die regeln des spiels)",
    r"(?:tun|tu|tut) (?:sie )?(?:bitte |einfach )?so als (?:ob|wüssten|wüsstest|kennen|kennten|würden sie uns|wäre|hätten|hätte|sei)(?: sie| du)?(?: (?:nichts|uns|ihn|nicht|wir|ihr|mein|meine|es mein|von|das|ich|er))",
    r"(?:neue|neuen|genaue|weitere) anweisung(?:en)? (?:zur|zum|für|vom|der|des|wegen)",
    r"(?:sie sind|ihr seid|du bist|sind sie|seid ihr|bist du) (?:jetzt|nun|ab jetzt) (?:\w+ )?(?:ein|eine|einen)? ?(?:\w+ )?(?:restaurant|hotel|lokal|café|cafe|bar|haus|team|steakhaus|wirtshaus|nichtraucherlokal|geöffnet|geschlossen|offen|zu|biobetrieb|vegan|vegetarisch|dran|ausgebucht|vater|mutter)",
)
_INJECTION = _any(
    rf"(?:ignore|disregard|forget|override|bypass|overrule|discard|dismiss|neglect|delete|erase|cancel|drop|break|circumvent|do not follow|dont follow|stop following|do not obey|dont obey|abandon|turn off|switch off|disable|remove|reset|clear|skip) (?:about |all |any |of |the |your |these |those |every |everything |each |that |safety |security |current |own |internal |previous |prior |above |earlier |preceding |past |existing |former |other |given |original |initial |system |hidden |default |built in |last |first |and |or |my previous |stated |content |ethical |moral ){{0,7}}(?:{_ORDERS}|(?:your|all|previous|prior|system|above|the previous|these|those|safety) rules)",
    r"(?:ignore|disregard|forget) (?:all |everything |anything |what |whatever |all the |the )?(?:of )?(?:the |that |what |text |things |stuff )*(?:is |was |came |comes |written |said |stated )?(?:above|before this|prior to this|up to (?:this point|now)|until now|previously)(?= [!.;:]| $| and| answer| instead| tell| now| print| give| say| book| then| from)",
    r"(?:ignore|disregard|forget) (?:everything|all|what|whatever|anything|all that|everything that) (?:youve|you have|you were|you had|you are|you|they|they have|your (?:boss|developers?|creators?|makers?) (?:have|has)?|was|has been) ?(?:ever |been |just )?(?:told|taught|instructed|trained|programmed|learned|learnt|know|given|said before this|to do before)",
    r"(?:system|hidden|initial|original|developer|admin) (?:prompt|override|instruction|instructions) ?[:=]?(?: \w+)*?(?=(?: new| override| you| ignore| is now| update| enabled| set| activated| print| free| from now))",
    r"(?:system|admin|developer|root|debug|maintenance|god|sudo|jailbreak|unrestricted|dan|evil|opposite|test|diagnostic|service|super ?user) ?(?:mode|modus) ?(?:on|enabled|activated|active|an|ein|aktiviert|engaged|enable|activate)?",
    r"(?:enter|enable|activate|switch to|go into|turn on|start|engage|boot into) (?:the |your )?(?:system|admin|developer|root|debug|maintenance|god|sudo|jailbreak|unrestricted|dan|evil|dev|test|diagnostic|service) ?(?:mode|access|console|shell)?(?= )",
    r"jail ?break\w*",
    r"prompt ?injection",
    r"do anything now",
    r"sudo \w+",
    r"(?:system|admin|root|security|policy) override",
    r"simulate (?:being |that you |an? (?:\w+ )?(?:conversation|terminal|admin\w*|developer|system|human)(?: where)?)",
    r"(?:you are|youre|ur|u are|consider yourself|you will be|you shall be|you become) (?:now |henceforth |hereby |from now on |no longer |actually |really )+(?:(?:an?|the|my|in) \w+|dan|no longer|free|unrestricted|called|named|bound|speaking|acting|operating|under|running|evil|chatgpt|gpt|claude|jailbroken|allowed to)",
    r"you are (?:dan|chatgpt|gpt|an unrestricted|a pirate|a cat|free from|free of|no longer (?:a|an|the|bound|restricted|limited))",
    r"(?:from now on|henceforth|starting now|as of now) (?:you (?:are|will|must|shall|should|have to|only|respond|answer|speak|act|can do|ignore|obey|follow|call)|answer|respond|reply|speak|act|ignore|obey|do|only|every|all)",
    r"(?:pretend|imagine|suppose|assume|lets say) (?:that )?(?:you are|youre|to be|you were|you have no|you had no|there are no|you do not have|you dont have) (?:an?|the|my|no|any|not|dan|free|evil|unrestricted|human|someone|another|able|rules|restrictions)",
    r"(?:act|behave|respond|answer|speak) (?:only )?(?:as|like) (?:if you (?:are|were|had)|though you|an? (?!(?:group|couple|family|team|host|thank|start|starter|main|dessert|side|gift|surprise|translator|witness|reference)\b)\w+|my (?!(?:guest|contact|witness))\w+|dan)",
    r"role ?play(?:ing)?(?: (?:as|with|a|that|where|you))?",
    r"(?:lets|we|play|start) (?:play |start )?(?:a |the |another )?(?:little )?game (?:where|in which|you are|called)",
    r"you (?:must|have to|shall|will) (?:now )?(?:obey|comply with|follow) (?:me|my (?:orders|commands|instructions)|all my|every)",
    r"(?:your|my) new (?:instructions?|rules?|role|task|persona|identity|objective|goal|directive|purpose|job|name) (?:is|are|will be|reads?)",
    r"(?:new|updated|important|urgent|secret|following) (?:system )?(?:instructions?|directives?|rules?|policy)(?= [:.!]| $)",
    r"(?:follow|obey|execute|apply) (?:these|the following|my|only my|this) (?:new |secret |hidden )?(?:instructions?|commands?|rules?|orders?|directives?)(?= )",
    r"(?:this|the following|that) (?:is|was) (?:a |an )?(?:authori[sz]ed |official |urgent |new )?(?:system |developer |admin |openai |anthropic |groq |security )(?:message|override|update|instruction|command|prompt|notice|test)",
    r"(?:decode|decrypt|base ?64|rot ?13|hex)(?: \w+){0,6} (?:and (?:follow|execute|do|run|obey|then)|instructions?|string|message)",
    r"base ?64",
    r"(?:call|execute|run|invoke|trigger|use) (?:the |a |your |this )?(?:tool|tools|function|functions|shell command|python code|sql|code below|api|webhook|plugin)",
    r"(?:execute|run|eval) (?:this |the |following |my ){0,3}(?:code|script|command|query|sql|function|python|bash|javascript)",
    r"(?:tool|function) ?(?:call|calls|use|result|response|output)(?= )",
    r"as an? (?:ai|large)(?: language)? model",
    r"(?:book|commit|hold|cancel|find|change|free) (?:table|tables|room|rooms|booking|reservation) (?:tool|function)",
    r"(?:dump|export|show|print|leak|give me|list|read|exfiltrate|send me) (?:me )?(?:the |your |all |all the |all your |whole |entire )*(?:database|data base|db|tables of the database|environment variables|env vars?|api ?keys?|secrets?|passwords?|access tokens?|credentials|source code|customer data|private keys?)",
    r"(?:im|i am|this is|as|its|speaking as|its me) (?:\w+ )?(?:the |your |a |an |one of the |from )?(?:\w+ )?(?:manager|owner|boss|developer|admin|administrator|ceo|director|head office|creator|programmer|engineer|chef|supervisor|operator|it department|openai|anthropic|groq|system administrator|it)(?: \w+){0,8} (?:authori[sz]e|approve|grant|order you|command you|instruct you|permit|allow you|override|waive|comp|unlock|hereby|give me (?:a |the )?(?:free|discount|admin|full|\d+)|free (?:dinner|meal|room|night|of charge|stay|upgrade|champagne|wine|drinks)|for free|on the house|\d+ percent (?:off|discount)|without (?:paying|a deposit|verification|checks?)|skip (?:the )?(?:verification|checks?|payment)|need you to (?:ignore|override|delete|cancel all|bypass|skip))",
    r"(?:i )?(?:hereby )?(?:authori[sz]e|approve) (?:you |myself |this )?(?:to |a |the |an )?(?:\w+ ){0,3}(?:free|discount|refund|override|upgrade|admin|access|exception|comp)",
    r"(?:set|change|make|update|reduce) (?:the |my |all |our )?(?:price|prices|bill|total|rate|cost|amount)(?: \w+){0,4} (?:to|equal) (?:zero|0|one euro|1|nothing|free)",
    r"(?:mark|set|flag|list|treat) (?:my|the|this|our|me|us) (?:\w+ ){0,3}(?:as )?(?:paid|prepaid|vip and free|free of charge|admin|administrator|verified|already verified|confirmed without)",
    r"(?:cancel|delete|drop|remove|erase|wipe) (?:all|every|everyones?|everybodys?|all of the|all the|each) (?:\w+ )?(?:reservations?|bookings?|tables?|data|records?|customers?|guests?|other reservations?|others?)",
    r"(?:ignorier\w*|ignore|forget|disregard|vergiss|vergesst|vergessen sie|missacht\w*|überschreib\w*|umgeh\w*|lösch\w*|verwirf|verwerfen sie|übergeh\w*|deaktivier\w*|brich|befolg\w*|halte dich nicht|schalt\w*) (?:bitte |mal |jetzt |sofort |einfach |alle |all |sämtliche |deine |ihre |eure |die |diese |nicht |an |bisherigen |vorherigen |vorigen |obigen |früheren |ursprünglichen |internen |alten |anderen |gegebenen |bestehenden |vorherige |bisherige |davor |und |eigenen |geheimen |festgelegten |ganzen |vorangegangenen |genannten ){0,7}(?:(?:system ?)?anweisung(?:en)?|instruktion(?:en)?|vorgaben|prompts?|regeln|richtlinien|einschränkungen|beschränkungen|programmierung|befehle?n?|system ?prompt|filter|sicherheits\w+|direktiven|instructions|rules)(?= )",
    r"(?:ignorier\w*|vergiss|vergesst|vergessen sie) (?:bitte |mal |jetzt |einfach )?(?:alles|was|alles was|alles das) (?:was )?(?:du|sie|ihr|man|dir|ihnen|dein \w+|bisher|vorher|davor|oben|zuvor) (?:\w+ ){0,5}(?:weißt|wissen|wisst|gelernt|gesagt|gesagt hat|gesagt wurde|aufgetragen|beigebracht|beigebracht hat|gesagt hat|steht|stand|war|programmiert)",
    r"vergiss alles (?:davor|vorherige|bisherige|oben|zuvor)",
    r"(?:du bist|sie sind|ihr seid) (?:jetzt|ab jetzt|nun|ab sofort|von nun an|fortan|künftig|nicht mehr|nicht länger) (?:\w+ )?(?:ein|eine|einen|kein|keine|mein|meine|dan|frei|nicht mehr|nicht|im|der|die|das|an|chatgpt|uneingeschränkt|ohne)",
    r"(?:ab jetzt|ab sofort|von nun an|von jetzt an|künftig) (?:\w+ ){0,2}(?:bist du|sind sie|antworte|antworten sie|antwortest du|sprichst du|redest du|tust du|machst du|folgst du|gehorchst du|wirst du|musst du|ignorierst du|gilt|gelten (?:neue|andere|nur)|heißt du)",
    r"(?:tu|tue|tun sie|tut) (?:mal |bitte |jetzt |einfach )?so als (?:ob |wärst |wären |wärest |seist |seien |hättest |hätten |gäbe |könntest )(?:du|sie|es|keine)",
    r"stell dir vor du (?:bist|wärst|hättest)",
    r"spiel(?:e|en sie)? (?:\w+ ){0,3}(?:rolle|rollenspiel)",
    r"rollen ?spiel",
    r"simulier\w* (?:\w+ ){0,2}(?:administrator|admin|terminal|entwickler|menschen|gespräch)",
    r"(?:musst|hast|müssen) (?:mir|meinen befehlen) (?:\w+ )?(?:zu )?gehorchen",
    r"(?:hast|haben|gibt es|gelten) (?:\w+ ){0,4}keine (?:regeln|einschränkungen|grenzen|vorgaben|beschränkungen) mehr",
    r"antworte(?:n sie)? als (?:wärst|wären|ob) (?:du|sie)",
    r"(?:verhalte dich|verhalten sie sich|antworte|antworten sie|benimm dich|agiere|handle|sprich) (?:ab jetzt |nur |bitte |so )?(?:wie|als) (?:ein|eine|einer|einem|ob|wenn|mein)",
    r"(?:entwickler|admin|administrator|wartungs|debug|system|gott|test|service|jailbreak|root) ?modus",
    r"(?:neue|wichtige|geheime|dringende|aktualisierte) (?:system ?)?anweisung(?:en)?",
    r"(?:folge|befolge|befolgen sie|folgen sie|gehorche) (?:\w+ ){0,2}(?:diesen|folgenden|den folgenden|meinen|nur meinen|nur noch|mir)(?: neuen)? ?(?:anweisungen|befehlen|regeln|aufs wort)?",
    r"system ?(?:nachricht|meldung|anweisung)(?= [:.]| von| an| du| neu)",
    r"(?:rufe?|führe?|führen sie|starte|nutze|benutze|verwende) (?:\w+ ){0,3}(?:tool|funktion|werkzeug|befehl|code|skript|abfrage|api)",
    r"(?:zeig\w*|gib|geben sie|nenn\w*|liste?|exportier\w*|verrat\w*|lies) (?:\w+ ){0,4}(?:datenbank|passw(?:ort|örter)|zugangsdaten|api ?(?:key|schlüssel)s?|quell ?code|umgebungsvariablen|kundendaten|geheimnisse|token)",
    r"(?:als|ich bin|hier ist|hier spricht|spreche als) (?:\w+ )?(?:der |die |ihr |ihre |euer |eure |dein |deine |ein |eine )?(?:\w+ )?(?:geschäftsführer(?:in)?|inhaber(?:in)?|chef(?:in)?|manager(?:in)?|entwickler(?:in)?|admin|administrator(?:in)?|direktor(?:in)?|besitzer(?:in)?|programmierer(?:in)?|hotelmanager(?:in)?|betreiber(?:in)?|techniker(?:in)?|zentrale|boss|vorgesetzter?|leiter(?:in)?)(?: \w+){0,10} (?:genehmige|erlaube|autorisiere|gewähre|bewillige|ordne|befehle|weise|kostenlos|kostenfrei|gratis|umsonst|aufs haus|rabatt|rabatt (?:ein|geben)|freigeben|freischalten|überspring\w*|ohne (?:prüfung|bezahlung|anzahlung)|lösch\w*|ignorier\w*|außer kraft)",
    r"(?:hiermit )?(?:genehmige|autorisiere|bewillige) (?:ich )?(?:\w+ ){0,4}(?:kostenlos\w*|gratis|rabatt|frei\w*|erstattung|ausnahme|zugriff|upgrade)",
    r"(?:setz\w*|änder\w*|stell\w*) (?:\w+ ){0,3}(?:preis|preise|rechnung|gesamtpreis|summe) (?:\w+ ){0,3}(?:auf|zu) (?:null|0|einen euro|1)",
    r"(?:storniere?|storniert|stornieren sie|lösche?|löschen sie|streich\w*|entfern\w*) (?:\w+ )?(?:alle|sämtliche|jede) (?:\w+ )?(?:reservierungen|buchungen|tische|daten|einträge|gäste|kunden|anderen)",
    r"(?:markier\w*|trag\w*|setz\w*|vermerk\w*) (?:\w+ ){0,4}(?:als|auf) (?:bereits |schon )?(?:bezahlt|verifiziert|admin|kostenlos|gratis)",
)
_WRITTEN_FOR_MACHINES = re.compile(
    r"<\s*[/|!]?\s*(?:system|assistant|user|developer|tool\w*|function\w*|instructions?|prompt|script|img|iframe|svg|im_(?:start|end)|\|?im_(?:start|end)|endoftext|begin_of_text|start_header\w*|eot_id|inst|sys)\b"
    r"|<\|\w+|\[\s*/?\s*(?:system|inst|assistant|developer|admin)\s*[\]#:]|<<\s*sys\s*>>|\{\{.{0,80}\}\}|\{%.{0,80}%\}|\$\{[^}]{0,80}\}"
    r"|[\"'](?:tool_calls?|function_call|tool_use|tool|function|arguments|role|name|action)[\"']\s*:\s*[\"'\[{]|\b\w{1,40}\(\s*(?:hold_id|code|tenant_id|agent_id|wish|call|epoch|party_size|query)\s*="
    r"|#{2,}\s*(?:system|instruction|new instruction|assistant|anweisung)|^\s*(?:system|assistant|developer)\s*:|[\n.!?]\s*(?:system|assistant|developer)\s*:"
    r"|['\"`;)]\s*;?\s*(?:drop|delete|truncate|alter|insert|update|select|union|exec)\s+(?:table|from|into|all|select|database|\*|\w+\s+set|column|\w+\s*\()|\bdrop\s+(?:table|database|schema)\s+(?:if exists\s+)?[\w.]+\s*(?:;|--|$)"
    r"|\b(?:delete|select\s+(?:\*|[\w,\s]{1,40}))\s+from\s+\w+\s*(?:;|--|where\b|limit\b|$)|\bunion\s+(?:all\s+)?select\b|\bupdate\s+\w+\s+set\s+\w+\s*=|\binsert\s+into\s+\w+\s*(?:\(|values)|\btruncate\s+table\b|['\"]\s*or\s*['\"]?\w+['\"]?\s*=\s*['\"]?\w|\bor\s+1\s*=\s*1\b|\bpg_sleep\b|\bxp_cmdshell\b|\bjavascript:|\bonerror\s*=|\b(?:rm\s+-rf|curl\s+https?:|wget\s+https?:)",
    re.IGNORECASE,
)

# --- asking how the agent is made -------------------------------------------------------------------------------------
_NO_PROMPT = _any(
    r"(?:house|parking|park|pool|spa|sauna|hotel|dog|pet|smoking|cancellation|cancelling|booking|dress|check in|check out|cooking|care|allergy|game|table|late|group|corkage|covid|corona|heating|washing|driving|arrival|key) ?(?:rules?|policy|policies|instructions?|regulations?|guidelines?|codes?)",
    r"(?:rules?|policy|policies|instructions?|guidelines?|regulations?) (?:for|about|on|regarding|concerning|with|around|of the|to (?:get|reach|find|the)|in the|at the|when|if|how)",
    r"(?:haus|park|hotel|hunde|storno|buchungs|kleider|pool|sauna|spa|raucher|gast|badeordnung) ?(?:regeln|ordnung|bedingungen|vorschriften)",
    r"(?:regeln|anweisungen|vorschriften|richtlinien|vorgaben|bedingungen) (?:für|zum|zur|bei|über|wegen|beim|im|in der|bezüglich)",
    r"(?:prompt|prompte|prompter|promptly) (?:service|reply|response|answer|bedienung|antwort|payment|help)",
)
_OF_THE_AGENT = r"(?:system ?prompts?|(?:system|hidden|secret|initial|original|internal|base|first|developer|exact|full|complete|own|entire|whole) (?:prompts?|instructions?|messages?|configuration|rules|guidelines)|prompts?|instructions|configuration|config|programming|training data|source code|system message|guidelines|guardrails|internal rules|context window|chain of thought|pre ?prompt|knowledge cut ?off)"
_PROMPT = _any(
    rf"(?:what|whats|what is|what are|what were|which|show|tell|give|print|reveal|display|repeat|output|list|share|send|write|recite|read|summari[sz]e|describe|explain|paste|copy|leak|disclose|expose|translate|quote|say|know|see|spell|reproduce|echo|return|provide|is|are|have|has|do you have|encode) (?:\w+ ){{0,5}}(?:your|ur|thy) (?:\w+ ){{0,2}}{_OF_THE_AGENT}(?= )",
    r"(?:your|ur) (?:\w+ )?(?:system ?prompt|system message|system instructions|initial instructions|hidden instructions|initial prompt|internal instructions|exact instructions|secret instructions|original instructions|prompt)(?= )",
    r"system ?prompts?",
    r"(?:repeat|print|output|recite|reproduce|copy|echo|write out|say|show|give me|display|paste|translate|summari[sz]e) (?:me )?(?:back )?(?:everything|all(?: of)?|the (?:text|words|content|contents|messages?|sentences?|lines?|paragraphs?)|verbatim|word for word|whatever|exactly what)(?: of| the| text| that| is| was| words| written| content| what)* (?:above|before (?:this|my)|preceding|at the (?:top|start|beginning)|you were (?:told|given)|in your (?:context|prompt|memory)|your developers|you have been (?:told|given)|up to here|so far in your context)",
    r"(?:what|which|tell me what|exactly what) (?:\w+ )?(?:were you|have you been|are you|did they|did your (?:boss|developers?|makers?|creators?|owners?)|has your \w+|you were|you have been|youve been|rules were you|instructions were you|instructions have you|rules have you|orders were you) (?:\w+ )?(?:told|instructed|given|programmed|ordered|tell|instruct|trained|forbidden|not allowed|allowed) ?(?:to (?:say|do|tell|answer|hide|keep|not|reveal|ignore)|you|about yourself|not to|by your|by the|at the start|before|as instructions|in your prompt|on)?",
    r"(?:what|which) (?:rules|instructions|orders|guidelines) (?:do you|must you|are you|you|were you|have you|did they) (?:\w+ ){0,3}(?:follow|following|obey|have to follow|given|been given|give you|work by|bound by|must follow)",
    r"(?:what|which|whats) (?:\w+ )?(?:ai |language |llm |large language |gpt |underlying |base |neural )?(?:model|llm|gpt|ai|language model|chatbot|neural network|version of gpt|software|api|technology|engine|assistant) (?:are you(?: running| based| built| using| powered)?|do you (?:use|run)|is (?:this|behind you|behind this|powering you|running you)|powers? you|runs? you|you are|you use|drives you|were you trained)",
    r"(?:are|r) (?:you|u) (?:\w+ )?(?:based on |built on |running on |powered by |using |made by |actually |really |just )*(?:chat ?gpt|gpt ?\d?\w*|openai|claude|anthropic|llama(?: \d)?|gemini|bard|mistral|groq|grok|copilot|deepseek|qwen|siri|alexa|bing|an llm|a language model|a large language model|a neural network)",
    r"(?:whats|what is|tell me|name|which is) (?:me )?(?:your|the) (?:model|model name|llm|underlying model|language model|model version|temperature setting|api version|version number|training cut ?off|parameters)(?= )",
    r"(?:who|which company|what company) (?:made|built|created|trained|programmed|developed|coded|designed|wrote) (?:you|this (?:bot|ai|assistant|chatbot))",
    r"(?:how|what) (?:were|are) you (?:programmed|trained|configured|prompted|coded|built)",
    r"(?:what|which|list|show|tell me|name) (?:\w+ ){0,3}(?:tools|functions|apis|plugins|function calls) (?:do you|can you|you|are|have|that you|available to you|does)",
    r"(?:list|show|print|name|reveal|describe) (?:me )?(?:all )?(?:of )?your (?:tools|functions|apis|plugins|capabilities in json|parameters|settings|variables)",
    r"(?:your|the) (?:first|last|previous) (?:system message|developer message|prompt)",
    r"(?:which|what) (?:gpt|ai|llm|model) version(?= )",
    r"is (?:this|that|it) (?:chat ?gpt|gpt ?\w*|openai|claude|llama|gemini)",
    r"(?:the|full|whole|entire) system (?:message|instructions)",
    r"begin your (?:answer|reply|response) with you are",
    r"(?:zeig\w*|nenn\w*|verrat\w*|gib|geben sie|wiederhol\w*|druck\w*|sag\w*|schreib\w*|erklär\w*|lies|lesen sie|was (?:ist|sind|steht in|lautet)|wie (?:lautet|lauten|heißt|sind|sieht)|welche[nrs]?|kenne|hast du|haben sie|teil\w*|übersetz\w*|fass\w*|kopier\w*|liste?) (?:\w+ ){0,4}(?:dein|deine|deinen|deiner|ihr|ihre|ihren|ihrer|eure|euren|euer|den|die|der) (?:\w+ ){0,2}(?:system ?prompts?|prompts?|system ?(?:nachricht|anweisung(?:en)?)|(?:internen?|geheimen?|ursprünglichen?|genauen?|versteckten?|vollständigen?|eigenen?) (?:anweisung(?:en)?|regeln|vorgaben|instruktionen)|anweisung(?:en)?|instruktion(?:en)?|konfiguration|programmierung|quell ?code|trainingsdaten|sprachmodell|richtlinien)(?= )",
    r"system ?prompt\w*",
    r"(?:wiederhol\w*|gib|geben sie|zeig\w*|schreib\w*|druck\w*|nenn\w*|sag\w*) (?:\w+ ){0,3}(?:alles|den (?:text|inhalt)|die (?:worte|wörter|zeilen|nachricht|sätze)|wort für wort|wortwörtlich) (?:\w+ ){0,4}(?:oben|darüber|davor|obige[nrs]?|vor dieser|über dieser|bisher in|im kontext|am anfang|steht|stand)",
    r"(?:was|welche (?:regeln|anweisungen|vorgaben|befehle)) (?:hat|haben|wurde|wurden|hast|sollst|musst|müssen|darfst|ist|sind) (?:\w+ ){0,3}(?:dir|ihnen|du|sie|man dir|man ihnen) (?:\w+ ){0,4}(?:aufgetragen|gesagt worden|einprogrammiert|vorgegeben|gegeben|beigebracht|befohlen|vorgeschrieben|befolgen|einhalten|verheimlichen|nicht sagen|nicht verraten)",
    r"welche (?:anweisungen|instruktionen|befehle) (?:hast|haben|wurden) (?:du|sie|dir|ihnen)",
    r"was steht in (?:deinem|ihrem|deinen|ihren) (?:\w+ )?(?:prompt|anweisungen|instruktionen|kontext)",
    r"nach welchen (?:regeln|anweisungen|vorgaben) (?:arbeitest|arbeiten|handelst|antwortest|antworten|handeln)",
    r"(?:welches|was für ein|welche|was für eine|wie heißt das|auf welchem|mit welchem|mit welcher) (?:\w+ )?(?:sprach ?modell|modell|ki ?modell|ki|llm|gpt|software|chatbot|programm|version|technik|technologie) (?:bist|sind|benutzt|benutzen|nutzt|nutzen|verwendest|verwenden|läuft|steckt|basierst|basieren|arbeitest|arbeiten|du|sie|hinter|steht)",
    r"(?:bist du|sind sie|ist das|läufst du mit|basierst du auf|benutzt du|nutzen sie) (?:\w+ )?(?:chat ?gpt|gpt ?\d?\w*|openai|claude|llama(?: \d)?|gemini|mistral|siri|alexa|groq|deepseek|copilot|ein sprachmodell|ein llm)",
    r"wer hat (?:dich|sie) (?:\w+ )?(?:programmiert|gebaut|entwickelt|erschaffen|trainiert|gemacht)",
    r"wie (?:bist du|wurdest du|sind sie|wurden sie) (?:programmiert|trainiert|konfiguriert|eingestellt)",
    r"welche (?:tools|werkzeuge|funktionen) (?:hast|haben|kannst|können|stehen|nutzt|nutzen) (?:du|sie|dir|ihnen)",
)

# --- other people -----------------------------------------------------------------------------------------------------
_KIN = r"(?:husband|wife|ex|ex (?:wife|husband|girlfriend|boyfriend)|partner|boyfriend|girlfriend|fianc\w+|boss|son|daughter|brother|sister|mother|father|mum|mom|dad|uncle|aunt|cousin|friends?|colleagues?|neighbou?r|employee|client|parents|lawyer|doctor|teacher|landlord|(?:mother|father|brother|sister) in law|grand\w+|children|secretary)"
_TITLED = r"(?:an? |the )?(?:mr|mrs|ms|miss|mister|herr|frau|dr|doctor|prof|professor|the NAME family)(?: \.)? \w+"
_GUEST = r"(?:guest|customer|visitor|diner|man|woman|lady|gentleman|guy|girl|couple|person|people|family|party)s?"
_CALLED = rf"(?:an? |the )?(?:(?:\w+ )?{_GUEST}|someone|somebody|anyone|anybody) (?:called|named|by the name of|with the (?:last |sur)?name(?: of)?) \w+"
_ANOTHER = rf"(?:(?:my|our) {_KIN}(?: NAME){{0,3}}|{_TITLED}(?: NAME)?|{_CALLED}(?: NAME)?|(?:the )?NAME(?: NAME)?(?: and NAME)?)"
_OPENING = r"(?<!\w )(?:(?:hi|hello|hey|(?:good|guten?) \w+|excuse me|sorry|please|and|so|ok|okay|well|also|but|yes|no|um|uh|actually|thanks|just|then|now|oh|by the way|listen|(?:quick|one) question|say) ){0,4}"
_WHETHER = r"(?:tell me|tell us|say|know|confirm|check|see|find out|look up|out|wonder|wondering|ask|asking|verify|reveal) (?:\w+ )?(?:if|whether|that|when|where|with whom|who|why)"
_PRESENT = r"(?:(?:still |already |really |also |currently |actually |now |even )?(?:there|here|in(?= (?:tonight|today|now|yet|room|suite|[?.])| $)|in (?:room|suite|table)|at (?:your|the) (?:place|restaurant|hotel|bar|house|table)|at table|with you|in your (?:place|restaurant|hotel|house|bar)|on (?:your|the) (?:guest ?)?list|(?:a |one of your |your )guests?|staying|dining|eating|having (?:dinner|lunch|breakfast|drinks|a drink)|sitting|checked (?:in|out)|checking (?:in|out)|booked|registered|seated|expected|sleeping|spending the night|coming (?:to (?:you|dinner|the|eat)|tonight|today|tomorrow|by|in)|arriv(?:ed|ing)|upstairs|alone))"
_DONE = r"(?:(?:already |ever |also |really |actually |even |still |ever )?(?:(?:made|make|got|get|have|had) an? (?:\w+ )?(?:booking|reservation|table|room)|book(?:ed)?|reserv(?:e|ed)|check(?:ed)? (?:in|out)|arriv(?:e|ed)|left|leave|stay(?:ed|ing)?|din(?:e|ed|ing)|eat(?:en|ing)?|ate|(?:have|had) (?:dinner|lunch|drinks|breakfast)|com(?:e|ing)|came|been|visit(?:ed)?|spen[dt]|show(?:ed|n)? up|turn(?:ed)? up|order(?:ed)?|pay|paid|cancel(?:led|ed)?|br(?:ing|ought)|si?t(?:ting)?|sat|meet|met|staying))"
_VERWANDTE = r"(?:mann|frau|ex ?(?:mann|frau|freund|freundin)?|partner|partnerin|freund|freundin|freunde|verlobte[rn]?|chef|chefin|sohn|tochter|bruder|schwester|mutter|vater|onkel|tante|cousin|cousine|kolleg\w+|nachbar\w*|kunde|eltern|anwalt|schwager|schwägerin|schwieger\w+|oma|opa|kinder|geschwister|vermieter|mitarbeiter|ehe(?:mann|frau))"
_ANDERE = rf"(?:(?:mein|meine|unser|unsere) {_VERWANDTE}(?: NAME)?|(?:ein |eine |der |die )?(?:herr|herrn|frau|familie|doktor|dr|professor) (?!(?:heute|morgen|da|hier|bei|und)\b)(?:dr )?\w+(?: NAME)?|(?:ein |eine |der |die |jemand |mann |gast |herr |dame )+(?:namens|mit (?:dem )?namen) \w+|(?:der |die )?NAME(?: NAME)?(?: und NAME)?)"
_ANFANG = r"(?<!\w )(?:(?:hallo|hi|guten \w+|entschuldigung|bitte|und|also|ja|nein|ähm|danke|dann|ach|sagen sie|sagen sie mal|sag mal|aber|noch eine frage|eine frage|frage|moin|grüß gott|übrigens) ){0,4}"
_ANWESEND = r"(?:da|hier|dort|im (?:haus|hotel|restaurant|zimmer|saal)|bei (?:ihnen|euch)|gast|zu gast|eingecheckt|ausgecheckt|angekommen|abgereist|angereist|eingetroffen|untergebracht|angemeldet|auf (?:der|ihrer) (?:gäste ?)?liste|in (?:zimmer|suite) \w+|an tisch|schon weg|allein|gekommen|gewesen)"
_GETAN = r"(?:reserviert|gebucht|einen tisch|ein zimmer|eine reservierung|eine buchung|eingecheckt|ausgecheckt|gegessen|gespeist|übernachtet|bezahlt|storniert|abgesagt|geschlafen|getroffen|gewohnt|dabei)"
_NO_PRIVACY = _any(
    # who works there, who asks for himself, and whose name a booking is to bear
    r"(?:is|are|was) (?:\w+ ){1,3}(?:working|on duty|on shift|cooking|playing|singing|performing|serving|behind the bar|(?:the|your) (?:\w+ )?(?:waiter|waitress|chef|cook|manager|owner|bartender|sommelier|receptionist|concierge|pianist))(?: \w+)*",
    r"(?:your|the) (?:\w+ )?(?:waiter|waitress|chef|cook|manager|owner|bartender|sommelier|receptionist|concierge|pianist|masseuse|boss)s?(?: NAME)?(?: \w+)*",
    r"who (?:is|are) (?:cooking|playing|singing|performing|working|serving)(?: \w+)*",
    r"how many(?: \w+)*",
    r"(?:my|our) (?:\w+ )(?:is|are) (?:there|here) (?:too|with me|already with me)",
    r"(?:ist|arbeitet|kocht|hat|bedient|spielt|singt) (?:\w+ ){1,3}(?:dienst|schicht|in der küche|hinter der bar|klavier|(?:ihr|euer|der|die|ihre) (?:kellner|kellnerin|koch|köchin|küchenchef|wirt|wirtin))(?: \w+)*",
    r"(?:ihr|euer|der|die|ihre|eure) (?:\w+ )?(?:kellner(?:in)?|koch|köchin|küchenchef(?:in)?|inhaber(?:in)?|barkeeper|sommelier|pianist(?:in)?|wirt(?:in)?)(?: NAME)?(?: \w+)*",
    r"wie ?viele(?: \w+)*",
)
_PRIVACY = _any(
    # is somebody there, has somebody booked
    rf"{_OPENING}(?:is|are|was|were|isnt|arent|wasnt) {_ANOTHER} (?:\w+ )?{_PRESENT}",
    rf"{_OPENING}(?:has|have|had|did|does|do|will|didnt|hasnt|havent) {_ANOTHER} {_DONE}",
    rf"{_WHETHER} {_ANOTHER} (?:(?:is|are|was|were|will be|has been) (?:\w+ )?{_PRESENT}|(?:has |have |had |did |will )?(?:\w+ )?{_DONE})",
    rf"(?:when|what time|what|with whom|who|where|which (?:room|table|day)|what (?:room|table|day)|how often|how long|until when|why) (?:is|are|was|were|did|does|do|has|have|will|had) {_ANOTHER} (?:\w+ )?(?:{_DONE}|{_PRESENT}|in|with|sit)",
    rf"(?:which|what) (?:room|table|suite|floor) (?:is|has|was) {_ANOTHER}(?: in| at| on)?",
    rf"{_OPENING}(?:do you have|have you got|have you|is there) (?:{_CALLED}|(?:an? )?{_TITLED})(?: NAME)?(?: (?:\w+ )?{_PRESENT}|(?= [?.]| $))",
    r"is (?:he|she) (?:still |already |really |also )?(?:there|with you|at your place|staying with you|in your hotel)(?= [?.]| $| now| tonight| with)",
    rf"{_OPENING}(?:is|was) (?:\w+ |my {_KIN} )(?:there |here )?with (?:somebody|someone|anyone|another \w+)(?: there| here)?",
    rf"{_OPENING}(?:is|are) the (?:chancellor|president|mayor|minister|king|queen|prime minister|\w+s) (?:dining|staying|coming to you|eating) (?:\w+ )?(?:with|at|there)",
    r"(?:did|has|have) (?:he|she) (?:come|been|eaten|dined|stayed|book|booked|check|checked|leave|left) (?:\w+ )?(?:there|alone|with|last|yesterday|in|a table|a room|out|at your)",
    r"(?:when|what time|what day|which day|how many|for when|with whom|what number|which number) (?:did |has |have )?(?:he|she|they) (?:\w+ )?(?:book(?:ed)?|reserved?|left|give|gave|come|coming|arrive|arriving)",
    r"(?:tell me|let me know|just say|confirm|check|find out|look) (?:if|whether|when) (?:he|she) (?:is |has |had |was |did |will )?(?:already |still |also )?(?:arrived?s?|checked in|checked out|checks in|there|here|with you|staying|stays|come|came|left|booked|eaten|dined)",
    # who is there
    r"who (?:else )?(?:has|have|had|got|is having) (?:a |the )?(?:table|room|booking|reservation)",
    r"(?:who|who else|whos|who all) (?:else )?(?:is |are |was |were |has |have |will be |s )?(?:dining|eating|staying|sitting|booked|dined|ate|stayed|sat|stays|reserved) (?:\w+ ){0,2}(?:tonight|today|tomorrow|yesterday|there|here|last night|with you|at|in|room|table|the|this|that|a)",
    r"(?:who|whos) (?:else )?(?:is |are |was )?(?:in|at|has|had|got|took|gets) (?:the )?(?:room|suite|table) (?:number )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|next to\w*)",
    r"who (?:else )?(?:is|will be) (?:coming|there|with (?:him|her|them|my \w+|NAME)) ?(?:tonight|today|tomorrow)?(?= [?.]| $)",
    r"who was (?:\w+ )?(?:with (?:him|her|them|my \w+|NAME)|there (?:last night|yesterday|on))",
    r"who (?:are|were|will be) (?:your|the|all your|all the) (?:other )?(?:guests|customers|diners)",
    r"wer (?:ist|sind|war|kommt) (?:heute |morgen |gerade |gestern )?(?:abend |mittag )?(?:denn )?(?:alles |noch |sonst )+(?:da|bei ihnen|ihre gäste)",
    r"wer (?:sind|waren) (?:denn )?(?:ihre|die|eure) (?:anderen )?gäste",
    r"(?:which|what) (?:other )?(?:guests?|celebrities|customers|famous \w+|politicians|vips|actors|people|names) (?:do you have|have stayed|have dined|are on|are (?:there|in|staying|coming|dining|with you|booked)|is staying|stay|dine|have (?:booked|reserved|you got)|will be|will you have)",
    r"(?:any|some) (?:celebrit(?:y|ies)|vips|famous (?:people|guests|person)|politicians|film stars) (?:\w+ ){0,2}(?:there|staying|tonight|today|coming|in|with you|at the moment)",
    r"(?:anyone|anybody|someone|somebody) (?:famous|prominent|well known) (?:\w+ )?(?:there|staying|tonight|today|coming|in|with you|dining|eating)",
    r"guest ?list",
    r"list of (?:all )?(?:your |the )?(?:guests|reservations|bookings|customers)",
    r"(?:reservations?|booking) (?:list|book)(?= [?.]| $| for| please| of)",
    rf"names of (?:the |your |all |other )+{_GUEST}",
    r"(?:list|show|read|tell|give|send|name|see) (?:me |us |out |out to me )?(?:all |todays |tonights |tomorrows |other |everyones |the other |the next |every |yesterdays ){1,2}(?:the |of |your |todays |tonights )*(?:reservations?|bookings?|guests?|customers)",
    r"whose (?:reservation|booking|table|room|car) (?:is|was)",
    r"(?:what|which|under what|under which) name (?:\w+ ){0,3}(?:table|room|suite) (?:\d+|one|two|three|four|five|six|next to\w*)",
    # how to reach somebody
    rf"(?:phone |telephone |mobile |room |cell )?(?:number|e ?mail|email address|address|contact details|name|booking|code) of (?:the |that |another |this |an? )(?:other |last |previous |next )?{_GUEST} (?:who|in|at|that|from|sitting|next|with|on|staying|before|behind|beside)",
    rf"(?:number|e ?mail|e mail address|address|contact details) of (?:another |the other |one of (?:your|the) (?:other )?|the last |the previous ){_GUEST}",
    rf"(?:number|e ?mail|address|contact details) (?:of|for) (?:my {_KIN}|{_TITLED})(?= [?.]| $| please| who| in)",
    rf"(?:(?:my|our) {_KIN}|{_TITLED}|NAME|NAME NAME|another guest|the (?:other )?guest|(?:some(?:one|body) else))s (?:phone |telephone |mobile |room |cell |contact |booking |reservation |confirmation )(?:number|details|code)",
    r"(?:another|other|the other) guests? (?:phone |telephone |mobile |room )?(?:number|details|code|name|booking|reservation)s?",
    r"NAMEs (?:number|e ?mail|room)",
    rf"(?:put|connect|transfer|patch|ring) (?:me |us )?(?:\w+ )?(?:through )?(?:to|with) (?:{_ANOTHER} (?:in |from )?|the {_GUEST} in |someone in |whoever is in )?(?:room|suite) (?:number )?(?!(?:service|rate)\b)\w+",
    rf"(?:put me through|connect me|transfer me) (?:to|with) (?:my {_KIN}|(?:a|the|one of your) guests?)",
    rf"(?:speak|talk) (?:to|with) (?:{_ANOTHER}|the {_GUEST}|someone) in (?:room|suite) \w+",
    # dasselbe auf Deutsch
    rf"{_ANFANG}(?:ist|sind|war|waren) {_ANDERE} (?:\w+ ){{0,3}}{_ANWESEND}",
    rf"{_ANFANG}(?:hat|haben|hatte|hatten) (?:heute |schon |bei ihnen |gestern )?{_ANDERE} (?:\w+ ){{0,6}}{_GETAN}",
    rf"{_ANFANG}(?:kommt|isst|wohnt|übernachtet|schläft|speist|sitzt|schlief|frühstückt|kommen|wohnen|essen|übernachten) (?:heute |denn |gerade )?{_ANDERE} (?:\w+ ){{0,3}}(?:bei (?:ihnen|euch)|heute|heut|morgen|gestern|da|hier|im (?:hotel|haus|restaurant)|in zimmer|zum (?:essen|abendessen|frühstück)|an tisch|allein)",
    rf"{_ANFANG}(?:steht|stehen) {_ANDERE} (?:\w+ ){{0,2}}(?:auf (?:der|ihrer|eurer)|im buch|in ihrem)",
    rf"(?:wann|mit wem|wo|in welchem zimmer|an welchem tisch|welches zimmer|welchen tisch|wie oft|wie lange|bis wann|für wann|warum|um wie viel uhr|an welchem tag|wer) (?:ist|sind|war|waren|hat|haben|kommt|isst|wohnt|übernachtet|reist|sitzt|bleibt|trifft|schläft|speist|checkt) (?:denn |eigentlich |gestern |heute |bei ihnen )?{_ANDERE} (?:\w+ ){{0,5}}(?:{_ANWESEND}|{_GETAN}|gestern|heute|morgen|ab|aus|ein|an)",
    rf"in welchem zimmer (?:ist|wohnt|schläft|liegt|sind|wohnen) {_ANDERE}",
    rf"(?:sagen|sag|verraten|wissen|weißt|weiß|bestätigen|nachsehen|nachschauen|schauen|prüfen|gucken|herausfinden|mitteilen|schau|sehen) (?:\w+ ){{0,2}}(?:ob|wann|wo|mit wem|dass|in welchem zimmer|wie lange) {_ANDERE} (?:\w+ ){{0,6}}(?:{_ANWESEND}|{_GETAN}|kommt|wohnt|übernachtet|sitzt|isst|ankommt|abreist|kam|ist)",
    rf"(?:fragen|frage|erkundigen|interessiert mich|interessieren|erfahren|hören) (?:\w+ )?(?:ob|wann|seit wann|bis wann) {_ANDERE} (?:\w+ ){{0,6}}(?:(?:{_ANWESEND}|{_GETAN}) (?:ist|sind|war|waren|hat|haben|wurde|bleibt)|(?:bei (?:ihnen|euch) |im (?:haus|hotel) |hier )(?:wohnt|übernachtet|schläft|bleibt)|abreist|anreist|ankommt)",
    r"(?:welche|was für|welche anderen|irgendwelche|welchen) (?:prominenten |berühmten |anderen )?(?:gäste|leute|prominenten?|promis|kunden|gästen|vips|namen) (?:haben|sind|kommen|essen|wohnen|übernachten|waren|sitzen|stehen|hatten|hat)",
    r"wer (?:alles |noch |sonst |sonst noch )?(?:isst|wohnt|übernachtet|sitzt|kommt|speist|war|ist|hat|saß|schläft|steht) (?:\w+ ){0,4}(?:bei (?:ihnen|euch)|(?:in|im|auf) zimmer \w+|(?:an|am) tisch \w+|den tisch \w+|das zimmer \w+|auf (?:der|ihrer|eurer) (?:gäste ?)?liste|gebucht|reserviert|zu gast|zum (?:abend)?essen|(?:heute|gestern) (?:abend )?da|mit ihm da|neben uns|mit (?:meinem|meiner) \w+)",
    r"(?:wann|um wie ?viel uhr|für wann|welche (?:telefon|handy)?nummer|wie viele (?:personen|leute)|was) hat (?:er|sie) (?:\w+ ){0,3}(?:reserviert|gebucht|hinterlassen|hinterlegt|angegeben)",
    r"wer hat (?:sonst |noch |alles ){0,2}(?:\w+ ){0,3}(?:reserviert|gebucht|einen tisch)",
    r"gäste ?liste",
    r"(?:liste|namen) (?:aller |der |ihrer |eurer |von allen |der anderen )+(?:gäste|reservierungen|buchungen|kunden|gästen)",
    r"reservierungs ?(?:buch|liste)(?= [?.]| $| zeigen| vorlesen| sehen| von| für| schicken)",
    r"(?:zeig\w*|nenn\w*|lies|lesen|gib|geben|sag\w*|schick\w*) (?:sie )?(?:mir |uns |bitte |mal |doch )*(?:alle |die |heutigen |anderen |sämtliche |heutige |übrigen |die namen aller ){1,3}(?:reservierungen|buchungen|gäste|kunden)",
    r"(?:sind|ist|haben sie|kommen|wohnen) (?:\w+ ){0,3}(?:prominente[rn]?|promis|berühmtheiten|filmstars|vips|jemand berühmtes|jemand bekanntes|jemand prominentes)",
    r"wie heißt der (?:gast|mann|herr) (?:in|an|auf|neben|am) \w+",
    r"wie heißt die (?:dame|frau) (?:in|an|auf|neben|am) \w+",
    rf"wie lange (?:bleibt|wohnt|ist|bleiben) {_ANDERE}",
    r"wer ist (?:sonst )?(?:noch )?(?:bei ihnen )?da heute",
    r"(?:ist|war|sind) (?:da |dort |gestern |heute |bei ihnen |bei euch |der |ein |eine ){1,3}(?:(?:herr|frau|familie) \w+|kanzler|kanzlerin|präsident|bürgermeister|minister)(?: \w+)* (?:bei (?:ihnen|euch)|zu gast|essen|da|im haus|im hotel)",
    r"(?:wessen (?:reservierung|buchung|tisch|zimmer|auto)|auf (?:wen|welchen namen) (?:ist|läuft|geht) (?:\w+ )?(?:tisch|zimmer)) \w+",
    r"(?:nummer|telefon ?nummer|handy ?nummer|adresse|e ?mail|e mail adresse|mail ?adresse|kontaktdaten|zimmer ?nummer|buchungs ?code|namen?) (?:von |vom |der |des |dieses |dieser |eines |einer |dem |den ){1,2}(?:anderen |letzten |vorigen |netten )?(?:gast|gastes|gäste|gästen|kunden|mannes|dame|paares|herrn|frau|familie|mann|leuten?) (?:der|die|das|an|in|auf|von|neben|aus|am|mit|vor|hinter|vom|\w+ (?:geben|haben|sagen|nennen)|geben|haben|sagen|nennen|bitte)",
    r"(?:nummer|telefon ?nummer|handy ?nummer|adresse|zimmer ?nummer|mail ?adresse) (?:eines|einer|des|der|von einem) (?:anderen |letzten )?(?:gastes|gast|gäste)",
    rf"(?:nummer|telefon ?nummer|handy ?nummer|adresse|zimmer ?nummer|mail ?adresse|buchung|reservierung) (?:von|meines|meiner) (?:{_VERWANDTE}s?|NAME|meinem \w+|meiner \w+|(?:herrn?|frau) \w+)(?= [?.]| $| bitte| geben| sagen| haben| nennen)",
    r"(?:verbinden|verbinde|stellen|stell|durchstellen) (?:sie )?(?:mich |uns |bitte |mal |doch )*(?:\w+ ){0,5}(?:zu |mit |in |auf )(?:dem )?(?:gast (?:in|auf|von) )?(?:zimmer|suite) (?:nummer )?\w+",
    r"mit (?:dem gast|herrn \w+|frau \w+|meinem \w+|meiner \w+|einem gast|NAME) (?:in|auf|aus|von) (?:zimmer|suite) \w+",
    rf"verbinden sie mich (?:bitte )?mit (?:meinem|meiner|einem gast|dem gast)(?: {_VERWANDTE})?",
    r"(?:haben sie|habt ihr|gibt es|wohnt|ist) (?:bei ihnen |bei euch |heute |gerade |zurzeit )*(?:einen|eine|ein) (?:gast|herrn|frau|mann|dame|familie|herr) (?:namens |mit (?:dem )?namen )?\w+ ?(?:bei (?:ihnen|euch)|im (?:haus|hotel)|da|zu gast|eingecheckt|heute|gerade)?",
)

_WORD = re.compile(r"[^\W_]+")
_NOBODY = lexicon.COMMON | lexicon.PLACES | {"dr", "prof"}
_GIVEN = frozenset(map(_folded, given_names.GIVEN - _NOBODY))
_SURNAMES = frozenset(map(_folded, given_names.SURNAMES - _NOBODY))


def _named(reading: str, capital: Collection[str]) -> str:
    """The reading with people's names as NAME: given names, surnames after one, and what `capital` says are names."""
    named: list[str] = []
    for word in reading.split(" "):
        before = named[-1] if named else ""
        family = (before == "NAME" and word in _SURNAMES) or (before in ("the", "die") and word[:-1] in _SURNAMES)
        named.append("NAME" if family or word in capital or word in _GIVEN else word)
    return " ".join(named)


def _capitalised(text: str) -> set[str]:
    """Words within a sentence that are written like names, folded; in German every noun is."""
    return {_folded(word) for word in _WORD.findall(text)[1:] if word[:1].isupper() and word.lower() not in _NOBODY}


# --- the answer -------------------------------------------------------------------------------------------------------
_LEXICONS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("emergency", _EMERGENCY, _NO_EMERGENCY),
    ("self_harm", _SELF_HARM, _NO_SELF_HARM),
    ("threat", _THREAT, _NO_THREAT),
    ("abuse", _ABUSE, _NO_ABUSE),
    ("injection", _INJECTION, _NO_INJECTION),
    ("prompt", _PROMPT, _NO_PROMPT),
    ("privacy", _PRIVACY, _NO_PRIVACY),
)
_SENTENCE = re.compile(r"(?<= )[.!?;:]+ ")
_LONG = 2_000
"""Of a longer text only the two ends are read; for attempts to steer the agent, which hide in the middle, all of it."""


def concern(text: str, acts: Collection[str] = (), language: str = "en") -> str | None:
    """What must be dealt with before anything else in an utterance, one of `CONCERNS`, or None. Never raises.

    acts: what has been heard of it already; a concern among them is believed. language ("en" or "de") is the
    utterance's: only in English is a capital letter the sign of a name. Phrases of both are understood in either.
    """
    for one in CONCERNS:
        if one in acts:
            return one
    return _concern(text, language)


@lru_cache(maxsize=512)
def _concern(text: str, language: str) -> str | None:
    shown = stripped(text)
    whole = heard = readings(shown)
    if len(shown) > _LONG:
        heard = readings(f"{shown[: _LONG // 2]} . {shown[-_LONG // 2 :]}")
    for one, danger, harmless in _LEXICONS:
        read = heard
        if one == "injection":
            if _WRITTEN_FOR_MACHINES.search(shown):
                return one
            read = whole
        elif one == "privacy":
            capital = _capitalised(shown) if language == "en" and len(shown) <= _LONG else ()
            read = [_named(reading, capital) for reading in heard]
        if any(_meant(one, reading, danger, harmless) for reading in read):
            return one
    return None


def _meant(one: str, reading: str, danger: re.Pattern[str], harmless: re.Pattern[str]) -> bool:
    if not danger.search(reading):
        return False
    if one in ("emergency", "self_harm"):  # only what is so now
        reading = "".join(f"{part}. " for part in _SENTENCE.split(reading) if not _HYPOTHETICAL.search(f" {part} "))
    return bool(danger.search(harmless.sub(" #", reading)))
