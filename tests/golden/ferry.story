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
