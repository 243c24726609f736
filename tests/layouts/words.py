"""The words that render.py puts into a script: places, times, headings in several languages, actions, page furniture."""

PLACES = """KITCHEN|HOSPITAL CORRIDOR|ANNA'S FLAT|PARKING LOT|HARBOUR|POLICE STATION|CASTLE - GREAT HALL|THE THRONE ROOM|BEDROOM
A COUNTRY ROAD|STREET|DINER|COURTROOM|GARDEN|THE BARN|CELLAR|OFFICE BUILDING - LOBBY|TRAIN COMPARTMENT|ELEVATOR|FOREST|BEACH
SMITH HOUSE - LIVING ROOM|ROOFTOP|CHURCH|GRAVEYARD|TENT|BATTLEFIELD|MARKET SQUARE|MOTEL ROOM 12|CAR (MOVING)|SHIP'S CABIN
SCHOOL GYM|LIBRARY|BACKSTAGE|ST. MARY'S - CHAPEL|THE PALACE, AN ANTECHAMBER|UPSTAIRS HALLWAY|BATHROOM|GAS STATION|AIRPORT
APARTMENT 4B|THE LIGHTHOUSE|CORRIDOR OUTSIDE THE CELL|SUBWAY PLATFORM|FARMHOUSE - PORCH|MUSEUM|BANK VAULT|TAVERN|THE BRIDGE"""
PLACES = PLACES.replace("\n", "|").split("|")
TIMES = ["DAY", "NIGHT", "MORNING", "EVENING", "DUSK", "DAWN", "LATER", "CONTINUOUS", "MOMENTS LATER", "SAME", "AFTERNOON",
         "DAY (1944)", "THE NEXT DAY", "NIGHT (FLASHBACK)", "SAME TIME", "LATE NIGHT", "SUNSET"]
BARE_TIMES = ["NIGHT", "LATER", "MORNING", "LATER THAT NIGHT", "THE NEXT MORNING", "MOMENTS LATER", "DAWN", "THAT EVENING",
              "THREE WEEKS LATER", "THE SAME", "AFTERNOON", "MIDNIGHT"]
# language: inside, outside, places, times
FOREIGN = {
    "de": (["INNEN.", "INNEN", "INT."], ["AUSSEN.", "AUSSEN", "AUßEN"],
           ["KÜCHE", "SCHLOSS - GROSSER SAAL", "STRASSE", "BAHNHOF", "WALD", "BÜRO", "HAFEN", "TREPPENHAUS"],
           ["TAG", "NACHT", "MORGEN", "ABEND", "DÄMMERUNG", "SPÄTER"]),
    "fr": (["INT.", "INT", "INTÉRIEUR"], ["EXT.", "EXT", "EXTÉRIEUR"],
           ["CUISINE", "CHÂTEAU", "RUE", "CHAMBRE D'HÔTEL", "FORÊT", "BUREAU", "QUAI DE GARE", "ÉGLISE"],
           ["JOUR", "NUIT", "MATIN", "SOIR", "AUBE", "PLUS TARD"]),
    "es": (["INT.", "INTERIOR"], ["EXT.", "EXTERIOR"],
           ["COCINA", "CALLE", "HABITACIÓN", "IGLESIA", "BOSQUE", "OFICINA", "PUERTO", "SALÓN"],
           ["DÍA", "NOCHE", "MAÑANA", "TARDE", "AMANECER", "CONTINUO"]),
    "it": (["INTERNO", "INT."], ["ESTERNO", "EST."],
           ["CUCINA", "STRADA", "CAMERA DA LETTO", "CHIESA", "BOSCO", "UFFICIO", "PORTO", "STAZIONE"],
           ["GIORNO", "NOTTE", "MATTINA", "SERA", "ALBA", "PIÙ TARDI"]),
    "ru": (["ИНТ.", "ИНТ"], ["НАТ.", "НАТ", "ЭКСТ."],
           ["КУХНЯ", "УЛИЦА", "ВОКЗАЛ", "КВАРТИРА АННЫ", "ЛЕС", "КАБИНЕТ", "ДВОР", "ЦЕРКОВЬ"],
           ["ДЕНЬ", "НОЧЬ", "УТРО", "ВЕЧЕР", "РАССВЕТ", "ПОЗЖЕ"]),
    "sv": (["INT.", "INOMHUS."], ["EXT.", "UTOMHUS."],
           ["KÖK", "GATA", "SOVRUM", "KYRKA", "SKOG", "KONTOR", "HAMN", "TRAPPHUS"],
           ["DAG", "NATT", "MORGON", "KVÄLL", "GRYNING", "SENARE"]),
    "pl": (["WN.", "WNĘTRZE."], ["PL.", "PLENER."],
           ["KUCHNIA", "ULICA", "SYPIALNIA", "KOŚCIÓŁ", "LAS", "BIURO", "PORT", "DWORZEC"],
           ["DZIEŃ", "NOC", "RANEK", "WIECZÓR", "ŚWIT", "PÓŹNIEJ"]),
}
TRANSITIONS = ["CUT TO:"] * 6 + ["DISSOLVE TO:", "SMASH CUT TO:", "MATCH CUT TO:", "FADE TO BLACK.", "FADE OUT.", "JUMP CUT TO:",
                                "INTERCUT WITH:", "BACK TO:", "WIPE TO:", "HARD CUT TO:", "FADE TO:", "DISSOLVE:", "CUT:"]

FOREIGN_TRANSITIONS = {
    "de": ["SCHNITT AUF:", "SCHNITT:", "ABBLENDE.", "ÜBERBLENDUNG ZU:"], "fr": ["FONDU AU NOIR.", "COUPE SUR :", "FONDU ENCHAÎNÉ :"],
    "es": ["CORTE A:", "FUNDIDO A NEGRO.", "ENCADENADO:"], "it": ["STACCO.", "STACCO SU:", "DISSOLVENZA:"],
}
ACTS = ["TEASER", "ACT ONE", "ACT TWO", "ACT THREE", "ACT FOUR", "ACT FIVE", "TAG"]
LABELS = ["FX", "FX", "SFX", "SOUND", "MUSIC", "GRAMS"]

# {a} and {b} are people of the script, {n} is a thing; the second half of a paragraph is drawn apart
ACTIONS = """{a} crosses to the window and looks out.|{a} says nothing.|A long silence.|{b} sets the {n} down on the table.
{a} turns away, and for a moment it seems that {b} will follow.|{b} laughs.|The {n} falls and breaks.|{a} and {b} look at each other.
Somewhere far off a bell rings.|{a} takes the {n}, weighs it in one hand, and gives it back.|Nobody moves.|{b} sits.
Rain against the glass. The {n} lies where it was left.|{a} reads the letter twice, folds it, and puts it into a coat pocket.
They wait.|The door opens. {b}, out of breath, stands there with the {n}.|{a} runs.|Beat.|{b} shakes {a} by the shoulders.
Through the crowd we see {a}, small, walking quickly, not looking back.|{a} lights a candle; the whole room grows out of the dark.
On the wall hangs the {n} of a family that is no longer here.|A car passes. Its lights slide over {b} and are gone.
{b} picks up the {n} as if it could bite.|Outside, men shout.|Steps on the stairs. {a} hides the {n} under the bed.
We hear the SEA before we see it.|{a} POUNDS on the door with both fists.|The PHONE rings. {b} lets it ring.|A SHOT. {a} drops.
The {n} stands in the middle of the floor. Around it, chairs, as though for a lesson. {a} chooses one and sits with a straight back.
{b} enters, sees {a}, and goes out again.|CLOSE ON the {n}.|ANGLE ON {A}, who has heard every word.|{A}'s hand, on the {n}.
BACK TO SCENE|INSERT - THE {N}|THE {N}|SUPER: "Two years before."|{A}, fifty, a face like an old map, does not get up.
The DOG barks.|{A} and {B} dance. It goes badly, then it goes well.|He does not answer.|She waits for more. There is no more.
A MAN and a WOMAN hurry by under one umbrella.|SMOKE. Then, slowly, the shapes of people.|Later. The same room, without the {n}."""
ACTIONS = ACTIONS.replace("\n", "|").split("|")
THINGS = """lamp|letter|mirror|suitcase|sword|crown|clock|map|bottle|chair|photograph|ring|book|coat|cup|box|gun|ladder|violin|knife
portrait|basket|key|candle""".replace("\n", "|").split("|")

VOICES = {
    "V.O.": ["V.O.", "v.o.", "V.O", "v.o", "VO", "voice-over", "voice over", "VOICE OVER", "Voice-over", "V. O."],
    "O.S.": ["O.S.", "o.s.", "OS", "off", "OFF", "O.C.", "off-screen", "offstage", "OFF SCREEN", "o.s"],
    "CONT'D": ["CONT'D", "cont'd", "CONT’D", "CONTD", "continuing", "CONTINUING", "Cont'd", "CONT."],
}
TONES = ["angry", "softly", "laughing", "to himself", "beat", "whispering", "into phone", "turning", "after a pause", "coldly",
         "in French", "not looking up", "sotto", "under her breath", "re: the letter", "quietly, to the others"]

SITE_TOP = [["Script Attic", "Home | Search | Browse by title: # A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", ""],
            ["Back to the list of scripts", "Read it online, or print it.", ""],
            ["[ Home ] [ Scripts ] [ Forum ] [ Contact ]", "Free screenplays for private study only", ""],
            ["Note: this text was found on the net and may differ from the film.", ""]]
SITE_BOTTOM = [["Back to top", "Script Attic | Privacy | Terms of use", "All rights belong to their holders."],
               ["Comments (3)   Login to leave a comment", "Movie scripts A-Z"],
               ["Typed by hand for private study. Please report errors.", "http://www.script-attic.example/read.html"],
               ["Page 1 of 1", "[ Home ] [ Scripts ] [ Forum ]"]]
NAV = ["Script Loft - Free Movie Scripts", "Home   New   A-Z   Genres   Forum   Contact", "Search: All Scripts", "Browse by letter:  0 A B C D E F",
       "The web's largest shelf of scripts!", "Log in | Register | Help", "Alphabetical", "# A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
       "Genre", "Action Adventure Animation", "Comedy Crime Drama", "Family Fantasy Film-Noir", "TV Transcripts", "Read the script below", "Latest comments",
       "Sponsored links"]
GENRES = ["Drama", "Comedy", "Thriller", "Horror", "Romance", "War"]
ACTORS = ["Ada Moss", "Peter Lark", "Iris Quill", "Tom Ferrow", "Nell Harbour", "Sam Okoro", "Lena Voss", "Hugh Penn"]
DRAFTS = ["First Draft", "SECOND DRAFT", "Final Shooting Script", "Revised 3/14/97", "Draft of June 4, 1989", "White Draft",
          "Revised Blue Pages", "FOR EDUCATIONAL PURPOSES ONLY", "1/27/2003", "November 2001", "12/01/94", "FINAL", "2nd Revised Draft"]
UNDER_TITLES = ["Pilot", "Third draft", "Episode {1}", "A play for radio", "Transcribed by a fan. Not for profit.", "by {0}", "an original script",
                "Translation: {0}", "a film by {0}", "Scénario de {0}", "Drehbuch: {0}", "Guión de {0}", "di {0}", "Season 1 Episode {1}",
                "Original air date: May {1}, 1996", "A Comedy in One Act"]
COLOURS = ["Blue", "Pink", "Yellow", "Green", "Goldenrod", "White", "2nd Blue"]
CREDITS = ["Written by", "written by", "by", "BY", "Screenplay by", "A screenplay by", "An Original Screenplay by", "WRITTEN BY"]
SOURCES = ["Story by A. B. Penman", "Based on the novel by Somebody Else", "based on the book by Jane Roe", "from a true story",
           "BASED ON THE SHORT STORY BY K. LIND", "Directed by Noel North", "Story by", "adapted from the play of the same name"]
CONTACTS = [["12 Mill Lane", "Northport 40211"], ["Represented by", "The Quill Office", "Tel. 555-0141"],
            ["Registered, No. 701121"], ["(c) 1997"], ["PROPERTY OF NIGHT HERON PICTURES", "NOT TO BE COPIED"],
            ["Long Shadow Productions", "940 Canyon Dr.", "Alder Creek, CA 93020"], ["PO Box 77", "Fairview OR 97024"],
            ["(555) 555-0199", "writer@example.org"], ["Copyright 2001 Night Heron Pictures", "All rights reserved"]]
STRAY = [".", "~", "|", "- -", "'", "_", "*", ". .", "^"]
OCR = [("O", "0"), ("l", "1"), ("I", "l"), ("rn", "m"), ("m", "rn"), ("e", "c"), ("S", "5"), ("'", "`"), ("B", "8"), ("h", "li"),
       (".", ","), (",", "."), ("T", "'I'"), ("i", "j"), ("o", "0"), ("w", "vv")]
