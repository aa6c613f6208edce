"""Every sentence said without a model, in German. The same names and placeholders as in English."""

PHRASES: dict[str, tuple[str, ...]] = {
    # Begrüßung und Abschied
    "disclosure": ("Guten Tag, hier ist die KI-Assistenz von {house}.",),
    "greeting": ("Guten Tag! Wie kann ich Ihnen helfen?", "Guten Tag noch einmal! Was kann ich für Sie tun?"),
    "how_can_i_help": ("Wie kann ich Ihnen helfen?",),
    "thanks": ("Sehr gern.",),
    "goodbye": ("Auf Wiedersehen und vielen Dank für Ihre Nachricht.",),
    "goodbye_open_errand": ("Auf Wiedersehen. Es ist noch nichts gebucht; melden Sie sich einfach wieder.",),
    "identity": (
        "Ich bin die KI-Assistenz von {house}, kein Mensch. Wenn Sie lieber mit einem Menschen sprechen, sagen Sie es einfach.",
    ),
    "noted": ("Das notiere ich für das Team.",),
    "ask_more_digits": (
        "Bis jetzt habe ich {digits}. Wie geht es weiter?",
        "{digits}, und dann?",
    ),
    "refused_not_a_phone_number": ("Das ist keine vollständige Telefonnummer.",),
    "unsupported": ("Ich spreche Deutsch und Englisch. I speak German and English.",),
    "hold_on": ("Lassen Sie sich Zeit.",),
    "not_understood_here": ("Entschuldigung, das habe ich nicht verstanden.", "Leider verstehe ich Sie noch nicht."),
    "not_understood": (
        "Entschuldigung, das habe ich nicht verstanden. Ich beantworte Fragen zum Haus oder reserviere einen Tisch für Sie.",
        "Leider verstehe ich Sie noch nicht. Möchten Sie einen Tisch reservieren, etwas über das Haus wissen oder mit einem Menschen sprechen?",
    ),
    # fragen
    "ask_party_size": ("Für wie viele Personen darf es sein?", "Für wie viele Personen soll ich einen Tisch suchen?"),
    "ask_day": ("An welchem Tag möchten Sie kommen?", "Für welchen Tag soll ich nachsehen?"),
    "ask_time": ("Um wie viel Uhr möchten Sie kommen?", "Welche Uhrzeit passt Ihnen?"),
    "ask_name": ("Auf welchen Namen darf ich reservieren?", "Unter welchem Namen soll die Reservierung laufen?"),
    "ask_phone": (
        "Unter welcher Telefonnummer erreichen wir Sie?",
        "Geben Sie mir eine Telefonnummer, falls sich etwas ändert?",
    ),
    "ask_which": ("Meinen Sie {options}?", "Welches von beiden: {options}?"),
    "ask_choice": ("Würde Ihnen {options} passen?", "Soll ich {options} nehmen?"),
    "ask_offered": ("Würde Ihnen das passen?", "Wäre Ihnen das recht?"),
    "ask_agreement": ("Soll ich das so reservieren?", "Stimmt das so, und soll ich reservieren?"),
    "ask_change": ("Was soll ich ändern?", "Was davon soll anders sein?"),
    # eine Reservierung
    "held": ("{day} um {time} für {party}: Ich halte Ihnen einen Tisch frei, bis wir fertig sind.",),
    "read_back": ("Also: {day} um {time}, {party}, Name {name}, Telefonnummer mit den Endziffern {phone_tail}.",),
    "read_back_without_phone": ("Also: {day} um {time}, {party}, Name {name}, ohne Telefonnummer.",),
    "booked": ("Reserviert: {day} um {time} für {party}, Name {name}. Ihr Bestätigungscode ist {code}.",),
    "already_booked": ("Das ist schon reserviert: {day} um {time} für {party}. Ihr Code ist {code}.",),
    "dropped": ("In Ordnung, ich lasse es. Es wurde nichts reserviert.",),
    "started_over": ("In Ordnung, noch einmal von vorn.",),
    "phone_refused": ("Kein Problem, dann nur mit Namen und Code.",),
    "why_name": ("Den Namen brauche ich, damit das Team Ihren Tisch findet.",),
    "why_phone": ("Die Nummer ist nur für den Fall, dass sich bei uns etwas ändert.",),
    "why": ("Das brauche ich, um den passenden Tisch für Sie zu finden.",),
    "hold_lapsed": ("Inzwischen ist der Tisch wieder freigegeben.",),
    "nearest": ("Die nächsten freien Zeiten sind {options}.",),
    "nearest_one": ("Die nächste freie Zeit ist {options}.",),
    "none_near": ("In der Nähe davon sehe ich keinen freien Tisch.",),
    # warum nicht
    "refused_past": ("Dieser Zeitpunkt ist schon vorbei.",),
    "refused_closed_weekday": ("Am {weekday} haben wir geschlossen.",),
    "refused_holiday": ("Am {day} haben wir geschlossen.",),
    "refused_closed": ("Am {day} haben wir geschlossen.",),
    "refused_private_event": ("Am {day} ist das Haus wegen einer geschlossenen Gesellschaft zu.",),
    "refused_before_open": ("Um {time} haben wir noch nicht geöffnet.",),
    "refused_between_services": ("Um {time} haben wir gerade Pause.",),
    "refused_after_last_seating": ("{time} liegt nach unserem letzten Einlass.",),
    "refused_lead_time": ("So kurzfristig können wir leider keinen Tisch vorbereiten.",),
    "refused_horizon": ("So weit im Voraus nehmen wir noch keine Reservierungen an.",),
    "refused_party_too_large": ("Für {party} kann ich nicht selbst reservieren; das übernimmt eine Kollegin.",),
    "refused_party_too_small": ("Für eine Reservierung braucht es mindestens eine Person.",),
    "refused_fully_booked": ("{day} um {time} ist für {party} leider ausgebucht.",),
    "refused_hold_by_other": ("{day} um {time} wird gerade für jemand anderen freigehalten.",),
    "refused_blocked": ("Dieser Tisch ist um {time} nicht verfügbar.",),
    "refused_nonexistent_local_time": ("{time} gibt es am {day} nicht: In dieser Nacht wird die Uhr vorgestellt.",),
    "refused_nonexistent_date": ("Dieses Datum gibt es nicht.",),
    "refused_off_grid": ("Wir vergeben Tische nur zu festen Zeiten.",),
    "refused_ambiguous_time": (
        "{time} gibt es am {day} zweimal, weil die Uhr zurückgestellt wird; das klärt eine Kollegin mit Ihnen.",
    ),
    "refused_invalid": ("Das konnte ich nicht als {slot} lesen.",),
    "refused_other": ("Das lässt sich so nicht reservieren.",),
    # Fragen
    "passage": ("{text}",),
    "open_on": ("Am {day} haben wir {hours} geöffnet.",),
    "closed_on": ("Am {day} haben wir geschlossen.",),
    "hours": ("Unsere Öffnungszeiten: {hours}.",),
    "address": ("Unsere Adresse ist {address}.",),
    "telephone": ("Unsere Telefonnummer ist {phone}.",),
    "unknown": ("Dazu habe ich nichts vorliegen, und raten möchte ich nicht.",),
    "unknown_person": ("Wenn Sie möchten, gebe ich Ihre Frage an eine Kollegin weiter.",),
    "checked": ("ich sage es lieber genau:",),
    # ein Mensch
    "handed_off": ("Ich gebe das an eine Kollegin weiter, sie meldet sich hier bei Ihnen.",),
    "handed_off_already": ("Eine Kollegin hat Ihr Anliegen schon und meldet sich hier bei Ihnen.",),
    "held_by_person": ("Danke, ich habe das an meine Kollegin weitergegeben.",),
    "emergency": ("Wenn das ein Notfall ist, rufen Sie bitte sofort die 112.",),
    "trouble": ("Entschuldigung, bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",),
}

SLOTS = {
    "party_size": "Personenzahl",
    "day": "Tag",
    "time": "Uhrzeit",
    "name": "Namen",
    "phone": "Telefonnummer",
}

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
CLOSED = "geschlossen"
AND, OR, TO = "und", "oder", "bis"
