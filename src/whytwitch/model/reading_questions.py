"""Words that could mean two things, and what to ask."""

from __future__ import annotations

__all__ = ["QUESTIONS"]

#: What could mean two things: words, meanings, the question, and the safe general item (or None).
QUESTIONS: tuple[tuple[str, tuple[str, ...], str, str | None], ...] = (
    (
        "fit|fits",
        ("a seizure", "in good shape", "matching"),
        "By 'fit', do you mean a seizure with shaking or loss of awareness?",
        "HP:0001250",
    ),
    (
        "spasm|spasms",
        ("a painful cramp", "a sudden jerk", "a pull into a twisted posture"),
        "Is the spasm a painful hard cramp, a quick jerk, or a pull into an odd posture?",
        "HP:0003394",
    ),
    (
        "shaking|shakes|shake",
        ("a steady tremor", "shivering with cold or fever", "a seizure", "jerks"),
        "Is the shaking a steady tremble, shivering, single jerks, or a whole-body attack?",
        "HP:0001337",
    ),
    (
        "weak",
        ("a muscle that has lost strength", "tired, without energy"),
        "By 'weak', do you mean that a muscle cannot do what it did, or that you feel tired?",
        "HP:0001324",
    ),
    (
        "dizzy|dizziness",
        ("the room spins", "about to faint", "unsteady on the feet"),
        "By 'dizzy', do you mean spinning, nearly fainting, or being unsteady?",
        None,
    ),
    (
        "nerves|bad nerves|my nerves",
        ("worry", "a disease of the nerves"),
        "By 'nerves', do you mean worry, or a disease of the nerves?",
        None,
    ),
    (
        "funny turn|funny turns|turns|funny do|bad turn|attack|attacks|episodes|spell|spells",
        ("a faint", "a seizure", "a spell of weakness", "panic"),
        "What happens in the attack: fainting, shaking, weakness, fear?",
        None,
    ),
    (
        "facial twitching|twitching of facial muscles|facial spasm|facial spasms|face twitching|"
        "twitching face|face twitches|twitching of the face",
        ("fine rippling", "pulling of one half of the face", "a tic", "twitching of the eyelid"),
        "Is the twitching of the face fine ripples, a pull of one whole side, a tic, or the eyelid alone?",
        "HP:0004305",
    ),
    (
        "collapse|collapsed|collapsing",
        ("fainting", "a fall with a clear mind", "a seizure"),
        "When you collapsed, did you lose consciousness?",
        None,
    ),
    (
        "freezing",
        ("feeling cold", "feet stuck while walking"),
        "By 'freezing', do you mean feeling very cold, or that your feet get stuck?",
        None,
    ),
    (
        "heavy|heaviness",
        ("weak", "tired", "numb"),
        "Does 'heavy' mean weak, tired, or numb?",
        None,
    ),
    (
        "blackout|blackouts",
        ("loss of consciousness", "a gap in memory after drinking"),
        "In the blackout, did you lose consciousness, or do you only not remember?",
        "HP:0007185",
    ),
)
