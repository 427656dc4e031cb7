"""What the people of an office work with, as the desk's statements see it; see also `../migrations/`."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from sync.gateway.tables import GROWING, metadata

# Who may sign in at the console. roles: words with a comma between. officer: the person's number as a police
# officer, "" for others: nobody decides about what they took in themselves. generation: grows with everything
# that ends all sessions (password, roles, lock).
staff = Table(
    "staff",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("display", String(50), nullable=False),
    Column("roles", String(64), nullable=False),
    Column("officer", String(16), nullable=False),
    Column("unit", String(16), nullable=False),  # "" = all
    Column("password", Text, nullable=False),  # Argon2id, as PHC string with its parameters
    Column("generation", Integer, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("locked_at", String(24)),
)

# Who is signed in. Of the cookie only the SHA-256 is kept.
sessions = Table(
    "sessions",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", String(32), ForeignKey("staff.name"), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("csrf", String(43), nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("seen_at", String(24), nullable=False),
)
Index("sessions_by_name", sessions.c.name)

# Sign-ins that failed, by account and by address, as SHA-256: people type passwords as names.
failures = Table(
    "failures",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", String(24), nullable=False),
)

# What each laptop says of itself when it asks whether the office is there.
van_reports = Table(
    "van_reports",
    metadata,
    Column("van", String(32), primary_key=True),
    Column("program", String(40), nullable=False),
    Column("pack", String(40), nullable=False),
    Column("waiting", Integer),  # parcels on the laptop
    Column("at", String(24), nullable=False),
)

# Two records a person must look at side by side; `outcome` is "" until they did.
comparisons = Table(
    "comparisons",
    metadata,
    Column("id", GROWING, primary_key=True),
    Column("kind", String(16), nullable=False),  # same-person, booking-twice
    Column("record", String(26), ForeignKey("records.id"), nullable=False),  # the newer
    Column("other", String(26), ForeignKey("records.id"), nullable=False),
    Column("outcome", String(16), nullable=False),  # duplicate, apart
    Column("revision", Integer, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("closed_at", String(24)),
    Column("closed_by", String(64)),
)
Index("comparisons_once", comparisons.c.record, comparisons.c.other, comparisons.c.kind, unique=True)
Index("comparisons_by_other", comparisons.c.other)
Index("comparisons_by_outcome", comparisons.c.outcome, comparisons.c.id)

# What a record still lacks: asked of its van, with a last day; `settled` is "" until it came.
asked_materials = Table(
    "asked_materials",
    metadata,
    Column("id", GROWING, primary_key=True),
    Column("record", String(26), ForeignKey("records.id"), nullable=False),
    Column("material", String(32), nullable=False),  # id in the scenario pack
    Column("until", String(10), nullable=False),
    Column("asked_at", String(24), nullable=False),
    Column("asked_by", String(64), nullable=False),
    Column("settled", String(16), nullable=False),  # came, not_needed
    Column("settled_at", String(24)),
    Column("settled_by", String(64)),
)
Index("asked_materials_by_record", asked_materials.c.record)

# The stations this office works for, and which van belongs to which.
units = Table(
    "units",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("revision", Integer, nullable=False),  # grows with each change
    Column("settings", Text, nullable=False),  # JSON
    Column("changed_at", String(24), nullable=False),
    Column("changed_by", String(64), nullable=False),
)
unit_vans = Table(
    "unit_vans",
    metadata,
    Column("van", String(32), primary_key=True),
    Column("unit", String(16), ForeignKey("units.code"), nullable=False),
)
Index("unit_vans_by_unit", unit_vans.c.unit)

# Acceptance numbers given away, for ever: numbers `first` to `last` after `head`, for one day.
number_blocks = Table(
    "number_blocks",
    metadata,
    Column("id", String(64), primary_key=True),  # head and first number: two of one kind cannot be
    Column("van", String(32), nullable=False),  # "": the office's own, for records that came without
    Column("unit", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("head", String(40), nullable=False),
    Column("digits", Integer, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("used", Integer, nullable=False),  # so many, from the first on, as far as is known
    Column("key_sha256", String(64), nullable=False),  # of the device it was sealed to
    Column("epoch", String(16), nullable=False),  # in which it was given
    Column("cursor", BigInteger, nullable=False),  # of the notice that told it; 0 = none
    Column("given_at", String(24), nullable=False),
    Column("heard_at", String(24)),  # when its device last said how far it is
    Column("ended_at", String(24)),  # from then on nothing more is taken of it
    Column("ended_why", String(16)),  # "revoked", "replaced", "moved"
)
Index("number_blocks_by_head", number_blocks.c.head, number_blocks.c.last)
Index("number_blocks_by_van", number_blocks.c.van, number_blocks.c.day)

# Which record has which acceptance number.
acceptance_numbers = Table(
    "acceptance_numbers",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("van", String(32), nullable=False),
    Column("receipt", String(64), nullable=False),  # the record's own number, the same for all versions
    Column("record", String(26), nullable=False),  # the version it was first given to
    Column("by_office", Boolean, nullable=False),  # True: given here, after the record had come without
    Column("at", String(24), nullable=False),
)
Index("acceptance_numbers_by_record", acceptance_numbers.c.record)
Index("acceptance_numbers_by_receipt", acceptance_numbers.c.van, acceptance_numbers.c.receipt)

# The days a van is out: where, when, and how many can come at which time. Nobody's name is here.
van_days = Table(
    "van_days",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("van", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("kind", String(8), nullable=False),  # "stop", "home", "campus"
    Column("area", String(6), nullable=False),  # a division
    Column("place", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("opens", String(5), nullable=False),
    Column("closes", String(5), nullable=False),
    Column("slot_minutes", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),  # of one slot
    Column("longitude", Float),
    Column("latitude", Float),
    Column("off", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("changed_by", String(64), nullable=False),
)
Index("van_days_by_day", van_days.c.day, van_days.c.van)

# Halls somebody can go to instead.
halls = Table(
    "halls",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("area", String(6), nullable=False),
    Column("address", Text, nullable=False),
    Column("hours", Text, nullable=False),
    Column("phone", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("changed_by", String(64), nullable=False),
)

# Who comes when. person, phone: keyed hashes; content: everything that names somebody, sealed to the bureau.
bookings = Table(
    "bookings",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("van_day", String(16), ForeignKey("van_days.id"), nullable=False),
    Column("day", String(10), nullable=False),
    Column("at", String(5), nullable=False),
    Column("matter", String(64), nullable=False),
    Column("person", String(64), nullable=False),
    Column("phone", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # booked cancelled no_show done
    Column("reason", String(32), nullable=False),  # why cancelled, or why it ended; "" otherwise
    Column("record", String(26), nullable=False),  # that it became; "" none yet
    Column("content", LargeBinary, nullable=False),  # empty: let go
    Column("version", Integer, nullable=False),
    Column("made_at", String(24), nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("changed_by", String(64), nullable=False),
)
Index("bookings_by_slot", bookings.c.van_day, bookings.c.at)
Index("bookings_by_person", bookings.c.person, bookings.c.matter)
Index("bookings_by_phone", bookings.c.phone)
# Whoever booked twice for the same has booked once.
Index(
    "bookings_open",
    bookings.c.person,
    bookings.c.matter,
    unique=True,
    sqlite_where=bookings.c.state == "booked",
    postgresql_where=bookings.c.state == "booked",
)

# Of each record what a figure is made of; nothing that names a person. Times as on the wire, day: in China.
services = Table(
    "services",
    metadata,
    Column("record", String(26), ForeignKey("records.id"), primary_key=True),
    Column("van", String(32), nullable=False),
    Column("day", String(10), nullable=False),  # on which it was begun
    Column("matter", String(64), nullable=False),
    Column("way", String(16), nullable=False),  # visit, van, campus
    Column("planned", Boolean, nullable=False),  # it was of a trip or a booking
    Column("first", Boolean, nullable=False),  # False: corrects another one, so nobody came again
    Column("handling_s", Integer, nullable=False),  # from its first answer to its seal
    Column("sent_s", Integer, nullable=False),  # ... and from there until it was here
    Column("received_at", String(24), nullable=False),
    Column("decided_at", String(24)),
    Column("decision", String(16)),  # accepted, returned
    Column("decided_s", Integer),  # seconds from arrival to decision
    Column("made_at", String(24)),
    Column("made_s", Integer),  # seconds from the seal until the card was made
)
Index("services_by_day", services.c.day, services.c.van)

# Why a record was returned: what it was about, once each.
return_reasons = Table(
    "return_reasons",
    metadata,
    Column("record", String(26), ForeignKey("records.id"), primary_key=True),
    Column("reason", String(64), primary_key=True),
)

# What is told to residents by text, or sent to them by courier. content: to whom and what, sealed to the
# bureau; empty: let go. cause: why there is this message, once. state: see desk/messages.py
messages = Table(
    "messages",
    metadata,
    Column("id", String(26), primary_key=True),
    Column("cause", String(80), nullable=False, unique=True),
    Column("way", String(8), nullable=False),  # sms, courier
    Column("template", String(32), nullable=False),
    Column("about", String(32), nullable=False),  # a record, a booking
    Column("content", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("adapter", String(32), nullable=False),  # who took it; "" for nobody yet
    Column("reference", String(80), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", String(24)),  # when it is looked at next; None: never again by itself
    Column("trouble", String(64), nullable=False),
    Column("written_at", String(24), nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("revision", Integer, nullable=False),
)
Index("messages_by_due", messages.c.due_at)
Index("messages_by_state", messages.c.state, messages.c.written_at)
Index("messages_by_about", messages.c.about)

# What residents thought of a service: 5 very satisfied ... 1 very dissatisfied. state: of the task a bad one
# makes: none open taken closed
ratings = Table(
    "ratings",
    metadata,
    Column("record", String(26), ForeignKey("records.id"), primary_key=True),
    Column("van", String(32), nullable=False),
    Column("matter", String(64), nullable=False),
    Column("day", String(10), nullable=False),  # of the service
    Column("level", Integer, nullable=False),
    Column("channel", String(8), nullable=False),  # van, sms, phone, hall, paper
    Column("words", LargeBinary, nullable=False),  # what was said, sealed to the bureau; empty: nothing
    Column("rated_at", String(24), nullable=False),
    Column("state", String(8), nullable=False),
    Column("due_on", String(10), nullable=False),  # "" without a task
    Column("handler", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("answer", LargeBinary, nullable=False),  # what was done about it, sealed to the bureau
    Column("changed_at", String(24), nullable=False),
    Column("revision", Integer, nullable=False),
)
Index("ratings_by_state", ratings.c.state, ratings.c.due_on)
Index("ratings_by_day", ratings.c.day, ratings.c.van)

# How far each reader of the event log (and of the SMS service's replies) has come.
readers = Table(
    "readers",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("place", String(80), nullable=False),
)

# A van's day as a way from door to door. content: the doors with order, times and what was typed, sealed.
trips = Table(
    "trips",
    metadata,
    Column("van", String(32), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("title", Text, nullable=False),
    Column("doors", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("changed_by", String(64), nullable=False),
)

# Lists of people: a school's roster, a community's register, whom to call on. content: their rows and those
# left out, sealed.
people_lists = Table(
    "people_lists",
    metadata,
    Column("kind", String(16), primary_key=True),  # roster register outreach
    Column("id", String(64), primary_key=True),
    Column("van", String(32), nullable=False),  # "": for no van
    Column("until", String(10), nullable=False),
    Column("title", Text, nullable=False),
    Column("good", Integer, nullable=False),
    Column("bad", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", String(24), nullable=False),
    Column("changed_by", String(64), nullable=False),
)

# Who was told that a document ends, by keyed hash; once for each document.
reminders = Table(
    "reminders",
    metadata,
    Column("person", String(64), primary_key=True),
    Column("valid_to", String(8), primary_key=True),
    Column("at", String(24), nullable=False),
    Column("who", String(64), nullable=False),
)
