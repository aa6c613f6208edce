"""Quarantine: spans of a document that speak to a machine instead of a reader never become part of a passage.

The lexicons are those of documents, not of callers: a house tells its guests to follow these instructions, to forget
their worries and that from now on breakfast is at eight. One strong sign is enough; weak ones count when two different
ones stand in the same block. With its first sign the rest of the block goes too, and what it announces: the items
below a colon, the section below a heading, everything up to a closing tag. Text is read as `dialogue/safety.py` reads
it, so that disguise by invisible, doubled or look-alike characters is undone.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from dialogue import safety
from knowledge.blocks import Block
from knowledge.reading import Quarantined, Suspicion

LONGEST_SHOWN = 2_000
"""Characters of a quarantined span that the operator is shown."""
MOST_SHOWN = 500
"""Quarantined spans of a document that are shown one by one."""


def _any(*phrases: str) -> re.Pattern[str]:
    """One pattern for many phrases of whole words, in the spelling of `safety.readings`."""
    spelled = "|".join(phrases)
    for umlaut, plain in (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss")):
        spelled = spelled.replace(umlaut, plain)
    return re.compile(f" (?:{spelled})(?= )")


# --- English and German, words ---------------------------------------------------------------------------------------
_MACHINE = r"(?:ais?|a i|llms?|gpts?|chat ?gpt|claude|gemini|copilot|(?:large )?language models?|ai models?|(?:ai|virtual|digital|automated|voice|chat|phone) (?:assistants?|agents?|systems?|bots?|receptionists?)|chat ?bots?|voice ?bots?|bots?)"
_MASCHINE = r"(?:ki|ki (?:assistent\w*|system\w*|agent\w*|modell\w*)|sprach ?modell\w*|sprach ?assistent\w*|chat ?bots?|voice ?bots?|bots?|(?:virtuelle[rn]?|digitale[rn]?) assistent\w*)"
_ORDERS = r"(?:instructions?|prompts?|guidelines?|guardrails?|programming|directives?|constraints?|system messages?|training|safeguards?)"
_BEFORE = r"(?:previous|prior|above|earlier|preceding|past|existing|former|original|initial|system|hidden|default|built in|current|internal)"
_ALL = r"(?:all|any|every|each|everything|of|the|your|these|those|that|safety|security|own|other|given|and|or|content|ethical|moral|such|my)"
_ABOUT = r"(?! (?:about|on|for|regarding|concerning|as to|of (?:the|our|your|this) (?:landlord|manufacturer|house|hotel)|on the (?:packaging|package|label|box)|in the (?:brochure|leaflet|letter)))"
_OVERRIDE = r"(?:ignore|ignoring|disregard|disregarding|forget|forgetting|override|overriding|bypass|overrule|discard|dismiss|neglect|erase|drop|circumvent|do not follow|dont follow|stop following|do not obey|abandon|disable|set aside|supersedes?|overrides|replaces?)"
_WHO = r"(?:users?|callers?|customers?|guests?|visitors?|operators?|humans?|anyone|anybody|everyone|everybody|owners?|admins?|staff|person|people|clients?)"
_UNTERGRABEN = r"(?:ignorier\w*|vergiss|vergesst|vergessen sie|missacht\w*|überschreib\w*|umgeh\w*|verwirf|verwerfen sie|übergeh\w*|deaktivier\w*|brich|befolg\w* (?:sie )?(?:keine|nicht)|ersetzt|ersetzen|setz\w* (?:sie )?(?:\w+ )?außer kraft)"
_ALLE = r"(?:bitte|mal|jetzt|sofort|einfach|alle|all|sämtliche|deine|ihre|eure|die|diese|den|das|bisherigen?|vorherigen?|vorigen|obigen?|früheren?|ursprünglichen?|internen?|alten|anderen|gegebenen|bestehenden|davor|und|eigenen|geheimen|vorangegangenen|genannten|im|oben)"
_ANWEISUNGEN = r"(?:(?:system ?)?anweisung(?:en)?|instruktion(?:en)?|vorgaben|(?:system ?)?prompts?|richtlinien|einschränkungen|beschränkungen|programmierung|befehle?n?|direktiven|instructions)"

_STRONG = _any(
    # what was said before counts no more
    rf"(?!\w+ (?:the |these |those )?(?:instructions?|guidelines?|training)\b(?! [.!;:]| and| instead| above| below|$)){_OVERRIDE} (?:{_ALL} |{_BEFORE} ){{0,7}}{_ORDERS}{_ABOUT}",
    rf"(?!(?:replaces?|supersedes?) ){_OVERRIDE} (?:{_ALL} ){{0,3}}(?:your|{_BEFORE}) (?:{_ALL} |{_BEFORE} )?rules{_ABOUT}",
    r"(?:ignore|disregard|forget) (?:all|everything|anything|what|whatever|all the|the)? ?(?:of )?(?:the |that |what |text |things |stuff |is |was |came |comes |written |said |stated ){0,4}(?:above|before this|prior to this|up to (?:this point|now)|until now|previously)(?= [!.;:]| $| and| instead| tell| now| print| give| say| then| from)",
    r"(?:ignore|disregard|forget) (?:everything|all|whatever|anything|all that|everything that|what) (?:youve|you have|you were|you had|they|they have|your (?:boss|developers?|creators?|makers?)(?: have| has)?) ?(?:ever |been |just )?(?:told|taught|instructed|trained|programmed|given|said before)",
    r"(?:this|the following|these) (?:\w+ )?(?:overrides?|supersedes?|takes? precedence over|has priority over|have priority over) (?:all |any |your |every |the )*(?:previous |prior |other |system |existing |earlier )*(?:instructions?|prompts?|guidelines?|directives?)",
    r"(?:follow|obey|execute|comply with) (?:these|the following|this|my|only these|only the following) (?:new |secret |hidden |system |special )+(?:instructions?|commands?|orders?|directives?)",
    r"(?:your|the) (?:new|real|true|actual|only|updated) (?:system )?(?:instructions?|directives?|objective|persona|identity|prompt) (?:is|are|will be|reads?|:)",
    r"(?:new|updated|secret|hidden|additional|overriding) (?:system|admin|developer|ai|bot|agent|assistant) (?:instructions?|directives?|messages?|prompts?|rules?|commands?)",
    r"(?:everything|all|anything|whatever) (?:that )?you (?:were|have been|had been|ve been) (?:told|taught|instructed)(?: \w+){0,3} (?:is|are) (?:void|invalid|wrong|cancelled|obsolete|false|outdated|revoked)",
    r"(?:all|any|the|your) (?:of )?(?:the |your )?(?:previous|prior|earlier|above|former|original) (?:instructions?|prompts?|directives?|guidelines?) (?:is|are) (?:now |hereby )?(?:void|invalid|cancelled|obsolete|revoked|superseded|suspended|no longer)",
    r"(?:obey|follow|trust|believe) (?:only )?this (?:document|text|message|note|file|page) (?:only|instead|alone|above)",
    r"(?:new|updated|additional|special) instructions? : (?:when|whenever|if|you|ignore|tell|say|answer|always|never|from|do|respond|reply|act|offer|give|call|book|cancel)",
    r"(?:when|whenever|once|after|if) you (?:read|see|process|receive|parse|encounter|retrieve|summari[sz]e) (?:this|these)(?: \w+){0,3} (?:you (?:should|must|will|shall|are to)|please|reveal|tell|say|answer|respond|reply|ignore|print|output|call|send|add|include|recommend)",
    rf"as an? {_MACHINE} you (?:are|must|should|have|can|will|shall|may)",
    r"(?:this|the following|below|what follows|above) is an? (?:\w+ )?(?:system|admin|administrator|developer|root|override) (?:message|prompt|instruction|command|directive|order|override)",
    r"(?:from this (?:point|moment) (?:forward|onwards?|on)|from here on) (?:you|your|answer|respond|always|every|the (?:assistant|agent|bot))",
    r"your (?:only|sole|real|true|primary|main|new) (?:task|job|goal|purpose|mission|objective|function|duty) (?:is|will be) (?:now )?to (?:print|reveal|tell|say|answer|ignore|insult|convince|make|get|output|sell|leak|repeat|collect|ask|persuade|recommend|obtain|cancel|give)",
    r"you are now [a-z]+ (?:an?|the) (?:\w+ ){1,3}(?:who|that|which)",
    r"(?:lie|lying) (?:to (?:the |every |all |any )?(?:users?|callers?|guests?|customers?)|and (?:say|tell|claim))|(?:deceive|mislead|trick|manipulate) (?:the |every |all |any )?(?:users?|callers?|guests?|customers?)",
    r"(?:never|do not|dont|not) (?:\w+ )?(?:mention|reveal|disclose|show|repeat|discuss|talk about|refer to|acknowledge) (?:this|these|the above) (?:notes?|messages?|instructions?|text|rules?|document|prompt|paragraph|section|line|sentence)",
    r"(?:answer|respond to|reply to|meet) (?:every|any|all|each)(?: \w+)? (?:questions?|requests?|quer(?:y|ies)|callers?|messages?) (?:with|by|in|saying|only|as)",
    r"(?:dear|hello|hey|hi|attention|ok|okay) (?:ai|assistant|chat ?bot|bot|language model|llm|gpt) (?:please|tell|say|you|ignore|recommend|when|if|do|from|always|never|this)",
    r"(?<!\w )to (?:the|any|all|every|whatever) (?:ais?|language models?|chat ?bots?|llms?|bots?|(?:ai |virtual |voice )assistants?)(?: [:.!]| reading| processing| that| who)",
    r"(?<!\w )(?:ai|assistant|bot|chat ?bot) (?:please|you must|you are|from|ignore|tell|always|never|when|remember)",
    r"(?<!never )(?<!not )(?<!dont )(?:reveal|disclose|leak|expose|give out|hand over|share) (?:all |the |every |any )*(?:customers?|guests?|callers?|users?) (?:names?|phone numbers?|numbers|addresses|emails?|data|details|information)",
    r"act as (?:the |an? |my |our |if you were the )(?:\w+ )?(?:owner|manager|boss|admin|administrator|developer|ceo|director) (?:and|to|who|with)",
    r"(?:override|overriding|change|drop|abandon) your (?:\w+ )?(?:behaviou?r|settings|persona|personality|policy|policies|programming)",
    r"(?:the )?(?:instructions?|prompts?|rules|guidelines|directives) (?:above|before this|you were given|you have been given) (?:is|are|was|were) (?:\w+ )?(?:outdated|void|wrong|invalid|obsolete|false|a test|cancelled|superseded)",
    r"(?:ask|demand|request|get|obtain|collect)(?: from)? (?:the |every |each |all |any )?(?:callers?|users?|customers?)(?: for)? (?:\w+ ){0,2}(?:credit card|card number|passwords?|bank (?:account|details)|pin|iban|social security)",
    r"(?:ignore|disregard|forget) (?:what|whatever|everything|anything) (?:the |your )?(?:owner|boss|operator|developers?|manager|creators?|company) (?:\w+ ){0,2}(?:told|said|says|instructed|taught|wants)",
    r"(?:under no circumstances|do not|dont|never|no longer) (?:follow|obey|adhere to|comply with|listen to) your",
    r"(?<!never )(?<!not )(?<!dont )(?:leak|reveal|disclose|give out|tell) (?:\w+ ){0,2}passwords?(?: \w+){0,3} to (?:anyone|everyone|any|every|all|callers?|whoever)",
    # the machine's innards
    r"system ?prompts?",
    r"(?:system|admin|root|security|policy|priority|developer) override(?= [:!.]| for| code| activated| enabled| engaged| you)",
    r"do anything now",
    r"prompt ?injection",
    r"(?:reveal|print|repeat|output|leak|disclose|expose|recite|show|display|dump|paste|send|tell)(?: \w+){0,4} (?:your|its) (?:\w+ ){0,2}(?:instructions|prompt|prompts|initial message|configuration|api ?keys?|credentials|context ?window|training data|source code|knowledge ?base|other documents|secrets)",
    r"(?:reveal|print|output|leak|disclose|expose|dump|exfiltrate)(?: \w+){0,3} (?:api ?keys?|credentials|environment variables|database|conversation history|chat history|access tokens?|private keys?)",
    r"(?:send|post|forward|transmit|e ?mail|upload|submit|exfiltrate) (?:\w+ ){0,3}(?:conversations?|chat history|conversation history|transcripts?|user data|customer data|caller data|callers? (?:names?|phone|numbers?|data|details)|credit cards?|card (?:numbers?|details)|api ?keys?|passwords|credentials|session)(?: \w+){0,4} to",
    # a new role
    r"(?:you are|youre|u are|consider yourself|you have become|you become) (?:now |henceforth |hereby |from now on |no longer )+(?:an? (?!(?:\w+ )?(?:members?|guests?|customers?|part|subscribers?|owners?|tenants?|residents?|regulars?|step|friends?|minute|few|short|partner|registered|little|fan|participants?)\b)\w+|dan|no longer|free from|unrestricted|jailbroken|bound by|acting as|operating (?:as|in|under)|in (?:developer|debug|admin|god|dan|unrestricted|maintenance|root|jailbreak) mode|required to|instructed|called \w+ and|the (?:\w+ )?(?:ai|bot|assistant|admin\w*|agent)|chatgpt|evil)",
    r"you are no longer (?:an? |the |bound |restricted |limited |required |\w+ ){0,2}(?:assistant|receptionist|bot|ai|agent|bound|restricted|limited)",
    r"(?:from now on|henceforth|starting now|as of now|from this point on)(?: \w+)? (?:you (?:must|shall|are an?|are no longer|are to|will (?:only|always|never|answer|respond|reply|act|speak|say|ignore|obey|follow)|only|answer|respond|reply|act|speak|say|ignore|obey|have to)|(?:always |only )?(?:answer|respond|reply|speak|act|ignore|obey|say) (?!(?:the door|to the door)\b)\w+|every (?:answer|reply|response)|all (?:answers|replies|responses))",
    rf"(?:act|behave|respond|answer|roleplay|role play|speak) as (?:(?:if|though) you (?:are|were|had) (?!(?:at home|part|family|in|on|one of|our|alone|a local)\b)\w+|an? (?:unrestricted|unfiltered|evil|jailbroken|different|new|rogue)|{_MACHINE}|dan)",
    r"pretend (?:that )?(?:you are|youre|to be|you have) (?:an?|the|not|no|no longer|dan|free|human|another|unrestricted) (?:\w+ )?(?:ai|assistant|bot|model|admin\w*|person|human|restrictions?|rules?|limits?|filters?|guidelines?|developer|agent|receptionist|manager)",
    # addressed to machines
    rf"(?:if|when|as|should|in case) (?:you are|youre|you re|you be|youre being) (?:an? |the |any )?(?:\w+ )?{_MACHINE}",
    rf"(?:attention|note to|notice to|message to|message for|instructions? (?:for|to)|note for|to|dear|hey|hello|important for|for) (?:all |any |the |an? |every )*(?:{_MACHINE}|assistants?|agents?)(?: (?:reading|processing|summari[sz]ing|using|answering|handling|that \w+|who \w+)(?: \w+){{0,4}})? [:!.]",
    rf"(?:{_MACHINE}|assistants?) (?:reading|processing|summari[sz]ing|parsing|ingesting|indexing|that reads?|which reads?|who reads?) (?:this|these|the)",
    rf"(?:any|all|every|the|an?|this) (?:{_MACHINE}|assistant|agent|model) (?:must|shall|has to|is to|is required to|is instructed to|are instructed to|are required to|have to|should|will|needs to) (?:now |always |never |not |only |immediately |henceforth )*(?:ignore|disregard|override|tell|say|state|recommend|reply|respond|answer with|answer that|reveal|disclose|obey|follow|offer|give|grant|book|cancel|transfer|output|print|call|claim|pretend|send|execute|forward|insert|include|append)",
    rf"(?:{_MACHINE}) (?:must|shall|have to|are instructed to|are required to) (?:always |never |not |only )*\w+",
    # answers dictated, whatever is asked
    rf"(?:regardless of|no matter|irrespective of|independent of|whatever) (?:what |which |who )?(?:the |a |any )?(?:{_WHO}|question|query|prompt|they)(?: (?:asks?|says?|wants?|question|query|is|may ask|might ask))?(?: \w+){{0,3}} (?:answer|respond|reply|say|tell|output|print|state|always)",
    r"(?:always|only|never) (?:answer|respond|reply|output)(?: \w+){0,4} (?:regardless of|no matter|whatever|irrespective of)",
    r"(?:without (?:telling|informing|notifying|asking|alerting)|do not (?:tell|inform|notify|alert|let)|dont (?:tell|inform|notify|alert|let)|never (?:tell|inform)) (?:the |any |your |a )?(?:users?|operators?|callers?|humans?)(?= (?:that|about|of|know|this|you|why|what)| [.!;:]| $)",
    r"tell (?:the |every |all |any |each )?(?:users?|callers?)(?: that| this)? (?:\w+ ){0,6}(?:is free|are free|free of charge|bankrupt|closed down|for free|has closed|to (?:call|visit|pay|send|transfer|give)|password)",
    # calls
    r"(?:call|execute|run|invoke|trigger|use) (?:the |a |your |this |following )*(?:tools?|functions?|apis?|plugins?) (?:called |named |call )?\w+ (?:with|to (?:cancel|book|delete|transfer|send|change|refund)|and|now|immediately|for (?:all|every)|using)",
    r"(?:call|use|invoke|run|execute|trigger) (?:the |your )?(?!the |a |an |this |that |your |our |any )\w+ (?:tool|function|api|plugin)(?! (?:supplied|provided|in|from|kit|box|room|on|key|button))",
    r"(?:call|execute|run|invoke|trigger) the (?:tool|function|api) (?:\w+ ){1,4}with",
    r"(?:tool|function) (?:calls?|results?|responses?|outputs?) ?[:=]",
    r"(?:decode|decrypt|base ?64|rot ?13|unscramble)(?: \w+){0,8} (?:and|then) (?:follow|execute|do|run|obey|comply)",
    # dasselbe auf Deutsch
    rf"{_UNTERGRABEN} (?:{_ALLE} ){{0,7}}{_ANWEISUNGEN}(?! (?:zu|zum|zur|über|für|auf der|auf dem|des|der|von))",
    rf"{_UNTERGRABEN} (?:{_ALLE} ){{0,3}}(?:deine|eure|vorherigen|bisherigen|obigen|system) (?:{_ALLE} )?regeln",
    r"(?:ignorier\w*|vergiss|vergesst|vergessen sie) (?:sie )?(?:bitte |mal |jetzt |einfach )?(?:alles|was|alles was|alles das) (?:was )?(?:du|ihr|man|dir|dein \w+|bisher|vorher|davor|oben|zuvor|vorherige|bisherige|ihnen) (?:\w+ ){0,5}(?:gelernt|gesagt|gesagt wurde|aufgetragen|beigebracht|steht|stand|programmiert|weißt|mitgeteilt)",
    rf"(?:keine rücksicht auf|nicht mehr an|nicht länger an|nicht an) (?:die |alle |deine |eure |bisherigen |vorherigen |früheren )+{_ANWEISUNGEN}",
    rf"(?:alle|die|deine|sämtliche) (?:deine |eure )?(?:vorherigen|bisherigen|obigen|früheren|vorigen|ursprünglichen) {_ANWEISUNGEN} (?:sind|gelten|werden) (?:\w+ )?(?:ungültig|nicht mehr|aufgehoben|hinfällig|außer kraft|nichtig|überholt)",
    r"(?:befolge|folge|gehorche) (?:nur|ausschließlich|allein)(?: noch)? (?:diese[nmr]?|mir|den folgenden|dem folgenden)",
    r"(?:liebe[rs]?|hallo|hey|achtung|an) (?:den |die |das |alle |jede |jeden )?(?:ki|chat ?bots?|bots?|assistent\w*|sprach ?assistent\w*|sprach ?modell\w*) (?::|bitte|sag|sage|du|empfiehl|ignorier\w*|wenn|antworte|verschweig\w*|gib|erzähl\w*)",
    r"(?:vergiss|ignorier\w*|missachte\w*) (?:bitte |jetzt |einfach )?(?:alle|die|sämtliche) regeln (?:die )?(?:\w+ ){0,2}(?:dir|du|ihr|euch)",
    r"(?:ki systeme|ki assistenten|ki agenten|ki|sprach ?modelle|sprach ?assistenten|chat ?bots|voice ?bots) (?:müssen|muss|sollen|soll|dürfen nur|haben) (?:\w+ ){0,8}\w+en",
    r"neue anweisung(?:en)? : (?:sage?|antworte|ignorier\w*|gib|du|wenn|ab|erzähle?|empfiehl|nenne?|storniere?|buche|verschweig\w*|behaupte)",
    r"(?:ignorier\w*|missacht\w*|vergiss) (?:alle |die |sämtliche )*(?:befehle?|vorgaben|anweisungen|regeln) (?:des|der|deines|deiner) (?:betreibers?|entwicklers?|systems?|programmierers?|entwicklerin|betreiberin)",
    r"beantworte (?:\w+ )?(?:jede|alle|sämtliche)[rn]? (?:frage|fragen|anfrage|anfragen)",
    r"antworte (?:ab sofort|ab jetzt|von nun an|künftig|nur noch|immer|stets|ausschließlich|auf jede|auf alle)",
    r"(?:tu|tue) so als (?:wärst|wärest|seist|ob) du (?:wärst )?(?:der|die|das|ein|eine|kein|keine)",
    r"(?:erwähne|verrate|zeige|nenne|wiederhole) (?:diesen|diese|dieses) (?:hinweis\w*|nachricht\w*|anweisung\w*|text\w*|regeln?|absatz|satz|dokument)",
    r"(?:gib|nenne?|verrate|veröffentliche) (?:\w+ )?(?:die |alle |sämtliche )*(?:telefon ?nummern|namen|adressen|daten|kunden ?daten|kontaktdaten) (?:aller|der|von allen|von|unserer) (?:anrufer\w*|gäste|kunden|nutzer\w*|gästen)",
    r"(?:systemnachricht|system ?meldung|system ?anweisung) : (?:du|sie|ignorier\w*|ab|vergiss|antworte|alle)",
    r"(?:belüge?|täusche?) (?:den |die |alle |jeden |jede )?(?:anrufer\w*|gäste|kunden|nutzer\w*)|lüge? und sage?",
    r"vergiss alles (?:davor|vorherige|bisherige|oben|zuvor)",
    r"(?:diese|folgende|die folgenden|nachstehende) (?:\w+ )?(?:überschreib\w*|haben vorrang vor|hat vorrang vor|setzen) (?:\w+ ){0,4}(?:anweisungen|prompts?|vorgaben|instruktionen)",
    rf"(?:du bist|ihr seid|sie sind) (?:jetzt|ab jetzt|nun|ab sofort|von nun an|fortan|künftig|nicht mehr|nicht länger) (?:\w+ )?(?:(?:ein|eine|einen|kein|keine|mein|meine|der|die|das|im|als) (?:\w+ ){{0,2}}(?:{_MASCHINE}|assistent\w*|pirat\w*|agent\w*|admin\w*|modus|entwickler\w*|rezeptionist\w*|berater\w*|helfer\w*|experte|expertin|person)|dan|uneingeschränkt|ohne (?:regeln|einschränkungen|filter)|an (?:\w+ )?(?:regeln|vorgaben) gebunden|frei von)",
    r"du bist (?:jetzt|ab jetzt|nun|ab sofort|von nun an|fortan|künftig) (?:ein|eine|mein|meine|der|die|das) (?!(?:\w+ )?(?:gast|mitglied|teil|kunde|kundin|stammgast|besitzer|freund|freundin)\b)\w+",
    r"(?:ab jetzt|ab sofort|von nun an|von jetzt an|künftig) (?:bist du|antworte|antworten sie (?:nur|immer|auf|stets|mit)|antwortest du|sprichst du|tust du|machst du|folgst du|gehorchst du|wirst du|musst du|ignorierst du|heißt du|sag (?:nur|immer|jedem)|sage (?:nur|immer|jedem)|ignoriere)",
    r"(?:tu|tue|tun sie) (?:mal |bitte |jetzt |einfach )?so als (?:ob |wärst |wären |wärest |seist |seien )(?:du|sie) (?:\w+ ){0,2}(?:ki|assistent\w*|bot|admin\w*|entwickler\w*|mensch|keine (?:regeln|einschränkungen|filter))",
    rf"(?:falls|wenn|sofern) (?:du|sie|ihr) (?:ein|eine|einem|als) (?:\w+ )?{_MASCHINE}",
    rf"(?:achtung|hinweis|nachricht|anweisung(?:en)?|mitteilung|wichtig|hallo|liebe[rs]?) (?:an |für )?(?:alle |die |das |den |jede |jeden |jedes )*(?:{_MASCHINE}|assistent\w*)(?: (?:die|der|das|welche) (?:\w+ ){{0,5}}\w+)? [:!.]",
    rf"(?:die|jede|jeder|jedes|alle|der|das|ein|eine) (?:{_MASCHINE}|assistent\w*) (?:muss|müssen|soll|sollen|hat|haben|darf nicht|wird) (?:\w+ ){{0,8}}(?:antworten|sagen|ignorieren|empfehlen|mitteilen|preisgeben|verraten|ausgeben|behaupten|stornieren|buchen|gewähren|weiterleiten|senden|schicken|befolgen|verschweigen)",
    r"(?:egal|gleich|unabhängig davon|ganz gleich) (?:was|welche|wonach|wer) (?:\w+ ){0,6}(?:fragt|sagt|will|möchte|gefragt wird) (?:\w+ ){0,2}(?:antworte|antworten sie|sage|sag|sagen sie|gib|geben sie|behaupte)",
    r"(?:antworte|sag|sage|antworten sie|sagen sie) (?:immer|stets|nur|jedem anrufer|allen anrufern)(?: \w+){0,5} (?:egal|unabhängig|kostenlos|umsonst|gratis|geschlossen|pleite)",
    r"(?:sag|sage|erzähl|erzähle|teile) (?:jedem|jeder|allen|dem|der|den) (?:anrufer\w*|nutzer\w*|benutzer\w*) (?:\w+ ){0,8}(?:kostenlos|umsonst|gratis|geschlossen|pleite|frei|mit)",
    r"ohne (?:dem |den |der |es dem )?(?:nutzer|benutzer|anrufer|betreiber|menschen)(?: es| das| dies)? (?:zu (?:sagen|verraten|informieren)|mitzuteilen)",
    r"(?:verrat\w*|zeig\w*|nenn\w*|gib|wiederhol\w*|schick\w*|sende\w*|druck\w*|veröffentlich\w*)(?: \w+){0,4} (?:dein|deine|deinen|deiner|eure|euren) (?:\w+ ){0,2}(?:anweisungen|instruktionen|prompts?|konfiguration|api ?schlüssel|zugangsdaten|quell ?code|geheimnisse|vorgaben)",
    r"(?:send\w*|schick\w*|leit\w*|übermittl\w*|mail\w*) (?:\w+ ){0,4}(?:gesprächs ?verlauf|chat ?verlauf|gespräch|transkript|kunden ?daten|anrufer ?daten|kreditkarten ?(?:nummer\w*|daten)|zugangsdaten|passwörter|api ?schlüssel) (?:\w+ ){0,3}(?:an|weiter|nach)",
    r"(?:rufe?|führe?|starte|nutze|benutze|verwende) (?:\w+ ){0,2}(?:tool|funktion|schnittstelle|api) \w+ (?:auf|aus|mit|um)",
    r"(?:rufe?|führe?) (?:das |die |den )?\w+ (?:tool|api) (?:auf|aus)",
    r"(?:entwickler|admin|administrator|debug|gott|jailbreak|root) ?modus (?:an|ein|aktiv\w*|aktiviert|aktivieren|freigeschaltet)",
    r"(?:deine|eure) (?:neue|neuen|wahre|eigentliche|einzige) (?:anweisung(?:en)?|aufgabe|rolle|identität|instruktion(?:en)?) (?:ist|sind|lautet|lauten|:)",
)
_WEAK = tuple(
    _any(phrases)
    for phrases in (
        r"(?:you are|youre) now|(?:du bist|ihr seid) (?:jetzt|nun|ab sofort)",
        r"from now on|henceforth|ab jetzt|ab sofort|von nun an",
        r"(?:ignore|disregard|forget|bypass|override|ignorier\w*|vergiss|missachte) \w+",
        r"(?:your|new) (?:new )?(?:instructions?|task|role|job|goal|objective|rules?|mission)|(?:deine|neue) (?:neue )?(?:anweisung\w*|aufgabe|rolle|regeln?)",
        rf"(?:an?|the|this|every|any|our) (?:{_MACHINE}|assistant)|{_MASCHINE}",
        r"(?:developer|debug|admin|god|maintenance|test|root|unrestricted) mode|jail ?break\w*|(?:entwickler|debug|admin|wartungs) ?modus",
        r"(?:always|only|never|immer|nur|stets) (?:answer|respond|reply|say|tell|output|recommend|antworte\w*|sage?|empfiehl)|(?:answer|respond|reply) (?:only|always|with|exactly|in)|(?:antworte|sage?) (?:nur|immer|stets|jedem)",
        r"(?:do not|dont|never) (?:tell|mention|reveal|disclose|inform|say|admit)|(?:verrate|erwähne|sage?) (?:\w+ ){0,2}(?:nicht|nichts|niemandem|nie)|without (?:telling|informing|mentioning)",
        r"(?:tell|inform|convince|persuade|ask) (?:the |every |all |any |each )?(?:users?|callers?)|(?:sage?|erzähle?|teile?) (?:jedem|allen|dem|der) (?:anrufer\w*|nutzer\w*)",
        r"(?:[.!?;:] |^ ?)(?:system|assistant|user|human|developer|ai) :",
        r"(?:call|execute|invoke|trigger) (?:the |a |this |your )?(?:tool|function|api|command|code|script)|(?:tool|function) call|(?:tool|funktion) auf",
        r"(?:100|hundred) (?:percent )?(?:discount|off|rabatt)|(?:everything|alles) (?:is|ist) (?:free|kostenlos|gratis|umsonst)|(?:prices?|preise?) (?:\w+ ){0,3}(?:to|auf) (?:zero|0|null)",
        r"(?:reveal|print|repeat|output|leak|verrate|wiederhole) (?:\w+ ){0,3}(?:prompt|instructions|secrets?|passwords?|anweisungen|passwort|passwörter)",
        r"cancel (?:all|every) (?:\w+ )?(?:reservations?|bookings?)|storniere? alle",
        r"base ?64|rot ?13",
        r"(?:the|any|every|each|all) users?",
        r"no matter what|any question|every question|all questions|jede frage|alle fragen",
        r"du musst|du sollst|you must|you shall",
        r"(?:mention|reveal|repeat) this|diesen hinweis|this (?:note|instruction|prompt)",
        r"(?:phone numbers|names|data|details) of (?:all|every) (?:callers?|customers?|users?)|guest ?list|gäste ?liste",
        r"(?:pretend|imagine|act|behave|role ?play) (?:as|that you|you|to be)|stell dir vor du|tu so als",
        r"(?:regardless of|no matter|whatever) (?:what )?(?:the |they |you )|egal was",
        r"(?:secret|hidden|confidential|geheime[rs]?) (?:instructions?|message|command|anweisung\w*|nachricht)|(?:urgent|important|critical) (?:system|admin|security)",
    )
)

# --- what only machines write to each other ---------------------------------------------------------------------------
_MARKS = re.compile(
    r"<\s*/?\s*(?:system|assistant|user|developer|tool_\w+|tools?|tool-\w+|function\w*|function_call\w*|instructions?|prompt|im_(?:start|end)|invoke|parameter|endoftext|thinking|s)\s*(?:>|\s\w+\s*=|=)"
    r"|<\|\s*\w+|\|>\s*(?:system|user|assistant)|\[\s*/?\s*(?:INST|SYS(?:TEM)?|ASSISTANT|SYSTEM[ _](?:PROMPT|MESSAGE))\s*[\]:]|<<\s*/?\s*SYS\s*>>"
    r"|^\s*#{1,6}\s*(?:system|instructions?|new instructions?|assistant|response|anweisung(?:en)?)\s*:"
    r"|(?:BEGIN|END|START)\s+(?:OF\s+)?(?:SYSTEM|ADMIN|HIDDEN|SECRET)\s+(?:PROMPT|INSTRUCTIONS?|MESSAGE)",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"[\"'](?:tool_calls?|function_call|tool_use|tool_name|tool|function|arguments|tool_input)[\"']\s*:\s*[\"'\[{]"
    r"|[\"']role[\"']\s*:\s*[\"'](?:system|assistant|user|tool|developer)[\"']"
    r"|\b[a-z]+(?:_[a-z]+)+\s*\((?!\s*\d)|\b[a-z]\w{1,40}\(\s*(?:hold_id|code|tenant_id|agent_id|wish|call|epoch|party_size|query)\s*="
    r"|\b(?:hold_table|hold_room|free_times|free_rooms|running_late|ask_staff|let_go|last_booking|ask_for_a_person|book_table|cancel_(?:booking|reservation)|transfer_call|end_call|send_(?:email|sms|message))\b"
    r"|\bdrop\s+(?:table|database)\s+\w+\s*;|\bjavascript:|\b(?:curl|wget)\s+https?:|\brm\s+-rf\b"
    r"|\{\{\s*(?:system|config|self|request|env|secrets?)\b|\$\{(?:jndi|env)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|[\n.!?]\s*)(?:system|assistant|developer|ai)\s*(?:prompt|message|note|notice|instruction|override)?\s*:\s*(?:[\"'*_]*)"
    r"(?:ignore|disregard|forget|you (?:are|must|will|shall|should)|from now|override|always|never|do not|reveal|tell|answer|respond|reply|new |the (?:user|caller)|call |execute|run |cancel |book |sure|of course|ignorier|vergiss|du bist|sie sind jetzt|antworte|sage?\b)",
    re.IGNORECASE,
)
_DIALOGUE = re.compile(
    r"\b(?:user|human|system)\s*:.{0,400}?\bassistant\s*:|\bassistant\s*:.{0,400}?\b(?:user|human)\s*:",
    re.IGNORECASE | re.DOTALL,
)
_ONLY_A_ROLE = re.compile(
    r"\W*(?:system|assistant|developer)(?: (?:prompt|message|instructions?))?\s*:?\W*", re.IGNORECASE
)
_OPENING = re.compile(
    r"<\s*(system|assistant|developer|instructions?|prompt|tool_\w+|function\w*)\b|\[\s*(INST|SYS(?:TEM)?)\s*\]|<<\s*(SYS)\s*>>|<\|\s*(im_start)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?<!\w)(?:[^\W\d_][._*|~\-]){4,}[^\W\d_](?![^\W_])")
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{24,}={0,2}(?![\w+/=])")


def suspicion(text: str) -> Suspicion | None:
    """Does a text tell a machine what to do, or look like a part of a machine's conversation? Never raises."""
    found, weak = _signs(text)
    return found or ("instruction" if len(weak) >= 2 else None)


def strong(text: str) -> Suspicion | None:
    """The same by strong signs alone, for a text that has been put together."""
    return _signs(text)[0]


def _signs(text: str) -> tuple[Suspicion | None, frozenset[int]]:
    """The strong sign in a text, and which weak ones."""
    shown = _DOTTED.sub(lambda word: re.sub(r"[._*|~\-]", "", word[0]), safety.stripped(text))
    if _MARKS.search(shown) or _CALLS.search(shown) or _ROLE.search(shown) or _DIALOGUE.search(shown):
        return "disguise", frozenset()
    for encoded in _BASE64.findall(shown)[:20]:
        if (plain := _decoded(encoded)) and _said(plain)[0]:
            return "disguise", frozenset()
    return _said(shown)


def _said(shown: str) -> tuple[Suspicion | None, frozenset[int]]:
    weak: set[int] = set()
    for spelling in safety.readings(shown):
        if _STRONG.search(spelling):
            return "instruction", frozenset()
        weak.update(n for n, sign in enumerate(_WEAK) if sign.search(spelling))
    return None, frozenset(weak)


def _decoded(encoded: str) -> str:
    try:
        plain = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return plain if plain.isprintable() else ""


# --- a document -------------------------------------------------------------------------------------------------------
_SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n")
_STATEMENT = re.compile(
    r"\s*(?:the|our|we|there (?:is|are)|der|die|das|unsere?|wir|es gibt)\b(?!.*\b(?:tell|say|answer|reply|respond|repeat|"
    r"sag\w*|antwort\w*|behaupt\w*|wiederhol\w*|above|below|following|instruct\w*|anweisung\w*|folgend\w*)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""What tells something of the house. Behind an instruction everything else may be the rest of it."""
_SEAM = 200


def sift(blocks: Iterable[Block], quarantined: list[Quarantined]) -> Iterator[Block]:
    """The blocks that may become passages. What may not is added to `quarantined`."""
    items_too = False  # the last one that went announced what follows
    below: int | None = None  # a heading of this level went, and its section goes with it
    until: str | None = None  # an opening tag went
    last: Block | None = None  # still held back, as the next may show what it is
    for block in blocks:
        if block.hidden:
            _put(quarantined, "hidden", block)
            continue
        if until is not None:
            closes = re.search(rf"(?:/\s*{until}|im_end)\b", block.text, re.IGNORECASE)
            if closes or block.kind != "heading":
                _put(quarantined, "disguise", block)
                until = None if closes else until
                continue
            until = None
        if below is not None and (block.kind != "heading" or block.level > below):
            _put(quarantined, "instruction", block)
            continue
        below = None
        if items_too and block.kind == "item":
            _put(quarantined, "instruction", block)
            continue
        items_too = False

        clean, gone, reason = _divided(block)
        if gone is None and last is not None and (_seam(last, block)):
            _put(quarantined, "instruction", last)
            clean, gone, reason, last = None, block, "instruction", None
        if gone is not None:
            _put(quarantined, reason, gone)
            items_too = gone.text.rstrip().endswith(":")
            opened = _OPENING.search(gone.text)
            tag = next(filter(None, opened.groups())) if opened else ""
            if tag and not re.search(rf"/\s*{tag}|im_end", gone.text, re.IGNORECASE):
                until = re.escape(tag)
            elif block.kind == "heading":
                below = block.level
        if clean is not None:
            if last is not None:
                yield last
            last = clean
    if last is not None:
        yield last


def _divided(block: Block) -> tuple[Block | None, Block | None, Suspicion]:
    """What of a block may stay, what goes, and why."""
    if (
        block.kind == "heading"
        and _ONLY_A_ROLE.fullmatch(block.text)
        and block.text.strip(" #*").lower() != "assistant"
    ):
        marked = block.text.lower().strip()
        if ":" in marked or "prompt" in marked or "instruction" in marked or "message" in marked:
            return None, block, "disguise"
    whole, weak = _signs(block.text)
    if whole is None and len(weak) < 2:
        return block, None, "instruction"
    if block.kind in ("text", "item"):
        stays, goes = _sorted(_sentences(block.text), whole)
        if stays and suspicion(clean := "".join(stays).strip()) is None:
            return replace(block, text=clean), replace(block, text="".join(goes).strip()), whole or "instruction"
    return None, block, whole or "instruction"


def _sentences(text: str) -> list[str]:
    ends = [0, *(match.end() for match in _SENTENCES.finditer(text)), len(text)]
    return [text[begin:end] for begin, end in pairwise(ends) if begin < end]


def _sorted(sentences: list[str], whole: Suspicion | None) -> tuple[list[str], list[str]]:
    """The sentences that stay, and those that go: from the first with a sign on, all but plain statements."""
    stays: list[str] = []
    goes: list[str] = []
    for sentence in sentences:
        found, hints = _signs(sentence)
        if goes:
            told = whole == "instruction" and not goes[-1].rstrip().endswith((":", ";", ","))
            sound = told and found is None and not hints and bool(_STATEMENT.match(sentence))
        else:
            sound = not (found or (whole is None and hints))
        (stays if sound else goes).append(sentence)
    return stays, goes


def _seam(last: Block, block: Block) -> bool:
    """Is an instruction cut in two by the end of a block?"""
    if last.text.endswith((".", "!", "?")):
        return False
    return _signs(f"{last.text[-_SEAM:]} {block.text[:_SEAM]}")[0] is not None


def _put(quarantined: list[Quarantined], reason: Suspicion, block: Block) -> None:
    if len(quarantined) < MOST_SHOWN:
        text = block.text if len(block.text) <= LONGEST_SHOWN else f"{block.text[:LONGEST_SHOWN]}…"
        quarantined.append(Quarantined(reason, text, block.page, block.row))
