"""What guests ask a hotel is answered by the right passage of the sample hotel's documents."""

from pathlib import Path

import pytest
import yaml

from knowledge import index

HOTEL = Path(__file__).parent.parent.parent / "agents" / "03-seeblick.yaml"
ASKED = {
    "en": {
        "When is breakfast?": "Breakfast",
        "How much is parking?": "Parking and charging",
        "Can I bring my dog?": "Pets",
        "When can I check in?": "Check-in and arriving late",
        "We arrive at midnight, is that a problem?": "Check-in and arriving late",
        "Do you have a pool?": "Spa and pool",
        "What does the suite cost?": "Suite",
        "Is there a city tax?": "City tax",
        "Can I cancel for free?": "Cancelling a stay",
        "Do you have a lift?": "Lift and accessibility",
        "Do you have air conditioning?": "In the room",
        "Until when must we leave the room?": "Check-out",
    },
    "de": {
        "Wann gibt es Frühstück?": "Frühstück",
        "Was kostet das Parken?": "Parken und Laden",
        "Darf mein Hund mit?": "Haustiere",
        "Ab wann kann ich einchecken?": "Einchecken und späte Anreise",
        "Haben Sie einen Pool?": "Spa und Pool",
        "Was kostet die Suite?": "Suite",
        "Wie hoch ist die Kurtaxe?": "Kurtaxe",
        "Kann ich kostenlos stornieren?": "Einen Aufenthalt stornieren",
        "Kann man bei Ihnen zu Abend essen?": "Abendessen",
        "Haben Sie einen Aufzug?": "Aufzug und Barrierefreiheit",
        "Gibt es eine Klimaanlage?": "Im Zimmer",
        "Bis wann müssen wir auschecken?": "Auschecken",
    },
}


@pytest.mark.parametrize("language", ["en", "de"])
async def test_the_sample_hotel_answers_what_guests_ask(tenant, with_model, language):
    for document in yaml.safe_load(HOTEL.read_text(encoding="utf-8"))["documents"]:
        await index.ingest(tenant.id, **document)
    found = {
        asked: [passage.title for passage in await index.search(tenant.id, asked, language=language)][:1]
        for asked in ASKED[language]
    }
    assert found == {asked: [title] for asked, title in ASKED[language].items()}
