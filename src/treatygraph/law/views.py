"""The views of `law.model` in words, in English and Chinese: what is supposed, and what then follows.

Legal basis: VCLT arts. 19 to 23; the practice of the depositary on late reservations.
"""

from __future__ import annotations

from collections.abc import Mapping

from treatygraph.law.model import EffectOn, Reading, View

#: What each view supposes.
SUPPOSED: Mapping[View, tuple[str, str]] = {
    View.ONLY_DECLARES: ("if it only declares or interprets", "如仅为声明或解释"),
    View.IS_RESERVATION: ("if it is a reservation in substance", "如实质上为保留"),
    View.NOT_CONFIRMED: ("if it was not confirmed on consent", "如表示同意时未予确认"),
    View.CONFIRMED_UNSEEN: ("if it was confirmed, which the source does not show", "如已确认而来源未载"),
    View.BOUND_WITHOUT: (
        "if it may not be made and its author is bound without it",
        "如保留不得提出，提出者不享有保留而受约束",
    ),
    View.CONSENT_FALLS: ("if the consent given with it falls with it", "如与之一并表示的同意随之无效"),
    View.ARTICLE_21_3: ("if article 21(3) of the VCLT applies", "如适用《维也纳条约法公约》第二十一条第三款"),
    View.ACCEPTED: ("if it is accepted", "如已接受"),
    View.AWAITS_ACCEPTANCE: ("if the relation awaits acceptance", "如条约关系有待接受"),
    View.DEPOSITARY_PRACTICE: ("in the practice of the depositary", "依保存人惯例"),
    View.PAIR_BY_PAIR: ("if it is judged pair by pair", "如逐对判断"),
    View.IN_TIME: ("if the objection came in time", "如反对未逾期"),
    View.OUT_OF_TIME: ("if the objection came late", "如反对已逾期"),
    View.AIMED_AT_IT: ("if the objection is aimed at it", "如反对针对该保留"),
    View.AIMED_ELSEWHERE: ("if the objection is aimed at something else", "如反对针对其他声明"),
    View.WITHDRAWN: ("if the withdrawal is notified", "如撤回已经通知"),
    View.NOT_YET_NOTIFIED: ("if the withdrawal is not notified yet", "如撤回尚未通知"),
}

#: What then follows for the provisions concerned.
FOLLOWS: Mapping[EffectOn, tuple[str, str]] = {
    EffectOn.EXCLUDED: ("they are excluded both ways", "该等条款在双方之间排除"),
    EffectOn.MODIFIED: ("they apply as modified, both ways", "该等条款在双方之间按保留修改后适用"),
    EffectOn.NOT_APPLIED: ("they do not apply to the extent of the reservation", "该等条款在保留范围内不适用"),
    EffectOn.EXTENT_NOT_STATED: ("they change to an extent that is not stated", "该等条款有所改变，范围未述明"),
    EffectOn.UNDETERMINED: ("what becomes of them is not known", "其结果不详"),
    EffectOn.NONE: ("they apply in full", "该等条款完全适用"),
    EffectOn.NO_RELATION: ("there is no treaty relation between the two", "双方之间无条约关系"),
    EffectOn.DISPUTED: ("what becomes of them is disputed", "其结果有争议"),
}


def told(readings: tuple[Reading, ...], language: str = "en") -> str:
    """Return readings as one sentence, in English (`en`) or Chinese (`zh`); an empty text where there are none."""
    if not readings:
        return ""
    n = 1 if language == "zh" else 0
    parts = [(SUPPOSED[r.view][n], FOLLOWS[r.effect][n]) for r in readings]
    if language == "zh":
        return "解读：" + "；".join(f"{view}，{effect}" for view, effect in parts) + "。"
    return "Readings: " + "; ".join(f"{view}, {effect}" for view, effect in parts) + "."
