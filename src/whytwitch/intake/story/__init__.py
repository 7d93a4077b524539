"""Plain words to coded facts.

A text goes one way through these folders. It is cut into words, and phrases are found among them (``text``);
its times are told (``time``), whom it is about (``person``) and what was measured (``measured``). Each phrase
gets its context: who has it, when, and whether at all (``context``). From that is read what was taken and
what befell (``exposures``), then what is there and what is not (``findings``).
:mod:`whytwitch.intake.story.reader` puts them together.
"""
