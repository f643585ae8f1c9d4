// Reads texts of old on a built site in Chromium as a reader would, from file://, and compares any two of a document.
//
// The one argument is the site of the demo. Beside it a small site is made of hostile and of very long texts, with the
// program that the environment names in AIMS.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checks, launch } from "./browser.mjs";
import { finish, siteFolder } from "./site.mjs";

const site = siteFolder();
const work = mkdtempSync(path.join(os.tmpdir(), "aims-compare-"));
const hostile = path.join(work, "site");

function git(...args) {
  const env = { PATH: process.env.PATH, HOME: work, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  for (const role of ["AUTHOR", "COMMITTER"]) {
    Object.assign(env, { [`GIT_${role}_NAME`]: "Ada", [`GIT_${role}_EMAIL`]: "ada@example.org", [`GIT_${role}_DATE`]: "2026-01-05T12:00:00Z" });
  }
  execFileSync("git", args, { cwd: path.join(work, "aims"), env });
}

/** Commits a version of a policy. */
function put(id, version, text, more = "") {
  writeFileSync(path.join(work, "aims", `${id}.md`), `---\nid: ${id}\ntitle: T\nkind: policy\nversion: "${version}"\nstatus: approved\n${more}---\n\n${text}\n`);
  git("add", "--all");
  git("commit", "--quiet", "-m", "Next");
}

/** A site of texts that are markup, and of two that share next to nothing and are long. */
function build() {
  mkdirSync(path.join(work, "aims"));
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(path.join(work, "aims", "aims.toml"), "organisation = \"Example\"\n[checks]\nfail = \"off\"\n");
  put("POL-001", "1.0", "# Part\n\nThe `<img src=x onerror=alert(1)>` stays, `</script><script>alert(2)</script>` goes, the owner must read it.");
  put("POL-001", "2.0", "# Part\n\nThe `<img src=x onerror=alert(1)>` stays, `<b id=x>` comes, the owner should read it.");
  put("POL-001", "3.0", "# Other\n\nNothing of that.");
  const long = (word) => Array.from({ length: 6000 }, (_, n) => `${word} paragraph ${n} of ${word} ${n * 7}.`).join("\n\n");
  put("POL-002", "1.0", long("old"));
  put("POL-002", "2.0", long("new"));
  put("POL-003", "1.0", "The same.", "commitments:\n  - We ask first.\n  - We stay.\ntags: [a]\n");
  put("POL-003", "2.0", "The same.", "commitments:\n  - We are told first, and ask then.\n  - We stay.\ntags: [b]\n");
  execFileSync(process.env.AIMS, ["build", path.join(work, "aims"), "--out", hostile, "--today", "2026-11-20", "--quiet"]);
}

const browser = await launch();
const { check, told } = checks(browser, "texts of old");

/** Opens a page; with a query what it names is compared at once. */
async function open(page, folder, name, query = "") {
  await page.goto(pathToFileURL(path.join(folder, name)).href + query);
  if (query.includes("from=")) await page.waitForSelector("[data-compare] .diff");
}
/** Asks for the comparison as a reader without a mouse does. */
async function ask(page) {
  await page.focus("[data-compare] button");
  await page.keyboard.press("Enter");
  await page.waitForSelector("[data-compare] .diff");
}
function expect(wrong, holds, what) {
  if (!holds) wrong.push(what);
}

/** What the comparison shows: which two, how many words came and went, what was removed and added. */
const shown = (page) =>
  page.evaluate(() => {
    const box = document.querySelector("[data-compare]");
    const [from, to] = [...box.querySelectorAll("select")].map((select) => select.value);
    const texts = (name) => [...box.querySelectorAll(name)].map((node) => node.textContent);
    return { from, to, told: box.querySelector(".count").textContent, removed: texts("del"), added: texts("ins"), all: box.querySelector(".diff").textContent };
  });

try {
  build();
  await check("the last two", async (page, wrong) => {
    const loads = [];
    page.on("request", (request) => loads.push(request.url()));
    const isLoaded = () => loads.some((url) => url.endsWith("/texts.js"));
    await open(page, site, "documents/POL-001/history.html");
    await page.waitForLoadState();
    expect(wrong, !isLoaded() && (await page.locator("[data-compare] select").count()) === 0, "the texts are loaded unasked");
    await ask(page);
    expect(wrong, isLoaded(), "the texts come from nowhere");
    const got = await shown(page);
    expect(wrong, got.to === "2.1" && got.from !== got.to && got.added.length > 0, JSON.stringify(got));
    const focused = await page.evaluate(() => document.activeElement.closest("label")?.firstChild.textContent);
    expect(wrong, focused === "From", `the focus is lost: ${focused}`);
  });
  await check("any two, and the address keeps them", async (page, wrong) => {
    await open(page, site, "documents/POL-001/history.html", "?from=1.0&to=2.1");
    const got = await shown(page);
    expect(wrong, got.from === "1.0" && got.to === "2.1", JSON.stringify(got));
    expect(wrong, got.removed.includes("1.0") && got.added.includes("2.1"), JSON.stringify(got));
    expect(wrong, /^\d+ words added, \d+ removed$/.test(got.told), got.told);
    await page.selectOption("select >> nth=1", "2.0");
    expect(wrong, page.url().endsWith("?from=1.0&to=2.0#_compare"), page.url());
    await page.click("text=Swap");
    const turned = await shown(page);
    expect(wrong, turned.from === "2.0" && turned.to === "1.0" && page.url().endsWith("?from=2.0&to=1.0#_compare"), page.url());
    await page.selectOption("select >> nth=1", "2.0");
    expect(wrong, (await shown(page)).all === "The two say the same.", "a text differs from itself");
    await open(page, site, "documents/POL-001/history.html", "?from=%ZZ&to=nothing");
    expect(wrong, (await shown(page)).to === "2.1", "an address that names nothing is not passed over");
    expect(wrong, (await page.locator("[data-compare]").innerText()).includes("is not among those"), "it does not say so");
  });
  await check("a list of front matter says whose it is", async (page, wrong) => {
    await open(page, hostile, "documents/POL-003/history.html", "?from=1.0&to=2.0#_compare");
    const lines = await page.evaluate(() => [...document.querySelectorAll("[data-compare] .diff p")].map((line) => line.textContent));
    const at = lines.indexOf("Under commitments");
    expect(wrong, at > 0 && lines[at + 1].includes("first") && lines.at(-1).startsWith("tags:"), JSON.stringify(lines));
    expect(wrong, lines.filter((line) => line.startsWith("Under ")).length === 1, JSON.stringify(lines));
  });
  await check("word by word", async (page, wrong) => {
    await open(page, hostile, "documents/POL-001/history.html", "?from=1.0&to=2.0#_compare");
    const got = await shown(page);
    expect(wrong, got.removed.includes("must") && got.added.includes("should"), JSON.stringify(got));
    expect(wrong, got.all.includes("<img src=x onerror=alert(1)>") && got.all.includes("Under “Part”".slice(0, 5)), got.all);
    expect(wrong, (await page.locator("[data-compare] :is(img, script, b)").count()) === 0, "puts markup on the page");
  });
  await check("what is far apart", async (page, wrong) => {
    const start = Date.now();
    await open(page, hostile, "documents/POL-002/history.html");
    await ask(page);
    const got = await shown(page);
    expect(wrong, Date.now() - start < 8000, `takes ${Date.now() - start} ms`);
    expect(wrong, got.all.includes("more places changed and are not shown."), got.all.slice(-200));
  });
  await check("what it said on a day", async (page, wrong) => {
    await open(page, site, "changes/in-force.html", "?on=2025-11-03");
    const row = page.locator("tr[data-entry]:not([hidden])", { hasText: "POL-001" });
    expect(wrong, (await row.count()) === 1, `${await row.count()} texts of POL-001 were in force`);
    await row.locator("td a").first().click();
    await page.waitForURL(/documents\/POL-001\/2\.0\.html$/);
    expect(wrong, (await page.locator(".banner").first().innerText()).startsWith("This is not the text in force."), "no banner");
    expect(wrong, (await page.locator("article h2").count()) > 3, "no text");
    await page.click("text=2.0.md");
    await page.waitForURL(/2\.0\.md$/);
  });
  await check("on paper", async (page, wrong) => {
    const seen = () =>
      page.evaluate(() => {
        const holds = (name) => document.querySelector(name)?.checkVisibility() ?? false;
        return [holds("#_compare"), holds("[data-compare]"), holds("[data-compare] select"), holds("#_texts tbody tr")].join();
      });
    await open(page, site, "documents/POL-001/history.html");
    await page.emulateMedia({ media: "print" });
    expect(wrong, (await seen()) === "false,false,false,true", `what nobody asked for is printed: ${await seen()}`);
    await open(page, site, "documents/POL-001/history.html", "?from=1.0&to=2.1#_compare");
    expect(wrong, (await seen()) === "true,true,false,true", `what was compared is not printed: ${await seen()}`);
    const line = await page.locator("[data-compare] .print-only").innerText();
    expect(wrong, line.startsWith("What changed from version 1.0 to version 2.1: "), line);
  });
  await check("the way to all texts", async (page, wrong) => {
    await open(page, site, "documents/POL-001/1.0.html");
    await page.click("text=All texts");
    await page.waitForURL(/history\.html#_texts$/);
    expect(wrong, await page.locator("#_texts tbody tr").first().isVisible(), "the table is folded away");
  });
  await check("without scripts", async (page, wrong) => {
    await open(page, site, "documents/POL-001/history.html");
    expect(wrong, (await page.locator("noscript").first().innerText()).includes("takes a script"), "nothing says why");
    await page.click("#_texts > summary");
    await page.click("#_texts >> text=since 1.0");
    await page.waitForURL(/2\.0\.html#_changed$/);
    expect(wrong, (await page.locator("#_changed ins").count()) > 0, "no difference");
  }, { javaScriptEnabled: false });
} finally {
  await browser.close();
  rmSync(work, { recursive: true });
}
finish(told.passed, told.failed, told.problems);
