// Opens pages of a built site in Firefox as a reader would, from file://, wide and narrow, and does there what takes scripts.
//
// Each page at one width is one check. It fails on what Firefox prints as an error or a warning, on a request that leaves the
// disk or fails, on a font that is not loaded, where a register is cut or a word of a table is broken at 1280, and where a page
// is wider than the screen.
// axe looks at the pages in Chromium (axe.mjs); what differs between browsers is how they load, fit and run.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";
import { brokenWords, finish, pagesOf, siteFolder } from "./site.mjs";

const BROWSERS = [
  process.env.FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox", "/snap/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox", "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];
const PAGES = [
  "index.html", "documents/index.html", "controls/A.5.2.html", "clauses/6.1.4.html", "soa.html", "traceability.html",
  "systems/evidence.html", "systems/SYS-001/story.html", "risks.html", "reviews.html", "changes/index.html",
  "changes/in-force.html", "changes/since.html", "audit.html", "audit/stage-1.html", "coverage.html", "certification/gaps.html",
  "findings.html", "rules.html", "about.html", "glossary.html", "people/index.html", "print.html", "search.html",
  "documents/POL-001.html", "documents/POL-001/history.html", "documents/POL-001/2.0.html",
];

const folder = siteFolder();
const executablePath = BROWSERS.find((name) => name && existsSync(name));
if (!executablePath) {
  console.error("no Firefox found; install it, or name it in FIREFOX");
  process.exit(2);
}
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const page = await browser.newPage();
let wrong = [];
page.on("console", (message) => {
  if (["error", "warn", "warning"].includes(message.type())) wrong.push(`console: ${message.text()}`);
});
page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
page.on("requestfailed", (request) => wrong.push(`not loaded: ${request.url()}`));
page.on("request", (request) => {
  if (!/^(file|data):/.test(request.url())) wrong.push(`leaves the disk: ${request.url()}`);
});

let [passed, failed] = [0, 0];
const problems = [];
/** One check: what is done, and what is wrong after it. */
async function check(name, act) {
  wrong = [];
  await act().catch((error) => wrong.push(error.message.split("\n")[0]));
  if (wrong.length === 0) passed += 1;
  else failed += 1;
  problems.push(...[...new Set(wrong)].map((what) => `${name}: ${what}`));
}
const show = (name, query = "") => page.goto(pathToFileURL(path.join(folder, name)).href + query, { waitUntil: "load" });
const kinds = pagesOf(folder).filter((name) => /^registers\//.test(name)).slice(0, 6);
for (const [width, height] of [[1280, 900], [320, 640]]) {
  await page.setViewport({ width, height });
  for (const name of [...PAGES, ...kinds]) {
    await check(`${name} (${width})`, async () => {
      if (!existsSync(path.join(folder, name))) throw new Error("there is no such page");
      await show(name);
      const found = await page.evaluate(async () => {
        await document.fonts.ready;
        const root = document.documentElement;
        return {
          fonts: [...document.fonts].filter((font) => font.status === "error").map((font) => font.family),
          over: root.scrollWidth - root.clientWidth,
          cut: [...document.querySelectorAll(".scroll:has(> table.register)")]
            .filter((box) => box.offsetParent && box.scrollWidth > box.clientWidth + 1).map((box) => box.getAttribute("aria-label")),
        };
      });
      wrong.push(...found.fonts.map((family) => `does not load ${family}`));
      if (found.over > 0) wrong.push(`is ${found.over} pixels too wide`);
      if (width === 1280) wrong.push(...found.cut.map((what) => `cuts ${what}`));
      const words = width === 1280 ? await page.evaluate(brokenWords) : [];
      if (words.length > 0) wrong.push(`breaks words of tables: ${words.join(", ")}`);
    });
  }
}

await page.setViewport({ width: 1280, height: 900 });
const until = async (ask, ...given) => page.waitForFunction(ask, { timeout: 8000 }, ...given);
await check("search by address", async () => {
  await show("search.html", "?q=fairness");
  await until(() => document.querySelectorAll("#results a").length > 3);
});
await check("search with a typing error", async () => {
  await show("search.html", "?q=farness");
  await until(() => document.querySelectorAll("#results a").length > 0);
});
await check("search by a key", async () => {
  await show("documents/POL-001.html");
  await page.keyboard.press("/");
  await page.keyboard.type("risk");
  await page.keyboard.press("Enter");
  await until(() => location.href.endsWith("search.html?q=risk") && document.querySelectorAll("#results a").length > 3);
});
await check("a register chosen by its address", async () => {
  await show("registers/nonconformity.html", `?state=${encodeURIComponent("Action under way")}`);
  await until(() => {
    const rows = [...document.querySelectorAll("table.register[data-filter] tbody tr")];
    const seen = rows.filter((row) => !row.hidden);
    return seen.length > 0 && seen.length < rows.length && seen.every((row) => row.textContent.includes("Action under way"));
  });
});
await check("what was in force on a day", async () => {
  await show("changes/in-force.html", "?on=2025-11-03");
  await until(() => {
    const seen = [...document.querySelectorAll("main tbody tr")].filter((row) => row.offsetParent && row.textContent.includes("POL-001"));
    return seen.length === 1 && seen[0].textContent.includes("2.0");
  });
});
await check("two texts compared", async () => {
  await show("documents/POL-001/history.html", "?from=1.0&to=2.1#_compare");
  await until(() => document.querySelectorAll("[data-compare] ins").length > 0);
});
await check("two texts chosen by keys alone", async () => {
  await show("documents/POL-001/history.html");
  await page.focus("[data-compare] button");
  await page.keyboard.press("Enter");
  await until(() => document.activeElement.matches("[data-compare] select") && document.querySelectorAll("[data-compare] ins").length > 0);
});
await browser.close();
finish(passed, failed, problems);
