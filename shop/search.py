"""Finding styles by words: what was meant, what has all of it, and what to suggest while typing.

Words are looked up in the catalogue's own vocabulary (`shop.index`), so the same query finds the
same on every database. Staff's synonyms come first, then words as they are, then the beginning of
a word, then the nearest spelling.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError
from django.db.models import F
from django.utils import timezone
from pyroaring import BitMap
from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.transactions import durable_transaction
from shop.index import CatalogueIndex, index
from shop.models import Category, SearchTerm, Synonym, Variant
from shop.words import MOST_WORDS, words_of

LONGEST_QUERY = 100
LONGEST_SYNONYM = 3  # words
SHORTEST_BEGINNING = 2  # letters of a word that may stand for the whole


@dataclass(frozen=True)
class Understood:
    """A query in the catalogue's words: what was typed, what it was taken for, what has it.

    `places` are of the index, `named` those of them that say it in their name; `phrase` is
    empty where nothing had to be changed.
    """

    typed: str
    phrase: str
    words: tuple[str, ...]
    places: BitMap
    named: BitMap
    unknown: tuple[str, ...] = ()


def clean(query: str) -> str:
    """A query as it is kept and shown: one line, no control characters, not too long."""
    printable = "".join(c if c.isprintable() else " " for c in query[: LONGEST_QUERY * 4])
    return " ".join(printable.split())[:LONGEST_QUERY].strip()


def understand(query: str, *, exactly: bool = False) -> Understood:
    """What the catalogue has for a cleaned query. `exactly`: as typed, nothing corrected.

    One query for the synonyms; the caller has the index caught up.
    """
    typed = words_of(query)[:MOST_WORDS]
    meant = typed if exactly else _in_our_words(typed)
    with index.lock:
        resolved = [_resolve(word, exactly=exactly) for word in meant]
        unknown = tuple(word for word, found in zip(meant, resolved, strict=True) if not found)
        words = tuple(found or word for word, found in zip(meant, resolved, strict=True))
        places = _having(words, index.worded) if words and not unknown else BitMap()
        named = places & _having(words, index.named) if places else BitMap()
        is_changed = list(words) != typed and not unknown
        phrase = " ".join(index.spelled.get(word, word) for word in words) if is_changed else ""
    return Understood(query, phrase, words, places, named, unknown)


def is_in_our_words(phrase: str) -> bool:
    """Whether every word of it is one the catalogue has."""
    words = words_of(phrase)
    with index.lock:
        return bool(words) and all(word in index.worded for word in words)


def _in_our_words(words: list[str]) -> list[str]:
    """With staff's synonyms put in, the longest phrase first, each word changed once."""
    phrases = {" ".join(part) for part in _parts(words)}
    known = dict(Synonym.objects.filter(phrase__in=phrases).values_list("phrase", "means"))
    answer: list[str] = []
    while words:
        taken = next((n for n in range(LONGEST_SYNONYM, 0, -1) if _key(words, n) in known), 0)
        answer += words_of(known[_key(words, taken)]) if taken else words[:1]
        words = words[taken or 1 :]
    return answer


def _parts(words: list[str]) -> Iterator[list[str]]:
    for start in range(len(words)):
        for count in range(1, LONGEST_SYNONYM + 1):
            yield words[start : start + count]


def _key(words: list[str], count: int) -> str:
    return " ".join(words[:count]) if count <= len(words) else ""


def _resolve(word: str, *, exactly: bool) -> str:
    """The catalogue's word for one that was typed; empty where there is none.

    The beginning of a word stands as it is, and is looked up as such.
    """
    if exactly or word in index.worded or word.isdigit():
        return word if word in index.worded or _begins(word) else ""
    return word if _begins(word) else _nearest(word)


def _begins(word: str) -> bool:
    return len(word) >= SHORTEST_BEGINNING and any(w.startswith(word) for w in index.worded)


def _nearest(word: str) -> str:
    """The word one slip away (two in a long one), the more common one; empty if there is none."""
    slips = 1 if len(word) < 6 else 2
    near = process.extract(word, _vocabulary(), scorer=OSA.distance, score_cutoff=slips, limit=8)
    near = [n for n in near if n[1] < 2 or n[0][0] == word[0]]
    if len(word) < 4 or not near:
        return ""
    return str(min(near, key=lambda n: (n[1], n[0][0] != word[0], -len(index.worded[n[0]])))[0])


def _vocabulary() -> list[str]:
    return [word for word in index.worded if len(word) > 2 and not word.isdigit()]


def _having(words: tuple[str, ...], shelf: dict[str, BitMap]) -> BitMap:
    """What has every one of the words, or a word that begins with it where it is none itself."""
    return BitMap.intersection(*(_one(word, shelf) for word in words))


def _one(word: str, shelf: dict[str, BitMap]) -> BitMap:
    if word in index.worded:  # a word itself: “shirt” is not the beginning of “shirting”
        return shelf.get(word, BitMap())
    return BitMap.union(
        BitMap(), *(places for known, places in shelf.items() if known.startswith(word))
    )


def variant_of_sku(query: str) -> Variant | None:
    """The variant whose SKU this is, in any case, if its product is shown."""
    if "-" not in query or " " in query:
        return None
    variant: Variant | None = (
        Variant.objects.with_product()
        .filter(sku=query.upper(), is_active=True, colourway__product__is_published=True)
        .first()
    )
    return variant


@dataclass(frozen=True)
class Suggestions:
    """What may be meant by what was typed so far."""

    phrases: tuple[tuple[str, str], ...]  # what was typed, and how it goes on
    categories: tuple[Category, ...]
    understood: Understood


def suggest(query: str, *, most: int = 5) -> Suggestions:
    """For a cleaned query of two letters or more; the index is caught up."""
    understood = understand(query)
    with index.lock:
        phrases = tuple(_endings(query, understood, index)[:most])
        categories = tuple(c for c in index.categories() if _is_asked_for(c, understood))
    return Suggestions(phrases, categories, understood)


def _endings(query: str, understood: Understood, index: CatalogueIndex) -> list[tuple[str, str]]:
    """How the last word may go on, most products first; only where all words together are found."""
    typed = words_of(query)
    if not typed:
        return []
    before, last = tuple(typed[:-1]), typed[-1]
    if any(word not in index.worded for word in before):
        return []
    within = _having(before, index.worded) if before else index.published
    found = [
        (within.intersection_cardinality(places), word)
        for word, places in index.named.items()
        if word.startswith(last) and word != last and word not in before
    ]
    ranked = sorted((-count, word) for count, word in found if count)
    return [(query, index.spelled.get(word, word)[len(last) :]) for _, word in ranked]


def _is_asked_for(category: Category, understood: Understood) -> bool:
    own = words_of(category.name)
    return any(name.startswith(word) for name in own for word in understood.words)


def count_search(term: str, found: int) -> None:
    """Count one search for staff: by day and term (in small letters), with what it found last."""
    try:
        _count(term.lower()[:60], found)
    except IntegrityError:  # two were the first of the day
        _count(term.lower()[:60], found)


@durable_transaction
def _count(term: str, found: int) -> None:
    today = timezone.localdate()
    row = SearchTerm.objects.filter(day=today, term=term)
    if not row.update(searches=F("searches") + 1, found=found):
        SearchTerm.objects.create(day=today, term=term, searches=1, found=found)
