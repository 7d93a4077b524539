"""Findings that a sentence spells out by what happens in it, each with what looks like it and is another."""

from __future__ import annotations

import pytest

from whytwitch.intake.story.reader import read_story

SAID = [
    ("His legs go numb and ache after 100 metres of walking and he has to sit down.", "HP:0031952"),
    ("After a short walk her legs tingle and hurt until she sits down.", "HP:0031952"),
    ("The leg pain goes away when he sits down.", "WT:better_bending_forward"),
    ("When she sits, her legs stop hurting.", "WT:better_bending_forward"),
    ("At two years she had a fit with a high fever.", "HP:0002373"),
    ("As a small child he had fever fits.", "HP:0002373"),
    ("It began on the third day of life.", "HP:0003623"),
    ("From the first day of life the baby jerked.", "HP:0003623"),
    ("The spells vanished on carbamazepine 100 mg.", "WT:carbamazepine_stops"),
    ("Since I've been on a little Tegretol they are gone.", "WT:carbamazepine_stops"),
    ("She keeps flapping her hands.", "HP:0100023"),
    ("A loud noise makes him go stiff and fall.", "WT:stiff_after_startle"),
    ("She blinks 50 times a minute.", "HP:0034776"),
    ("His blood pressure went from 90 to 200 within an hour.", "WT:blood_pressure_unstable"),
    ("The limb beats slowly and evenly, two or three times a second.", "WT:myorhythmia"),
    ("Since the tablets my mouth keeps moving on its own.", "HP:0002310"),
    ("Both sides of his face are paralysed.", "HP:0430025"),
    ("He stands only 1.40 m tall as a grown man.", "HP:0004322"),
    ("Both legs have grown stiff and weak.", "HP:0002313"),
    ("When she coughs, pain darts into the leg.", "WT:pain_on_cough"),
    ("Her arm hurts when she turns her head.", "WT:pain_on_neck_movement"),
    ("Bending the neck forward against the doctor's hand was weak.", "HP:0003722"),
    ("Straightening the knee against a hand was weak.", "HP:0003731"),
    ("Bending the wrist for a minute brought on tingling in the fingers.", "HP:0033673"),
    ("When he held a sheet of paper the tip of his thumb bent.", "WT:froment_sign"),
    ("Tapping the wrist bent the fingers instead of the elbow.", "WT:inverted_radial_reflex"),
    ("Jaw jerk +++.", "HP:0033683"),
    ("The knee and ankle jerks could not be got.", "HP:0002522"),
    ("Both the ulnar and the peroneal nerve had failed.", "WT:weak_two_nerves"),
    ("The reflexes of the wasted arm were lively.", "WT:wasted_with_brisk_reflexes"),
    ("When the doctor hit my thigh a bump came up.", "HP:0003719"),
    ("Increased tone in both arms with a spastic catch.", "HP:0006986"),
    ("The scan showed a stroke.", "WT:mri_stroke"),
    ("The scan showed an upside-down V in the back of the cord.", "WT:mri_inverted_v"),
    ("The EEG showed sharp waves coming once a second.", "WT:eeg_periodic_sharp_waves"),
    ("EEG: NCSE.", "WT:eeg_myoclonic_or_nonconvulsive_status"),
    ("The lumbar puncture showed herpes virus.", "WT:virus_found_csf"),
    ("CSF PCR positive for HSV.", "WT:virus_found_csf"),
    ("Repeated stimulation made the response smaller.", "WT:emg_decrement"),
    ("The nerve study found loss of nerve fibres.", "WT:ncs_axonal"),
    ("He could not get out of bed for weakness.", "HP:0001324"),
    ("He has lost the feeling in his legs.", "HP:0003474"),
    ("He has gone blind.", "HP:0000618"),
]
#: Sentences with a term that they do not say.
OTHERS = [
    ("He walks far, gets breathless and has to sit down, and his legs ache.", "HP:0031952"),
    ("The shaking of the legs on standing goes away when he sits.", "WT:better_bending_forward"),
    ("At 45 he had a seizure with a high fever.", "HP:0002373"),
    ("She was depressed some days after the birth of her son.", "HP:0003623"),
    ("His jaundice appeared on the third day of life.", "HP:0003623"),
    ("The attacks did not stop on carbamazepine.", "WT:carbamazepine_stops"),
    ("Carbamazepine was stopped because of a rash.", "WT:carbamazepine_stops"),
    ("Her outstretched hands flapped.", "HP:0100023"),
    ("She keeps flapping her hands.", "HP:0012164"),
    ("He blinks 12 times a minute.", "HP:0034776"),
    ("His blood pressure fell from 190 to 150 over a day.", "WT:blood_pressure_unstable"),
    ("His heart beats slowly, one beat a second.", "WT:myorhythmia"),
    ("The legs are not stiff and weak.", "HP:0002313"),
    ("His arms and legs are stiff and weak.", "HP:0002313"),
    ("Bending the knee against the doctor's hand was strong.", "HP:0008994"),
    ("Bending the neck forward against the doctor's hand was weak.", "HP:0030237"),
    ("Bending the wrist brought on no tingling.", "HP:0033673"),
    ("He hit his thigh on the table and a lump came up.", "HP:0003719"),
    ("The ulnar and median nerves were normal.", "WT:weak_two_nerves"),
    ("Tone was normal in the arms with no spastic catch.", "HP:0006986"),
    ("The scan showed no stroke.", "WT:mri_stroke"),
    ("The scan showed an old stroke.", "WT:mri_stroke"),
    ("The CSF showed no herpes virus.", "WT:virus_found_csf"),
    ("EEG was done to exclude triphasic waves.", "WT:eeg_triphasic"),
    ("No decrement on repetitive stimulation.", "WT:emg_decrement"),
    ("Her mind has gone blank.", "HP:0000726"),
    ("He was sometimes afraid he would spill his drink.", "HP:0032505"),
    ("Light came in and they gave way for an instant and jerked.", "HP:0002396"),
    ("The children eat ice cream every day.", "HP:0011856"),
    ("She jerked her head back when the dog barked.", "HP:0002544"),
    ("The ulcer on his foot was painless.", "WT:twitch_painless"),
    ("He turns his eyes to the side without trouble.", "HP:0000486"),
    ("No reflex was brisk.", "HP:0001284"),
    ("She does not wake screaming.", "HP:0001259"),
]


def _present(model, text):
    return {said.id for said in read_story(model, text).findings if said.present}


@pytest.mark.parametrize(("text", "item"), SAID)
def test_what_a_sentence_spells_out_is_read(model, text, item):
    assert item in _present(model, text)


@pytest.mark.parametrize(("text", "item"), OTHERS)
def test_what_looks_alike_is_not(model, text, item):
    assert item not in _present(model, text)
