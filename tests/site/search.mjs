// Searches a built site in Chromium as a reader would, from file://, with the page's own policy in force.
//
// The one argument is the site of the demo. Beside it a small site is made of hostile titles and of other scripts, with
// the program that the environment names in AIMS.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checks, launch } from "./browser.mjs";
import { finish, siteFolder } from "./site.mjs";

const site = siteFolder();
const work = mkdtempSync(path.join(os.tmpdir(), "aims-search-"));
const HOSTILE = "<img src=x onerror=alert(1)> policy";
const hostile = path.join(work, "site");

function put(name, front, body) {
  writeFileSync(path.join(work, "aims", name), `---\n${front}\n---\n\n${body}\n`);
}

/** A site of a title that is markup, of words with marks, and of a script without blanks. */
function build() {
  mkdirSync(path.join(work, "aims"));
  writeFileSync(path.join(work, "aims", "aims.toml"), "organisation = \"Example\"\n[checks]\nfail = \"off\"\n");
  put("a.md", `id: POL-001\ntitle: '${HOSTILE}'\nkind: policy`, "Words </script><script>alert(2)</script> of `<b>` it.\n\n## <i>Part</i> two\n\nThe zebra paragraph.");
  put("b.md", "id: PRO-001\ntitle: Prüfung der Größe\nkind: procedure", "Die Prüfung ist jährlich. Straße.");
  put("c.md", "id: PRO-002\ntitle: 人工知能の規程\nkind: procedure", "この規程書は安全を定める。");
  execFileSync(process.env.AIMS, ["build", path.join(work, "aims"), "--out", hostile, "--today", "2026-11-20", "--quiet"]);
}

const browser = await launch();
const { check, told } = checks(browser, "search");

const open = (page, folder, name, query = "") => page.goto(pathToFileURL(path.join(folder, name)).href + query);

/** What is found for a query: of each result its group, its words, where it leads and what it says. */
async function found(page) {
  await page.waitForFunction(() => document.getElementById("told").textContent !== "");
  return page.evaluate(() => ({
    told: document.getElementById("told").textContent,
    results: [...document.querySelectorAll("#results li.result")].map((item) => ({
      group: item.closest("section").querySelector("h2").firstChild.textContent.trim(),
      title: item.querySelector("a").textContent,
      href: item.querySelector("a").href,
      said: item.querySelector(".said")?.textContent ?? "",
      marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
    })),
  }));
}

async function ask(page, folder, query) {
  await open(page, folder, "search.html");
  await page.fill("[data-search] input", query);
  return found(page);
}

const titles = ({ results }) => results.map(({ title }) => title);
function expect(wrong, holds, what) {
  if (!holds) wrong.push(what);
}

try {
  build();
  await check("the beginning of a word", async (page, wrong) => {
    const got = await ask(page, site, "fairn");
    expect(wrong, got.results.length > 0, `finds nothing: ${got.told}`);
    expect(wrong, got.results.some(({ said, marks }) => /fairness/i.test(said) && marks.some((mark) => /^fairn$/i.test(mark))), "shows no sentence with the word marked");
    expect(wrong, new Set(got.results.map(({ group }) => group)).size > 1, "tells no groups apart");
  });
  await check("what a page has to take away", async (page, wrong) => {
    const got = await ask(page, site, "workbook");
    expect(wrong, got.results.some(({ href }) => href.endsWith("/audit.html")), `does not find the page for auditors: ${got.told}`);
  });
  await check("two words", async (page, wrong) => {
    const one = await ask(page, site, "model");
    const two = await ask(page, site, "model drift");
    const count = ({ told }) => Number.parseInt(told, 10);
    expect(wrong, count(two) > 0 && count(two) < count(one), `${one.told} / ${two.told}`);
    const three = await ask(page, site, "model zzzzzzzz");
    expect(wrong, three.told.startsWith("Nothing has all of") && three.results.length > 0, three.told);
  });
  await check("a typing error", async (page, wrong) => {
    for (const query of ["farness", "fiarness", "imapct", "managment systme"]) {
      const got = await ask(page, site, query);
      expect(wrong, got.results.length > 0 && got.told.includes("There is no"), `${query}: ${got.told}`);
    }
  });
  await check("an id", async (page, wrong) => {
    for (const [query, first, group] of [
      ["POL-001", "POL-001 ", "Documents"], ["pol001", "POL-001 ", "Documents"], ["A.5.2", "A.5.2 ", "Controls"],
      ["6.1.4", "6.1.4 ", "Clauses"], ["SYS-001", "SYS-001 ", "AI systems"], ["art-26-6", "art-26-6 ", "Other requirements"],
      ["AIMS203", "AIMS203 ", "Rules of the check"], ["a.5.", "A.5.2 ", "Controls"], ["A 6.2.8", "A.6.2.8 ", "Controls"],
      ["A6.2.8", "A.6.2.8 ", "Controls"],
    ]) {
      const got = await ask(page, site, query);
      expect(wrong, got.results[0]?.title.startsWith(first) && got.results[0]?.group === group, `${query}: ${titles(got).slice(0, 3)}`);
    }
  });
  await check("a commit as pages cite it, and a tag", async (page, wrong) => {
    await open(page, site, "changes/index.html");
    const commits = await page.evaluate(() => [...document.querySelectorAll("main code")].map((code) => code.textContent).filter((text) => /^[0-9a-f]{10}$/.test(text)));
    for (const commit of [commits[0], commits.at(-1), `${commits[0]}${"0".repeat(30)}`]) {
      const got = await ask(page, site, commit);
      expect(wrong, /changes\/\d{4}-\d\d\.html$/.test(got.results[0]?.href), `${commit}: ${got.told}`);
    }
    const tag = await ask(page, site, "v2025-audit");
    expect(wrong, tag.results.some(({ href }) => href.endsWith("/audit.html")), tag.told);
  });
  await check("people and versions", async (page, wrong) => {
    const person = await ask(page, site, "Quality manager");
    expect(wrong, person.told !== "", "says nothing");
    const version = await ask(page, site, "POL-001 version");
    expect(wrong, version.results.some(({ group }) => group === "Versions"), titles(version).join("; "));
  });
  await check("each result leads to a place that is there", async (page, wrong) => {
    const got = await ask(page, site, "risk assessment");
    expect(wrong, got.results.length > 8, got.told);
    for (const { href } of got.results) {
      await page.goto(href);
      const there = await page.evaluate(() => !location.hash || document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null);
      expect(wrong, there, `${href} leads nowhere`);
    }
  });
  await check("a hostile title is text", async (page, wrong) => {
    const got = await ask(page, hostile, "policy onerror");
    expect(wrong, got.results[0]?.title === `POL-001 ${HOSTILE}`, titles(got).join("; "));
    expect(wrong, (await page.locator("#results img, #results script, #results b, #results i").count()) === 0, "puts markup on the page");
    const part = await ask(page, hostile, "zebra");
    expect(wrong, part.results[0]?.said.includes("The zebra paragraph.") && part.results[0]?.href.includes("#"), JSON.stringify(part.results[0]));
    const query = await ask(page, hostile, "<img src=x onerror=alert(3)>zzzz");
    expect(wrong, (await page.locator("#told img").count()) === 0, `puts the query on the page as markup: ${query.told}`);
  });
  await check("letters with marks, and scripts without blanks", async (page, wrong) => {
    for (const [query, id] of [["prufung", "PRO-001"], ["Pruefung", "PRO-001"], ["GRÖSSE", "PRO-001"], ["strasse", "PRO-001"], ["規程", "PRO-002"], ["安全", "PRO-002"], ["知", "PRO-002"]]) {
      const got = await ask(page, hostile, query);
      expect(wrong, got.results[0]?.title.startsWith(id), `${query}: ${got.told} ${titles(got)}`);
      expect(wrong, query === "Pruefung" || got.results[0]?.marks.length > 0, `${query}: nothing is marked`);
    }
  });
  await check("nothing", async (page, wrong) => {
    const got = await ask(page, site, "qqqqxxqq");
    expect(wrong, got.results.length === 0 && got.told.startsWith("Nothing has"), got.told);
  });
  await check("the form on every page, and the address", async (page, wrong) => {
    await open(page, site, "documents/POL-001.html");
    await page.keyboard.press("/");
    expect(wrong, await page.evaluate(() => document.activeElement.name === "q"), "the key leads nowhere");
    await page.keyboard.type("fairness/");
    expect(wrong, (await page.inputValue("input[name=q]")) === "fairness/", "the key is not typed in a field");
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\.html\?q=fairness$/);
    const got = await found(page);
    expect(wrong, got.results.length > 0, got.told);
  });
  await check("the keyboard", async (page, wrong) => {
    await ask(page, site, "POL-001");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    const focus = () => page.evaluate(() => [...document.querySelectorAll("#results a")].indexOf(document.activeElement));
    expect(wrong, (await focus()) === 1, "the arrows do not lead down");
    await page.keyboard.press("ArrowUp");
    expect(wrong, (await focus()) === 0, "the arrows do not lead up");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    expect(wrong, (await focus()) === 0, "Enter leads to no result");
    await page.keyboard.press("Enter");
    await page.waitForURL(/documents\/POL-001\.html/);
    await open(page, site, "search.html", "?q=POL-001");
    await found(page);
    await page.focus("[data-search] input");
    await page.keyboard.press("Escape");
    expect(wrong, (await page.inputValue("[data-search] input")) === "" && (await page.locator("#everything").isVisible()), "Escape does not clear");
    await page.uncheck("label.key input");
    await open(page, site, "index.html");
    await page.keyboard.press("/");
    expect(wrong, await page.evaluate(() => document.activeElement.name !== "q"), "the key cannot be switched off");
  });
  await check("what one query loads", async (page, wrong) => {
    const loaded = [];
    page.on("request", (request) => loaded.push(request.url()));
    await ask(page, site, "risk");
    const files = [...new Set(loaded)].filter((url) => url.includes("/search/")).map((url) => url.split("?")[0]);
    const bytes = files.reduce((sum, url) => sum + statSync(fileURLToPath(url)).size, 0);
    expect(wrong, files.length > 3 && bytes < 300_000, `${files.length} files, ${bytes} bytes`);
  });
  await check("a list without scripts", async (page, wrong) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await open(plain, site, "search.html");
    const links = await plain.locator("#everything a").count();
    expect(wrong, links > 100 && (await plain.locator("noscript").innerText()).includes("by kind"), `${links} links`);
    await plain.fill("[data-search] input", "x y");
    await plain.keyboard.press("Enter");
    await plain.waitForURL(/search\.html\?q=x\+y$/);
    await context.close();
  });
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}
finish(told.passed, told.failed, told.problems);
