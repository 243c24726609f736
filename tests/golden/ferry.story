scene 1 [43,373) words=18 directions=27 "INT. FERRY HOUSE - NIGHT"
  "Marta" speaks seen speeches=2 words[on]=9 [151,205)
  "Jonas" speaks seen speeches=1 words[on]=5 [207,231)
  "Adam" speaks acts speeches=1 words[on]=4 acts=1 [308,348)
scene 2 [373,600) words=6 directions=25 "EXT. LANDING - DAWN"
  "Marta" speaks acts named speeches=1 words[on]=2 acts=1 [477,505)
  "Jonas" addressed named=2 [492,497)
  "Adam" speaks seen speeches=1 words[on]=4 [568,589)
scene 3 [600,828) words=22 directions=10 "INT. FERRY HOUSE - YEARS LATER"
  "Marta" speaks voice-over seen speeches=2 words[on]=3 words[voice-over]=19 [688,714)
link "Marta" "Jonas" scenes=1 turns=1
link "Marta" "Adam" scenes=2 turns=2
link "Jonas" "Adam" scenes=1 turns=1
fact kin real by "Jonas" 0.97 of "Marta" 0.85 scene 1 direction "JONAS, her brother, watches the river."
fact command real by "Jonas" 0.99 scene 1 said "I sent it."
fact kin real of "Marta" 0.87 scene 3 direction "YOUNG MARTA, 9, and her father carve a boat."
fact kin real of "Marta" 0.99 scene 3 said "I never saw my brother again."
fact tell real by "Marta" 0.99 scene 3 said "I kept the tin, and I told nobody how the rope was cut."
fate 0 "Marta" lives 0.135 [0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.188 0.000]
fate 1 "Jonas" unknown 0.099 [0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000]
fate 2 "Adam" unknown 0.153 [0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.000 0.268 0.000]
tie 0 1 "Marta" "Jonas" kills 0.005 marries 0.032 [0.000 0.000 0.000 0.000 0.000 0.000 0.562 0.000 0.000 1.000 0.000 0.000 0.000 0.000]
tie 1 0 "Jonas" "Marta" kills 0.006 marries 0.032 [0.000 0.000 0.000 0.000 0.000 0.000 0.562 0.000 0.000 1.000 0.000 0.000 0.000 0.000]
level 0 shown [0,828)
bond "Marta" "Jonas" kin=0.83 weight=1.95 scenes 1
  kin "JONAS, her brother, watches the river."
change "Marta" 0.000 place=0.000 bonds=0.000 fate=0.000 direction=0.00
