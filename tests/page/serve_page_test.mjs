/* serve_page_test.mjs WHOSE TREE: the local page, in Chromium, as a person would use it.  TAP on standard output. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeUpload } from "./upload.mjs";

const [whose, tree] = process.argv.slice(2);
const require = createRequire(join(tree, "web", "package.json"));
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const work = mkdtempSync(join(tmpdir(), "whose-serve-"));
let n = 0;
let failed = 0;

function ok(isRight, words) {
  n++;
  failed += isRight ? 0 : 1;
  console.log(`${isRight ? "ok" : "not ok"} ${n} - ${words}`);
}

const sample = join(tree, "samples", "a-quarter-turn.fountain");
const server = spawn(whose, ["serve", "--port", "0", work], { stdio: ["ignore", "pipe", "inherit"] });
const address = await new Promise((found) => server.stdout.once("data", (line) => found(/http:\S+/.exec(String(line))[0])));
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const tab = await browser.newPage();
const noise = [];
tab.on("console", (m) => m.type() === "error" && !/status of 4\d\d/.test(m.text()) && noise.push(m.text()));
tab.on("pageerror", (e) => noise.push(String(e)));
tab.on("request", (r) => !r.url().startsWith(address) && !/^(data|blob):/.test(r.url()) && noise.push(`asked for ${r.url()}`));
await tab.setViewport({ width: 1200, height: 900 });

const wait = (selector) => tab.waitForSelector(selector, { timeout: 30_000 });
const words = (selector) => tab.$eval(selector, (e) => e.textContent);
const until = async (right, tries = 200) => {
  for (let i = 0; i < tries; i++) {
    if (await right()) return true;
    await new Promise((r) => setTimeout(r, 50));
  }
  return false;
};
async function violations() {
  await tab.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 700) {
      scrollTo(0, y);
      await new Promise((r) => setTimeout(r, 30));
    }
    for (const d of document.querySelectorAll("details")) d.open = true;
  });
  await tab.evaluate(axe);
  return tab.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 120)}`));
}

/* ---- drop a file, watch it finish ---- */
await tab.goto(address);
await wait("#files");
ok(/Nothing leaves this machine/.test(await words("#top")), "the page says that nothing leaves this machine");
let wrong = await violations();
ok(wrong.length === 0, `axe finds nothing on the first view ${wrong.join("; ")}`);
await tab.evaluate(() => { // every state that the row goes through
  window.seen = new Set();
  new MutationObserver(() => {
    const bar = document.querySelector("progress");
    if (bar) window.seen.add(bar.value);
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
});
await tab.evaluate((name, text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}, "turn.fountain", readFileSync(sample, "utf8"));
await wait("#verdict .headline");
ok(/Rhoda/.test(await words(".headline")), `a file that is dropped is read and drawn: ${await words(".headline")}`);
ok(await tab.evaluate(() => window.seen.size > 0), "a bar showed how far it was");
ok(new URL(tab.url()).search === "?story=1", "the story has an address of its own");

/* ---- click a bar, land on the line ---- */
await tab.click(".measure summary");
await tab.click(".measure[open] blockquote a");
ok(await until(() => tab.$(".landed")), "a bar opens its quotations, and a quotation lands on its line");

/* ---- ask ---- */
const typed = async (text, button) => {
  await tab.$eval("#typed", (e) => { e.value = ""; });
  await tab.type("#typed", text);
  await tab.$$eval(".ask button", (all, label) => all.find((b) => b.textContent === label).click(), button);
  await until(async () => !/Looking/.test(await words(".answers")) && (await words(".answers")).length > 0);
  return words(".answers");
};
ok(/supports/.test(await typed("Rhoda, not Ivor", "Test the claim")), "a claim is tested beside the text");
ok((await tab.$$(".answers blockquote")).length > 2, "with its passages");
await tab.$eval(".answers details", (d) => { d.open = true; });
await tab.click(".answers blockquote a");
ok(/at-\d+/.test(tab.url()), "and they lead to their lines");
ok(/two people|nobody|no such|fits/i.test(await typed("Zebulon, not Nobody", "Test the claim")), "a name that is not there is answered in words");
ok(/alike/.test(await typed("the moon has my money", "Find the line")), "a remembered line is found");
ok((await typed("I think Rhoda dies. It is Rhoda who tells the story.", "Test the post"), (await tab.$$(".answers article")).length) >= 2, "each claim of a post is answered");
wrong = await violations();
ok(wrong.length === 0, `axe finds nothing on a story with answers ${wrong.join("; ")}`);

/* ---- join, rename, take back ---- */
const people = async () => Number(/(\d+) people/.exec(await words(".byline"))[1]);
const before = await people();
const choose = (label, name) => tab.$eval(`select[aria-label="${label}"]`, (s, wanted) => { s.value = [...s.options].find((o) => o.textContent === wanted).value; s.dispatchEvent(new Event("change")); }, name);
const press = (label) => tab.$$eval("#correct button", (all, wanted) => all.find((b) => b.textContent === wanted).click(), label);
await choose("one name", "Chemist");
await choose("another name", "Examiner");
await press("Join");
ok(await until(async () => (await people().catch(() => before)) === before - 1), "two people are joined, and the story read again at once");
ok(readFileSync(join(work, "turn.fountain.whose"), "utf8").trim() === 'merge "Chemist", "Examiner"', "the corrections are written");
await wait(".statements button");
await tab.click(".statements button");
ok(await until(async () => (await people().catch(() => 0)) === before), "and taken back");
await wait("#correct input[type=text]");
await choose("a person to rename", "Rhoda");
await tab.type("#correct input[type=text]", "Rhoda <b>Pask</b>");
await press("Rename");
ok(await until(async () => /Rhoda <b>Pask<\/b>/.test(await words(".headline").catch(() => ""))), "a person is renamed, with whatever signs");
ok(await tab.$(".headline b") === null, "which are no markup");

/* ---- export ---- */
const client = await tab.createCDPSession();
await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: work });
await tab.$$eval("#picture button", (all) => all.find((b) => b.textContent === "PNG").click());
await tab.$eval("a[download]", (a) => a.click());
ok(await until(() => existsSync(join(work, "lanes.png")) && existsSync(join(work, "report.html"))), `a picture and the page are saved: ${readdirSync(work).filter((f) => !f.startsWith(".")).join(", ")}`);

/* ---- two at once, one that is none, two drafts; by keyboard ---- */
await tab.goto(address);
await wait("#files");
writeFileSync(join(work, "broken.xml"), "<?xml version='1.0'?><TEI><text><body><div");
writeFileSync(join(work, "draft.fountain"), readFileSync(sample, "utf8").replaceAll("RHODA", "RHONDA"));
await (await tab.$("#files")).uploadFile(join(work, "broken.xml"), join(work, "draft.fountain"));
ok(await until(async () => (await tab.$$("#read li a")).length === 2 && (await tab.$$("#read .error")).length === 1), "of two at once each has its outcome");
ok((await words("#read .error")).length > 10, `what is no story is told so: ${await words("#read .error").catch(() => "")}`);
await wait("#compare");
await tab.focus("#compare button");
await tab.keyboard.press("Enter");
ok(await until(async () => (await tab.$("#compare table")) !== null), "two drafts are compared, by keyboard");
await tab.evaluate(() => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(100 << 20)], "huge.txt"));
  dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
});
ok(await until(async () => (await tab.$$eval("#read .error", (all) => all.some((e) => /larger than 64 MB/.test(e.textContent))))), "a file of 100 MB is told so");

/* ---- everything by keyboard alone ---- */
{
  const key = (name) => tab.keyboard.press(name);
  const reach = async (right, most = 600) => { // Tab until the focus is there, as a person without a mouse must
    for (let i = 0; i < most; i++) {
      if (await tab.evaluate(right)) return true;
      await key("Tab");
    }
    return false;
  };
  await tab.goto(address);
  await wait("#files");
  ok(await reach(() => document.activeElement.id === "files"), "the keyboard reaches the choice of files");
  let chooser = null;
  for (let i = 0; i < 5 && !chooser; i++) { // the browser hears of the wait and of the key on two ways: the wait must be first
    const waiting = tab.waitForFileChooser({ timeout: 5000 }).catch(() => null);
    await new Promise((soon) => setTimeout(soon, 200));
    await key("Enter");
    chooser = await waiting;
  }
  ok(chooser !== null, "and opens it");
  writeFileSync(join(work, "keys.fountain"), readFileSync(sample, "utf8"));
  await chooser.accept([join(work, "keys.fountain")]);
  await wait("#verdict .headline");
  ok(await tab.evaluate(() => document.activeElement.id === "main"), "a story that is drawn has the focus");
  ok(await reach(() => document.activeElement.matches(".measure summary")), "a question is reached");
  await key("Enter");
  ok(await reach(() => document.activeElement.matches(".measure[open] blockquote a"), 5), "and, opened, its passages");
  await key("Enter");
  ok(await until(() => tab.$(".landed")), "and its line");
  ok(await reach(() => document.activeElement.id === "typed"), "the place to type is reached");
  for (const [text, button, right] of [["Rhoda, not Ivor", "Test the claim", /supports/], ["the moon has my money", "Find the line", /alike/], ["I think Rhoda dies. It is Rhoda who tells the story.", "Test the post", /Rhoda/]]) {
    await tab.keyboard.down("Control");
    await key("a");
    await tab.keyboard.up("Control");
    await tab.keyboard.type(text);
    const isThere = await reach(new Function(`return document.activeElement.textContent === ${JSON.stringify(button)}`), 5);
    await key("Enter");
    ok(isThere && await until(async () => right.test(await words(".answers"))), `${button}, by keyboard`);
    await tab.keyboard.down("Shift");
    await reach(() => document.activeElement.id === "typed", 5);
    await tab.keyboard.up("Shift");
  }
  await tab.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  await tab.focus(".skip");
  ok(await reach(() => document.activeElement.getAttribute("aria-label") === "another name"), "the correction of people is reached");
  const old = await people();
  for (const letter of "Examiner") await key(letter);
  await key("Tab");
  ok(await tab.evaluate(() => document.activeElement.textContent === "Join"), "Tab leads on to Join");
  await key("Enter");
  ok(await until(async () => (await people().catch(() => old)) === old - 1), "two people are joined by keyboard");
  await wait("#correct input[type=text]");
  await tab.focus(".skip");
  ok(await reach(() => document.activeElement.getAttribute("aria-label") === "the new name"), "the new name is reached");
  await tab.keyboard.type("Somebody Else");
  await key("Enter");
  ok(await until(async () => /Somebody Else/.test(await words("#people, #face").catch(() => "") + await tab.$$eval("option", (all) => all.map((o) => o.textContent).join()).catch(() => ""))), "and given, by keyboard");
  await tab.goto(address);
  await wait("#compare");
  ok(await reach(() => document.activeElement.textContent === "Compare"), "the comparison is reached");
  await key("Enter");
  ok(await until(async () => (await tab.$("#compare table")) !== null), "and made, by keyboard");
}

/* ---- the bar moves with the reading ---- */
{
  const novel = Array.from({ length: 6000 }, (_, i) => `Marta went to the mill in the rain, and Piet told her what he had seen there on day ${i}.\n\n`).join("");
  await tab.evaluate((text) => {
    window.bars = [];
    new MutationObserver(() => { const bar = document.querySelector("progress"); if (bar && bar.value !== window.bars.at(-1)) window.bars.push(bar.value); }).observe(document.body, { childList: true, subtree: true, attributes: true });
    const data = new DataTransfer();
    data.items.add(new File([text], "mill.txt"));
    dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, `CHAPTER ONE\n\n${novel}`);
  await wait("#verdict .headline");
  const bars = await tab.evaluate(() => window.bars);
  ok(bars.length >= 3 && bars.every((b, i) => i === 0 || b >= bars[i - 1]), `the bar moves while a stage is at work: ${bars.map((b) => b.toFixed(2)).join(" ")}`);
}

/* ---- a script of 120 pages, upload to drawn page ---- */
{
  const cast = ["ANNA", "BO", "CELIA", "DOV", "EDA", "FYN", "GRETA", "HAL"];
  let script = "Title: Long\n\n";
  for (let s = 0; script.length < 150_000; s++) {
    script += `INT. ROOM ${s} - DAY\n\n${cast[s % 8]} waits by the window and looks at the rain, which does not stop.\n\n`;
    for (let k = 0; k < 8; k++) script += `${cast[(s + k * (1 + s % 3)) % 8]}\nI have told you this before, and I will tell you again tomorrow if it rains.\n\n`;
  }
  const times = [];
  for (let i = 0; i < 3; i++) {
    await tab.goto(address);
    await wait("#files");
    times.push(await timeUpload(tab, `long-${i}.fountain`, script));
  }
  console.log(`# 120 pages (${script.length} bytes), upload to drawn page: ${times.map((t) => `${Math.round(t)} ms`).join(", ")}`);
  writeFileSync(join(work, "long.fountain"), script);
  const began = Date.now();
  execFileSync(whose, ["read", "--json", join(work, "long.fountain")], { maxBuffer: 1 << 28 });
  const alone = Date.now() - began; // tells how busy the machine is
  ok(Math.min(...times) < Math.max(1000, 8 * alone), `a script of 120 pages is drawn soon after it is dropped (whose read alone: ${alone} ms)`);
}

/* ---- the program ends ---- */
await tab.goto(address);
await wait("#files");
server.kill("SIGTERM");
await new Promise((r) => server.once("exit", r));
await (await tab.$("#files")).uploadFile(sample);
const refused = noise.length;
ok(await until(async () => (await tab.$$eval("#read .error", (all) => all.some((e) => /does not answer/.test(e.textContent))))), "when the program has ended, the page says so");
ok(refused === 0, `nothing else is asked, and nothing complains ${noise.slice(0, refused).join("; ")}`);

await browser.close();
rmSync(work, { recursive: true, force: true });
console.log(`1..${n}`);
process.exit(failed ? 1 : 0);
