"""Words that turn a finding round (no, used to, my mother has), and functions that are normal or not."""

from __future__ import annotations

__all__ = [
    "CUES",
    "DENIED_ALSO",
    "DENIED_AS",
    "DENIES",
    "FAMILY_OF_KNOWN",
    "FUNCTIONS",
    "HEALTHY",
    "IMPAIRED",
    "KNOWN_OF_CAUSE",
    "LOST",
    "LOST_BY_WORD",
]

#: Our own findings of health -> what they deny.
DENIES: dict[str, tuple[str, ...]] = {
    "WT:strength_normal": ("HP:0001324",),
    "WT:clear_during_attack": ("HP:0007185",),
}

#: What a word for several complaints denies with itself: "no bulbar symptoms".
DENIED_ALSO: dict[str, tuple[str, ...]] = {"HP:0001283": ("HP:0001260", "HP:0002015")}

#: "No numbness" denies more than numbness: a disturbance of feeling of any kind.
DENIED_AS = {"HP:0033748": "HP:0003474"}

#: A condition of the person -> the same in the family.
FAMILY_OF_KNOWN = {
    "parkinson_known": "family_history_parkinson",
    "epilepsy_known": "family_history_epilepsy",
}

#: A disease of the person -> the condition that it is for other causes.
KNOWN_OF_CAUSE = {
    "multiple_sclerosis": "multiple_sclerosis_known",
    "parkinson_disease": "parkinson_known",
    "myasthenia_gravis": "myasthenia_known",
    "hypothyroidism": "thyroid_disease",
    "hyperthyroidism": "thyroid_disease",
    "juvenile_myoclonic_epilepsy": "epilepsy_known",
}

#: A function that is called worse, poor or lost -> the term; the first of its terms where none is here.
IMPAIRED = {
    "HP:0001347": "HP:0001315",
    "HP:0011499": "HP:0007686",
    "HP:0000822": None,
    "HP:0001945": None,
    "HP:0001649": None,
    "HP:0001824": None,
    "HP:0003438": "HP:0009072",
    "HP:0033683": None,
    "HP:0002403": None,
    "HP:0001085": None,
    "HP:0003487": None,
    "HP:0003722": "HP:0003722",
}

#: A sense or reflex that is called absent -> the term.
LOST = {
    "HP:0002495": "HP:0002495",
    "HP:0010831": "HP:0010831",
    "HP:0007328": "HP:0007328",
    "HP:0003438": "HP:0003438",
    "HP:0003474": "HP:0003474",
    "HP:0008000": "HP:0008000",
    "HP:0010829": "HP:0010829",
}

#: The same where the word is "gone" or "missing".
LOST_BY_WORD = {"HP:0001347": "HP:0001284"} | {k: v for k, v in LOST.items() if k != "HP:0003474"}

#: Words that say by themselves that something is not there; "not oriented" is the first term.
HEALTHY: dict[str, tuple[str, ...]] = {
    "afebrile|apyrexial|apyrexic|normothermic": ("HP:0001945",),
    "normotensive": ("HP:0000822", "HP:0002615"),
    "anicteric|not jaundiced": ("HP:0000952",),
    "acyanotic": ("HP:0000961",),
    "orientated|oriented|well oriented|fully oriented|fully orientated|lucid|alert and oriented": (
        "HP:0001289",
    ),
    "alert|awake and alert|fully conscious|fully awake|wide awake": ("HP:0004372",),
    "euthymic": ("HP:0000716",),
    "pain free|painfree": ("HP:0012531",),
    "seizure free|fit free": ("HP:0001250",),
    "normal gait|gait normal|walks normally": ("HP:0001288",),
    "equal and reactive|equal and reactive to light|reactive to light|perrla|perla": (
        "HP:0011499",
        "HP:0000616",
    ),
    "sleeps well|sleeps fine|sleep well|sleeping well|slept well": ("HP:0002360",),
    "feeding well|feeds well|fed well|sucks well|sucking well|feeding normally": ("HP:0011968",),
    "see fine|see well|sees well|see clearly|can see fine|see perfectly": ("HP:0000505",),
    "walk fine|walk normally|walks fine|walks well|walk well": ("HP:0001288",),
    "hears well|hear well|hear fine|hear perfectly": ("HP:0000365",),
    "breathing comfortably|breathe comfortably|breathe fine|breathe easily": ("HP:0002094",),
    "talk and swallow|speak and swallow|swallow and speak": ("HP:0002015", "HP:0001260"),
    "felt everything|feel everything|can feel everything": ("HP:0003474",),
    "self ventilating|breathing spontaneously": ("HP:0002878",),
    "thinking is clear|thinks clearly|mind is clear|clear mind|clear thinking|thought is clear": (
        "HP:0100543",
    ),
    "memory is sharp|sharp as a tack|sharp as ever|mentally sharp": ("HP:0002354",),
    "mind is clear|mind was clear|clear in mind|knew where he was|knew where she was|knows where he is|"
    "knows where she is|knew what day it was|clear headed|thinks clearly": ("HP:0001289",),
    "remembers everything|remembers well|remembers it all|good memory": ("HP:0002354",),
    "concentrates well|concentrate well|good concentration": ("HP:0031987",),
    "intelligence normal|normal intelligence|average intelligence|intelligence is normal": ("HP:0001249",),
    "full of energy|plenty of energy|energy is good|good energy|energetic": ("HP:0012378",),
    "continent|dry at night": ("HP:0000020",),
    "not hurt": ("HP:0012531",),
    "head not hurt": ("HP:0002315",),
    "belly not hurt": ("HP:0002027",),
    "joints not hurt": ("HP:0002829",),
    "back not hurt": ("HP:0003418",),
    "muscles not hurt": ("HP:0003326",),
    "eyes move fully|eye movements full|eye movements were full|full eye movements": ("HP:0000496",),
    "milestones on time|milestones were on time|walked and talked on time|walked at the usual age|"
    "walked and talked at the usual ages|reached milestones normally|walked at twelve months|"
    "walked at one year|walked at 12 months|sat at six months": ("HP:0001263", "HP:0001270"),
    "takes the bottle well|takes his bottle well|takes her bottle well|drinks well": ("HP:0011968",),
    "sucks strongly|strong suck|good suck": ("HP:0002033",),
    "felt as sharp everywhere|feels a pin as sharp|pin felt sharp|pin is felt as sharp": ("HP:0007328",),
    "feels the tuning fork well|tuning fork felt well|feels vibration well": ("HP:0002495",),
    "back of the eyes looks normal|back of the eyes is normal|back of the eyes was normal": ("HP:0001085",),
    "sleeps soundly|sleeps through|sleeps like a log|a full night's sleep": ("HP:0002360",),
}

#: What an examination finds normal -> the terms that are then absent.
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "reflexes|refs|tendon reflexes|deep tendon reflexes|dtrs|tendon jerks|knee jerks|kj|kjs|"
    "knee reflexes|biceps reflexes": (
        "HP:0001347",
        "HP:0001315",
    ),
    "strength|power|muscle strength|motor strength|motor power|muscle power|"
    "motor function|limb power|limb strength": ("HP:0001324",),
    "sensation|sens|sensory examination|sensory exam|sensibility|light touch|sensory function|"
    "sensory testing|touch|"
    "sensory modalities|modalities|facial sensation|touch sensation": ("HP:0003474",),
    "tone|muscle tone": ("HP:0003808",),
    "bulk|muscle bulk": ("HP:0003202",),
    "gait|walking": ("HP:0001288",),
    "coordination|co-ordination|coord|co-ord|finger nose|heel shin|cerebellar function|"
    "cerebellar signs|cerebellar testing": ("HP:0001251",),
    "speech|speaks|talks": ("HP:0001260",),
    "swallowing": ("HP:0002015",),
    "consciousness|alertness": ("HP:0004372",),
    "memory|thinking and memory|memory and thinking|cognition|mental status|mentation|intellect": (
        "HP:0100543",
    ),
    "vision|eyesight|visual acuity|sight": ("HP:0000505",),
    "hearing": ("HP:0000365",),
    "eye movements|ocular movements|extraocular movements|eye motility|ocular motility": ("HP:0000496",),
    "plantars|plantar responses|plantar response|toes": ("HP:0003487",),
    "temperature|temp": ("HP:0001945",),
    "feeling|feeling in the limbs|feeling of touch": ("HP:0003474",),
    "development|milestones|developmental milestones|psychomotor development": ("HP:0001263",),
    "bowels|bladder and bowel function|bowel and bladder function|bowel function|sphincters|"
    "bladder and bowels|bowel and bladder|bladder and bowel": (
        "HP:0002607",
        "HP:0000020",
    ),
    "mood": ("HP:0000716",),
    "electrolytes|serum electrolytes|blood electrolytes": (
        "HP:0002902",
        "HP:0003228",
        "HP:0002900",
        "HP:0002153",
    ),
    "renal function|kidney function": ("HP:0003259",),
    "breathing": ("HP:0002094",),
    "pupils": ("HP:0011499", "HP:0000616"),
    "blood pressure|bp": ("HP:0000822",),
    "sense of smell|smell": ("HP:0000458",),
    "appetite": ("HP:0002039",),
    "thinking|thought|mind": ("HP:0100543",),
    "balance": ("HP:0002172",),
    "sleep": ("HP:0002360",),
    "bladder": ("HP:0000009",),
    "cranial nerves|cranial nerve|cns|cn|cn ii xii|cns ii xii|cn 2 12|ii xii|nerves of the face|"
    "facial nerves": ("HP:0006824",),
    "ankle jerks|aj|ajs|ankle reflexes|achilles reflexes|achilles tendon reflexes|ankle jerk": (
        "HP:0003438",
    ),
    "vibration sense|vibration|vib|vibratory sense|vibration sensation|"
    "vibratory sensation|vibration perception|sense of vibration|feeling of vibration": ("HP:0002495",),
    "proprioception|jps|joint position sense|position sense|joint position|sense of position": (
        "HP:0010831",
    ),
    "pinprick|pin prick|pp|pinprick sensation|pain sensation|pain perception|pain feeling|feeling of pain|"
    "feeling for pain": ("HP:0007328",),
    "temperature sensation|thermal sensation|temperature sense": ("HP:0010829",),
    "jaw jerk|jaw reflex": ("HP:0033683",),
    "corneal reflex|corneal reflexes": ("HP:0008000",),
    "fundi|optic discs|optic disc|fundoscopy|funduscopy|ophthalmoscopy|fundus": ("HP:0001085",),
    "visual fields|fields of vision": ("HP:0001123",),
    "facial strength|facial power|facial movements|facial muscles": ("HP:0030319",),
    "neck flexion|neck strength|neck flexors": ("HP:0003722",),
    "feeding": ("HP:0011968",),
    "language|comprehension": ("HP:0002381",),
    "orientation": ("HP:0001289",),
    "concentration": ("HP:0031987",),
    "pulse|heart rate|heartbeat|hr": ("HP:0001649",),
    "weight|body weight": ("HP:0001824",),
    "erections|erectile function": ("HP:0100639",),
    "fine movements|fine motor skills|dexterity": ("HP:0007010",),
    "behaviour|conduct|behavior": ("HP:0000708",),
    "personality|character": ("HP:0000751",),
    "taste|sense of taste": ("HP:0031249",),
    "colour vision|sense of colour|colour sense": ("HP:0000551",),
    "head size|head circumference": ("HP:0000252",),
    "body height|stature": ("HP:0004322",),
    "stools|motions": ("HP:0002014",),
    "oxygen level|oxygen saturation|oxygen levels|saturations": ("HP:0012418",),
    "heart rhythm|rhythm of the heart": ("HP:0011675",),
    "exercise tolerance": ("HP:0003546",),
    "energy": ("HP:0012378",),
    "liveliness": ("HP:0001254",),
    "skin colour|colour of the skin": ("HP:0000961",),
    "attention": ("HP:0031987",),
    "periods|menses": ("HP:0000141",),
    "urination|micturition|bladder control|bladder function": ("HP:0000009",),
}

#: Words that turn what stands near them. The key says how:
#: no = absent, after this word; no_back = absent, before it; stop = ends every reach; family and
#: other = someone else has it; feared = only thought of; worried = a disease feared, while a complaint
#: that worries is there; past = was there once; normal = the function
#: beside it is normal; nothing = looks like a cue and is none; own = the person again;
#: tells = who speaks, not who has it; diagnosed = a doctor's diagnosis.
CUES: dict[str, str] = {
    "no": "no|not|without|denies|denied|denying|never|neither|nor|none|absence of|absent|free of|"
    "free from|negative for|no evidence of|no sign of|no signs of|no history of|no longer has|"
    "rather than|lack of any|nothing like|not had|never had|there was no|ruled out|excluded|"
    "negatives|pertinent negatives|relevant negatives|important negatives|no complaints of|never "
    "complained of|not complained of|not complain of|"
    "did not have|did not report|does not report|cleared of|instead of|no longer|"
    # A "stop" by themselves.
    "not show|not shown|never shown|never showed|not reveal|not revealed|not demonstrate|not demonstrated|"
    "not disclose|not disclosed|not notice|not noticed|never noticed|not develop|not developed|"
    "never developed|not find|"
    "fails to show|failed to show|stopped having|unlike|rules out|zero|nil|minus|hardly any|barely any|"
    "were negative for|was negative for|is negative for|came back negative for|hardly ever|"
    "barely ever|scarcely ever|rarely ever|almost never|neg for|nobody told|"
    "nobody has told|no one told|no one has told|nobody said|no one said|"
    "scarcely any|next to no|practically no|virtually no|wont say|cannot say|would not say|"
    "nothing has|nothing is getting|nothing gets|nothing looks|nothing feels|nothing seems|"
    "no one in the family|no one else in the family|nobody in the family|nobody else in the family|"
    "none of the family|no relative|no relatives|none of his relatives|no one in her family",
    "no_back": "was absent|were absent|is absent|are absent|absent|was not seen|were not seen|not present|"
    "not observed|not noted|not found|was denied|were denied|was ruled out|were ruled out|ruled out|"
    "was excluded|were excluded|excluded by|excluded on|excluded with|ruled out by|ruled out on|"
    "excluded|been excluded|been ruled out|discounted|was negative|were negative|negative|neg|"
    "unlikely|denied|not detected|"
    "not a problem|none|never happened|did not occur|never occurred|has not occurred|"
    "was not elicited|not elicited|nil|no",
    "nothing": "not tested|not examined|not assessed|not done|not performed|not formally tested|not checked|"
    "not measured|not recorded|no change|no changes|not only|not just|not necessarily|no relief|no "
    "improvement|no doubt|"
    "no further|not sure|no better|no worse|not better|not improved|without improvement|no wonder|"
    "no cause|no explanation|without relief|without stop|without stopping|without end|"
    "without pause|without a pause|without a break|without ceasing|no matter|no idea|no effect|"
    "no response|without warning|"
    "no reason|for no reason|without reason|without any reason|not stop|not stopped|not go away|"
    "not gone away|wont stop|wont go away|cannot stop|no obvious cause|without apparent cause|"
    "not resolved|not settle|not been able|not respond|not responding|without success|"
    "nothing helps|no apparent reason|not getting better|no benefit|not well|no help|not able|"
    "without provocation|not relieved|not affected|not aware|without obvious cause|"
    "not that i|not that he|not that she|not that there|not as if|not as though|not like i|"
    "not know|not certain|no clue|only one in the family|only one in my family|only one in his family|"
    "only one in her family|only person in the family|only person in my family|not all|not always|"
    "not every|not constant|dear colleague|dear doctor|being paranoid|i paranoid|no warning|no aura|"
    "no idea why|no trigger|no known cause|not yet|negative family|no medication|no medicine|"
    "feel fine|feels fine|felt fine|feel good|feels good|felt good|feel well|feels well|felt well|"
    "feeling well|feel normal|no drugs|not help|not helped|not helping|family doctor|family physician|"
    "family life|"
    "family practice|planned parenthood|"
    "is it normal|is it ok|is it okay|is it common|is it usual|is it weird|is it bad|is it strange|is it odd|"
    "is this normal|is it dangerous|is it serious|"
    "sister ward|mother tongue|no one|doctor said",
    "stop": "but|however|although|though|except|apart from|yet|because|which|presented|presents|"
    "in this|bar a|bar for|bar some|bar mild|bar slight|bar one|barring|excepting|save for|"
    "developed|develops|develop|complains|complained|complaining|reports|reported|noticed|noted|"
    "besides|aside from|other than|despite|even though|still has|had developed|showed|shows|revealed|"
    "reveals|demonstrated|found|then|while|whereas|until|till|when|after|following|due to|"
    "secondary to|admitted|was treated|started having|only|examination|since|there was|there were|"
    "there is|there are|now|on examination|instead|just",
    "family": "fhx|mother|father|mom|mum|dad|brother|sister|son|daughter|uncle|aunt|cousin|grandmother|"
    "grandfather|grandma|grandpa|grandad|granddad|granny|nan|nana|gran|grandparent|auntie|aunty|parent|"
    "parents|sibling|siblings|relative|"
    "relatives|family|in the family|family history|family history of|runs in the family|twin|nephew|"
    "niece|maternal|paternal|ancestor|"
    "no one in the family|no one else in the family|nobody in the family|nobody else in the family|"
    "none of the family|no relative|no relatives|none of his relatives|no one in her family",
    "other": "friend|my friend|neighbour|neighbor|colleague|coworker|boss|a woman|someone|somebody|"
    "a man i know|people|others|my friend has|patients with|celebrity|people with|online|husband|wife|"
    "partner|girlfriend|boyfriend|flatmate|roommate|the dog|my dog|my cat|the cat|"
    "mother in law|father in law|brother in law|sister in law|mum in law|dad in law|son in law|"
    "daughter in law|"
    "her dog|his dog|her cat|his cat|our dog|our cat|my puppy|our puppy|the puppy|my kitten|our kitten|"
    "my horse|our horse|my rabbit|our rabbit|next bed|articles|everyone|most people",
    "feared": "may or may not|might or might not|"
    "if i|what if|in case|could it be|could this be|is it|is this|are these|are those|is he having|"
    "is she having|is it having|am i having|is baby having|is my baby having|is the baby having|"
    "is my son having|is my daughter having|is my child having|could he be having|could she be having|"
    "could she have|could he have|might be|may be|might have|"
    "could have|may have|scared it is|afraid it is|worried it is|worried that it is|"
    "scared of|afraid of|fear of|fears of|fear that|terrified of|frightened of|concern for|"
    "risk of|at risk of|to exclude|to rule out|rule out|query|suspected|suspicion of|suspicious for|"
    "possible|possibly|potential diagnosis|potential case|potential side effects|"
    "can cause|could cause|may cause|might cause|side effects include|"
    "come back if|return if|watch for|watch out for|look out for|should you|would be|would have|"
    "thought it was|thought i had|thought to have|considered|differential|differentials|ddx|read about|"
    "reading about|"
    "asked about|asks about|asking about|asked me about|wants to know about|reassured about|"
    "reassured him about|reassured her about|reassured me about|reassured them about|we discussed|"
    "talked about|talk about|googled|looked up|heard about|do i have|have i got|does this mean|"
    "to prevent|prevention of|"
    "not clearly|not definitely|not certainly|not obviously|"
    "screened for|screening for|tested for|test for|treated as|initially thought|mistaken for|"
    "misdiagnosed as|misdiagnosed with|reminded me of|afraid that|scared that|if it|unless|"
    "wonder if|wondering if|wondering whether|like in|warned me|warned about|"
    "ring us if|call us if|call if|ring if|phone if|told what to do in|what to do in|leaflet lists|"
    "allergic to|allergy to|allergies|allergy|intolerant of|intolerance to|"
    "hope i wont|hope i do not|hope it is not|hope it does not|hope this is not|hoping it is not|"
    "hoping i do not|hoping i wont|pray it is not|praying it is not|tell me it is not|tell me this is not|"
    "please say it is not|"
    "warned of|told to expect|prophylaxis|monitor for|monitored for|before it becomes|dread",
    "worried": "worried it was|worried it's|worried this is|worried this was|worried this might|"
    "worried it might|worried I have|worried I had|worried he has|worried she has|"
    "sure it is|sure it's|sure it was|sure this is|certain it is|certain it's|certain it was|"
    "worried about|worried that|anxious about|concerned about|concerned for|concerns about|"
    "concern about|convinced|convinced it is|afraid|scared|worry about|worrying about|fear|fears|"
    "panic about|terrified|petrified|panicking|frightened|freaking out|freaked out|stressing about|"
    "obsessed|obsessing|paranoid|scared stiff|scared to death|worried sick|frightened to death|"
    "if this|if these|if that|google|googling|chatgpt|internet says|internet said|ai says|"
    "thinks|thinking|think|thought|reckons|reckoned|suspects|suspect|wonders|wondered|wondering|"
    "might|maybe|perhaps|whether it is|if it is|if this is|"
    "to look for|looking for|looking into|investigating|checking for|testing for|being tested for|"
    "hate for it|"
    "hope|hoping|praying|god forbid|in case of|sent for|self diagnosed|self-diagnosed",
    "past": "previous|used to|used to have|previously had|once had|"
    "long ago|when i was young|when i was a child|as a teenager|in my teens|in my twenties|"
    "had previously|had in the past|grew out of|formerly|back then|as a kid|as a baby",
    "past_back": "has gone away|have gone away|has gone|have gone|no longer there|gone now|is gone|are gone|"
    "in the past|when i was young|as a kid|as a teenager",
    "normal": "normal|normal range|equal|nothing wrong with|nothing the matter with|"
    "intact|unremarkable|preserved|within normal limits|fine|good|full|5/5|unaffected|"
    "wnl|spared|symmetrical|physiological|retained|ok|okay|perfect|flexor|downgoing|not impaired|"
    "normally|unimpaired|brisk but normal|2+|not affected|not reduced|not diminished|not lost|"
    "not disturbed|"
    "not involved|uninvolved|untouched|undisturbed|undiminished|clear|is kept|are kept|was kept|"
    "were kept|"
    "unchanged|not changed|never changed|did not change|does not change|stayed the same|"
    "as before|as usual|as ever|as always|as they always were|as it always was|"
    "as it should|as they should|work well|works well|"
    "worked well|swallows well|swallow well|natural|sharp|nad|n|norm|correctly",
    "impaired": "worse|worsened|bad|badly|poor|poorly|reduced|impaired|abnormal|disturbed|difficult|"
    "difficulty|trouble|problem|problems|affected|failing|deteriorated|diminished|lost|decreased|loss|hard|"
    "depressed|limited|restricted|altered|dulled|4/5|3/5|2/5|1/5|0/5|four out of five|three out of five|"
    "two out of five|grade 4|grade 3|grade 2|grade 1|"
    "grade 0|"
    "decline|declined|declining|subnormal|unsteady|"
    "disturbance|deteriorating|troubles|difficulties|weak|sluggish|worsening|slow|fails|changed|lose|loses",
    "own": "he|she|i|patient|the patient|we|himself|herself|the child|the boy|the girl|this man|this woman|"
    "me|my|examination|on examination",
    "tells": "noticed|noted|reported|reports|observed|witnessed|said|says|brought|tells|told|described|"
    "found|called|saw|states|recalled|confirmed|thinks|is worried|complains|asked|heard|mentioned",
    "has": "has|had|have|with|suffers|suffered|died|diagnosed|affected|also|history|gets|takes|was|is|"
    "suffer|carries|have had|like|ill|same",
    "diagnosed": "diagnosed with|diagnosis of|known|known to have|history of|i have|was told i have|"
    "confirmed|suffers from|background of|past medical history of|pmh|past history of|"
    "medical history includes|treated for|under treatment for|told i have",
}

#: "Collateral from his daughter: jerks at night": who tells it has nothing.
CUES["nothing"] += "".join(
    f"|{told} {kin}"
    for told in (
        "history from",
        "hx from",
        "obtained from",
        "collateral from",
        "collateral hx from",
        "collateral history from",
        "history given by",
        "history via",
        "informant",
        "per",
        "as per",
        "according to",
    )
    for kin in (
        "wife husband partner daughter son mother mum mom father dad sister brother parents family".split()
    )
)
