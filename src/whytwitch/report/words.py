"""Words that every face of the answer shares: levels, likelihoods, sources."""

from __future__ import annotations

from whytwitch.core.case import Urgency

__all__ = ["GROUNDS", "LEVEL_PLAIN", "LEVEL_TITLE", "likelihood_words", "percent"]

LEVEL_TITLE: dict[Urgency, str] = {
    "emergency": "Emergency: get help now",
    "urgent": "Urgent: be seen within two days",
    "soon": "Soon: be seen within two weeks",
    "routine": "Routine: see a doctor when it suits",
    "self-care": "Self-care: can be watched at home",
}

LEVEL_PLAIN: dict[Urgency, str] = {
    "emergency": "Go to an emergency department or call the emergency number now. Do not drive yourself.",
    "urgent": "Call a doctor today and ask to be seen within two days.",
    "soon": "Make an appointment so that you are seen within two weeks. Sooner if it gets worse.",
    "routine": "There is no hurry. Bring it up at an ordinary appointment in the next weeks.",
    "self-care": "You can wait and watch. See a doctor if it lasts, spreads, or something new comes with it.",
}


#: What stands where a reason has no source, by its basis.
GROUNDS = {
    "estimate": "estimate",
    "unlisted": "not in its description",
    "borrowed": "estimate, as in causes like it",
}


def percent(probability: float) -> str:
    """A probability for people: never 0 % and never 100 %.

    Examples
    --------
    >>> percent(0.314), percent(0.0004), percent(0.9999)
    ('31 %', '< 1 %', '> 99 %')
    """
    if probability < 0.01:
        return "< 1 %"
    return "> 99 %" if probability > 0.99 else f"{probability:.0%}".replace("%", " %")


def likelihood_words(probability: float) -> str:
    """A probability in one plain word or two."""
    for least, words in ((0.8, "very likely"), (0.5, "likely"), (0.2, "possible")):
        if probability >= least:
            return words
    return "less likely" if probability >= 0.05 else "unlikely"
