// node time.js FILE [RUNS]: prints the best of RUNS (3) as "milliseconds<TAB>MB/s<TAB>tokens".
'use strict';
const fs = require('fs');
const { performance } = require('perf_hooks');
const { Fountain } = require('fountain-js');

const text = fs.readFileSync(process.argv[2], 'utf8');
const runs = Number(process.argv[3] || 3);
let best = Infinity;
let tokens = 0;
for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const script = new Fountain().parse(text, true);
    best = Math.min(best, performance.now() - start);
    tokens = script.tokens ? script.tokens.length : 0;
}
console.log([best.toFixed(1), (Buffer.byteLength(text) / 1e3 / best).toFixed(2), tokens].join('\t'));
