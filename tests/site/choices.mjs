// What a reader chooses in a list stands in the address: it is there again for whoever opens that address, and goes along to
// the other pages of a list. The one argument is the site of the demo.
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

await check("lists of findings, and months of changes", async (page, holds) => {
  await page.goto(address("findings.html", "?level=Error"));
  const shown = await page.$$eval(".finding:not([hidden])", (all) => all.map((li) => li.className));
  holds(shown.length > 0 && shown.every((name) => name.includes("is-error")), `shown: ${shown.length}`);
  await page.goto(address("changes/index.html"));
  const total = await page.$eval("[data-reach]", (box) => Number(box.dataset.total)).catch(() => 0);
  if (total) {
    await page.selectOption(".filter select >> nth=0", { index: 1 });
    await kept(page, "kind=");
    const count = await page.textContent(".filter .count");
    holds(count.includes(`there are ${total}`), `the filter says: ${count}`);
    await page.click("#archive ~ .pages a >> nth=0");
    holds(decodeURIComponent(page.url()).includes("?kind="), "the choice did not go along");
  }
});

await browser.close();
finish(told.passed, told.failed, told.problems);
