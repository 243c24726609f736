// node tags.js FILE: tokens and parts of speech of wink-nlp as "token<TAB>tag" lines, for upos.py.
'use strict';
const fs = require('fs');
const nlp = require('wink-nlp')(require('wink-eng-lite-web-model'), ['sbd', 'pos']);

const tokens = nlp.readDoc(fs.readFileSync(process.argv[2], 'utf8')).tokens();
const tags = tokens.out(nlp.its.pos);
tokens.out().forEach((token, i) => {
    if (token.trim())
        console.log(token + '\t' + tags[i]);
});
