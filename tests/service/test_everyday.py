"""What an ordinary person types: few words, no alarm without a reason, and no syndromes first."""

import pytest

from whytwitch.intake.case_file import case_from_mapping
from whytwitch.service.assess import assess

CALM = ("self-care", "routine")


@pytest.mark.parametrize(
    ("raw", "first"),
    [
        ({"present": ["eyelid twitching"], "age_years": 29, "duration_days": 7}, "eyelid_myokymia"),
        (
            {"narrative": "my eyelid has twitched for two weeks, I drink a lot of coffee and sleep badly"},
            "eyelid_myokymia",
        ),
        (
            {"narrative": "My left eyelid twitches on and off since I slept badly three nights ago."},
            "eyelid_myokymia",
        ),
        (
            {"present": ["twitching in the calves"], "age_years": 34, "duration_days": 30},
            "benign_fasciculation_syndrome",
        ),
        ({"present": ["leg cramps at night"], "age_years": 70, "duration_days": 400}, "nocturnal_leg_cramps"),
        ({"present": ["thumb twitching"], "age_years": 25, "duration_days": 10}, None),
        ({"present": ["muscle twitching"]}, None),
        ({"present": ["hand tremor"], "age_years": 24, "exposures": ["coffee"]}, None),
        ({"present": ["tingling", "muscle twitching"], "age_years": 40}, None),
    ],
)
def test_an_everyday_complaint_is_met_calmly(model, raw, first):
    answer = assess(model, case_from_mapping(model, raw))
    assert answer.urgency.level in CALM
    assert first is None or answer.causes[0].id == first
    assert all(cause.tier == "curated" for cause in answer.causes[:10])


@pytest.mark.parametrize(
    ("raw", "least"),
    [
        ({"present": ["muscle twitching", "muscle weakness"], "age_years": 61, "duration_days": 150}, "soon"),
        (
            {
                "present": ["muscle cramps", "tingling round the mouth"],
                "exposures": ["thyroid surgery"],
                "duration_days": 3,
            },
            "emergency",
        ),
        ({"present": ["trouble swallowing", "muscle weakness"], "duration_days": 10}, "emergency"),
        ({"present": ["tremor", "fever", "rigidity"], "exposures": ["haloperidol"]}, "emergency"),
    ],
)
def test_a_reason_for_alarm_is_never_missed(model, raw, least):
    from whytwitch.core.case import URGENCIES

    level = assess(model, case_from_mapping(model, raw)).urgency.level
    assert URGENCIES.index(level) >= URGENCIES.index(least)


def test_how_much_caffeine_is_said_with_its_source(model):
    case = case_from_mapping(
        model, {"present": ["tremor"], "exposures": [{"name": "coffee", "detail": "six cups a day"}]}
    )
    assert any("540 mg of caffeine a day" in note and "400 mg" in note for note in case.notes)
    assert any(f.id == "caffeine_above_limit" for f in case.facts)
