// What a reader chooses in a list stands in the address: it is there again for whoever opens that address, and goes along to
// the other pages of a list. The one argument is the site of the demo.
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checks, launch } from "./browser.mjs";
import { finish, siteFolder } from "./site.mjs";

const site = siteFolder();
const browser = await launch();
const { check: listened, told } = checks(browser, "lists");
const check = (name, act) => listened(name, (page, wrong) => act(page, (holds, what) => { if (!holds) wrong.push(what); }));

const address = (name, query = "") => pathToFileURL(path.join(site, name)).href + query;
const rows = (page) => page.$$eval("table.register[data-filter] tbody tr:not([hidden]) th", (all) => all.map((th) => th.textContent.trim()));
const kept = async (page, part) => page.waitForFunction((part) => decodeURIComponent(location.search).includes(part), part, { timeout: 3000 });

await check("words, a choice and an order", async (page, holds) => {
  await page.goto(address("documents/index.html"));
  const all = await rows(page);
  await page.fill(".filter input[type=search]", "risk");
  await kept(page, "q=risk");
  await page.selectOption(".filter select >> nth=0", { index: 1 });
  await kept(page, "kind=");
  await page.click("th button.sort >> text=Title");
  await page.click("th button.sort >> text=Title");
  await kept(page, "sort=-title");
  const chosen = await rows(page);
  holds(chosen.length < all.length, "nothing was filtered");
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  holds(JSON.stringify(await rows(page)) === JSON.stringify(chosen), "the address gives other rows");
  await page.click(".filter button >> text=Clear");
  await page.waitForFunction(() => !/q=|kind=/.test(location.search), null, { timeout: 3000 });
  holds((await rows(page)).length === all.length, "rows are lacking after all is cleared");
});

await check("an address for a colleague", async (page, holds) => {
  await page.goto(address("registers/nonconformity.html", "?state=" + encodeURIComponent("Action under way") + "&sort=-title"));
  const chosen = await page.$$eval("table.register[data-filter] tbody tr:not([hidden])", (all) => all.map((tr) => tr.textContent));
  holds(chosen.length > 0 && chosen.every((row) => row.includes("Action under way")), `rows: ${chosen.length}`);
});

await check("what is no choice is no harm", async (page, holds) => {
  await page.goto(address("registers/nonconformity.html", "?state=%E0%A4%A&grade=none-such&__proto__=x&sort=toString"));
  holds((await rows(page)).length > 0, "rows are hidden by what nobody can choose");
});

await check("lists of findings", async (page, holds) => {
  await page.goto(address("findings.html", "?level=Error"));
  const shown = await page.$$eval(".finding:not([hidden])", (all) => all.map((li) => li.className));
  holds(shown.length > 0 && shown.every((name) => name.includes("is-error")), `shown: ${shown.length}`);
});

/** Clicks what leads to another page, and waits until that is there with what its scripts do. */
const follow = (page, what) => Promise.all([page.waitForEvent("load"), page.click(what)]);

// A list of several pages is looked through as a whole on its first, by scripts that are loaded then; the second list of its page
// it is too, and the first list there keeps all its rows.
await check("a list of several pages", async (page, holds) => {
  const counts = () => page.$$eval(".filter .count", (all) => all.map((p) => p.textContent));
  await page.goto(address("samples.html"));
  const [first, before] = await counts();
  const total = Number(before.match(/there are (\d+) on all/)[1]);
  holds((await page.$$eval("script[src*='lists/']", (all) => all.length)) === 0, "rows were loaded before anybody chose");
  await page.goto(address("lists/sample-2.html"));
  const here = await rows(page);
  await page.fill(".filter input[type=search]", "REC");
  await kept(page, "q=REC");
  const shown = (await rows(page)).length;
  holds(shown > 0 && shown < here.length, `${shown} of ${here.length} rows`);
  await follow(page, ".filter .count a");
  await page.waitForFunction((total) => document.querySelectorAll(".filter .count")[1].textContent.endsWith(` of ${total}`), total, { timeout: 5000 });
  const [untouched, after] = await counts();
  holds(untouched === first && Number.parseInt(after, 10) > shown, `${untouched}, ${after}`);
  await page.goto(address("samples.html"));
  await page.click("table.register >> nth=1 >> th button.sort >> nth=0");
  await page.click("table.register >> nth=1 >> th button.sort >> nth=0");
  await page.waitForFunction((total) => document.querySelectorAll(".filter .count")[1].textContent.startsWith(`${total} in all`), total, { timeout: 5000 });
  const keys = await page.$$eval("table.register >> nth=1 >> tbody tr > :first-child", (all) => all.map((cell) => cell.textContent.trim()));
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  holds(keys.length === total && keys.every((key, at) => !at || order.compare(keys[at - 1], key) >= 0), "the order is not of all rows");
});

// The newest commits stand on the page; all of them can be chosen, by scripts that are loaded then.
const said = async (page) => {
  await page.waitForSelector(".filter .count");
  await page.waitForFunction(() => !document.querySelector(".filter .count").textContent.startsWith("Looking"), null, { timeout: 5000 });
  return page.textContent(".filter .count");
};
const loaded = (page) => page.$$eval("script[src^='commits-']", (all) => all.map((script) => script.getAttribute("src")));
const found = (page) => page.$$eval("nav.pages[aria-label] ol a", (all) => all.map((a) => [a.getAttribute("href"), a.parentNode.textContent]));

await check("a period before the newest commits", async (page, holds) => {
  const data = JSON.parse(readFileSync(path.join(site, "data/changes.json"), "utf8"));
  const within = data.rows.filter((change) => change.landed >= "2025-01-01" && change.landed <= "2025-02-28").length;
  await page.goto(address("changes/index.html"));
  const total = await page.$eval("[data-commits]", (box) => Number(box.dataset.total));
  const here = await page.$$eval("[data-entry]", (all) => all.length);
  holds(total > here && within > 0, `${here} of ${total} commits stand there, ${within} are meant to be found`);
  holds((await loaded(page)).length === 0, "something was loaded before anybody chose");
  await page.fill(".filter input[type=date] >> nth=0", "2025-01-01");
  await page.fill(".filter input[type=date] >> nth=1", "2025-02-28");
  await kept(page, "to=2025-02-28");
  const count = await said(page);
  holds(count.startsWith(`${within} of ${total} commits`), `the filter says: ${count}`);
  holds((await loaded(page)).every((src) => src > "commits-2024.js"), "a year was loaded that is not asked for");
  const months = await found(page);
  holds(months.length === 2 && months.every(([to]) => to.includes("?from=2025-01-01&to=2025-02-28")), JSON.stringify(months));
  const of = months.map(([, text]) => Number(text.split(": ")[1]));
  holds(of.reduce((sum, n) => sum + n, 0) === within, `the months have ${of}`);
  await follow(page, "nav.pages[aria-label] ol a >> nth=0");
  const shown = await page.$$eval("[data-entry]:not([hidden])", (all) => all.length);
  holds(page.url().includes("from=2025-01-01") && shown === of[0], `${page.url()} shows ${shown}`);
  await follow(page, ".filter .count a");
  holds((await said(page)) === count, "the way back looks through something else");
});

await check("a person whom the newest commits do not name", async (page, holds) => {
  await page.goto(address("changes/index.html"));
  const { values, all } = await page.evaluate(() => window.aimsCommits);
  const people = await page.$$eval(".filter select", (all) => Array.from(all[1].options, (option) => option.value));
  holds(people.length === values.person.length + 1, `${people.length} people are offered, ${values.person.length} made commits`);
  for (const [name, commits] of values.person) {
    await page.goto(address("changes/index.html", "?person=" + encodeURIComponent(name)));
    const count = await said(page);
    holds(count.startsWith(`${commits} of ${all} commits`), `${name}: ${count}`);
  }
  // On a page of a month on which somebody did nothing the choice stands all the same.
  const [rare] = values.person.slice().sort((a, b) => a[1] - b[1])[0];
  await page.goto(address("changes/2026-11.html", "?person=" + encodeURIComponent(rare)));
  const there = await page.$$eval("[data-entry]", (all) => all.length);
  const fits = await page.$$eval("[data-entry]", (all, rare) => all.filter((li) => li.dataset.person.split("\n").includes(rare)).length, rare);
  const shown = await page.$$eval("[data-entry]:not([hidden])", (all) => all.length);
  holds(there > 1 && shown === fits, `${shown} of ${there} are shown, ${fits} fit`);
});

await check("what cannot be chosen, and nothing chosen", async (page, holds) => {
  await page.goto(address("changes/index.html", "?person=nobody&serves=__proto__&kind=%3Cb%3E"));
  holds((await said(page)).includes("there are"), await said(page));
  holds((await found(page)).length === 0 && (await loaded(page)).length === 0, "something was looked for");
  await page.goto(address("changes/index.html", "?from=1999-01-01&to=1999-12-31"));
  holds((await said(page)).startsWith("0 of "), await said(page));
});

await check("from the history of a control to its commits", async (page, holds) => {
  await page.goto(address("controls/A.5.2/history.html"));
  const rows = await page.$$eval("ol.thin > li", (all) => all.length);
  holds(rows > 0 && (await page.locator(".filter").count()) <= 1, "no rows, or a filter of them");
  await follow(page, "main a[href*='serves=']");
  const count = await said(page);
  holds(Number.parseInt(count, 10) > 0 && (await found(page)).length > 0, count);
});

// What was in date on the day of the build and is not on that of the reader contradicts itself nowhere.
await check("pages that are read later", async (page, holds) => {
  await page.clock.setFixedTime(new Date("2027-11-22T12:00:00Z"));
  const signs = [".signs", ".signs", "main"];
  for (const [place, name] of ["documents/POL-001.html", "documents/POL-001/history.html", "registers/policy.html"].entries()) {
    await page.goto(address(name));
    const told = await page.$$eval(`${signs[place]} .sign[data-due]`, (all) => all.map((s) => `${s.textContent} by ${s.dataset.due}`));
    const stale = told.filter((words) => words.split(" by ")[1] < "2027-11-22" && !words.includes("verdue"));
    holds((await page.locator(".is-overdue").count()) > 1 && stale.length === 0, `${name}: ${stale}`);
  }
  for (const name of ["registers/nonconformity.html", "registers/objective.html", "coverage.html"]) {
    await page.goto(address(name));
    const left = await page.$$eval("main time[data-due]", (all) => all
      .filter((t) => (t.getAttribute("datetime") || t.textContent) < "2027-11-22" && !t.closest("tr").querySelector(".is-overdue"))
      .map((t) => t.textContent));
    holds((await page.locator("main time[data-due]").count()) > 0 && left.length === 0, `${name}: ${left}`);
  }
});

// A name of one long word has its lines broken, on a telephone beside the button of the menu.
await check("a long word in the name of the organisation", async (page, holds) => {
  for (const width of [320, 768]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(address("index.html"));
    const wide = await page.evaluate(() => {
      document.querySelector("header.site .org a").lastChild.textContent = "Rindfleischetikettierungs".repeat(4);
      return document.documentElement.scrollWidth;
    });
    holds(wide <= width, `the page is ${wide} wide in a window of ${width}`);
  }
});

await browser.close();
finish(told.passed, told.failed, told.problems);
