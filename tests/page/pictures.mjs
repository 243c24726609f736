/* pictures.mjs WHOSE TREE OUT [STORY...]: what the page looks like, as PNG: light, dark, on a phone, printed. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [whose, tree, out, ...stories] = process.argv.slice(2);
const puppeteer = createRequire(join(tree, "web", "package.json"))("puppeteer-core");
const work = mkdtempSync(join(tmpdir(), "whose-pictures-"));
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });
const LOOKS = {
  light: { width: 1100, height: 1500 }, dark: { width: 1100, height: 1500, dark: true },
  phone: { width: 390, height: 1600 }, print: { width: 760, height: 1500, print: true },
};

for (const story of stories) {
  const name = basename(story).replace(/\.[^.]*$/, "");
  const page = join(work, `${name}.html`);
  execFileSync(whose, ["report", "-o", page, story]);
  for (const [look, how] of Object.entries(LOOKS)) {
    const tab = await browser.newPage();
    await tab.setViewport({ width: how.width, height: how.height });
    await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: how.dark ? "dark" : "light" }]);
    if (how.print) await tab.emulateMediaType("print");
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForSelector("#verdict .headline");
    await new Promise((r) => setTimeout(r, 400));
    await tab.screenshot({ path: join(out, `${name}-${look}.png`) });
    if (look === "light")
      for (const id of ["picture", "threads", "fortune", "bonds", "without", "billing", "scenes", "card"]) {
        if (!(await tab.$(`#${id}`))) continue;
        await tab.evaluate((at) => document.getElementById(at)?.scrollIntoView({ block: "start" }), id);
        await new Promise((r) => setTimeout(r, 600));
        await (await tab.$(`#${id}`)).screenshot({ path: join(out, `${name}-${id}.png`) });
      }
    await tab.close();
  }
}
await browser.close();
rmSync(work, { recursive: true, force: true });
