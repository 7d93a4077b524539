"""What reports of tests say: of brain, nerve and muscle, pictures, spinal fluid; and tests of which
no result is told, for they were asked for or found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from whytwitch.intake.story.said import Said
from whytwitch.intake.story.text.anchor import Anchored
from whytwitch.intake.story.text.split import Words

__all__ = ["NOSE_TAP", "read_reports", "with_results"]

Read = tuple[str, bool, tuple[int, int]]  # item, present, span

#: Names of tests behind which, within some sentences, their results stand.
_EEG = r"\b(?:EEGs?|electroencephalo\w+|brain[\s-]waves?|brain\s+(?:tracing|recording|trace))\b"
_PICTURE = r"\b(?:MRIs?|MR|CTs?|CAT|scans?|imaging|pictures|DWI|FLAIR|T2|STIR|angiogra\w+|X-?ray|CXR)\b"
_NEEDLE = r"\b(?:EMGs?|electromyogra\w+|needle)\b"
_CURRENT = (
    r"\b(?:NCS|NCSs|NCV|NCVs|nerve (?:conduction|tests?|stud(?:y|ies))|measurements? of the nerves|"
    r"conduction|neurophysiolog\w+|"
    r"electrophysiolog\w+|EMGs?)\b"
)
_FLUID = r"\b(?:CSF|LP|lumbar puncture|spinal fluid)\b"

#: Deep grey matter, and what it is said to be on a picture.
_DEEP = (
    r"\b(?:basal ganglia|globus pallidus|pallid(?:um|a)|putam(?:en|ina)|caudates?|striat(?:um|a)|"
    r"deep gr[ea]y "
    r"(?:nuclei|matter))\b"
)
_BRIGHT = r"(?:hyperintens\w+|bright\w*|high signal|increased signal|signal changes?|shone|shortening)"
_BRIGHT_WORDS = "hyperintens* bright* high increased signal shone shortening"
_DEEP_WORDS = "basal globus pallid* putam* caudate* striat* deep"

#: Term, what says it, the words that it opens with, and the name of the test that must stand before.
_RESULTS: tuple[tuple[str, Anchored, str], ...] = (
    (
        "WT:eeg_slow",
        Anchored(
            r"\b(?:(?:diffuse|generali[sz]ed|background|bilateral|moderate|mild|severe|theta|delta|"
            r"encephalopathic|excess|symmetrical|"
            r"and)[\s/,-]+){1,4}slow(?:ing|ed)?(?:[\s-]waves?)?\b(?!\s+(?:spike|repetitive))|"
            r"\bslow(?:ing|ed)?\s+(?:of\s+(?:the\s+)?)?background\b|"
            r"\bbackground\s+(?:(?:is|was|rhythm|activity)\s+){0,2}(?:diffusely\s+)?(?:slow|slowed)\b|"
            r"\bEEG\s+(?:(?:is|was|mildly|moderately|diffusely|generally|slightly|a bit)\s+){0,3}slow\b|"
            r"\b(?:diffuse|generali[sz]ed)\s+(?:high[\s-]amplitude\s+)?(?:theta|delta)\b",
            "diffuse generalised generalized background bilateral moderate mild severe theta delta "
            "encephalopathic "
            "excess symmetrical and eeg slow slowing slowed >8 slow* background theta delta",
        ),
        _EEG,
    ),
    (
        "WT:eeg_generalised_spike_wave",
        Anchored(
            r"\b(?:generali[sz]ed|bilateral(?:ly)?\s+synchronous)\b[^.;\n]{0,40}\b(?:poly)?-?spikes?\b|"
            r"\b(?:poly-?spikes?(?:\s*(?:and|-|/)\s*(?:slow\s+)?waves?)?)\b|"
            r"\b[34](?:\.\d)?(?:\s?-\s?\d(?:\.\d)?)?\s?Hz\s+(?:generali[sz]ed\s+)?spike|\bGSW\b",
            "generalised generalized bilateral bilaterally >24 spike* poly* synchronous; "
            "poly polyspike* gsw; 3* 4* >9 spike*",
        ),
        _EEG,
    ),
    (
        "HP:0011182",
        Anchored(
            r"\b(?:epileptiform|focal spikes?|spikes? (?:over|in|from) the (?:left|right))\b[^.;\n]{0,20}",
            "epileptiform focal spike spikes",
        ),
        _EEG,
    ),
    (
        "WT:mri_stroke",
        Anchored(
            r"\b(?:(?:acute|recent|subacute|new|evolving)\s+(?:[\w-]+\s+){0,4}?(?:infarct\w*|ischaemia|"
            r"ischemia|"
            r"ha?emorrhage|bleed|stroke)|(?:intracerebral|parenchymal|intraparenchymal|lobar|thalamic|"
            r"pontine|"
            r"basal ganglia|cerebellar)\s+(?:ha?emorrhage|ha?ematoma|bleed|infarct\w*)|"
            r"infarct(?:ion)?\s+(?:in|of)\s+the)\b",
            "acute recent subacute new evolving intracerebral parenchymal intraparenchymal lobar "
            "thalamic pontine "
            "basal cerebellar infarct infarction",
        ),
        _PICTURE,
    ),
    (
        "WT:mri_brain_mass",
        Anchored(
            r"\b(?:space[\s-]occupying lesion|SOL|(?:enhancing|frontal|parietal|temporal|occipital|"
            r"cerebellar|"
            r"intracranial|extra-axial|intra-axial)\s+(?:[\w-]+\s+){0,3}?(?:mass|tumou?r)|gli(?:obla\w*|oma)|"
            r"meningioma|(?:brain|cerebral)\s+metastas[ei]s)\b",
            "space sol enhancing frontal parietal temporal occipital cerebellar intracranial extra intra "
            "glio* "
            "meningioma brain cerebral",
        ),
        _PICTURE,
    ),
    (
        "WT:subdural_collection",
        Anchored(
            r"\b(?:subdural(?:s| (?:ha?ematomas?|collections?|bleed))?|(?-i:SDHs?))\b",
            "subdural subdurals sdh sdhs",
        ),
        _PICTURE,
    ),
    (
        "WT:carotid_stenosis_imaging",
        Anchored(
            r"\b(?:ICA|carotids?)\b[^.;\n]{0,40}?\b(?:[5-9]\d\s?(?:-\s?\d\d\s?)?%|severe|critical|tight|"
            r"high[\s-]grade|"
            r"significant)\s*(?:left |right )?(?:stenos[ei]s|narrowing|occlusion)|"
            r"\b(?:[5-9]\d\s?%|severe|critical|tight|high[\s-]grade)\s+(?:[\w]+\s+){0,3}(?:ICA|"
            r"carotid)(?:\s+artery)?\s+"
            r"(?:stenosis|narrowing)",
            "ica carotid carotids; severe critical tight high # >6 ica carotid",
        ),
        "",
    ),
    (
        "WT:mri_ms_lesions",
        Anchored(
            r"\b(?:(?:periventricular|juxtacortical|callosal|corpus callosum|infratentorial|pericallosal)\b"
            r"[^.;\n]{0,70}\b(?:lesions?|plaques?)|(?:lesions?|plaques?)\b[^.;\n]{0,70}\b(?:periventricular|"
            r"juxtacortical|callos\w+)|(?:T2 )?(?:lesions?|plaques?|changes?|foci)\s+(?:typical|suggestive|"
            r"characteristic|in keeping with|consistent with)\s+(?:of\s+|for\s+)?(?:MS|multiple sclerosis|"
            r"demyelinat\w+)|Dawson\S* fingers?|demyelinating (?:lesions?|plaques?))\b",
            "periventricular juxtacortical callosal corpus infratentorial pericallosal lesion lesions "
            "plaque plaques "
            "t2 changes change foci dawson* demyelinating",
        ),
        _PICTURE,
    ),
    (
        "WT:mri_cord_compression",
        Anchored(
            r"\b(?:(?:spinal )?cord (?:is |was |being |severely |mildly |moderately )*(?:compression|"
            r"compressed|"
            r"flatten\w+|indent\w+|deform\w+|imping\w+)|(?:compress\w+|flatten\w+|indent\w+|"
            r"imping\w+)\s+(?:of\s+|"
            r"on\s+|upon\s+)?the\s+(?:\w+\s+)?(?:spinal )?cord|myelomalacia)\b",
            "cord spinal compress* flatten* indent* imping* myelomalacia",
        ),
        _PICTURE,
    ),
    (
        "WT:mri_root_compression",
        Anchored(
            r"\b(?:dis[ck]\s+(?:prolapse|protrusion|herniation|extrusion|bulge)\b[^.;\n]{0,70}\b(?:roots?|"
            r"foramin\w+)|(?:compress|imping|contact|abut|displac|"
            r"irritat)\w*\s+(?:[\w/]+\s+){0,5}?(?:nerve\s+)?roots?|"
            r"roots?\s+(?:compression|impingement|entrapment)|foraminal\s+(?:stenosis|narrowing))\b",
            "disc disk compress* imping* contact* abut* displac* irritat* root roots foraminal",
        ),
        _PICTURE,
    ),
    (
        "WT:thymoma_on_imaging",
        Anchored(
            r"\b(?:(?:anterior\s+)?mediastinal\s+mass|thym(?:oma|ic "
            r"mass))\b", "anterior mediastinal thymoma thymic"
        ),
        _PICTURE,
    ),
    (
        "HP:0003458",
        Anchored(
            r"\b(?:myopathic\s+(?:motor\s+)?(?:units?|MU\w*|potentials?|changes?|features?|pattern|"
            r"process|EMG)|"
            r"(?:small|short[\s-]duration|brief|low[\s-]amplitude)\b[^.;\n]{0,40}\b(?:units?|MUPs?|"
            r"MUAPs?|potentials)|"
            r"early recruitment)\b",
            "myopathic small short brief low early",
        ),
        _NEEDLE,
    ),
    (
        "HP:0003445",
        Anchored(
            r"\b(?:(?:chronic\s+)?neurogenic\s+(?:changes?|units?|MU\w*|potentials?|features?|pattern)|"
            r"(?:large|giant|high[\s-]amplitude|long[\s-]duration)\b[^.;\n]{0,30}\b(?:units?|MUPs?|"
            r"MUAPs?|potentials)|"
            r"re-?innervation|chronic\s+(?:partial\s+)?denervation)\b",
            "chronic neurogenic large giant high long reinnervation re",
        ),
        _NEEDLE,
    ),
    (
        "WT:ncs_demyelinating",
        Anchored(
            r"\b(?:demyelinat(?:ing|ion|ive)\b(?:[\s\w-]{0,40}\b(?:neuropathy|polyneuropathy|features|range|"
            r"pattern|changes))?|temporal dispersion)",
            "demyelinating demyelination demyelinative temporal",
        ),
        _CURRENT,
    ),
    (
        "WT:ncs_axonal",
        Anchored(
            r"\baxonal\b[\s\w,-]{0,40}?\b(?:neuropathy|polyneuropathy|loss|pattern|degeneration)\b", "axonal"
        ),
        _CURRENT,
    ),
    (
        "WT:csf_oligoclonal",
        Anchored(
            r"\b(?:OCBs?|oligoclonal(?:\s+bands?)?)\s*:?\s*(?:(?:are|were|was|is)\s+)?(?:positive|"
            r"present|pos\b|\+|"
            r"detected|seen|found)|\b(?:unmatched|intrathecal|CSF[\s-]specific)\s+(?:OCBs?|oligoclonal)",
            "ocb ocbs oligoclonal unmatched intrathecal csf",
        ),
        "",
    ),
    (
        "WT:genetic_test_positive",
        Anchored(
            r"\b(?:(?:pathogenic|disease-causing)\s+(?:[\w/-]+\s+){0,3}(?:variants?|mutations?|"
            r"expansions?|deletions?)|"
            r"(?:C9orf72|DMPK|CNBP|PMP22|SOD1|TARDBP|FUS|FMR1|SMN1|TOR1A|POLG|ATP7B|HTT|ATXN\d+|CACNA1A|"
            r"FXN|AR|RFC1)\s+"
            r"(?:[\w/-]+\s+){0,3}?(?:expansion|expanded|deletion|duplication|mutation|"
            r"variant)\s?:?\s?(?:was\s+|is\s+)?"
            r"(?:detected|found|confirmed|identified|positive|present))\b",
            "pathogenic disease c9orf72 dmpk cnbp pmp22 sod1 tardbp fus fmr1 smn1 tor1a polg atp7b htt "
            "atxn* cacna1a fxn "
            "ar rfc1",
        ),
        "",
    ),
    (
        "WT:exercise_test_drop",
        Anchored(
            r"\b(?:long\s+|prolonged\s+)?exercise\s+test\b[^.;\n]{0,40}\b(?:decrement|drop|fall|decline)\b",
            "long prolonged exercise",
        ),
        "",
    ),
    (
        "WT:tremor_13_18_hz",
        Anchored(
            r"\b1[3-8](?:\s?-\s?1[3-8])?\s?Hz\b(?=[^.;\n]{0,40}\b(?:tremor|standing|burst|EMG|"
            r"legs?)\b)|(?<=shook at )1[3-8]\s?Hz\b|"
            r"\b1[3-8](?:\s?(?:-|to)\s?1[3-8])?\s+(?:beats|times|shakes|cycles)\s+(?:a|per|each)\s+second\b"
            r"(?=[^.;\n]{0,40}\b(?:legs?|standing|stood)\b)",
            "13* 14* 15* 16* 17* 18*",
        ),
        r"\b(?:tremor|orthostatic|EMG|accelero\w+|shook|shaking)\b",
    ),
    (
        "WT:mri_lentiform_bright",
        Anchored(
            r"\b(?:lentiform|lens-shaped)\b[^.;\n]{0,40}\b(?:hyperintens\w+|bright\w*|swollen|"
            r"swelling|high signal)|"
            r"\b(?:bright|swollen|hyperintense)\b[^.;\n]{0,30}\b(?:lentiform|lens-shaped)|"
            r"\b(?:putamina|putamen) and (?:pallida|pallidum|globus pallidus)\b[^.;\n]{0,20}\bswollen|"
            r"\b(?:lentiform )?fork sign",
            "lentiform lens bright swollen hyperintense putamina putamen fork",
        ),
        "",
    ),
    (
        "WT:mri_basal_ganglia_bright_t1",
        Anchored(
            rf"\bT1(?:[\s-]+weighted)?[\s-]+(?:images?[\s-]+)?(?:\w+[\s-]+){{0,3}}?{_BRIGHT}\b[^.;\n]{{0,40}}{_DEEP}|"
            rf"{_DEEP}[^.;\n]{{0,40}}\b{_BRIGHT}\b[^.;\n]{{0,20}}\bT1\b|"
            rf"\b{_BRIGHT}\b[^.;\n]{{0,30}}{_DEEP}[^.;\n]{{0,25}}\bT1\b",
            f"t1 {_BRIGHT_WORDS} {_DEEP_WORDS}",
        ),
        "",
    ),
    (
        "WT:mri_basal_ganglia_t2",
        Anchored(
            rf"\b(?:T2|FLAIR)\b[^.;\n]{{0,30}}\b{_BRIGHT}\b[^.;\n]{{0,40}}{_DEEP}|"
            rf"{_DEEP}[^.;\n]{{0,40}}(?<!T1)(?<!weighted)[\s-]{_BRIGHT}\b(?![^.;\n]{{0,25}}\bT1\b)|"
            rf"(?<!T1\s)(?<!T1-)(?<!weighted\s)\b{_BRIGHT}\b(?:\s+(?:in|of|the|both|bilateral|on))*\s+{_DEEP}(?![^.;\n]{{0,25}}\bT1\b)",
            f"t2 flair {_BRIGHT_WORDS} {_DEEP_WORDS}",
        ),
        r"\b(?:MRIs?|MR|scans?|imaging|FLAIR|T2|DWI)\b",
    ),
    (
        "WT:dat_scan_reduced",
        Anchored(
            r"\b(?:DaT[\s-]?scans?|DaT-?SPECT|FP-?CIT(?: SPECT)?|ioflupane|dopamine "
            r"transporter)\b[^.;\n]{0,50}?\b"
            r"(?:reduced|abnormal|loss|decreased|diminished|asymmetric\w*|absent|positive|deficit)\b",
            "dat datscan datscans datspect fp fpcit ioflupane dopamine",
        ),
        "",
    ),
    (
        "WT:dat_scan_normal",
        Anchored(
            r"\b(?:(?:DaT[\s-]?scans?|DaT-?SPECT|FP-?CIT(?: SPECT)?)\b[^.;\n]{0,30}?\b(?:normal|negative|"
            r"symmetrical "
            r"uptake|NAD)|normal\s+DaT[\s-]?(?:scan|SPECT))\b",
            "dat datscan datscans datspect fp fpcit normal",
        ),
        "",
    ),
    (
        "WT:eeg_triphasic",
        Anchored(
            r"\b(?:tri-?phasic|three[\s-]phased?)\s+(?:(?:slow|sharp)\s+)?(?:waves?|complexes)\b|"
            r"\bwaves?\s+(?:of|with)\s+three\s+phases\b",
            "triphasic tri three >3 wave waves complexes; wave waves >2 three",
        ),
        _EEG,
    ),
    (
        "WT:eeg_periodic_sharp_waves",
        Anchored(
            r"\b(?:PSWCs?\b|periodic\s+sharp\b|sharp\s+(?:waves?|bursts?|"
            r"complexes)\s+(?:\w+\s+){0,3}?(?:once a second|"
            r"every second|(?:at|in) (?:a\s+)?(?:regular|even|fixed|equal) (?:intervals?|rhythm)))",
            "pswc pswcs periodic; sharp >8 second regular even fixed equal",
        ),
        _EEG,
    ),
    (
        "WT:eeg_myoclonic_or_nonconvulsive_status",
        Anchored(
            r"\b(?:(?-i:NCSE)\b|non-?\s?convulsive status|"
            r"status\s+(?:epilepticus\s+)?without\s+(?:convulsions|shaking|jerks)|"
            r"seizures?(?:\s+activity)?\s+(?:that\s+|which\s+)?"
            r"(?:went|going|goes|ran|running)\s+on\s+(?:\w+\s+){0,2}?without\b)",
            "ncse nonconvulsive non; status >2 without; seizure seizures >8 without",
        ),
        _EEG,
    ),
    (
        "WT:mri_inverted_v",
        Anchored(
            r"\b(?:(?:upside-?\s?down|inverted)\s+V\b|(?:dorsal|posterior|back)\s+columns?\b[^.;\n]{0,40}?\b"
            r"(?:bright\w*|hyperintens\w*|high signal|T2)|signal\s+changes?\s+in\s+the\s+(?:dorsal|"
            r"posterior|back)\s+columns|"
            r"bright\w*\s+(?:strip|stripe|band|signal)\s+(?:at|"
            r"in|along)\s+"
            r"the\s+back\s+of\b[^.;\n]{0,15}?\bcord)",
            "upside upsidedown inverted >2 v; dorsal posterior back >1 column columns; bright* >8 cord; "
            "signal >5 columns",
        ),
        _PICTURE,
    ),
    (
        "WT:mri_stroke",
        Anchored(
            r"\b(?:(?:showed|shows|revealed|found)\s+an?\s+(?:(?:small|large|fresh|left|"
            r"right)\s+){0,2}(?:stroke|bleed|infarct|"
            r"ha?emorrhage)\b|an?\s+(?:(?:small|large|fresh)\s+)?(?:bleed|stroke|infarct|"
            r"ha?emorrhage)\s+(?:was|could be)\s+"
            r"(?:seen|found|visible))",
            "showed shows revealed found a an >4 stroke bleed infarct hemorrhage haemorrhage",
        ),
        _PICTURE,
    ),
    (
        "WT:mri_posterior_oedema",
        Anchored(
            r"\b(?:(?-i:PRES)\b|(?:swelling|swollen|o?edema)\s+(?:\w+\s+){0,2}?(?:at|in|"
            r"of)\s+the\s+(?:back|rear)\s+(?:parts?\s+)?of\s+"
            r"(?:the|his|her)\s+brain|white\s+matter\b[^.;\n]{0,30}?\bback\b[^.;\n]{0,40}?\b(?:swollen|"
            r"swelling)|"
            r"vasogenic\s+o?edema\b[^.;\n]{0,40}?\b(?:parieto\w*|occipit\w*|posterior))",
            "pres; swelling swollen edema oedema >7 brain; white >16 swollen swelling; vasogenic",
        ),
        _PICTURE,
    ),
    (
        "WT:mri_thalamus_mammillary",
        Anchored(
            r"\b(?:(?:bright\w*|signal|hyperintens\w+|changes?|"
            r"enhanc\w+)\b[^.;\n]{0,50}?\b(?:mam+illary bod\w+|"
            r"periaqueductal|aqueduct|(?:medial|inner)\s+thalam\w+|both\s+thalami)|(?:mam+illary\s+bod\w+|"
            r"periaqueductal|"
            r"(?:medial|both)\s+thalami)\b[^.;\n]{0,40}?\b(?:bright|signal|hyperintens\w+|enhanc\w+))",
            "bright* signal hyperintens* change changes enhanc* >12 mammillary mamillary periaqueductal "
            "aqueduct thalam*;"
            "mammillary mamillary periaqueductal medial both",
        ),
        _PICTURE,
    ),
    (
        "WT:angiogram_moyamoya",
        Anchored(
            r"\b(?:moyamoya|puffs? of smoke|cloud of (?:tiny|small|fine) (?:blood )?vessels)\b",
            "moyamoya puff puffs cloud",
        ),
        r"\b(?:angio\w+|MRA|CTA|DSA|MRI|CT|vessels?|arter\w+|scan)\b",
    ),
    (
        "WT:csf_oligoclonal",
        Anchored(
            r"\b(?:(?:showed|shows|found|had)\s+(?:oligoclonal\s+)?bands\b|bands\s+(?:were|are)\s+(?:found|"
            r"present|seen|detected))",
            "showed shows found had bands >2 bands found present seen detected",
        ),
        _FLUID,
    ),
    (
        "WT:virus_found_csf",
        Anchored(
            r"\b(?:PCR\s+(?:(?:was|came back)\s+)?(?:positive|\+ve)\s+for\s+\w+|(?:showed|found|contained|"
            r"detected|grew)\s+"
            r"(?:the\s+)?(?:herpes|west nile|HSV|VZV|varicella|rabies|polio|entero|JC|measles|zika|mumps|"
            r"dengue)\w*|"
            r"(?:herpes|west nile|varicella|rabies|polio|entero|measles|zika|mumps|"
            r"dengue)[\w\s]{0,15}?(?:was|were)\s+"
            r"(?:found|detected|isolated|identified)|(?:a|the)\s+virus\s+(?:was|were|"
            r"had\s+been)\s+(?:found|detected|isolated|grown))\b",
            "pcr >4 for; showed found contained detected grew >4 herpes west hsv vzv varicella rabies "
            "polio* entero* jc measles "
            "zika mumps dengue; herpes west varicella rabies polio* entero* measles zika mumps dengue; a "
            "the >1 virus",
        ),
        _FLUID,
    ),
    (
        "WT:emg_neuromyotonic",
        Anchored(
            r"\b(?:neuromyotoni\w+|(?:very\s+)?fast\s+(?:firing|bursts?|"
            r"discharges?)\b[^.;\n]{0,30}?\b(?:fad\w+|wan\w+|died away))\b",
            "neuromyotoni* very fast",
        ),
        _NEEDLE,
    ),
    (
        "WT:emg_decrement",
        Anchored(
            r"\b(?:decrement\w*|(?:response|answer|potential)s?\s+(?:of\s+(?:the\s+)?muscle\s+)?(?:(?:grew|"
            r"became|got)\s+)?"
            r"(?:smaller|shrank|dwindled|fell))\b",
            "decrement* response responses answer answers potential potentials",
        ),
        r"\b(?:RNS|(?:repetitive|repeated)\s+(?:nerve\s+)?stimulation|stimulated\s+(?:again|repeatedly|"
        r"over))\b",
    ),
    (
        "WT:ncs_axonal",
        Anchored(
            r"\b(?:loss\s+of\s+(?:the\s+)?(?:nerve\s+)?fib(?:re|er)s|fib(?:re|"
            r"er)s\s+(?:themselves\s+)?(?:(?:were|are|had been)\s+)?"
            r"(?:damaged|lost|destroyed)|damage\s+(?:of|to)\s+the\s+axons)\b",
            "loss fibres fibers damage >5 fibres fibers damaged lost destroyed axons",
        ),
        _CURRENT,
    ),
)  # fmt: skip
#: Antibodies by the test that finds them, and what may be called positive besides.
_ANTIBODIES = {
    r"NMDA(?:R|[\s-]receptors?)?": "WT:anti_nmdar",
    r"AQP-?4|aquaporin-?4|NMO": "WT:anti_aqp4",
    r"MuSK": "WT:anti_musk",
    r"(?:P/Q[\s-]?)?VGCC": "WT:anti_vgcc",
    r"VGKC(?:[\s-]complex)?": "WT:anti_vgkc",
    r"LGI-?1": "HP:5000020",
    r"CASPR-?2": "HP:5000005",
    r"MOG": "WT:anti_mog",
    r"(?:ganglioside )?GM-?1": "WT:anti_gm1",
    r"GQ-?1b": "HP:0034122",
    r"MAG": "WT:anti_igm_mag",
    r"AChR|acetylcholine receptor": "HP:0030208",
    r"GAD(?:-?65)?": "HP:5000011",
    r"Hu": "WT:anti_hu",
    r"Yo|Ri|CV2|Ma-?2|amphiphysin": "WT:paraneoplastic_antibody",
    r"glycine receptor|GlyR": "HP:5000014",
    r"edrophonium(?: test)?|tensilon(?: test)?|ice[\s-]?pack(?: test)?": "WT:edrophonium_positive",
}
_ANTIBODY = "|".join(f"(?P<a{i}>{names})" for i, names in enumerate(_ANTIBODIES))
_ANTIBODY_FOUND = Anchored(
    rf"\b(?:{_ANTIBODY})(?:[\s-](?:antibod(?:y|ies)|Abs?|IgG|IgM|titres?)){{0,2}}(?:\s?[:=]|\))?"
    r"(?:\s(?:was|were|is|are|came back|strongly|weakly|repeatedly)){0,3}\s?(?:\(?(?:\+\s?ve|\bpositive|"
    r"\bpos|\braised|\belevated|\bdetected)\b|\+(?=[\s,.;)]|$))"
    r"(?!\s+(?:control|predictive))",
    "nmda nmdar aqp aqp4 aquaporin aquaporin4 nmo musk vgcc p vgkc lgi lgi1 caspr caspr2 mog ganglioside "
    "gm gm1 gq gq1b mag "
    "achr acetylcholine gad gad65 hu yo ri cv2 ma ma2 amphiphysin glycine glyr edrophonium "
    "tensilon ice icepack",
)
_NOT_IF = re.compile(r"\b(?:if|unless|not|no)\b[^.;\n]{0,40}\Z", re.I)
_BEFORE, _SAME_PART = 260, re.compile(r"\n[ \t]*\n")
_TESTS = {name: re.compile(name, re.I) for name in {test for *_, test in _RESULTS if test}}

#: A bright stretch of the cord from one segment to another.
_STRETCH = Anchored(
    r"\b(?:longitudinally extensive|LETM|(?:T2|STIR|signal|hyperintens\w+|lesion|myelitis|"
    r"bright)\b[^.;\n]{0,60}?\b"
    r"(?P<a>[CT])(?P<n>\d{1,2})\s?(?:-|–|to|down to)\s?(?P<b>[CTL])?(?P<m>\d{1,2}))\b",
    "longitudinally letm t2 stir signal hyperintens* lesion myelitis bright",
)
_SEGMENTS = {"C": 0, "T": 7, "L": 19}
_DISCS = re.compile(r"\b(?:disc|disk|degenerat\w+|spondylo\w+|osteophyt\w+)\b", re.I)
_LONG = 3
#: The share of the expected vital capacity.
_CAPACITY = Anchored(
    r"\b(?:F?VC|(?:forced )?vital capacity)\b(?:[^.;%\n]|\.\d){0,25}?\b(?P<n>\d{2,3})\s?%",
    "fvc vc forced vital",
)
_LOW_CAPACITY, _FULL_CAPACITY = 80, 90

_NONE = re.compile(
    r"\b(?:no|nor|not|without|nil|never|free of|absence of|absent|negative for|excludes?|excluded|rather "
    r"than|n['’]t)\b(?:(?!\b(?:but|showed|shows|with|although|however|only|just|there is)\b)[^:])*$",
    re.I,
)
_ASKED = re.compile(
    r"(?:\b(?:check|request\w*|send|sent|arrang\w+|await\w*|pending|plan\w*|(?:to )?(?:look|looking|"
    r"screen\w*|test\w*) "
    r"for|(?:to )?(?:exclude|rule out)|\?|query|consider\w*|if|whether|organis\w+|book\w*|"
    r"refer\w*)\b[^.;\n]{0,70}"
    r"|\?\s?)$",
    re.I,
)
_ASKED_BEHIND = re.compile(
    r"(?:\s+(?:\([^)\n]{0,20}\)|antibod\w+|Abs?|testing|tests?|screen|panel|level|and|"
    r"[\w/-]+,?)){0,3}?\s*[:-]?\s*"
    r"(?:(?:has|have|had|was|were|is|are|been|being|to be|still|also|now)\s+){0,3}"
    r"(?:\b(?:requested|sent|awaited|pending|to follow|outstanding|ordered|booked|arranged|repeated)\b|\?)",
    re.I,
)
#: Other tests that may stand in one list with what was negative; no statement of its own.
_NEGATIVE_BEHIND = re.compile(
    r"(?:\s*(?:[,/&+]|and\b|or\b|(?:(?-i:[A-Z])[\w/-]*|anti-?[\w/-]+|antibod\w+|Abs?|cytology|"
    r"bands)\b)){0,8}?\s*[:-]?\s*\(?\b"
    r"(?:(?:was|were|is|are|all|both|came back|tests?|testing|result|titres?|screen)\s+){0,4}"
    r"(?P<no>negative|neg\b|absent\b|undetectable|not (?:detected|found|seen|present|identified|elevated|"
    r"raised))",
    re.I,
)
_POSITIVE_BETWEEN = re.compile(r"\b(?:positive|pos|present|detected|found|raised|high|seen|\d)\b|\+", re.I)
_VE = re.compile(r"\s?-ve\b")
_REACH, _BACK = 70, 90
#: Test results that a name alone may stand for.
_OF_TESTS = re.compile(
    r"WT:(?:anti_\w+|csf_\w+|paraneoplastic_antibody|dat_scan_reduced|emg_\w+|ncs_\w+|conduction_block|"
    r"eeg_\w+|mri_\w+|"
    r"\w+_positive|borrelia_antibody|amyloid_biomarkers|genetic_test_positive|skin_biopsy_lafora|"
    r"edrophonium_positive|"
    r"measles_antibody_csf|thymoma_on_imaging|muscle_biopsy_\w+)\Z"
)
#: "Sensory examination was normal" tells of a part of it.
_OF_ALL = frozenset(("WT:neuro_exam_normal",))
_OF_A_PART = re.compile(
    r"\b(?:sensory|motor|cranial nerves?|general|systemic|abdominal|cardiovascular|cardiac|chest|respiratory|"
    r"fundal|fundoscopic|ocular|eye|breast|skin|joint|spinal|musculoskeletal|cerebellar|gait|mental "
    r"state|upper limb|"
    r"lower limb|facial|postnatal|pelvic|rectal)\s\Z",
    re.I,
)
#: Pictures that are of something else or of long ago.
_FOR_ANOTHER = {
    "WT:mri_stroke": re.compile(
        r"\b(?:old|previous|established|chronic|mature)\s+(?:[\w-]+\s+){0,3}(?:infarct\w*|stroke|bleed|"
        r"ha?emorrhage)|"
        r"\binfarct\w*\s*\(old\)",
        re.I,
    ),
    "WT:mri_ms_lesions": re.compile(
        r"\b(?:small[\s-]vessel|non-?specific|isch(?:a)?emi\w+|age[\s-]related|vascular)\b", re.I
    ),
}
_NORMAL_NAMES = re.compile(r"_normal\Z")
_BARE_NAME = re.compile(r"\A(?:DaT[\s-]?scans?|edrophonium|Tensilon)\Z", re.I)


def read_reports(words: Words) -> Iterator[Read]:
    """Results that stand behind the name of their test, each with whether it is there."""
    text = words.text
    for item, pattern, test in _RESULTS:
        for match in pattern.finditer(words):
            if test and not _is_of(text, match.start(), test):
                continue
            opens = _opens(text, match.start())
            if _ASKED.search(text, opens, match.start()) or (
                item == "WT:mri_stroke" and re.match(r"\s*\(?\bold\b", text[match.end() :], re.I)
            ):
                continue
            if _is_another(item, text, match.span()):
                continue
            there = _NONE.search(text, opens, match.start()) is None
            if there and _UNLIKELY.match(text, match.end()):
                continue
            yield item, there, match.span()
    for match in _ANTIBODY_FOUND.finditer(words):
        if not _NOT_IF.search(text, _opens(text, match.start()), match.start()):
            yield tuple(_ANTIBODIES.values())[int((match.lastgroup or "a0")[1:])], True, match.span()
    for match in _STRETCH.finditer(words):
        opens = _opens(text, match.start())
        if _NONE.search(text, opens, match.start()) or _ASKED.search(text, opens, match.start()):
            continue
        if match["n"] is None:
            yield "WT:mri_cord_lesion_long", True, match.span()
        elif not _DISCS.search(text, opens, match.end()) and _is_of(text, match.start(), _PICTURE):
            first = _SEGMENTS[match["a"].upper()] + int(match["n"])
            last = _SEGMENTS[(match["b"] or match["a"]).upper()] + int(match["m"])
            long = last - first + 1 >= _LONG
            yield f"WT:mri_cord_lesion_{'long' if long else 'short'}", True, match.span()
    for match in _CAPACITY.finditer(words):
        percent = int(match["n"])
        if percent < _LOW_CAPACITY or percent >= _FULL_CAPACITY:
            yield "HP:0002792", percent < _LOW_CAPACITY, match.span()


_UNLIKELY = re.compile(r"[^.;,\n]{0,30}\b(?:unlikely|excluded|not (?:seen|present|identified))\b|\s?\?", re.I)


def _is_another(item: str, text: str, span: tuple[int, int]) -> bool:
    """Whether the sentence tells of an old infarct, of spots of small vessels."""
    if item not in _FOR_ANOTHER:
        return False
    ends = [k for mark in (". ", ";", "\n") if (k := text.find(mark, span[1], span[1] + _BACK)) >= 0]
    return (
        _FOR_ANOTHER[item].search(text, _opens(text, span[0]), min(ends, default=span[1] + _BACK)) is not None
    )


def _opens(text: str, at: int) -> int:
    """Where the sentence begins, no farther back than one is long."""
    low = max(0, at - _BACK)
    return max(low, *(text.rfind(mark, low, at) + 1 for mark in (". ", ";", "\n")))


def _is_of(text: str, at: int, test: str) -> bool:
    """Whether the name of the test stands before, in the same part of the text."""
    low = max(0, at - _BEFORE)
    for blank in _SAME_PART.finditer(text, low, at):
        low = blank.end()
    return _TESTS[test].search(text, low, at + 30) is not None


#: "If you tap his nose" is how it is found, and nothing that is asked for.
NOSE_TAP = "WT:nose_tap_positive"


def with_results(text: str, findings: list[Said]) -> list[Said]:
    """The findings without tests that were asked for, those that found nothing denied.

    Examples
    --------
    >>> said = Said("finding", "WT:anti_mog", "MOG antibodies", (0, 14), "MOG antibodies", True)
    >>> [s.present for s in with_results("MOG antibodies negative.", [said])]
    [False]
    >>> with_results("MOG antibodies requested.", [said])
    []
    """
    kept = []
    for said in findings:
        if said.id in _OF_ALL and _OF_A_PART.search(text, max(0, said.span[0] - 30), said.span[0]):
            continue
        names_a_test = said.id != NOSE_TAP and _OF_TESTS.match(said.id)
        if not said.present or not names_a_test or _NORMAL_NAMES.search(said.id):
            kept.append(said)
            continue
        first, last = said.span
        if _is_another(said.id, text, said.span):
            continue
        asked = _ASKED.search(text, _opens(text, first), first) or _ASKED_BEHIND.match(
            text, last, last + _REACH
        )
        if asked or _BARE_NAME.match(text[first:last]):
            continue
        none = _NEGATIVE_BEHIND.match(text, last, last + _REACH)
        if (none and not _POSITIVE_BETWEEN.search(text, last, none.start("no"))) or _VE.match(text, last):
            said = replace(said, present=False)
        kept.append(said)
    return kept
