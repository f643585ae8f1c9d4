// Opens pages of a built site in Chromium as a reader would: from file://, wide and narrow, and the pages whose names are contracts
// and one of each other type in the dark, in forced colours and as they are printed too.
//
// Each view is one check. It fails on a violation of WCAG 2.2 A or AA that axe-core finds, on a console error, on
// anything the page's own Content-Security-Policy refuses, on a request that leaves the disk or fails, and where a
// page is wider than a screen of 320 pixels, a register or a table of a text is cut at 1280, a long page has no contents,
// an id at the head of a column is broken, a word of a table is broken inside at 1280, a line begins with a comma, what is
// in the masthead lies over something else, a block of facts ends with a gap, a sign is set in columns, what an address or the
// Tab key leads to is hidden by the head of its table, or on a small screen the overview says where to start below how complete
// all is. At the end some are gone through by the Tab key, and two are read with JavaScript off.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { launch, listen } from "./browser.mjs";
import { brokenWords, finish, pagesOf, siteFolder } from "./site.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// A page is loaded once for each width, as its scripts look at that, and shown in all views of it.
const WIDTHS = [
  {
    width: 1280,
    height: 900,
    views: [
      { name: "wide light", media: { colorScheme: "light" } },
      { name: "wide dark", media: { colorScheme: "dark" }, few: true },
      { name: "forced colours", media: { colorScheme: "light", forcedColors: "active" }, few: true },
      { name: "print", media: { colorScheme: "light", forcedColors: "none", media: "print" }, few: true },
    ],
  },
  {
    width: 320,
    height: 640,
    views: [
      { name: "narrow light", media: { colorScheme: "light" } },
      { name: "narrow dark", media: { colorScheme: "dark" }, few: true },
    ],
  },
];
// What may differ between light and dark: the shape of a page and what it is made of are the same.
const OF_COLOUR = ["color-contrast", "link-in-text-block"];
// What may differ between wide and narrow, of a page that is made as another which is looked at whole.
const OF_WIDTH = [...OF_COLOUR, "target-size", "scrollable-region-focusable", "aria-hidden-focus"];
// On paper nothing is clicked, and no box scrolls.
const NOT_IN_PRINT = { "target-size": { enabled: false }, "scrollable-region-focusable": { enabled: false } };
// Their names are contracts: a site without one of them fails.
const CONTRACT = [
  "index.html", "documents/index.html", "controls/index.html", "controls/A.5.2.html", "clauses/index.html",
  "clauses/6.1.4.html", "soa.html", "traceability.html", "systems/index.html", "risks.html", "assessments.html",
  "reviews.html", "changes/index.html", "audit.html", "coverage.html", "samples.html", "certification.html",
  "certification/gaps.html", "findings.html", "rules.html", "about.html", "changes/in-force.html",
  "changes/since.html", "documents/POL-001/history.html", "documents/POL-001/history.html?from=1.0&to=2.1#_compare",
  "documents/POL-005/history.html", "controls/A.5.2/history.html",
  // What tags say, one behind the other, and a link that is to be looked at.
  "documents/PRO-009.html", "documents/GUI-002/history.html",
  "clauses/6.1.4/history.html", "systems/SYS-001/history.html", "systems/SYS-001/story.html", "systems/evidence.html", "controls/A.6.2.4.html",
  "clauses/9.2.html", "search.html", "documents/POL-001/2.0.html", "documents/POL-001/2.1.html",
  "people/index.html", "audit/stage-1.html", "glossary.html", "print.html",
  "findings/AIMS504.html",
];
// A page of each other type, by where it stands: the first there is. A site need not have all of them.
const TYPES = [
  /^documents\/[A-Z][^/]*\.html$/, /^documents\/[^/]+\/c-[0-9a-f]+\.html$/, /^changes\/\d{4}-\d\d\.html$/, /^changes\/between\/[^/]+\.html$/,
  /^controls\/[^/]+\/story\.html$/, /^clauses\/[^/]+\/story\.html$/, /^controls\/[^A/][^/]*\.html$/, /^registers\/[^/]+\.html$/,
  /^frameworks\/(?!index\.html)[^/]+\.html$/, /^people\/(?!index\.html)[^/]+\.html$/,
];
const AT_ONCE = 3;
// How often the Tab key is pressed on a page.
const STOPS = 120;
// As an init script axe is there before the page's policy is, so that the policy stays in force and is tested too.
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** One page of each type: the contract's, every framework and register, of the documents one of each kind of id, and one of
 * those that a site has where there is something for them: a year of the cycle, a further page of a list. */
function choose(pages) {
  const documents = new Map();
  for (const page of pages.filter((name) => /^documents\/[^/]+\.html$/.test(name))) {
    const kind = path.basename(page).match(/^[A-Za-z]+/)?.[0] ?? "";
    if (kind !== "index" && !documents.has(kind)) documents.set(kind, page);
  }
  const people = pages.filter((name) => /^people\/(?!index\.html)/.test(name)).slice(0, 1);
  const systems = pages.filter((name) => /^systems\/(?!index\.html)[^/]+\.html$/.test(name)).slice(0, 1);
  const years = pages.filter((name) => /^certification\/(?!gaps\.html$)[^/]+\.html$/.test(name));
  // A surveillance has most to tell; before the first there are the stages.
  const year = years.filter((name) => /-surveillance-/.test(name)).concat(years).slice(0, 1);
  const lists = [/^lists\/[^/]+\.html$/, /^lists\/.+\/[^/]+\.html$/].flatMap((of) => pages.filter((name) => of.test(name)).slice(0, 1));
  // What a change does is a page of its own, which tests/run puts beside the site.
  const whole = pages.filter((name) => /^((frameworks|registers)\/|impact\.html$)/.test(name));
  return [...new Set([...CONTRACT, ...firsts(pages), ...[...documents.values()].slice(0, 40), ...systems, ...people, ...year, ...lists, ...whole])];
}

function firsts(pages) {
  return TYPES.flatMap((type) => pages.filter((name) => type.test(name)).slice(0, 1));
}

/** The file of a page, which may be asked for something. */
function fileOf(folder, name) {
  return path.join(folder, name.split("?")[0]);
}

async function open(context, folder, name) {
  const page = await context.newPage();
  const problems = listen(page);
  await page.goto(pathToFileURL(fileOf(folder, name)).href + name.slice(name.split("?")[0].length), { waitUntil: "load", timeout: 60_000 });
  return { page, problems };
}

/** All that is wrong with one page in each view of one width: a list of problems for each. */
async function check(context, folder, name, width, views) {
  if (!existsSync(fileOf(folder, name))) return views.map(() => ["there is no such page"]);
  const { page, problems } = await open(context, folder, name);
  const told = [];
  try {
    for (const view of views) {
      await page.emulateMedia(view.media);
      const found = await look(page, width, view.media, view.brief);
      // What the page itself said since the last view is told with this one.
      told.push([...new Set([...problems.splice(0), ...found])]);
    }
  } finally {
    await page.close();
  }
  return told;
}

/** What is wrong with a page as it is shown now. */
async function look(page, width, media, brief) {
  const printed = media.media === "print";
  const dark = media.colorScheme === "dark";
  const values = dark ? OF_COLOUR : OF_WIDTH;
  const only = dark || brief ? { type: "rule", values } : { type: "tag", values: TAGS };
  const found = await page.evaluate(async ([runOnly, rules]) => {
    // Preloading would have axe fetch the stylesheets again, which the policy rightly refuses.
    const options = { runOnly, preload: false, rules };
    const { violations } = await window.axe.run(document, options);
    const root = document.documentElement;
    return {
      violations: violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target }) => `axe ${id}: ${help}, at ${target.flat().join(" > ")}`)),
      refused: window.refusedByPolicy,
      overflow: root.scrollWidth - root.clientWidth,
      cut: [...document.querySelectorAll(".scroll:has(> table.register), .prose > .scroll")]
        .filter((box) => box.offsetParent && box.scrollWidth > box.clientWidth + 1)
        .map((box) => `${box.getAttribute("aria-label")} by ${box.scrollWidth - box.clientWidth} pixels`),
      over: (() => {
        const seen = [".menu > details > summary", "header.site .search", "header.site .org", "header.site .tools"]
          .map((what) => [what, document.querySelector(what)?.getBoundingClientRect()])
          .filter(([, box]) => box && box.width > 0 && box.height > 0);
        return seen.flatMap(([a, one], at) => seen.slice(at + 1)
          .filter(([, two]) => one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom)
          .map(([b]) => `${a} and ${b}`));
      })(),
      gaps: [...document.querySelectorAll("dl.block")].filter((block) => getComputedStyle(block).display === "grid")
        .flatMap((block) => {
          const last = [...block.children].filter((cell) => !cell.matches(".span")).at(-1);
          const gap = last ? block.getBoundingClientRect().right - last.getBoundingClientRect().right : 0;
          return Math.abs(gap) > 2 ? [`of ${Math.round(gap)} pixels behind ${last.textContent}`] : [];
        }),
      // The id at the head of a column is one word.
      split: [...document.querySelectorAll("th.mark")].filter((head) => {
        const words = document.createTreeWalker(head, NodeFilter.SHOW_TEXT).nextNode();
        const id = /^\s*[A-Z]+-\d+/.exec(words?.data ?? "");
        const range = document.createRange();
        if (id) { range.setStart(words, 0); range.setEnd(words, id[0].length); }
        return id && new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
      }).length,
      // No line begins with the comma after what ends the line before.
      commas: (() => {
        const texts = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
        const block = (node) => node.parentElement.closest("p, li, td, th, dd");
        const range = document.createRange();
        const box = (node, at) => {
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect();
        };
        const found = new Set();
        let last = null;
        for (let node; (node = texts.nextNode());) {
          if (last && /^\s*[,;]/.test(node.data) && block(node) && block(node) === block(last) && node.parentElement.checkVisibility()) {
            const [before, comma] = [box(last, last.data.trimEnd().length - 1), box(node, node.data.search(/\S/))];
            if (comma.left < before.left && comma.top > before.top + before.height / 2) found.add(last.data.trim().slice(-20));
          }
          if (node.data.trim()) last = node;
        }
        return [...found];
      })(),
      ways: document.querySelector(".jump")?.checkVisibility() ?? true,
      contents: root.scrollHeight < 2.2 * innerHeight || document.querySelector("nav.toc, .pack-contents") !== null ||
        document.querySelectorAll("main h2[id]").length < 3,
      // A day in a sign is an element of its own, which a flexible box would set beside the other words.
      columns: [...document.querySelectorAll(".sign")].filter((sign) => sign.childElementCount > 0 && /flex|grid/.test(getComputedStyle(sign).display)).length,
      below: ["start", "complete"].map((id) => document.getElementById(id)?.getBoundingClientRect().top ?? 0),
      // The words over a drawing stand on the sheet that it stands on.
      loose: [...document.querySelectorAll("main .scroll:has(> svg.trend)")]
        .filter(({ previousElementSibling: before }) => before && getComputedStyle(before).breakAfter !== "avoid").length,
      // Chromium leaves such a box out of a head that comes again on the next sheet.
      flexible: [...document.querySelectorAll("thead th *")].filter((inner) => /flex|grid/.test(getComputedStyle(inner).display)).length,
    };
  }, [only, printed ? NOT_IN_PRINT : {}]);
  const problems = [...found.violations, ...found.refused.map((what) => `policy refuses ${what}`)];
  if (!printed) problems.push(...found.over.map((what) => `${what} lie over one another`));
  if (printed && found.flexible > 0) problems.push("has heads of columns that are left out after the first sheet");
  if (printed && found.loose > 0) problems.push(`may part ${found.loose} drawings from the words over them`);
  if (found.columns > 0) problems.push(`sets ${found.columns} signs in columns`);
  if (width === 1280 && !printed) problems.push(...found.cut.map((what) => `cuts ${what}`));
  if (width === 1280 && !printed && found.split > 0) problems.push(`breaks ${found.split} ids at the heads of columns`);
  const words = width === 1280 && !printed ? await page.evaluate(brokenWords) : [];
  if (words.length > 0) problems.push(`breaks words of tables: ${words.join(", ")}`);
  if (!printed && found.commas.length > 0) problems.push(`begins a line with the comma after ${found.commas.join(", ")}`);
  if (width === 1280 && !printed && !found.contents) problems.push("is longer than two screens and has no contents");
  if (!printed && !found.ways) problems.push("does not show the ways to its answers");
  if (!printed) problems.push(...found.gaps.map((what) => `has a block of facts with a gap ${what}`));
  if (width === 320 && found.below[0] > found.below[1] && found.below[1] > 0) problems.push("says too far below where to start");
  if (width === 320 && found.overflow > 0) problems.push(`is ${found.overflow} pixels too wide`);
  return problems;
}

/** What the heads of tables hide, which stay in sight: a row that an address leads to, and links that the Tab key goes back to. */
async function checkHeads(context, folder, name) {
  const { page, problems } = await open(context, folder, name);
  const head = (place) => place.closest("table").tHead.rows[0].cells[0].getBoundingClientRect().bottom;
  const rows = await page.evaluate(() => [...document.querySelectorAll(".scroll.fits > .register > tbody tr[id]")].map((row) => row.id));
  const row = rows[Math.floor(rows.length / 2)];
  const gone = await page.evaluate(() => [...document.querySelectorAll(".scroll.fits > .matrix")].filter((table) => {
    table.tBodies[Math.floor(table.tBodies.length / 2)].scrollIntoView();
    return Math.abs(table.tHead.getBoundingClientRect().top) > 1;
  }).length);
  if (gone > 0) problems.push("loses the head of its matrix");
  if (row) {
    await page.evaluate((id) => { location.hash = `#${id}`; }, row);
    const hidden = await page.evaluate(`(${head})(document.getElementById(${JSON.stringify(row)})) - document.getElementById(${JSON.stringify(row)}).getBoundingClientRect().top`);
    if (hidden > 1) problems.push(`hides ${Math.round(hidden)} pixels of row ${row}`);
  }
  const links = await page.evaluate(() => {
    const all = [...document.querySelectorAll(".scroll.fits > .register > tbody a")];
    window.scrollTo(0, document.documentElement.scrollHeight);
    all.slice(0, 60).at(-1)?.focus();
    return Math.min(all.length, 60);
  });
  let under = 0;
  for (let at = 1; at < links; at += 1) {
    await page.keyboard.press("Shift+Tab");
    under += await page.evaluate(`(() => { const at = document.activeElement; return at.closest("tbody") && at.getBoundingClientRect().top < (${head})(at) - 1 ? 1 : 0; })()`);
  }
  if (under > 0) problems.push(`hides ${under} of ${links} links that the Tab key goes back to`);
  if (!row && links === 0) problems.push("has no table whose head stays in sight");
  await page.close();
  return problems;
}

/** What is wrong with a page for who uses no mouse: each stop of the Tab key is in sight, has a name and shows that it is one. */
async function checkKeyboard(context, folder, name) {
  const { page, problems } = await open(context, folder, name);
  let stops = 0;
  for (; stops < STOPS; stops += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      const name = at.getAttribute("aria-label") || at.textContent || at.labels?.[0]?.textContent || "";
      return {
        what: at.outerHTML.slice(0, 80),
        // The button within a field for a day is the browser's own.
        marked: at.type === "date" || (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none",
        named: name.trim() !== "",
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
      };
    });
    if (!stop) break;
    if (!stop.marked) problems.push(`does not show that the keyboard is at ${stop.what}`);
    if (!stop.named) problems.push(`has a stop of the Tab key without a name: ${stop.what}`);
    if (!stop.seen) problems.push(`has a stop of the Tab key out of sight: ${stop.what}`);
  }
  if (stops < 10) problems.push(`has ${stops} stops of the Tab key`);
  await page.close();
  return [...new Set(problems)];
}

/** What is wrong with a page whose scripts never run. */
async function checkWithoutScripts(context, folder, name) {
  const { page, problems } = await open(context, folder, name);
  const text = await page.locator("main").innerText({ timeout: 10_000 }).catch(() => "");
  if (text.trim().length < 80) problems.push("shows hardly any text in its <main> without JavaScript");
  if ((await page.locator("h1").count()) !== 1) problems.push("has not exactly one <h1> without JavaScript");
  await page.close();
  return problems;
}

/** Calls `work` on each item, a few at once, and keeps the order of the results; what it throws is its result. */
async function each(items, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at]).catch((error) => error);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

const folder = siteFolder();
if (process.argv[3] === "--list") {
  // For who wants to look at the same pages with another tool.
  for (const file of new Set(choose(pagesOf(folder)).map((name) => fileOf(folder, name)))) console.log(file);
  process.exit(0);
}
const browser = await launch();
// Pages may be named behind the folder; else it is one of each type.
const pages = process.argv.length > 3 ? process.argv.slice(3) : choose(pagesOf(folder));
// What is looked at in the dark, in forced colours, and on paper too.
const whole = new Set([...CONTRACT, ...firsts(pages)]);
// A problem is told once, with the views it is seen in.
const problems = new Map();
let [passed, failed] = [0, 0];
const count = (name, view, found) => {
  if (found.length === 0) passed += 1;
  else failed += 1;
  for (const what of found) {
    const problem = `${name}: ${what}`;
    problems.set(problem, [...(problems.get(problem) ?? []), view]);
  }
};

for (const { width, height, views } of WIDTHS) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
  await context.addInitScript({ content: axe });
  await context.addInitScript(() => {
    window.refusedByPolicy = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI} in line ${event.lineNumber}`);
    });
  });
  const shown = (name) => {
    const chosen = views.filter((view) => !view.few || whole.has(name));
    return chosen.map((view) => ({ ...view, brief: width === 320 && !whole.has(name) }));
  };
  const results = await each(pages, (name) => check(context, folder, name, width, shown(name)));
  results.forEach((found, at) => {
    const name = pages[at];
    shown(name).forEach((view, nth) => {
      count(name, view.name, found instanceof Error ? [`could not be checked: ${found.message}`] : found[nth]);
    });
  });
  await context.close();
}

const wide = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
for (const name of ["soa.html", "frameworks/eu-ai-act.html", "traceability.html"].filter((name) => pages.includes(name))) {
  count(name, "under the head of a table", await checkHeads(wide, folder, name).catch((error) => [error.message]));
}
for (const name of ["index.html", "soa.html", "reviews.html", "search.html", pages.find((page) => TYPES[0].test(page))]) {
  if (pages.includes(name)) count(name, "by keyboard", await checkKeyboard(wide, folder, name).catch((error) => [error.message]));
}
await wide.close();

const plain = await browser.newContext({ javaScriptEnabled: false });
const document = pages.find((name) => /^documents\/(?!index\.html)[^/]+\.html$/.test(name));
for (const name of ["index.html", document].filter(Boolean)) {
  const found = await checkWithoutScripts(plain, folder, name).catch((error) => [error.message]);
  count(name, "no JavaScript", found);
}
if (!document && process.argv.length <= 3) count("documents/*.html", "no JavaScript", ["the site has no document"]);
await browser.close();
finish(passed, failed, [...problems].map(([problem, views]) => `${problem} (${views.join(", ")})`));
