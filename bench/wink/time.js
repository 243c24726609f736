// node time.js PACKAGE FILE [RUNS]: PACKAGE is wink-nlp or compromise.  Prints the best of RUNS (3) as
// "milliseconds<TAB>tokens<TAB>tokens/s": sentences, tokens and their parts of speech, from the text of the file.
// The package and its model are loaded before the clock starts; tags are computed, not written anywhere.
'use strict';
const fs = require('fs');
const { performance } = require('perf_hooks');

// Processor time of this thread in ms, where the system tells it; else what the clock says.
function now() {
    try {
        return Number(fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
    } catch {
        return performance.now();
    }
}

const reader = {
    // named entities are left out of its pipe, since whose has no such stage yet
    'wink-nlp': () => {
        const model = require('wink-eng-lite-web-model');
        const nlp = require('wink-nlp')(model, ['sbd', 'pos']);
        const its = nlp.its;
        return (text) => nlp.readDoc(text).tokens().out(its.pos);
    },
    // its layers: one is tokens, two adds tags, three phrases; more than tags is not asked for
    'compromise': () => {
        const nlp = require('compromise/two');
        return (text) => {
            const tags = [];
            for (const sentence of nlp(text).docs)
                for (const term of sentence)
                    tags.push(term.tags);
            return tags;
        };
    },
}[process.argv[2]];
if (!reader || !process.argv[3]) {
    console.error('usage: node time.js wink-nlp|compromise FILE [RUNS]');
    process.exit(2);
}

const read = reader();
const text = fs.readFileSync(process.argv[3], 'utf8');
const runs = Number(process.argv[4] || 3);
let best = Infinity;
let tokens = 0;
for (let i = 0; i < runs; i++) {
    const start = now();
    tokens = read(text).length;
    best = Math.min(best, now() - start);
}
console.log([best.toFixed(1), tokens, Math.round(tokens / best * 1e3)].join('\t'));
