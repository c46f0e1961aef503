"""The order of names: Chinese by reading, the others as their dictionaries stand; the browser's is asked elsewhere."""

from __future__ import annotations

import random

import pytest

from treatygraph.faces.collation import in_order

#: Names in their order, as ICU has it.
ORDERS = {
    "en": ["Åland", "Austria", "Benin", "Côte d'Ivoire", "Cuba", "Türkiye", "Turkmenistan"],
    "zh": ["阿富汗", "安道尔", "比利时", "不丹", "朝鲜", "德国", "法国", "乍得", "中国"],
    "es": ["Guinea Ecuatorial", "Guinea-Bissau", "nube", "ñandú", "oso"],
    "fr": ["Côte d'Ivoire", "Cuba", "Érythrée", "Espagne", "Guinée équatoriale", "Guinée-Bissau"],
    "ru": ["Ёлка", "Иран", "Йемен", "Казахстан"],
    "ar": ["آيسلندا", "إثيوبيا", "أذربيجان", "أرمينيا", "الاتحاد الأوروبي", "بوتان"],
}


@pytest.mark.parametrize("language", ORDERS)
def test_names_stand_in_the_order_of_their_language(language: str) -> None:
    names = ORDERS[language]
    mixed = random.Random(1).sample(names, len(names))
    assert in_order(language, mixed, str) == names


def test_a_character_without_a_reading_stands_after_those_that_have_one() -> None:
    assert in_order("zh", ["\U00020000", "中", "A"], str) == ["A", "\U00020000", "中"]


def test_names_alike_but_for_accents_have_one_order() -> None:
    names = ["cote", "coté", "côte"]
    assert in_order("fr", names, str) == in_order("fr", reversed(names), str)
