scene 1 [55,277) words=32 directions=7 "Scene 1"
  "Vera" speaks seen speeches=3 words[on]=30 [85,176)
  "Tom" speaks seen speeches=1 words[on]=2 [178,201)
scene 2 [279,405) words=15 directions=6 "Scene 2"
  "Vera" named named=1 [371,375)
  "First Guard" speaks seen speeches=1 words[on]=13 [318,389)
  "Crowd" speaks seen speeches=1 words[on]=2 [391,405)
scene 3 [414,600) words=26 directions=8 "Scene 1"
  "Vera" speaks seen speeches=1 words[on]=20 [499,600)
  "Tom" speaks seen speeches=1 words[on]=6 [463,497)
gap "Vera" 1 scenes, from 1 to 3
gap "Tom" 1 scenes, from 1 to 3
link "Vera" "Tom" scenes=2 turns=3
link "First Guard" "Crowd" scenes=1 turns=1
level 0 shown [0,601)
change "Vera" 0.000 company=0.000 direction=0.00
change "Tom" 0.000 company=0.000 direction=0.00
