"""A name is found by its words, however they are turned round or abbreviated; a hint never rests on letters alone."""

from __future__ import annotations

import contextlib
import difflib
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treatygraph.errors import AmbiguousNameError, UnknownNameError
from treatygraph.faces.endpoint.linked import spelled_like
from treatygraph.facts.lookups import find_participant, find_treaty, participants_like, treaties_like
from treatygraph.facts.model import NameForm
from treatygraph.facts.register import Register
from treatygraph.facts.wording import _COMMON, _SLIP, Hints, begins, by_words, words
from treatygraph.law.status import Concluded

#: Forms of ISO 3166-1, the World Bank, the International Monetary Fund, Natural Earth, and of every day.
NAMES = {
    "COD": [
        "D.R. Congo",
        "D. R. Congo",
        "DR Congo",
        "DRC",
        "Congo (Kinshasa)",
        "Congo, Dem. Rep.",
        "Congo, The Democratic Republic of the",
    ],
    "COG": ["Congo", "Republic of the Congo", "Congo, Rep.", "Congo (Brazzaville)"],
    "KOR": ["Korea, Republic of", "Korea, Rep.", "South Korea", "ROK", "Corée du Sud", "韩国"],
    "PRK": ["DPRK", "Korea, Dem. People's Rep.", "Korea, Democratic People's Republic of", "North Korea"],
    "MDA": ["Moldova, Republic of", "Moldova", "Moldavie"],
    "TZA": ["Tanzania, United Republic of", "Tanzania, U.R.", "Tanzania, U.R. of", "Tanzania"],
    "CHN": ["P.R. China", "PRC"],
    "HKG": ["Hong Kong SAR", "Hong Kong SAR, China", "Hong Kong", "香港"],
    "MAC": ["Macao SAR", "Macau SAR", "Macao", "澳门"],
    "SRB": ["FR Yugoslavia", "F.R. Yugoslavia"],
    "YUCS": ["SFR Yugoslavia", "SFRY"],
    "DEU": ["West Germany", "FRG", "FR Germany"],
    "PSE": ["Palestine, State of", "Palestine"],
    "VNM": ["Vietnam", "Viet Nam"],
    "BRN": ["Brunei", "Brunei Darussalam"],
    "VAT": ["Vatican City", "Holy See (Vatican City State)"],
    "LAO": ["Lao PDR", "Laos"],
    "ARE": ["UAE", "United Arab Emirates"],
    "GBR": ["UK", "Great Britain", "United Kingdom", "英国"],
    "USA": ["US", "U.S.", "America", "United States", "États-Unis"],
    "EGY": ["Egypt, Arab Rep.", "Egypt"],
    "IRN": ["Iran, Islamic Rep.", "Iran, Islamic Republic of"],
    "VEN": ["Venezuela, RB", "Venezuela, Bolivarian Republic of"],
    "FSM": ["Micronesia, Fed. Sts.", "FS Micronesia", "Micronesia, Federated States of"],
    "BHS": ["Bahamas, The", "Bahamas"],
    "GMB": ["Gambia, The"],
    "CAF": ["Central Afr. Rep."],
    "GNQ": ["Eq. Guinea"],
    "GIN": ["Guinea"],
    "GNB": ["Guinea-Bissau"],
    "BIH": ["Bosnia and Herz.", "Bosnia & Herzegovina"],
    "SLB": ["Solomon Is."],
    "SSD": ["S. Sudan", "Sudan, South"],
    "SDN": ["Sudan"],
    "LCA": ["St. Lucia", "Saint Lucia"],
    "NER": ["Niger"],
    "NGA": ["Nigeria"],
    "DMA": ["Dominica"],
    "DOM": ["Dominican Rep."],
    "MMR": ["Burma", "Myanmar"],
}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in NAMES.items() for name in names])
def test_every_form_of_a_name_finds_its_bearer(code: str, name: str, real: Concluded) -> None:
    assert find_participant(real.register, name).id == code


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Swizerland", ("Switzerland (CHE)",)),
        ("Saint Kitts", ("Saint Kitts and Nevis (KNA)",)),
        ("Korea", ("Republic of Korea (KOR)", "Democratic People's Republic of Korea (PRK)")),
        ("Atlantis", ()),
        ("XQZ", ()),
        ("Republic", ()),
        ("Prussia", ()),
        ("Slovekia", ("Slovakia (SVK)", "Slovenia (SVN)")),
    ],
)
def test_a_hint_shares_a_telling_word_or_a_slip(text: str, near: tuple[str, ...], real: Concluded) -> None:
    with pytest.raises((UnknownNameError, AmbiguousNameError)) as caught:
        find_participant(real.register, text)
    assert isinstance(caught.value, UnknownNameError)
    assert caught.value.near[: len(near)] == near
    assert bool(caught.value.near) == bool(near)


def test_no_name_of_one_participant_has_the_words_of_another(real: Concluded) -> None:
    register = real.register
    shared = {key: who for key, who in register.bearers_by_words.items() if len(who) > 1}
    plain_shared = {name for name, who in register.bearers.items() if len(who) > 1}
    assert all(any(words(name) == key for name in plain_shared) for key in shared), shared


@pytest.mark.parametrize(
    ("text", "treaty"),
    [
        ("Palermo Convention", "untoc"),
        ("TIP Protocol", "tip"),
        ("smuggling", "som"),
        ("18-12-b", "som"),
        ("18.12 c", "firearms"),
        ("XVIII-12-a", "tip"),
        ("偷运移民", "som"),
        ("migrant smuggling protocol", "som"),
        ("UNTOC protocol on smuggling", "som"),
        ("UN smuggling protocol", "som"),
        ("U.N. Convention against Transnational Organised Crime", "untoc"),
        ("移徙工人公约", "icrmw"),
        ("Convention on the Protection of the Rights of All Migrant Workers and Members of Their Families", "icrmw"),
        ("Covenant on Civil and Political Rights", "iccpr"),
        ("Convention on the Elimination of All Forms of Racial Discrimination", "cerd"),
        ("WHO Constitution", "ix-1"),
    ],
)
def test_everyday_names_find_a_treaty(text: str, treaty: str, real: Concluded) -> None:
    assert find_treaty(real.register, text).id == treaty


@pytest.mark.parametrize(
    "text",
    [
        "protocol",
        "99-1",
        "人",
        "0-1",
        "UNTOC protocol",
        "UNTOC protocol on trafficking",
        "Single Convention",
        "1961 Convention",
        "Statelessness Convention",
        "Vienna Convention",
    ],
)
def test_words_that_several_treaties_have_are_asked_about(text: str, real: Concluded) -> None:
    with pytest.raises((UnknownNameError, AmbiguousNameError)):
        find_treaty(real.register, text)


def test_abbreviations_are_written_out_and_small_words_left_out() -> None:
    assert words("The Lao P.D.R.") == words("Lao PDR")
    assert words("Lao PDR") == words("Lao People's Democratic Republic")
    assert words("of") == {"of"}
    assert by_words({"a b": frozenset({"X"}), "b, a": frozenset({"Y"})}) == {frozenset("ab"): frozenset("XY")}


@given(st.text(max_size=60))
def test_any_text_has_words_and_hints(text: str) -> None:
    assert isinstance(words(text), frozenset)
    assert len(Hints([(frozenset({"avalond"}), "AVA"), (frozenset({"borrin"}), "BOR")]).of(text)) <= 2


def test_what_is_typed_begins_words_and_is_no_part_inside_one() -> None:
    assert begins("united k", "united kingdom")
    assert begins("us", "use of force")
    assert not begins("us", "belarus")
    assert not begins("", "anything")
    assert begins("移民", "偷运移民 议定书")
    assert not begins("枪", "偷运移民")


def test_a_text_leads_to_those_it_may_mean(real: Concluded, world: Concluded) -> None:
    register = real.register
    assert participants_like(register, "US") == ("USA",)
    assert participants_like(register, "Swizerland") == ("CHE",)
    assert {"GBR", "USA", "TZA", "ARE"} <= set(participants_like(register, "united"))
    assert participants_like(register, "x" * 500) == participants_like(register, "?!") == ()
    assert treaties_like(register, "smuggling") == ("som",)
    assert "tip" in treaties_like(register, "traff persons")
    assert treaties_like(register, "firearm") == ("firearms",)
    assert treaties_like(register, "") == treaties_like(register, "x" * 500) == ()
    shared = replace(world.register.facts.names[0], name="Nowhere", form=NameForm.SHORT)
    other = replace(shared, participant=world.register.facts.names[-1].participant)
    both = Register(replace(world.register.facts, names=(*world.register.facts.names, shared, other)))
    assert set(participants_like(both, "Nowhere")) == {shared.participant, other.participant}


def test_a_hint_is_what_a_look_at_every_name_gives(real: Concluded) -> None:
    """The index of words leaves nobody out: every name is compared, word by word, with what was typed."""
    register = real.register
    known = [(having, who) for having, bearers in register.bearers_by_words.items() for who in bearers]
    chance = random.Random(5)
    hinted = 0
    for name in chance.sample(sorted(register.bearers), 60):
        at = chance.randrange(len(name))
        text = " ".join(chance.sample(f"{name[:at]}{name[at + 1 :]}".split() or [name], 1)) + chance.choice(
            ["", " new"]
        )
        asked = words(text) - _COMMON
        scored: dict[str, float] = {}
        for having, who in known:
            own = having - _COMMON
            score = sum(max((_how_alike(word, other) for other in own), default=0.0) for word in asked)
            if asked and score / len(asked) >= 0.5:
                scored[who] = max(scored.get(who, 0.0), score / len(asked) - len(own - asked) * 0.01)
        assert register.participants_hinted.of(text) == tuple(sorted(scored, key=lambda w: (-scored[w], w))[:3]), text
        hinted += bool(scored)
    assert hinted > 20


def _how_alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    if len(word) < 5 or abs(len(other) - len(word)) > 2 or other[0] != word[0]:
        return 0.0
    ratio = difflib.SequenceMatcher(None, word, other).ratio()
    return ratio if ratio >= _SLIP else 0.0


@pytest.mark.parametrize("text", ["X1000012", "Atlantis", "republic of nowhere", "conventoin on nothing", "s" * 200])
def test_who_asks_for_what_is_not_there_has_few_names_compared(
    text: str, real: Concluded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To compare letter by letter takes long: a stranger who asks for a thousand names must not have all compared."""
    compared = 0

    class Counting(difflib.SequenceMatcher[str]):
        def ratio(self) -> float:
            nonlocal compared
            compared += 1
            return super().ratio()

    monkeypatch.setattr(difflib, "SequenceMatcher", Counting)
    for find in (find_participant, find_treaty):
        with contextlib.suppress(UnknownNameError, AmbiguousNameError):
            find(real.register, text)
    paths = tuple(sorted(f"id/treaty/{t}/action/{p}" for t in real.register.treaties for p in real.register.present))
    assert paths[5000] in spelled_like(paths, paths[5000][:-1])
    spelled_like(paths, f"id/{text}")
    assert compared < 60
