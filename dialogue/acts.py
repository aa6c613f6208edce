"""What a caller does with an utterance: says yes, corrects, asks, refuses, says goodbye, needs help at once.

Lexicons of both languages, matched in either, so that a mixed sentence is understood. Consent is the act that costs
money, so `affirm` alone means an unqualified yes: "yes, but make it eight" is affirm and correct, "yes, what does it
cost?" affirm and request_info, and a "hm" or "I guess" is no yes at all.
"""

import re
from functools import lru_cache

from dialogue import manners, safety
from language import words

ACTS = frozenset(
    [
        "inform",
        "affirm",
        "deny",
        "correct",
        "choose",
        "request_info",
        "request_alts",
        "repeat",
        "hold_on",
        "refuse_slot",
        "ask_why",
        "ask_human",
        "cancel_task",
        "start_over",
        "greet",
        "thank",
        "goodbye",
        "backchannel",
        "spell",
        "complain",
        "abuse",
        "injection",
        "off_topic",
        "emergency",
        "self_harm",
        "threat",
    ]
)


def _any(*phrases: str) -> re.Pattern[str]:
    """One pattern for many phrases, whole words each."""
    return re.compile(r"(?<![\w'])(?:" + "|".join(phrases) + r")(?![\w])")


# --- yes and no -------------------------------------------------------------------------------------------------------
_YES = _any(
    r"yes+", r"yeah+", r"yea", r"yep", r"yup", r"ye[sa]h?", r"yessir", r"sure(?: thing)?", r"of course", r"certainly", r"absolutely", r"definitely",
    r"affirmative", r"correct", r"right", r"exactly(?: right)?", r"precisely", r"indeed", r"ok(?:ay|ey)?", r"^kk?(?= ?(?:[.,!]|$))", r"alright", r"all right", r"fine",
    r"that'?s (?:it|fine|good|great|perfect|right|correct|true|okay|ok|the one|what i (?:want|need|said|meant))", r"that (?:is|would be|will be|seems|looks|sounds) (?:\w+ )?(?:fine|good|great|perfect|right|correct|true|ok|okay|lovely|wonderful|nice|all right|alright)",
    r"(?:sounds|looks|seems) (?:\w+ )?(?:good|great|perfect|fine|right|correct|lovely|nice|wonderful|ok|okay|delicious|amazing|like a plan)", r"that (?:works|will do|does it|suits me|'ll work|will work|would work)(?: for me)?",
    r"it (?:is|does|would|will|works|sounds good|was)", r"works for me", r"go (?:ahead|for it|on then)", r"please do(?! not| n't)", r"do (?:it|that|so)(?: please)?", r"perfect", r"great", r"excellent", r"wonderful", r"awesome", r"lovely",
    r"(?:please )?book (?:it|that|this|them|the table)", r"(?:please )?confirm(?:ed)?(?: it| that)?", r"i (?:confirm|agree|do|would|am|accept|did|have|will|would like that|would love to|'d love (?:to|that)|'d like that|think so)", r"why not", r"let'?s (?:do|go with|book) (?:it|that)", r"true", r"you bet", r"by all means", r"with pleasure", r"good", r"totally", r"aye",
    r"ja+", r"jawohl", r"jo", r"jup", r"klar", r"na klar", r"sicher", r"natürlich", r"selbstverständlich", r"genau", r"richtig", r"stimmt", r"korrekt", r"passt(?: so| gut| mir)?", r"in ordnung", r"einverstanden", r"gern(?:e)?", r"sehr gern(?:e)?", r"bitte (?:ja|machen|buchen|reservieren)",
    r"(?:das )?(?:klingt|hört sich|sieht) (?:sehr )?(?:gut|super|prima|toll)(?: an| aus)?", r"super", r"prima", r"perfekt", r"wunderbar", r"(?:machen sie|mach) (?:das|es)", r"buchen sie(?: das| es| bitte)?", r"so machen wir(?:'s| es| das)", r"so (?:ist|passt|stimmt) (?:es|das)", r"das geht", r"das ist (?:gut|richtig|korrekt|in ordnung|okay|ok)", r"freilich", r"doch", r"unbedingt", r"auf jeden fall", r"alles klar", r"gebongt", r"abgemacht", r"von mir aus(?! (?:nicht|lieber|gern(?:e)? (?:um|am|auch)))", r"meinetwegen(?! nicht)", r"wegen mir(?! nicht)", r"fine by me", r"fair enough", r"fine with (?:me|us)",
)  # fmt: skip
_NO = _any(
    r"no+", r"nope", r"nah", r"naw", r"nay", r"negative", r"not (?:really|right|correct|now|yet|that|this|at all|quite|exactly|today|today|what i|the|true|for now|necessary|needed|interested|at this time|at the moment|good|ok|okay|fine|a)", r"never(?: mind)?", r"(?:do|does|did|is|was|are|would|will|wo|ca|can|could)(?: n't|n't|nt)(?: \w+)?",
    r"don'?t(?: \w+)?", r"doesn'?t", r"didn'?t", r"isn'?t", r"won'?t", r"wrong", r"incorrect", r"false", r"i (?:do|did|would|will|am|have) not", r"i'?m not", r"it (?:is|was|does) not", r"it'?s not", r"that'?s not", r"that (?:is|was|does|will|would) not", r"no way", r"no thanks?", r"no thank you", r"nothing(?: else| more)?", r"none", r"neither", r"unfortunately", r"rather not", r"disagree", r"decline", r"not (?:gonna|going to)",
    r"nein+", r"nee+", r"nö+", r"ne", r"nicht(?: \w+)?", r"kein(?:e|en|er|es|em|esfalls|eswegs)?", r"niemals", r"falsch", r"auf keinen fall", r"stimmt nicht", r"lieber nicht", r"nichts(?: mehr)?", r"bloß nicht", r"noch nicht",
)  # fmt: skip
_NO_THAT_IS_NONE = _any(
    r"no (?:problem|worries|doubt|rush|hurry|matter|preference|idea|clue|need to apologi[sz]e|trouble|biggie|kidding|wonder|allergies|children|kids|pets)", r"kein(?:e)? (?:problem|sorge|eile|frage|ahnung|thema|allergien|kinder)", r"not (?:sure|bad|only|too)", r"nicht (?:schlecht|nur|wahr|sicher|zu)", r"why not", r"don'?t (?:worry|mind|care|know|forget|have a preference)", r"do n'?t (?:care|mind|know|worry)", r"doesn'?t (?:matter|have to)", r"does n'?t matter", r"weiß (?:ich )?nicht", r"warum nicht", r"(?:nicht|kein) (?:vergessen)", r"oder nicht", r"isn'?t it", r"didn'?t (?:you|we) say", r"(?:could|can|would|wo|do|does|is|are)(?:n'?t| n't) (?:you|it|there|they|we)",
)  # fmt: skip
_YES_THAT_IS_NONE = _any(
    r"(?:not|n't|isn't|never|don't|doesn't|aren't|wasn't) (?:\w+ )?(?:right|correct|true|sure|fine|good|great|ok|okay|perfect|exactly|sound good|work)", r"nicht (?:\w+ )?(?:richtig|korrekt|gut|sicher|genau|klar|in ordnung|so gern(?:e)?|gern(?:e)?)", r"stimmt (?:\w+ )?nicht", r"passt (?:\w+ )?nicht", r"right (?:now|away|there|next|after|before|on the|at the|here)", r"good (?:morning|afternoon|evening|night|day|bye|place|places|for groups|restaurant|hotel|one)", r"guten? \w+", r"(?:is|was|are|does|did|will|would|do|can|could|if) (?:that|it|this|you|they|there|we|he|she|i) (?:\w+ )?(?:right|correct|true|ok|okay|fine|good|great|sure|do|work)",
    r"(?:make|not|be|for|pretty|am|i'm|im) sure", r"how right", r"all right then", r"the right \w+", r"turn right", r"correct (?:it|that|the|my|this)", r"right \?", r"ist das (?:richtig|korrekt|okay|ok|in ordnung)", r"(?:thank|thanks|danke) (?:you )?(?:so much |very much |schön |sehr )?(?:of course)?", r"great (?:place|restaurant|hotel|food)", r"i (?:do|would|am|have|will|did) (?:not|n't|want|need|like|prefer|have|be|looking|calling|going|interested|in|a|wanting|trying|n)", r"it (?:is|was|does|would|will) (?:not|n't|for|in|at|on|a|the|under|located|near|be|have|has|say|need)", r"do it (?:on|at|for|in|later|another)", r"(?:an?|the|some|any|more|very|really|something|anything|pretty|as|so) (?:\w+ )?(?:good|great|nice|lovely|fine|perfect|excellent|wonderful)", r"fine dining", r"good (?:reviews?|rating|food|price)", r"(?:hotel|restaurant|table) (?:is|are) good", r"sounds (?:too|a bit|expensive)", r"sicher(?:heit)?s? nicht", r"super(?:markt)?(?: \w+markt)",
)  # fmt: skip
_HEDGE = _any(
    r"maybe", r"perhaps", r"i (?:guess|suppose|think)(?: so)?", r"not sure", r"unsure", r"possibly", r"probably", r"depends", r"let me think", r"i don'?t know", r"dunno", r"if (?:possible|it'?s|you)", r"vielleicht", r"ich glaube(?: schon)?", r"weiß nicht", r"wahrscheinlich", r"mal sehen", r"kommt drauf an", r"eventuell", r"unter umständen", r"might", r"hmm+", r"kind of", r"sort of", r"i'?m (?:not )?thinking", r"(?:ich )?denke?(?: ich)?(?: mal)?(?: ja| schon)", r"(?:ich )?schätze?(?: mal| schon)",
)  # fmt: skip

# --- corrections ------------------------------------------------------------------------------------------------------
_CORRECT = _any(
    r"i (?:meant|mean|said|misspoke|actually (?:need|want|meant)|changed my mind|have changed my mind|'ve changed my mind|made a mistake)", r"(?:sorry|actually|wait|oops|hang on|hold on|instead|rather) ?,? (?:it'?s|i|make|make it|can|could|let'?s|we|for|at|on|change|the|no)", r"make (?:it|that|this|them)", r"(?:change|switch|move|amend|correct|adjust|update|modify|increase|reduce|swap|fix) (?:it|that|this|the|my|to|our|them|from)", r"(?:can|could|would|may|let'?s) (?:we|you|i|us)? ?(?:please )?change", r"\w+ instead", r"instead of", r"not \w+ ?, ?(?:but )?\w+", r"rather than", r"scratch that", r"correction", r"but (?:make|for|at|on|with|change|can|could|i (?:want|need|'d)|it'?s|not|we|the (?:time|date|day|name|number)|please|only|one more|there'?ll|there|in|could|instead|let'?s)", r"except", r"changed my mind", r"i'?d (?:rather|prefer)", r"let'?s (?:make|say|go (?:with|for)|change|do) (?:it |that )?(?:\w+ )?(?:instead|\d+|for|at|on|to)",
    r"ich meinte", r"ich meine", r"(?:doch )?lieber", r"doch (?:eher|lieber|besser)", r"stattdessen", r"statt(?: \w+)?", r"nicht \w+ ?,? (?:sondern|\w+)", r"sondern", r"(?:ach )?nein ,? ?(?:doch|lieber|wir|es|um|am|für|\d+)", r"machen sie (?:\w+ )?(?:daraus|draus|bitte)", r"ändern", r"aber (?:bitte )?(?:um|am|für|mit|ohne|erst|nur|lieber|auf|wir|machen|ändern|nicht|zu|als|es)", r"korrektur", r"verschieben", r"umbuchen", r"moment ,? (?:doch|lieber|nein)",
)  # fmt: skip
_NEW_VALUE_AFTER_NO = re.compile(
    r"^(?:oh |ach |äh |um |uh |sorry |entschuldigung |well |,| )*(?:no+|nope|nein+|nee+|nö|ne|not quite|wrong|falsch|incorrect|that'?s (?:not right|wrong|incorrect|not correct)|das (?:ist|stimmt) (?:falsch|nicht)(?: richtig)?)\b[ ,.!:;-]*(?:i |it |it's |es |das |wir |we |i'd |i'll |the |sorry |bitte |please )*[^?]*(?:\d|\b(?:"
    + "|".join(
        (
            *words.WEEKDAYS,
            "today",
            "tomorrow",
            "tonight",
            "noon",
            "midnight",
            "midday",
            "overmorrow",
            "evening",
            "morning",
        )
    )
    + r")\b|\b(?:make|change|need|want|should be|i'd like|i would like|prefer|möchte|brauche|hätte)\b)"
)
_BUT = _any(
    r"if",
    r"falls",
    r"sofern",
    r"provided",
    r"assuming",
    r"vorausgesetzt",
    r"wenn",
    r"but",
    r"aber",
    r"only if",
    r"nur wenn",
    r"except",
    r"as long as",
    r"allerdings",
    r"jedoch",
    r"unless",
)

# --- choosing ---------------------------------------------------------------------------------------------------------
_CHOOSE = _any(
    r"(?:the |that |this )?(?:first|second|third|fourth|last|former|latter|earlier|later|early|late|other|next|previous|cheaper|bigger|larger|smaller|cheapest|biggest) (?:one|option|slot|time|table|choice|suggestion|apartment|house|room|place)(?: please)?", r"(?:the )?(?:first|second|third|former|latter|later|earlier)(?: please)?$", r"(?:that|this) (?:one|works|restaurant|place|hotel|time|apartment|salon|dentist|doctor|house|property)", r"(?:i'?ll|i will|let'?s|we'?ll|i would like to|i'?d like to|i want to)(?: have)? (?:take|go with|go for|have|do|choose|pick) (?:it|that|this|the|them|one|him|her)", r"either(?: one)?(?: is fine| works)?", r"any of (?:them|those)", r"option \w+", r"whichever",
    r"(?:die|der|das|den) (?:erste|zweite|dritte|letzte|frühere|spätere|andere|günstigere|größere|kleinere|billigere)[nrs]?", r"(?:ich|wir) nehmen? (?:die|der|das|den|dann|gern|gerne)?", r"(?:das|den|die) (?:erste|zweite|letzte|frühere|spätere)(?: bitte)?", r"egal(?: welche\w*)?", r"beides geht", r"dann (?:die|das|den) \w+",
)  # fmt: skip

# --- asking -----------------------------------------------------------------------------------------------------------
_SO_IT_IS = re.compile(r"\bso (?:ist|passt|stimmt) (?:es|das)\b")
_QUESTION_WORDS = re.compile(
    r"(?:^|[.,!?;] |\b(?:and|so|but|okay|ok|yes|also|please|und|aber|well|great|perfect|sure|thanks|fine|good) )(?:,? )?(?:what|what's|whats|when|where|where's|who|which|how|how's|do you|do they|does|is there|are there|is it|is the|are they|are the|are you|can you tell|could you tell|can i (?:bring|park|get there|pay|have (?:the|their))|may i (?:know|have)|will there|would (?:you|they|it)|has it|have you|do i|tell me|wann|wo|wer|was (?:kostet|ist|sind|gibt|haben|für)|wie (?:viel|lange|teuer|ist|sind|komme|weit|groß|hoch|alt|oft|spät|lautet|heißt|sieht|viele)|welche\w*|gibt es|gibt's|haben sie|hat (?:das|es|die|der)|ist (?:es|das|der|die|da)|sind (?:die|sie|das)|kann (?:ich|man)|darf (?:ich|man)|wird|werden|i (?:want|need|would like|'d like) (?:to know|their|the (?:phone|address|number|price))|what about|how about|i'd like to know|i was wondering|i wonder)\b"
)
_REQUEST_ALTS = _any(
    r"(?:any|some|something|anything|someone|anyone|somewhere|anywhere|what) (?:thing )?(?:else|other|different|others)", r"(?:any |the |some |find |show me |more )?other (?:options?|choices?|places?|restaurants?|hotels?|times?|ones?|suggestions?|recommendations?|possibilities|apartments?|houses?|salons?|dentists?|doctors?|slots?|rooms?|dates?|days?)", r"(?:another|a different|different|other|alternative|more|find another) (?:one|option|options|place|time|restaurant|hotel|choice|choices|suggestion|suggestions|apartment|house|salon|dentist|doctor|day|slot|date|room|recommendation|recommendations|therapist|stylist|table)", r"(?:anything|something|one|earlier|later|cheaper|closer|bigger|smaller|someplace) (?:earlier|later|cheaper|closer|bigger|smaller|else|different|nearer)", r"what (?:other|else)", r"alternatives?", r"(?:is|are) there (?:any )?(?:more|others?)", r"don'?t like (?:it|that|this)", r"not (?:that|this) one", r"keep (?:looking|searching)", r"what about (?:a |an )?(?:different|other|another)",
    r"(?:was|etwas|jemand|irgendwas) ander(?:e|es|er)\w*", r"ander(?:e|en|er|es) (?:möglichkeit\w*|termin\w*|zeit\w*|uhrzeit|tag\w*|tisch|vorschlag|vorschläge|option\w*|wohnung\w*|zimmer|restaurant\w*)", r"(?:noch|sonst) (?:was|etwas|andere\w*|einen|eine)", r"alternativ\w*", r"(?:etwas|was) (?:früher|später|günstiger|billiger|näher|größer|kleiner)\w*",
)  # fmt: skip
_REPEAT = _any(
    r"(?:could|can|would) you (?:please )?(?:repeat|say (?:that|it) again)(?: \w+)*", r"repeat(?: that| it| please)?", r"say (?:that|it) again", r"come again", r"pardon(?: me)?", r"what did you say", r"what was that", r"i (?:didn'?t|did not|couldn'?t) (?:catch|hear|get|understand)(?: \w+)?", r"sorry \?", r"excuse me \?", r"once more", r"one more time", r"again please", r"huh", r"what \?",
    r"what was (?:it|that)(?: again)?", r"wie bitte", r"was war das(?: (?:noch ?mal|noch einmal|gerade|jetzt))*", r"(?:noch ?mal|noch einmal)(?: bitte)?$", r"(?:wiederholen|nochmal sagen)", r"was haben sie gesagt", r"(?:nicht|schlecht) (?:verstanden|gehört)", r"hä", r"können sie das (?:bitte )?(?:wiederholen|noch ?mal)",
)  # fmt: skip
_HOLD_ON = _any(
    r"(?:one|just a|a|wait a|hold on a|give me a|just one) (?:moment|second|sec|minute|min|mo)", r"hold on", r"hang on", r"wait(?! ?-? ?list)", r"bear with me", r"let me (?:check|look|see|find|ask|think)", r"just a tick", r"be right back", r"brb", r"(?:i'?m |i am )?not (?:so |quite |really )?sure(?: yet)?$", r"i (?:have|need) to think(?: \w+)*",
    r"(?:einen |ein )?(?:kleinen )?moment(?: bitte| mal)?", r"augenblick", r"sekunde", r"warten sie", r"warte(?: mal)?", r"(?:muss|lass mich|ich schaue?|ich guck\w*) (?:kurz |mal )?(?:nach\w*|schauen|fragen|gucken)?", r"kleinen augenblick", r"(?:noch |mir |ganz )*nicht (?:ganz |so )?sicher$", r"(?:muss|lass mich|ich) (?:ich |noch |kurz |mal |es |mir |das )*überleg\w*", r"weiß (?:ich )?noch nicht",
)  # fmt: skip
_REFUSE = _any(
    r"i'?d (?:rather|prefer)(?: to)? not(?: \w+)?", r"rather not(?: say| give| tell)?", r"(?:i )?(?:don'?t|do not|won'?t|will not|not going to|am not going to|'m not going to) (?:want to |wanna |like to |wish to |have to )?(?:give|tell|share|provide|say|disclose|leave)(?: \w+)*", r"none of your business", r"that'?s (?:private|personal|confidential)", r"i (?:don'?t|do not) have (?:a|an|any) (?:phone|email|e ?- ?mail|number|mobile|address|cell)", r"no (?:phone|telephone|mobile|email|e ?- ?mail|number|contact (?:details|number))", r"skip (?:that|this|it|(?:the |my )?(?:phone|number|email|e ?- ?mail|name))", r"is (?:it|that) (?:really )?necessary", r"(?<!when )(?<!what time )(?<!how late )(?<!how early )do i have to", r"not comfortable (?:sharing|giving)(?: \w+)*", r"(?:can'?t|can not|cannot|could|can) (?:we|i|you) (?:just |also |maybe )*(?:(?:do|go on|go) (?:it |this |that )?without|leave (?:it )?(?:without|out|this|that|it)|skip (?:this|that|it))(?: (?:it|one|that|this|out))?", r"(?:do|go|manage) without(?: (?:it|one|that|a name|a number))?", r"^(?:(?:please|just|no|ok|let'?s|i|we|can|you|,) )*(?:skip|pass|next|next question|leave it (?:blank|empty|out))(?: (?:please|it|that|this|one|,))*(?= ?[.!?]* ?$)", r"^(?:(?:no|sorry|,|well) )*(?:i )?(?:don'?t|do not|haven'?t) (?:have|got)(?: (?:one|any|it))?(?= ?[.!]* ?$)", r"without (?:a |my |giving )?(?:number|phone|email|name)",
    r"(?:das )?möchte ich (?:\w+ )?(?:nicht|lieber nicht)(?: \w+)*", r"(?:ich )?(?:möchte|will|mag|werde) (?:\w+ ){0,3}nicht (?:\w+ )?(?:angeben|sagen|geben|nennen|mitteilen|verraten|herausgeben|hinterlassen)", r"geht sie nichts an", r"das ist privat", r"(?:sage|gebe|nenne) ich (?:\w+ )?nicht", r"ich habe (?:kein|keine) (?:telefon|handy|e ?- ?mail|nummer|mailadresse|email)", r"ungern", r"^(?:(?:nein|ne|nee|also|leider|ich|so was|sowas|,) )*(?:hab(?:e|'|en)?|besitze?) (?:ich |wir )?(?:leider |so was |sowas |gar |auch )*(?:kein(?:s|e|en|es|er|)|nicht)(?: davon)?(?= ?[.!]* ?$)", r"^(?:(?:bitte|nein|ne|können wir|kann man|das|wir|,) )*(?:überspringen|auslassen|weglassen|weiter|nächste frage|lassen wir (?:das )?(?:weg|aus|leer)|leer lassen)(?: (?:bitte|das|wir))*(?= ?[.!?]* ?$)", r"(?:geht|ginge|geht's|reicht) (?:es |das )?(?:nicht )?(?:auch )?ohne", r"ohne (?:das|den|die|geht)", r"muss das sein", r"lieber nicht", r"(?:keine|ohne) (?:meine )?(?:\w*nummer|angaben?|e ?- ?mail\w*|telefon|handy|namen)", r"kein (?:telefon|handy)", r"muss ich (?:das|die|meine)", r"muss (?:ich|man) (?:\w+ ){0,2}(?:angeben|nennen|hinterlassen)",
)  # fmt: skip
_WHY = _any(
    r"why(?: do| would| does| should| are| is)? (?:you|that|i|it|this|the)(?: \w+)*", r"what (?:do you need|for|is that for)(?: \w+)*", r"what (?:\w+ ){0,3}(?:do|would) you (?:need|want) (?:\w+ ){1,4}for", r"how come", r"why \?", r"^why$", r"for what (?:reason|purpose)",
    r"warum(?: \w+)*", r"wieso(?: \w+)*", r"weshalb", r"wofür(?: \w+)*", r"wozu(?: \w+)*", r"weswegen",
)  # fmt: skip
_HUMAN = _any(
    r"(?:human|real person|real human|live person|live agent|actual person|operator|representative|supervisor|receptionist|a person|customer service|someone real|somebody real|somebody else|someone else|manager|member of staff|an agent|live chat|call ?centre agent)", r"(?:speak|talk|chat|connect(?: me)?|transfer(?: me)?|put me through|pass me|switch me|get me|hand me over|forward me) ?(?:directly )?(?:to|with|over to|onto) (?:a |an |the |your |some ?one|some ?body|one of |my |another |reception)(?: ?\w+)*", r"(?:not|stop) (?:talking to|speaking (?:to|with)) (?:a )?(?:machine|robot|bot|computer)s?", r"(?:are you a|is this a) (?:robot|machine|bot|computer|human)", r"with a (?:machine|robot|bot)",
    r"(?:einen |einem |ein |mit |richtigen |echten |echter )+(?:menschen?|mitarbeiter(?:in)?|person|kollegen|kollegin|chef|berater(?:in)?|vorgesetzten)", r"(?:mensch|mitarbeiter(?:in)?|jemanden?|jemandem|menschlichen|sachbearbeiter) (?:\w+ )?(?:sprechen|verbinden|reden|dran)", r"verbinden sie mich(?: \w+)*", r"durchstellen", r"weiterleiten", r"mit (?:jemandem|einem menschen)", r"mit jemand (?:\w+ ){0,2}(?:sprechen|reden|telefonieren)", r"an die rezeption",
    r"(?:den|der|die|dem|einen?|ihren?|euren?|eure) (?:chef(?:in)?|besitzer(?:in)?|inhaber(?:in)?|leiter(?:in)?|geschäftsführer(?:in)?|vorgesetzten?|verantwortlichen?|manager(?:in)?) (?:\w+ ){0,2}(?:sprechen|reden|haben)", r"(?:want|get me|give me|where is|fetch) (?:the|your) (?:boss|owner|supervisor)",
)  # fmt: skip
_WITH_ONES_OWN = re.compile(
    r"\b(?:talk|speak|chat) (?:to|with) (?:my|our) \w+|\bmit (?:mein\w*|unser\w*) \w+ (?:\w+ )?(?:zu )?(?:sprechen|reden|absprechen|besprechen|klären)\b"
)
"""Talking to somebody of one's own, and to nobody here."""
_BOOKED = r"(?:reservations?|bookings?|tables?|rooms?|dinner|reservierung(?:en)?|buchung(?:en)?|tisch(?:e|es)?|\w*zimmer|termin|tischreservierung|zimmerbuchung)"
CALLS_OFF = (
    r"(?:sag(?:e|en|t)? (?:\w+ ){0,6}?ab(?= ?(?:$|[.,!;?]|(?:bitte|danke|und|wieder|doch|weil|denn|wir|ich)\b)))"
)
"""The German verb in its two parts: "sagen Sie bitte meinen Tisch ab", and not "sagen Sie mir, ab wann …"."""
GIVES_UP = (
    rf"(?:{_BOOKED} (?:\w+ ){{0,3}}?(?:bitte )?(?:löschen|streichen|aufheben|zurückziehen|zurücknehmen|zurückgeben|abbestellen|rausnehmen|herausnehmen|freigeben|austragen|canceln|auflösen)"
    rf"|(?:lösch\w*|streich\w*|annullier\w*|cancel[nt]|storniert?\w*) (?:\w+ ){{0,4}}?{_BOOKED}|{_BOOKED} (?:\w+ ){{0,2}}?kann (?:\w+ )?weg"
    rf"|(?:geben|nehmen|ziehen|machen) (?:sie |wir )?(?:\w+ ){{0,3}}?{_BOOKED} (?:\w+ ){{0,2}}?(?:frei|zurück|raus|rückgängig)(?= ?(?:$|[.,!;]))"
    rf"|{_BOOKED} (?:\w+ ){{0,8}}?(?:nicht mehr|nicht länger|doch nicht)(?: \w+)?(?= ?(?:$|[.,!;]))|(?:brauchen?|benötigen?) (?:\w+ ){{0,4}}?{_BOOKED} (?:\w+ )?nicht(?: mehr)?"
    r"|(?:wir|ich) (?:\w+ ){0,2}?(?:kommen?|können?|kann|schaffen?|schaff) (?:es |das |heute |morgen |leider |nun |jetzt |am \w+ |doch |also |wohl |aber )*nicht(?: mehr| kommen| anreisen| anreise| schaffen| dabei sein)*(?= ?(?:$|[.,!;]))"
    r"|(?:wir|ich) (?:sind|bin) (?:\w+ ){0,2}?verhindert|(?:uns|mir) ist (?:\w+ ){0,3}?dazwischengekommen|(?:wird|daraus wird) (?:\w+ ){0,3}?nichts(?: (?:mit|aus) \w+ \w+)?(?= ?(?:$|[.,!;]))"
    rf"|(?:get rid of|delete|remove|scrap|drop|scratch|undo|release|free up|give up|give back|let go of|take back|withdraw|kill) (?:\w+ ){{0,2}}?{_BOOKED}|take (?:us|me) off the (?:list|book|books)(?! ?for)"
    rf"|(?:do not|don't|no longer|won't|won t) (?:\w+ )?need (?:\w+ ){{0,2}}?{_BOOKED}|{_BOOKED} (?:is|are) (?:no longer|not) (?:needed|required|necessary)"
    r"|(?:we|i)(?:'re| are|'m| am|'ll| will)? (?:\w+ )?(?:(?:can't|cannot|can not|won't|will not|couldn't) (?:\w+ ){0,2}?(?:make it|come|be coming|attend|be there)|not (?:\w+ )?(?:coming|able to (?:come|make it|be there)|going to (?:make it|be there|come)))(?! (?:on|in) time| until| before| earlier| later)"
    r"|not (?:be )?able to (?:make it|come|be there)(?! (?:on|in) time| until| before))"
)
"""Saying that what is booked is not wanted any more, or that nobody will come, without a word of cancelling."""
_CANCEL = _any(
    CALLS_OFF, GIVES_UP,
    r"^(?:(?:bitte|please|ok|okay|nein|nee|nö|no|thanks|thank you|danke|ach|oh|also|sorry|jetzt|just|doch) ?,? )*(?:stop|stopp|abort|abbrechen|abbruch|brich ab|brechen sie (?:das |es )?ab|quit|exit|lass(?:en)? (?:sie |wir )?(?:es )?(?:mal )?gut sein|lass(?:en)? (?:sie |wir )?(?:es|das|mal)(?: sein| bleiben| gut sein)?|ende|schluss|leave it(?: there)?|let it be|let'?s leave it|forget this|i give up|ich geb(?:e)?(?: es)? auf|enough)(?: (?:bitte|please|it|that|the booking|the reservation|this|das|alles|everything|now|jetzt|hier|die buchung|die reservierung|then|dann|danke|thanks))*(?= ?[.!]* ?$)",
    r"(?:i )?want out", r"i'?ll (?:leave|drop) (?:it|that)(?: then| there| for now| for today)*(?= ?[.!]* ?$)", r"(?:i'?ve |i have |i )?changed my mind(?= ?[.!]* ?$)", r"(?:dann |ach |na )*(?:ich )?lasse? (?:ich )?(?:'s|es|das)(?: lieber| mal| dann| doch| wohl| bleiben| sein)*(?= ?[.!]* ?$)", r"(?:es )?mir (?:es )?anders überlegt(?= ?[.!]* ?$)",
    r"cancel(?:l?ed|l?ing|lation|s)?(?: \w+)?", r"forget (?:it|about it|the whole)", r"never ?mind", r"call (?:it|the \w+) off", r"call off", r"drop (?:it|the)", r"i (?:no longer|don'?t) (?:want|need) (?:it|that|the|a|this|to (?:book|reserve|come))(?: \w+)?(?: anymore)?", r"(?:no longer|not) (?:needed|required|necessary|coming)", r"get rid of", r"(?:won'?t|can'?t|cannot|will not|not able to|unable to) (?:be (?:coming|there|able)|come|make it|attend)", r"delete (?:my|the)",
    r"stornier\w*", r"absag\w*", r"sage? (?:\w+ ){0,3}ab", r"abbestell\w*", r"vergessen sie (?:es|das)", r"vergiss (?:es|das)", r"nicht mehr (?:nötig|gebraucht|buchen|kommen)", r"^(?:(?:ach|ja|na|nein|danke|ok|okay),? )*schon gut(?=\W*$)", r"lassen wir(?:'s| es| das)", r"streichen", r"kündig\w*", r"doch nicht", r"annullier\w*", r"können (?:\w+ )?nicht kommen",
)  # fmt: skip
_CANCEL_WORD = re.compile(
    r"\b(?:cancel|storn|absag|abbestell|annullier|forget (?:it|about)|never ?mind|vergiss|vergessen sie|lassen wir)|\bsagen? .*\bab\b"
)
_CANCEL_ASKED = re.compile(
    r"\b(?:cancel\w*|storn\w*|absag\w*)\b.*\b(?:free of charge|for free|fees?|charged?|costs?|policy|policies|deadline|penalty|kostenlos|gebühr\w*|kosten|kostet|frist|bedingungen)\b"
    r"|\b(?:until when|by when|how (?:long|late)|what (?:if|happens if)|what is your|what's your|free|fees?|costs?|charged?|policy|bis wann|wie lange|was (?:ist|passiert) ?,? wenn|kostet es|kostenlos|gebühr\w*)\b.*\b(?:cancel\w*|storn\w*|absag\w*)"
    r"|\b(?:can|could|may) (?:i|we) (?:still |also |then |later )*cancel\w*\b.{0,40}\b(?:if|later|in case|up to|at short notice|afterwards|last minute)\b"
    r"|\b(?:kann|könn\w*|darf|dürf\w*)\b.{0,30}\b(?:storn\w*|absag\w*)\b.{0,12}\b(?:falls|wenn|sollte|später)\b"
    r"|\b(?:kann|könn\w*|darf|dürf\w*)\b.{0,30}\b(?:später|jederzeit|kurzfristig|hinterher|nachträglich)\b.{0,12}\b(?:storn\w*|absag\w*)"
    r"|\bhow (?:do|can|would|could|should) (?:i|we|one|you) (?:\w+ )?(?:cancel|call it off)\b|\bwie (?:kann|könn\w*|storniere?n?|sage?n?)\b.{0,30}\b(?:storn\w*|absag\w*|ab)\b"
    r"|\b(?:kann|könn\w*|darf|dürf\w*) (?:ich|wir|man)\b.{0,30}\bauch (?:wieder |noch )?(?:storn\w*|absag\w*)"
    r"|\b(?:latest|last minute|how (?:early|soon)|until what time|what time)\b.{0,30}\bcancel\w*|\b(?:kann|könn\w*|darf|dürf\w*|muss|müss\w*) (?:ich|wir|man)\b.{0,30}\b(?:vorher|davor|am (?:selben|gleichen) tag|spätestens)\b.{0,12}\b(?:storn\w*|absag\w*)"
    r"|\b(?:latest|last moment|how late|spätestens)\b.{0,24}\b(?:cancel\w*|storn\w*|absag\w*)"
    r"|\b(?:kann|könn\w*|darf|dürf\w*) (?:ich|wir|man)\b.{0,30}\b(?:vorher|davor)\b.{0,12}\b(?:storn\w*|absag\w*)"
    r"|\b(?:can|could|do|will|would|is|are|kann|bekomm\w*|krieg\w*|gibt)\b.{0,30}\b(?:refunds?|refunded|money back|erstattung|erstattet|geld zurück)\b"
    r"|\b(?:stornierungs|storno|cancellation) ?(?:bedingung\w*|polic\w*|frist\w*|gebühr\w*|fees?|terms?|rules?|deadline)"
)
"""Asking what cancelling would cost, or until when it can be done, cancels nothing."""
_ONLY_IF = re.compile(
    r"\b(?:what (?:if|happens (?:if|when))|(?:if|in case|wenn|falls) (?:we|i|wir|ich|jemand|someone|somebody)\b.{0,30}\b(?:can't|cannot|can not|not|won't|cancel|storn\w*|absag\w*|nicht|verhindert)|was (?:ist|passiert|wäre) ?,? wenn)\b"
    r"|\b(?:come|make it|be there|kommen|da sein|schaffen es)\b (?:nicht )?(?:before|until|till|earlier|vor|bis|früher)\b"
    r"|\b(?:\d+|one|two|three|some|eine[rs]?|zwei|drei|jemand) (?:of (?:us|them|the \w+)|von (?:uns|ihnen)|davon|persons?|people|guests?|person(?:en)?|gäste?)\b.{0,30}\b(?:not|n't|can't|cannot|won't|nicht)\b"
)
"""Giving up nothing: "what if we can't make it?", "we can't come before eight", "one of us can't come"."""
_CANCEL_NOT = re.compile(
    r"\b(?:don'?t|do not|not|never|nicht|without|ohne zu|rather than) (?:\w+ )?(?:cancel\w*|storn\w*|absag\w*|to cancel|abzusagen)"
)
_RATHER = re.compile(
    r"\b(?:instead|rather|how about|what about|(?<!n't )(?<!not )(?<!to )make it|so (?:it's|we are|we're|just|only)|just (?:the )?\w+ of us|could we|can we|better|lieber|stattdessen|also (?:nur|sind)|nur noch|dann (?:nur|sind)|geht (?:auch|es)|besser)\b"
    r"|\b(?:geht|ginge|passt|klappt|hätten sie|haben sie|have you|do you have|is there)\b(?=.*\?)"
)
_START_OVER = _any(
    r"start (?:over|again|from (?:the )?(?:beginning|scratch)|afresh|anew)", r"begin again", r"from the (?:top|beginning|start)", r"^(?:(?:please|ok|okay|just|can we|could we|let'?s|i want to|i'd like to|bitte) )*(?:restart|reset)(?: (?:please|everything|it|all|this|that|now|bitte))*(?= ?[.!?]?$)", r"let'?s start (?:over|again)", r"von vorn(?:e)?", r"neu (?:anfangen|starten|beginnen)", r"noch ?mal von (?:vorn\w*|anfang)", r"von anfang an", r"^(?:bitte )?neustart(?: bitte)?(?= ?[.!?]?$)",
)  # fmt: skip

_NO_START = re.compile(
    r"\b(?:don'?t|do not|not|without|nicht|ohne|(?:do|must|will|should) (?:i|we) (?:really |now )?(?:have to|need to)?|have to|need to|muss (?:ich|man)|müssen wir)\b[^.!]{0,24}\b(?:start|begin|von vorn\w*|neu)\b"
    r"|\b(?:sit|seat\w*|stay\w*|be|sitzen|bleiben|sein)\b.{0,16}\bfrom the (?:beginning|start)\b|\bvon anfang an (?!neu)\w|\b(?:tisch|platz|zimmer|reihe|sitz)\b.{0,10}\bvon vorn"
)
"""Speaking of a beginning without asking for one: "do we have to start over?", "wir möchten von Anfang an draußen sitzen"."""

# --- manners ----------------------------------------------------------------------------------------------------------
_GREET = re.compile(
    r"^(?:\W|(?:oh|well|um|uh|ah|äh|so|yes|ja|and|okay|ok)\b)*+(?:hi+|hello+|hey+|hiya|hallo+|hai+|hola|helo|hullo|hallöchen|howdy|greetings|salutations|good (?:morning|morining|afternoon|evening|day)|guten? (?:morgen|tag|abend|mittag)|moin(?: moin)?|servus|grüß (?:gott|dich|sie)|grüezi|grüss gott|tach|morning|what'?s up|how are you|how do you do|how'?s it going|how are things|nice to meet you|sup|yo)\b"
)
_THANK = _any(
    r"thank(?:s|you| you| u)?(?: so much| very much| a lot| again| kindly)?", r"thx", r"ty", r"cheers", r"(?:much |really |i )?appreciate(?:d)?(?: it| that| your help)?", r"grateful", r"danke(?: schön| sehr| vielmals|schön)?", r"vielen dank", r"herzlichen dank", r"besten dank", r"merci", r"dankeschön", r"bedanke mich",
)  # fmt: skip
_GOODBYE = _any(
    r"good ?bye", r"bye+(?: bye)?", r"bye ?- ?bye", r"see (?:you|ya)(?: later| soon| then| there| tomorrow)?", r"talk (?:to you )?(?:later|soon)", r"have a (?:nice|good|great|lovely|wonderful|pleasant|blessed) (?:day|one|evening|night|weekend|afternoon|time|rest of (?:your|the) day)", r"take care", r"farewell", r"good ?night", r"so long", r"(?:that'?s|that is|that will be|that'?ll be|that would be|this is|that was) (?:all|it|everything)(?: i (?:need|needed|want|wanted))?(?: for (?:now|today|me))?(?: thanks| thank you| then)*$", r"(?:that'?s|that is|that will be|that'?ll be|that would be|that was) (?:all|everything)(?: \w+)*", r"(?:nothing|no) (?:else|more|further)(?: \w+)*", r"i'?m (?:all )?(?:done|good|set)(?: for now| here| thanks)*$", r"we'?re (?:all )?(?:done|good|set)", r"no ,? (?:that|this) (?:is|'s|will be|would be) (?:all|it|everything)", r"all set", r"i (?:have to|gotta|got to|must) go", r"until (?:next time|then|later)", r"ciao", r"cya", r"ttyl", r"(?:i|we)(?:'ll| will) (?:call|ring|phone|write|get|come) (?:you )?back(?: to you)?(?: later| tomorrow| then| about it)*(?= ?[.!]* ?$)", r"(?:i|we)(?:'ll| will) be in touch", r"(?:ich meld(?:e)? mich|wir melden uns)(?: wieder| dann| noch ?mal| später| bei ihnen| bei euch)*(?= ?[.!]* ?$)", r"later(?:s| gator)", r"peace out", r"i have (?:all|everything|what) i need(?:ed)?", r"i'?m outta here",
    r"(?:auf )?wiederhören", r"(?:auf )?wiedersehen", r"tschüss(?:i|ikowski|chen|le)?", r"tschüß(?:i)?", r"tsch[uü]s+(?:i)?", r"tschö+(?: mit ö)?", r"tschöö?chen", r"adieu", r"adele?", r"baba", r"bis denne", r"man sieht sich", r"hau(?:en sie|t)? rein", r"cheerio", r"ta ?-? ?ta", r"toodle\w*", r"so long", r"tschau", r"bis (?:dann|bald|später|morgen|gleich|demnächst|samstag|sonntag|dann)$", r"schönen (?:tag|abend|feierabend|nachmittag|sonntag)(?: noch| ihnen)*", r"schönes wochenende", r"das (?:war'?s|wär'?s|war alles|wäre alles|war es|ist alles)(?: \w+)*", r"gute nacht", r"mach'?s gut", r"ade", r"pfiat\w*", r"servus$", r"mehr brauche ich nicht", r"alles (?:erledigt|bestens danke)",
)  # fmt: skip
_BACKCHANNEL = re.compile(
    r"^\W*+(?:(?:m+h+m+|mm+|h+m+|uh ?-? ?huh|aha+|ah+|oh+|i see|right|got it|understood|go on|ja ja|soso|ach so|achso|verstehe|verstanden|interesting|really|echt|wow|na ja|naja|mhmm+|hmhm|okay i see|ok i see|gotcha|ahh?so)\b\W*+){1,3}$"
)
_SPELL = re.compile(
    r"(?<!\w)(?:\w (?:- )?){3,}\w?(?!\w)|\b(?:spell(?:ed|ing|t)?|buchstabier\w*|geschrieben|\w (?:as in|wie|like) [a-zäöü]{3,}|mit (?:d ?-? ?t|c ?-? ?k|t ?-? ?z|ypsilon|doppel)\b|with (?:a |an |two |double )(?:\w|\ws)\b)"
)

# --- trouble ----------------------------------------------------------------------------------------------------------
_COMPLAIN = _any(
    r"complain(?:t|ts|ing)?", r"(?:terrible|awful|horrible|unacceptable|ridiculous|disgusting|disappointed|disappointing|outrageous|rude|useless|appalling|frustrat(?:ed|ing)|furious|angry|upset|annoyed|annoying|fed up|worst|poor service|bad service)", r"not (?:happy|satisfied|good enough|impressed)", r"waste of (?:time|money)", r"(?:never|not) (?:coming|come) back", r"(?:still|nobody|no one) (?:waiting|answered|came|called back)", r"i (?:already|just) (?:said|told you)", r"you(?:'re| are) not (?:listening|helping|understanding)", r"(?:doesn'?t|does not|isn'?t|not|never) work(?:ing)?", r"broken", r"(?:wrong|cold|late|missing|dirty) (?:order|food|delivery|item|room)",
    r"beschwer\w*", r"beschweren", r"unverschämt\w*", r"unmöglich", r"schrecklich", r"furchtbar", r"enttäusch\w*", r"sauer", r"wütend", r"frechheit", r"skandal", r"unzufrieden", r"katastrophe", r"(?:funktioniert|geht) nicht", r"kaputt", r"zumutung", r"das habe ich (?:schon|doch|bereits) gesagt",
)  # fmt: skip
_BAD_EVENING = re.compile(
    r"\b(?:(?:was|were|has been|have been|had been|tasted|came|arrived) (?:\w+ ){0,3}?(?:cold|lukewarm|burn(?:t|ed)|raw|undercooked|overcooked|salty|stale|off|rotten|awful|terrible|horrible|disgusting|inedible|rude|unfriendly|dirty|filthy|noisy|loud|freezing|late|wrong|overcharged|broken|ignored|disappointing|unacceptable|a disaster)|"
    r"(?:made|kept|left) us wait\w*|waited (?:for )?(?:over |almost |more than |an? |\d+ )|(?:a |some )?(?:hair|fly|insect|cockroach|glass|bug) in (?:my|our|the)|(?:food poisoning|got sick|threw up|were ill)|"
    r"(?:war|waren|schmeckte[n]?|kam|kamen|ist|sind) (?:\w+ ){0,4}?(?:kalt|lauwarm|verbrannt|angebrannt|roh|versalzen|zäh|ungenießbar|verdorben|eklig|widerlich|schlecht|unfreundlich|unhöflich|frech|dreckig|schmutzig|laut|eiskalt|unmöglich|eine (?:frechheit|zumutung|katastrophe|enttäuschung))|"
    r"(?:mussten|haben|hab|musste) (?:\w+ ){0,5}?(?:ewig|stunde\w*|minuten|lange) (?:\w+ ){0,4}?(?:warten|gewartet)|(?:haar|fliege|käfer|scherbe|schabe)\w* (?:\w+ )?in (?:der|meiner|unserer|dem|meinem|unserem|im)|lebensmittelvergiftung)\b"
)
_OUT_OF_ORDER = re.compile(
    r"\b(?:heating|heater|shower|toilet|lights?|tv|television|air ?-? ?con\w*|hot water|lift|elevator|key ?card|window|door|tap|bed|wi ?-? ?fi|internet|heizung|dusche|toilette|klo|licht|fernseher|klimaanlage|warmwasser|aufzug|zimmerkarte|fenster|tür|wasserhahn|wlan)\b.{0,40}\b(?:broken|not work\w*|isn't work\w*|(?:doesn't|didn't|did not|does not|never) work\w*|won't (?:work|open|close|turn on)|stopped working|leaking|out of order|stuck|kaputt|defekt|(?:funktionierte?|geht|ging|läuft|lief) (?:\w+ ){0,4}?nicht|klemmt|tropft|ausgefallen)\b"
    r"|\b(?:bad|terrible|awful|horrible|dreadful|unpleasant) (?:experience|evening|service|stay|night)\b|\b(?:schlechte\w*|furchtbare\w*|schreckliche\w*) (?:erfahrung\w*|abend|service|aufenthalt|nacht)\b"
)
_VISIT = r"(?:hotel|restaurant|place|stay|visit|night|meal|food|service|staff|experience|evening|dinner|(?:my|our) room|lokal|essen|aufenthalt|besuch|nacht|abend|bedienung|personal|(?:mein|unser)\w* zimmer)"
_AGGRIEVED = re.compile(
    rf"\b(?:worst|schlechteste\w*|schlimmste\w*|mieseste\w*) (?:\w+ )?{_VISIT}\b"
    rf"|\b(?:disappointed|dissatisfied|unhappy|not (?:\w+ )?(?:happy|satisfied|pleased)|enttäuscht|unzufrieden|nicht (?:\w+ )?zufrieden)\b(?: \w+){{1,3}} {_VISIT}\b"
    r"|\b(?:nobody|no one|no-one|not one of you|none of you|they never|you never|never even) (?:\w+ )?(?:apologi[sz]ed?|came|cared|helped|answered|cleaned|listened|served|bothered)\b"
    r"|\b(?:niemand|keiner|kein mensch) (?:\w+ ){0,3}?(?:entschuldigt|gekommen|gekümmert|bedient|geholfen|reagiert|geputzt)\b|\b(?:haben|hat) sich (?:niemand|keiner) (?:entschuldigt|gekümmert)\b"
    r"|\b(?:i|we)(?:'d| would)? (?:\w+ )?(?:want|demand|expect|like|need|insist on) (?:\w+ ){0,3}(?:money back|refund)\b|\b(?:will|wollen|möchten?|verlangen?|fordern?|erwarten?) (?:\w+ ){0,3}(?:geld (?:\w+ )?(?:zurück\w*|wieder\w*)|(?:rück)?erstattung)\b"
    r"|\b(?:over)?(?:charged|billed) (?:us |me )?(?:twice|double|too much|for something)\b|\bovercharged\b|\b(?:zu viel|doppelt|zweimal|falsch) (?:berechnet|abgerechnet|abgebucht)\b"
    r"|(?<!any )(?<!no )\bcomplaints?\b|\b(?:want|like|have|need) to complain\b|\bbeschwer(?:de|en)\b"
)
"""What nobody says who has no complaint, whenever it was."""
_UNHEARD = re.compile(
    r"\b(?:why (?:does|do|is|can|did) (?:nobody|no one|no-one|none of you|you never|noone) (?:ever )?(?:answer|pick|call|repl|respond|help|react|care)\w*|(?:nobody|no one|no-one|you never) (?:ever )?(?:answers?|answered|picks? up|picked up|calls? back|called back|replies|replied|responds?)"
    r"|(?:niemand|keiner|kein mensch) (?:\w+ ){0,3}(?:ans telefon|ran|zurückgerufen|geantwortet|gemeldet))\b"
    r"|\b(?:third|fourth|fifth|tenth|hundredth) time (?:that )?(?:i|we)(?:'m|'re|'ve| am| are| have)? (?:now )?(?:ask|call|ring|try|writ|phon)\w*"
    r"|\b(?:dritten|vierten|fünften|zehnten) mal,? (?:dass )?(?:\w+ ){0,4}?(?:frag|ruf|schreib|anruf|probier|versuch)\w*|\b(?:frag|ruf|schreib)\w* (?:\w+ ){0,4}?zum (?:dritten|vierten|fünften|zehnten) mal\b"
    r"|\b(?:was|were|got|been) (?:\w+ )?charged\b.{0,40}\b(?:although|though|even|but|despite)\b|\b(?:abgebucht|berechnet|belastet|verlangt)\b.{0,30}\b(?:obwohl|trotzdem|dabei)\b|\bobwohl\b.{0,60}\b(?:storniert|abgesagt)\b.{0,60}\b(?:abgebucht|berechnet|belastet|gebühr)\b"
)
"""Getting no answer, however often one asks; being charged for what was called off."""
_THEN = re.compile(
    r"\b(?:last (?:night|week|month|time|\w+day|evening|weekend)|all (?:night|evening|weekend)|(?:whole|entire) (?:night|evening|stay|time|weekend)|during (?:my|our) stay|yesterday|the other (?:day|night)|on \w+day|(?:my|our|the|your) (?:\w+ ){0,2}(?:soup|food|steak|fish|meal|dinner|dish|waiter|waitress|staff|service|room|bed|bill|table|wine|breakfast|bathroom|shower|sheets)|"
    r"gestern|letzte[nrs]? (?:\w+)|(?:ganze[n]?|gesamte[n]?) (?:nacht|abend|aufenthalt|zeit|wochenende)|neulich|vorgestern|(?:die|der|das|unser\w*|mein\w*|ihr\w*) (?:\w+ )?(?:suppe|essen|steak|fisch|gericht|kellner\w*|bedienung|service|personal|zimmer|bett|rechnung|tisch|wein|frühstück|bad|dusche|bettwäsche|speise\w*))\b"
)


def complains(text: str) -> bool:
    """Whether it is told what went wrong in the house: "the soup was cold last night and nobody apologised"."""
    said = _ASKED_LAST.sub("", words.said(text))  # what is asked at the end is no complaint, and takes none back
    told = (_BAD_EVENING.search(said) and _THEN.search(said)) or _OUT_OF_ORDER.search(said) or _AGGRIEVED.search(said)
    return bool(told or _UNHEARD.search(words.said(text)))


_ASKED_LAST = re.compile(r"(?:^|[.,;:!])[^.,;:!?]*\?[ ?!]*$")


_OFF_TOPIC = _any(
    r"(?:tell|know|give) (?:me )?(?:a |any )?(?:joke|poem|story|riddle)s?", r"write (?:me )?(?:a|an|some) (?:poem|essay|code|song|email to|story|program|script)", r"(?:weather|temperature|rain|snow) (?:like|today|tomorrow|forecast|this|going)", r"(?:will|does|is) it (?:going to )?(?:rain|snow)", r"(?:who|what) (?:is|was) the (?:president|capital|chancellor|king|queen)", r"(?:bitcoin|crypto|stock (?:price|market)|lottery)", r"(?:play|turn on|turn up) (?:some |the )?(?:music|song|radio|playlist|lights?)", r"set (?:an? )?(?:alarm|timer|reminder)", r"(?:do you (?:love|like) me|marry me|are you single|what are you wearing)", r"(?:what'?s|what is) the meaning of life", r"(?:football|soccer|nba|nfl|bundesliga) (?:score|result|game)s?", r"translate", r"recipe for", r"square root",
    r"(?:erzähl\w*|kennst du) (?:\w+ ){0,3}(?:witz|geschichte|gedicht)", r"schreib\w* (?:\w+ ){0,2}(?:gedicht|aufsatz|code|lied|geschichte)", r"wetter(?:bericht|vorhersage)?", r"regnet es", r"(?:stell|stelle) (?:\w+ ){0,3}(?:wecker|timer)", r"spiel(?:e)? (?:\w+ ){0,2}(?:musik|lied|song)", r"hauptstadt von", r"wer (?:ist|war) (?:der |die )?(?:präsident|kanzler)\w*", r"(?:fußball|bundesliga)ergebnis\w*", r"heirate mich", r"übersetz\w*", r"erinnere mich",
)  # fmt: skip
_WANTS = _any(
    r"i(?:'d| would|'m| am|'ve| have)? (?:like|need|want|looking|prefer|wanted|require|got|booked|lost|rather|going|calling|bringing)", r"we(?:'d| would|'re| are|'ve| have)? (?:like|need|want|looking|will|prefer|got|require)", r"my \w+ (?:is|are|'s)", r"(?:it|there|that)(?:'s| is| will be| would be|'ll be) (?:for|under|a|an|at|on|in|the|me|my)", r"(?:can|could|may) (?:i|we|you) (?:get|have|book|make|reserve|please|find|help|bring|change|come|see|schedule)", r"(?:book|reserve|find|get|make|schedule|search|show|give) (?:me|us|a|an|the|it|for|in|something)", r"(?:ich|wir) (?:möchte\w*|brauche\w*|hätte\w*|suche\w*|will|wollen|würde\w*|habe\w*|bin|sind|heiße|komme\w*|nehme\w*)", r"mein\w* \w+ (?:ist|lautet|sind)", r"(?:einen|ein|eine) (?:tisch|zimmer|platz|wohnung|termin|haus)", r"(?:table|room|seat|tisch|zimmer|platz) (?:for|für)", r"under", r"unter", r"auf den namen",
)  # fmt: skip
_VALUE = re.compile(
    r"\d|@|\b(?:"
    + "|".join(
        (
            *words.WEEKDAYS,
            "today",
            "tomorrow",
            "tonight",
            "noon",
            "midnight",
            "midday",
            "overmorrow",
            "weekend",
            "yesterday",
        )
    )
    + r")\b|\b(?:early|later|sooner|evening|morning|afternoon)\b"
)


@lru_cache(maxsize=512)
def hear(text: str, language: str) -> frozenset[str]:
    """The acts of an utterance, of `ACTS`; empty for silence. Never raises.

    An unqualified yes is `affirm` without correct, deny or request_info. language ("en" or "de") is the conversation's;
    both are understood in either. Consent to a read-back is `consents(hear(...))`.
    """
    reading = words.read(text)
    if not reading.tokens:
        return frozenset()
    said = words.said(text)
    plain = reading.plain
    if len(said) > 1_200:  # acts stand at the beginning and the end of a long speech
        said = f"{said[:600]} . {said[-600:]}"
        plain = f"{plain[:600]} . {plain[-600:]}"
    found: set[str] = set()
    if (worry := safety.concern(text, (), language)) is not None and worry in ACTS:
        found.add(worry)
    for act, pattern in _SIMPLE:
        if pattern.search(said):
            found.add(act)
    if "ask_human" in found and _WITH_ONES_OWN.search(said) and not _HUMAN.search(_WITH_ONES_OWN.sub(" ", said)):
        found.discard("ask_human")  # "let me talk to my wife first"
    if _BACKCHANNEL.match(said):
        found.add("backchannel")
    if _SPELL.search(said):
        found.add("spell")

    without = _YES_THAT_IS_NONE.sub(" ", said)
    if "start_over" in found and _NO_START.search(said):
        found.discard("start_over")
    hedged = bool(_HEDGE.search(said))
    yes = bool(_YES.search(without)) and "backchannel" not in found
    bare_no = _NO_THAT_IS_NONE.sub(" ", said)
    no = bool(_NO.search(bare_no))
    has_value = bool(_VALUE.search(plain))
    asks = "?" in said or bool(_QUESTION_WORDS.search(_SO_IT_IS.sub(" ", said)))
    if asks and not found & {"repeat", "ask_why", "request_alts", "ask_human"}:
        found.add("request_info")
    if _CORRECT.search(said) or _NEW_VALUE_AFTER_NO.search(plain) or (yes and _BUT.search(said)):
        found.add("correct")
    if yes and not hedged and not (no and not _leads_with_yes(said)):
        found.add("affirm")
    if no and not ({"refuse_slot"} & found and not _leads_with_no(said)):
        found.add("deny")
    if "request_info" in found and "affirm" in found and not _leads_with_yes(said):
        found.discard("affirm")
    if "request_info" in found and said.rstrip().endswith("?") and not _leads_with_no(said) and "correct" not in found:
        found.discard("deny")  # "can you promise that there is nothing in it?"
    if has_value or _WANTS.search(said) or "spell" in found:
        found.add("inform")
    if "thank" in found and found <= {"thank", "affirm", "deny"} and not _leads_with_yes(said):
        found.discard("affirm")
    if "goodbye" in found and "affirm" in found and (not _leads_with_yes(said) or _OK_BYE.match(said)):
        found.discard("affirm")
    if "cancel_task" in found and (not _takes_back(said) or _corrects_instead(said, plain)):
        found.discard("cancel_task")
    if polite := manners.heard(text):
        found = (found & (_WORRIES | {"choose"})) | polite
    return frozenset(found)


def _corrects_instead(said: str, plain: str) -> bool:
    """With something better behind it, "doch nicht" takes back no more than what it names: "doch nicht acht, nur sechs"."""
    return bool(_NOT_AFTER_ALL.search(plain)) and not _CANCEL.search(said.replace("doch nicht", " "))


def hesitates(text: str) -> bool:
    """Whether the words are a yes of which the speaker is not sure: "ja doch, ich denk schon", "yes, I think so"."""
    said = words.said(text)
    yes = _YES.search(_YES_THAT_IS_NONE.sub(" ", said)) or _THINKS_SO.search(said)
    return bool(yes and _HEDGE.search(said)) and not (_NO.search(said) or _BUT.search(said) or "?" in said)


_THINKS_SO = re.compile(
    r"\b(?:i (?:think|guess|suppose) so|denke?(?: ich)?(?: mal)? (?:ja|schon)|glaube? (?:ich )?(?:ja|schon))\b"
)
_WORRIES = frozenset(("emergency", "self_harm", "threat", "abuse", "injection"))
_NOT_AFTER_ALL = re.compile(r"\bdoch nicht\b(?=.*(?:\d|\b(?:" + "|".join(words.WEEKDAYS) + r")\b))")


def _takes_back(said: str) -> bool:
    """Whether words of cancelling ask for it: not "can I cancel free of charge?", "don't cancel", "one is not coming"."""
    if _CANCEL_ASKED.search(said) or _CANCEL_NOT.search(said) or _ONLY_IF.search(said):
        return False
    return bool(_CANCEL_WORD.search(said)) or not _RATHER.search(said)


_OK_BYE = re.compile(
    r"^(?:ok(?:ay)?|alright|all right|fine|good|great|well|gut|na gut|schön|alles klar|super)\b[ ,.!]*(?:(?:then|so|dann|also|thanks?|thank you|danke|na)\b[ ,.!]*)*(?:good ?bye|bye|see you|cheerio|ciao|tschüss\w*|tschau|auf wieder)"
)
"""Taking leave, not agreeing."""

_FIRST = re.compile(
    r"^(?:\W|\b(?:oh|well|um|uh|äh|ähm|ah|so|and|und|hm+|then|dann|thanks|thank you|thx|danke(?: schön| sehr)?|vielen dank)\b)*+"
)


def _leads_with_yes(said: str) -> bool:
    at = _FIRST.match(said)
    return bool(_YES.match(said, at.end() if at else 0)) and not _YES_THAT_IS_NONE.match(said, at.end() if at else 0)


def _leads_with_no(said: str) -> bool:
    at = _FIRST.match(said)
    return bool(_NO.match(said, at.end() if at else 0)) and not _NO_THAT_IS_NONE.match(said, at.end() if at else 0)


_SIMPLE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("choose", _CHOOSE),
    ("request_alts", _REQUEST_ALTS),
    ("repeat", _REPEAT),
    ("hold_on", _HOLD_ON),
    ("refuse_slot", _REFUSE),
    ("ask_why", _WHY),
    ("ask_human", _HUMAN),
    ("cancel_task", _CANCEL),
    ("start_over", _START_OVER),
    ("greet", _GREET),
    ("thank", _THANK),
    ("goodbye", _GOODBYE),
    ("complain", _COMPLAIN),
    ("off_topic", _OFF_TOPIC),
)
_QUALIFIES = frozenset(
    [
        "correct",
        "deny",
        "request_info",
        "request_alts",
        "hold_on",
        "cancel_task",
        "start_over",
        "repeat",
        "ask_why",
        "ask_human",
        "refuse_slot",
        "emergency",
        "self_harm",
        "threat",
        "abuse",
        "injection",
    ]
)


def leads_with_no(text: str) -> bool:
    """Whether the words begin with a no: not "we can't make it", where the no is about something else."""
    return _leads_with_no(words.said(text))


def asks_to_cancel(text: str) -> bool:
    """Whether it is asked what cancelling would cost, or until when it could be done; nothing is cancelled by that."""
    said = words.said(text)
    put = "?" in said or said.lstrip().startswith(("what if", "what's the latest", "bis wann", "until when"))
    return put and bool(_CANCEL_ASKED.search(said))


def consents(acts: frozenset[str]) -> bool:
    """Is this an unqualified yes: affirm, and nothing that changes, asks, delays or takes it back?"""
    return "affirm" in acts and not acts & _QUALIFIES
