"""Every sentence said without a model, in English. Several wordings of a question are asked in turn.

Placeholders are filled with facts that are already fit to be said ("Saturday, 28 November", "7:30 pm", "four people").
"""

PHRASES: dict[str, tuple[str, ...]] = {
    # opening and closing
    "disclosure": ("Hello, this is the AI assistant of {house}.",),
    "greeting": ("Hello! How can I help you?", "Hello again! What can I do for you?"),
    "how_can_i_help": ("How can I help you?",),
    "thanks": ("You're welcome.",),
    "goodbye": ("Goodbye, and thank you for getting in touch.",),
    "goodbye_open_errand": ("Goodbye. Nothing has been booked yet; just write again whenever you like.",),
    "identity": ("I'm the AI assistant of {house}, not a human. If you would rather talk to a person, just say so.",),
    "noted": ("I'll note that for the team.",),
    "ask_more_digits": (
        "I have {digits} so far. What comes next?",
        "{digits}, and then?",
    ),
    "refused_not_a_phone_number": ("That is not a complete phone number.",),
    "unsupported": ("I speak English and German. Ich spreche Englisch und Deutsch.",),
    "hold_on": ("Take your time.",),
    "not_understood_here": ("Sorry, I didn't get that.", "I'm afraid I still don't follow."),
    "not_understood": (
        "Sorry, I didn't get that. I can answer questions about the house or book a table for you.",
        "I'm afraid I still don't follow. Would you like to book a table, ask something about the house, or reach a person?",
    ),
    # asking
    "ask_party_size": ("How many people will you be?", "For how many people should I look for a table?"),
    "ask_day": ("Which day would you like to come?", "For which day should I look?"),
    "ask_time": ("At what time would you like to come?", "What time suits you?"),
    "ask_name": ("Under which name may I book?", "What name should the reservation be under?"),
    "ask_phone": ("Which phone number can we reach you on?", "May I have a phone number, in case something changes?"),
    "ask_which": ("Do you mean {options}?", "Which of the two: {options}?"),
    "ask_choice": ("Would {options} suit you?", "Shall I take {options}?"),
    "ask_offered": ("Would that suit you?", "Would that be all right?"),
    "ask_agreement": ("Shall I book it?", "Is that right, and shall I book it?"),
    "ask_change": ("What should I change?", "Which part should be different?"),
    # a reservation
    "held": ("{day} at {time} for {party}: I'm keeping a table for you while we finish.",),
    "read_back": ("So: {day} at {time}, {party}, name {name}, phone number ending in {phone_tail}.",),
    "read_back_without_phone": ("So: {day} at {time}, {party}, name {name}, no phone number.",),
    "booked": ("Booked: {day} at {time} for {party}, name {name}. Your confirmation code is {code}.",),
    "already_booked": ("That is already booked: {day} at {time} for {party}. Your code is {code}.",),
    "dropped": ("All right, I've let that go. Nothing was booked.",),
    "started_over": ("All right, from the beginning.",),
    "phone_refused": ("No problem, then only the name and a code.",),
    "why_name": ("I ask for a name so that the team can find your table.",),
    "why_phone": ("I only ask for a number in case something changes on our side.",),
    "why": ("I need it to find the right table for you.",),
    "hold_lapsed": ("Meanwhile the table has gone back.",),
    "nearest": ("The nearest free times are {options}.",),
    "nearest_one": ("The nearest free time is {options}.",),
    "none_near": ("I see no free table close to that.",),
    # why not: one sentence for each machine reason
    "refused_past": ("That time has already passed.",),
    "refused_closed_weekday": ("We are closed on {weekday}.",),
    "refused_holiday": ("We are closed on {day}.",),
    "refused_closed": ("We are closed on {day}.",),
    "refused_private_event": ("On {day} the house is closed for a private event.",),
    "refused_before_open": ("We are not open yet at {time}.",),
    "refused_between_services": ("At {time} we are between services.",),
    "refused_after_last_seating": ("{time} is after our last seating.",),
    "refused_lead_time": ("That is too soon for us to prepare a table.",),
    "refused_horizon": ("We do not take reservations that far ahead.",),
    "refused_party_too_large": ("For {party} I can't book a table myself; a colleague does that.",),
    "refused_party_too_small": ("A reservation needs at least one person.",),
    "refused_fully_booked": ("{day} at {time} is fully booked for {party}.",),
    "refused_hold_by_other": ("{day} at {time} is just being held for somebody else.",),
    "refused_blocked": ("That table is not available at {time}.",),
    "refused_nonexistent_local_time": ("{time} does not exist on {day}: the clocks go forward that night.",),
    "refused_nonexistent_date": ("That date does not exist.",),
    "refused_off_grid": ("We seat guests at fixed times.",),
    "refused_ambiguous_time": (
        "{time} comes twice on {day}, as the clocks go back that night; a colleague has to settle that with you.",
    ),
    "refused_invalid": ("I couldn't read that as {slot}.",),
    "refused_other": ("That can't be booked.",),
    # questions
    "passage": ("{text}",),
    "open_on": ("On {day} we are open {hours}.",),
    "closed_on": ("On {day} we are closed.",),
    "hours": ("Our opening hours: {hours}.",),
    "address": ("Our address is {address}.",),
    "telephone": ("Our telephone number is {phone}.",),
    "unknown": ("I don't have that written down, and I'd rather not guess.",),
    "unknown_person": ("If you like, I can pass your question on to a colleague.",),
    "checked": ("let me put that right:",),
    # a person
    "handed_off": ("I'm passing this on to a colleague, who will get back to you here.",),
    "handed_off_already": ("A colleague already has your request and will get back to you here.",),
    "held_by_person": ("Thank you, I've passed that on to my colleague.",),
    "emergency": ("If this is an emergency, please call 112 right away.",),
    "trouble": ("Sorry, something went wrong on our side. Please try that once more.",),
}

SLOTS = {
    "party_size": "a number of people",
    "day": "a day",
    "time": "a time",
    "name": "a name",
    "phone": "a phone number",
}

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLOSED = "closed"
AND, OR, TO = "and", "or", "to"
