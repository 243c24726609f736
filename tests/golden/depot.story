scene 1 [82,588) words=11 directions=35 "INT. BUS DEPOT - NIGHT"
  "Pilar" speaks seen speeches=2 words[on]=6 [225,266)
  "Hugo" speaks seen speeches=1 words[on]=5 [362,440)
scene 2 [588,1122) words=24 directions=22 "EXT. BUS DEPOT - YARD - NIGHT"
  "Pilar" speaks acts speeches=2 words[on]=14 acts=1 [706,791)
  "Hugo" speaks acts speeches=1 words[on]=3 acts=1 [819,852)
  "Boy" speaks seen speeches=1 words[on]=7 [936,982)
scene 3 [1122,1390) words=11 directions=15 "INT. BUS DEPOT - OFFICE - DAWN"
  "Pilar" voice-over named speeches=1 words[voice-over]=7 [1329,1389)
  "Hugo" speaks acts speeches=1 words[on]=4 acts=1 [1262,1301)
  "Boy" acts acts=1 [1200,1203)
link "Pilar" "Hugo" scenes=2 turns=3
link "Pilar" "Boy" scenes=1 turns=1
link "Hugo" "Boy" scenes=2 turns=1
level 0 shown [0,1390)
change "Hugo" 0.051 company=0.077 place=0.000 direction=0.00
