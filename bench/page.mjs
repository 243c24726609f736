/* page.mjs WHOSE TREE STORY...: what the page costs in Chromium.
 *
 * takes   stories; the page of each is made by `whose report` and by `whose serve`
 * gives   a row a story: bytes of the file against its bound; milliseconds until the verdict is
 *         painted; frames a second and frames over 34 ms (two of sixty a second) while the whole
 *         page is scrolled through; milliseconds from upload to the drawn page
 * method  the best of three loads; one scroll over the whole length in eight seconds, each frame
 *         timed by requestAnimationFrame; the upload is a drop, as a person makes it
 * cost    about fifteen seconds a story */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { timeUpload } from "../tests/page/upload.mjs";

const [whose, tree, ...stories] = process.argv.slice(2);
const puppeteer = createRequire(join(tree, "web", "package.json"))("puppeteer-core");
const work = mkdtempSync(join(tmpdir(), "whose-bench-"));
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const SECONDS = 8;

async function firstView(page) {
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1200, height: 900 });
  await tab.evaluateOnNewDocument(() => {
    new MutationObserver((_, o) => {
      if (!document.querySelector("#verdict .headline")) return;
      o.disconnect();
      requestAnimationFrame(() => setTimeout(() => { window.drawnAt = performance.now(); }));
    }).observe(document, { childList: true, subtree: true });
  });
  await tab.goto(pathToFileURL(page).href);
  await tab.waitForFunction(() => window.drawnAt > 0);
  return { tab, ms: await tab.evaluate(() => window.drawnAt) };
}

const scrolled = (tab) => tab.evaluate((seconds) => new Promise((done) => {
  const times = [];
  const began = performance.now();
  const step = (now) => {
    times.push(now);
    const at = (performance.now() - began) / (1000 * seconds);
    scrollTo({ top: at * (document.documentElement.scrollHeight - innerHeight), behavior: "instant" });
    if (at < 1) requestAnimationFrame(step);
    else done(times.slice(1).map((t, i) => t - times[i]));
  };
  requestAnimationFrame(step);
}), SECONDS);

async function upload(story) {
  const server = spawn(whose, ["serve", "--port", "0", work], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((found) => server.stdout.once("data", (line) => found(/http:\S+/.exec(String(line))[0])));
  const tab = await browser.newPage();
  await tab.setViewport({ width: 1200, height: 900 });
  const times = [];
  for (let i = 0; i < 5; i++) {
    await tab.goto(address);
    await tab.waitForSelector("#files");
    times.push(await timeUpload(tab, basename(story), readFileSync(story, "utf8")));
  }
  server.kill("SIGTERM");
  await tab.close();
  return times.sort((a, b) => a - b);
}

console.log("story\ttext KB\tfile KB\tbound KB\tfirst view ms\tframes/s\tover 34 ms\tlongest ms\tupload to drawn ms (best, median)");
for (const story of stories) {
  const page = join(work, "page.html");
  execFileSync(whose, ["report", "-o", page, story], { stdio: "pipe" });
  const text = execFileSync(whose, ["text", story], { maxBuffer: 1 << 28 }).length;
  const views = [];
  for (let i = 0; i < 3; i++) {
    const { tab, ms } = await firstView(page);
    views.push(ms);
    if (i < 2) await tab.close();
    else {
      const frames = await scrolled(tab);
      const total = frames.reduce((s, f) => s + f, 0);
      const times = await upload(story);
      console.log([basename(story), text, statSync(page).size, 3 * text + 600_000].map((x) => typeof x === "number" ? Math.round(x / 1000) : x).join("\t") + "\t" +
        [Math.round(Math.min(...views)), (1000 * frames.length / total).toFixed(1), frames.filter((f) => f > 34).length, Math.round(Math.max(...frames)),
          `${Math.round(times[0])}, ${Math.round(times[2])}`].join("\t"));
      await tab.close();
    }
  }
}
await browser.close();
rmSync(work, { recursive: true, force: true });
