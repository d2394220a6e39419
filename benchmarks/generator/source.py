"""One source document: its passages, time spans and facts, made from the templates until it has the wanted size."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, Final

from benchmarks.generator.countries import Event, Pair
from benchmarks.generator.forms import COOPERATION, DISPUTES, FORMS, TEMPLATES, Form
from benchmarks.generator.names import WORDS, Thing, block, code, heading, names, span_name, triples_in

_FACTS_OF_PASSAGES: Final = (2, 5, 4, 4, 3, 5, 2, 1, 4, 4, 1, 2, 2, 2, 2, 6, 3)
"""How many facts each passage of the first source states."""

_RECENT: Final = 10
"""A source speaks of this many of the latest events, so that an event has some five sources at any size."""


class Source:
    """A source document in the making.

    things: values of placeholders that are the same in all of its facts.
    spans, body: the Turtle of time spans that no source before it has, and of passages, ranges and facts, by subject.
    passages, facts: the subjects in which mistakes can be planted, so facts that are neither inferred nor disputed.
    triples, fact_count: how many are written.
    """

    def __init__(
        self,
        rng: Random,
        pair: Pair,
        day: date,
        agency: Thing,
        bodies: Sequence[Thing],
        codes: Mapping[str, Sequence[Thing]],
        known_spans: Container[str],
    ) -> None:
        self.rng, self.pair, self.day, self.bodies, self.codes = rng, pair, day, bodies, codes
        self.triples = 0
        self.spans: dict[str, str] = {}
        self._known_spans = known_spans
        self.slug = f"{agency.iri.removeprefix('id:')}-{day}-{pair.slug}"
        known = bisect_right(pair.events, day, key=lambda event: event.day)
        self.events = pair.events[max(0, known - _RECENT) : max(1, known)]
        here = rng.randrange(2)
        home, abroad = pair.countries[here], pair.countries[1 - here]
        number = day.toordinal()
        communique = Thing(f"id:{self.slug}-communique", *names("communique", home.ministry, number=number))
        parts = ["document", *(["communique"] if rng.random() < 0.5 else [])]
        self.things: dict[str, Any] = {
            "day": day, "number": number, "slug": self.slug, "agency": agency, "home": home, "abroad": abroad, "communique": communique,
            "first": pair.countries[0], "second": pair.countries[1], "both": f"{pair.countries[0]} , {pair.countries[1]}",
            "group": pair.group, "opening": pair.opening, "visit": pair.visit, "forum": pair.forum, "investment": pair.investment,
            "relations": pair.relations, "on_day": self.on(day),
            "item": Thing(f"id:{self.slug}", *names("item", agency, number=number)),
            "issued": f" ;\n    kzit:object {communique} ;\n    kzit:statedIn {communique}" if "communique" in parts else "",
            "companies": Thing(":companies", *names("companies", abroad)),
            "consuls": Thing(":honorary-consuls", *names("honorary-consuls", home, abroad)),
            "consular_cities": Thing(":consular-cities", *names("consular-cities", home, abroad)),
        }  # fmt: skip
        self._documents = "".join(TEMPLATES[part] for part in parts).format_map(self.things)
        self._groups = TEMPLATES["groups"].format_map(self.things)
        self.triples += triples_in(self._documents) + triples_in(self._groups)
        self.body: dict[str, str] = {}
        self.passages: list[str] = []
        self.facts: list[str] = []
        self._position = self._paragraph = self._sentence = self._in_passage = self.fact_count = 0
        self.last_fact = ""

    def text(self) -> str:
        """Return the Turtle of the file, without prefixes."""
        return "".join(
            (
                heading("The documents"),
                self._documents,
                heading("Readings, groups and events that exist only in this source"),
                self._groups,
                *self.body.values(),
            )
        )

    def fill(self, triples: int, side: int | None) -> None:
        """State facts until there are about so many triples. side: 0 or 1 in two sources that contradict each other, else None."""
        queue = self.rng.sample(FORMS, len(FORMS))
        queue.remove(COOPERATION)
        queue.append(COOPERATION)  # comes first, since influences, goals and inferences rest on another fact
        while not self.passages or self.triples < triples:
            number = self.rng.choice(_FACTS_OF_PASSAGES)
            self._begin_passage(60 + number * self.rng.randint(20, 60))
            if side is not None and len(self.passages) == 1:
                for form in DISPUTES:
                    self._state(form, {"side": side})
            for _ in range(number):
                queue = queue or self.rng.sample(FORMS, len(FORMS))
                self._state(queue.pop(), {})

    def _begin_passage(self, letters: int) -> None:
        if self._paragraph == 0 or self.rng.random() < 0.6:
            self._paragraph, self._sentence = self._paragraph + 1, 0
        self._sentence += 1
        self._in_passage = 0
        name = f"p{self._paragraph}s{self._sentence}"
        start = self._position + self.rng.randint(1, 2)
        self._position = start + letters
        passage = block(
            f":{name}",
            "kzit:Passage",
            f'dcterms:identifier "{name}"',
            f"oa:hasSource id:{self.slug}",
            f"oa:hasSelector :{name}-range",
            f'schema:sha256 "{self.rng.getrandbits(256):064x}"',
            f'kzit:normalizedDigest "{self.rng.getrandbits(256):064x}"',
            f"kzit:normalizedLength {letters}",
        )
        self.body[f"## {name}"] = heading(name)
        self._write(self.body, f":{name}", passage)
        self._write(
            self.body, f":{name}-range", block(f":{name}-range", "oa:TextPositionSelector", f"oa:start {start}", f"oa:end {self._position}")
        )
        self.passages.append(f":{name}")

    def _state(self, form: Form, given: Mapping[str, Any]) -> None:
        """State a fact in the last passage. given: values of placeholders that are not chosen."""
        self._in_passage += 1
        self.fact_count += 1
        passage = self.passages[-1]
        subject = f"{passage}-f{self._in_passage}"
        values = _Values(self, subject=subject, identifier=subject[1:], passage=passage, previous=self.last_fact, **given)
        self._write(self.body, subject, form.text.format_map(values))
        self.last_fact = subject
        if not form.inferred and not given:
            self.facts.append(subject)

    def _write(self, part: dict[str, str], subject: str, text: str) -> None:
        part[subject] = text
        self.triples += triples_in(text)

    # The methods below return the name of a time span, and write it if no source has it yet.

    def on(self, day: date) -> str:
        """Return a day."""
        return self._span(str(day), "xsd:date", day, day)

    def in_month(self, day: date) -> str:
        """Return the month of a day."""
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return self._span(f"{day:%Y-%m}", "xsd:gYearMonth", day.replace(day=1), last)

    def in_year(self, year: int) -> str:
        """Return a year."""
        return self._span(str(year), "xsd:gYear", date(year, 1, 1), date(year, 12, 31))

    def when(self, event: Event) -> str:
        """Return the day, the month or the year of an event: sources are not equally exact."""
        exactness = self.rng.random()
        if exactness < 0.3:
            return self.on(event.day)
        return self.in_month(event.day) if exactness < 0.5 else self.in_year(event.day.year)

    def of_report(self) -> str:
        """Return the present of the source."""
        return self.on(self.day)

    def up_to_report(self) -> str:
        """Return the past up to the source, without a beginning."""
        return self._span(f"/{self.day}", "edtf:EDTF", latest=self.day)

    def lately(self) -> str:
        """Return one of the times of lasting relations, with its property."""
        choice = self.rng.random()
        if choice < 0.6:
            return f"kzit:asOf {self.of_report()}"
        if choice < 0.8:
            return f"kzit:throughout {self.up_to_report()}"
        if choice < 0.9:
            years = 5 * self.rng.randint(1, 6)
            return f"kzit:throughout {self._span(f'P{years}Y', 'xsd:duration', latest=self.day)}"
        if choice < 0.95:
            return f"kzit:since {self.on(self.events[0].day)}"
        return f"kzit:within {self.in_year(self.day.year)}"

    def _span(self, stated: str, datatype: str, earliest: date | None = None, latest: date | None = None) -> str:
        name = f"span:{span_name(stated, latest)}"
        if name not in self.spans and name not in self._known_spans:
            statements = [
                f'kzit:statedAs "{stated}"^^{datatype}',
                *([f'kzit:earliest "{earliest}"^^xsd:date'] if earliest else []),
                *([f'kzit:latest "{latest}"^^xsd:date'] if latest else []),
            ]
            self._write(self.spans, name, block(name, "kzit:TimeSpan", *statements))
        return name

    def code(self, scheme: str) -> Thing:
        """Return any code of a code list."""
        return self.rng.choice(self.codes[scheme])


class _Values(dict[str, Any]):
    """The values of the placeholders of a form. Each is chosen when it is first needed, so that a fact uses it consistently."""

    def __init__(self, source: Source, **given: object) -> None:
        super().__init__(given)
        self._source = source

    def __missing__(self, name: str) -> object:
        source = self._source
        if name in source.things:
            value = source.things[name]
        elif name in source.codes:
            value = source.code(name)
        else:
            value = CHOICES[name](source, self)
        self[name] = value
        return value


def _sum(source: Source, _: _Values) -> str:
    cents = "" if source.rng.random() < 0.7 else f".{source.rng.randint(1, 99):02}"
    return f"{source.rng.randint(1, 99) * 10 ** source.rng.randint(5, 8)}{cents}"


def _figure(value: Decimal, currency: str, *, about: bool) -> str:
    """Return a sum of money with its bounds. about: whether it is hedged."""
    least, most = (value * Decimal("0.9"), value * Decimal("1.1")) if about else (value, value)
    numbers = (f"schema:{name} {number.normalize():f}" for name, number in (("value", value), ("minValue", least), ("maxValue", most)))
    return " ;\n    ".join([*numbers, f"schema:unitCode unit:{currency}", *(["kzit:hedge hedge:about"] if about else [])])


CHOICES: Final[Mapping[str, Callable[[Source, _Values], object]]] = {  # besides the names of code lists
    "fields": lambda source, _: " , ".join(map(str, source.rng.sample(source.codes["field"], 2))),
    "epithets": lambda source, _: " , ".join(map(str, source.rng.sample(source.codes["epithet"], 2))),
    "mutual": lambda source, _: code("relation-type", source.rng.choice(WORDS["choices"]["mutual"])),
    "manner": lambda source, _: source.rng.choice(WORDS["choices"]["manner"]),
    "currency": lambda source, _: source.rng.choice(WORDS["choices"]["currency"]),
    "odd_ending": lambda source, _: source.rng.choice(WORDS["choices"]["odd_ending"]) if source.rng.random() < 0.1 else "",
    "event": lambda source, _: source.rng.choice(source.events),
    "place": lambda source, values: source.rng.choice(values["event"].places),
    "host": lambda source, values: source.pair.countries[values["event"].host],
    "guest": lambda source, values: source.pair.countries[1 - values["event"].host],
    "agreement": lambda source, _: source.rng.choice(source.pair.agreements),
    "body": lambda source, _: source.rng.choice(source.bodies),
    "country": lambda source, _: source.rng.choice(source.pair.countries),
    "home_theatre": lambda source, values: source.rng.choice(values["home"].theatres),
    "theatre": lambda source, values: source.rng.choice(values["abroad"].theatres),
    "home_city": lambda source, values: source.rng.choice(values["home"].cities),
    "city": lambda source, values: source.rng.choice(values["abroad"].cities),
    "factor": lambda source, _: source.rng.choice((source.pair.group, *source.events)),
    "investor": lambda source, values: values["abroad"] if source.rng.random() < 0.7 else ":companies",
    "sum": _sum,
    "amount": lambda source, values: _figure(Decimal(str(values["sum"])), str(values["currency"]), about=source.rng.random() < 0.7),
    "on_opening": lambda source, _: source.on(source.pair.opening.day),
    "when_event": lambda source, values: source.when(values["event"]),
    "when_signed": lambda source, values: source.when(values["agreement"][1]),
    "of_report": lambda source, _: source.of_report(),
    "up_to_report": lambda source, _: source.up_to_report(),
    "lately": lambda source, _: source.lately(),
    "in_year_of_report": lambda source, _: source.in_year(source.day.year),
    "in_1990": lambda source, _: source.in_year(1990),
    "disputed_year": lambda _, values: 1990 + values["side"],
    "in_disputed_year": lambda source, values: source.in_year(values["disputed_year"]),
    "disputed_city": lambda source, values: source.pair.countries[values["side"]].cities[0],
    "disputed_amount": lambda _, values: _figure(Decimal(1_000_000 + values["side"]), "USD", about=False),
}
