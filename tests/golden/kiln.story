scene 1 [0,170) words=11 directions=13 "INT. POTTERY - DAY"
  "Iris" speaks seen speeches=2 words[on]=7 [73,103)
  "Leo" off-screen speeches=1 words[off-screen]=4 [131,159)
scene 2 [170,299) words=6 directions=15 "EXT. POTTERY - NIGHT"
  "Iris" acts acts=1 [192,196)
  "Leo" speaks seen speeches=1 words[on]=6 [271,298)
link "Iris" "Leo" scenes=2 turns=1
level 0 shown [0,299)
