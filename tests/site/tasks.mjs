// What auditors, authors and customers come for, done as they would do it: each task begins on the first page, takes four
// clicks at most, and ends where the answer stands. The arguments are the site of the demo, and that of it for everybody.
//
// A click, and a word typed into a field, count one each; a choice from a list counts two.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checks, launch } from "./browser.mjs";
import { finish, siteFolder } from "./site.mjs";

const MOST = 4;
const site = siteFolder();
const everybody = process.argv[3];
const browser = await launch();
const { check, told } = checks(browser, "tasks");
const counted = [];

/** What a reader does on a page. Everything is found by the words that stand there, and has to be in sight. */
function reader(page) {
  const hand = { clicks: 0 };
  const main = page.locator("main");
  const act = async (cost, doing) => {
    hand.clicks += cost;
    await doing();
    await page.waitForLoadState("load");
  };
  hand.menu = (words) => act(1, () => page.locator("nav.menu a", { hasText: words }).first().click({ timeout: 5000 }));
  hand.link = (words, within = main) => act(1, () => within.locator("a:visible", { hasText: words }).first().click({ timeout: 5000 }));
  hand.row = (words) => main.locator("tr:not([hidden])", { hasText: words }).first();
  hand.section = (title) => main.locator("section", { has: page.locator("h2", { hasText: title }) }).first();
  hand.type = (where, words) => act(1, () => page.locator(where).first().fill(words));
  hand.choose = (label, words) => act(2, () => page.locator("label", { hasText: label }).locator("select").first().selectOption({ label: words }));
  hand.search = (words) => act(1, async () => {
    await page.locator("form.search input").fill(words);
    await page.keyboard.press("Enter");
    await page.waitForURL(/search\.html/);
    await page.waitForFunction(() => document.getElementById("told").textContent !== "");
  });
  hand.result = (words) => act(1, () => page.locator("#results a", { hasText: words }).first().click({ timeout: 5000 }));
  /** What stands before the reader, without what a filter has hidden. */
  hand.text = () => main.innerText();
  return hand;
}

/** One task: what is done, what has to stand where it ends, and what may not. */
async function task(name, act, facts, { where = site, not = [] } = {}) {
  await check(name, async (page, wrong) => {
    await page.goto(pathToFileURL(path.join(where, "index.html")).href);
    const hand = reader(page);
    await act(hand, page);
    const text = await hand.text();
    for (const fact of facts) {
      if (!(fact instanceof RegExp ? fact.test(text) : text.includes(fact))) wrong.push(`does not end at ${fact} but on ${page.url().split("/").pop()}`);
    }
    for (const fact of not) {
      if (text.includes(fact)) wrong.push(`shows ${fact} too`);
    }
    if (hand.clicks > MOST) wrong.push(`takes ${hand.clicks} clicks`);
    counted.push([name, hand.clicks]);
  });
}

await task("the AI policy that was in force on a day", async (hand) => {
  await hand.link("AI policy");
  await hand.link("Change record");
}, [/2\.0[\s\S]*2025-05-12[\s\S]*2026-05-04[\s\S]*Orla Fenwick, 2025-05-08/, "Signed approval record"]);

await task("its text then", async (hand) => {
  await hand.link("AI policy");
  await hand.link("Change record");
  await hand.link("2.0", hand.section("Versions"));
}, ["2.0", /in force/i, "AI policy"]);

await task("the evidence of a control, and what is open against it", async (hand) => {
  await hand.link("A.6.2.8");
}, ["REC-019", "older than its period", "NC-003", "major"]);

await task("the impact of a high-risk system, and who accepted it", async (hand) => {
  await hand.menu("AI systems");
  await hand.choose("AI Act class", "High-risk");
  await hand.link("IA-004");
}, ["Chief Risk Officer", "2026-03-25"]);

await task("residual risks, and who accepted them", async (hand) => {
  await hand.menu("Risks");
}, ["After treatment", /RSK-001[\s\S]{0,500}Treated[\s\S]{0,40}2026-05-26[\s\S]{0,40}Chief Risk Officer/]);

await task("controls that are left out, and why", async (hand) => {
  await hand.menu("Statement of applicability");
  await hand.choose("Applies", "No");
}, [/1 of 39|1 in all|1 shown/i, "A.10.4"]);

await task("the cause of a nonconformity that is open", async (hand) => {
  await hand.menu("Nonconformities");
  await hand.link("NC-003");
}, ["Cause", "Action under way"]);

await task("whether what was done about one worked", async (hand) => {
  await hand.menu("Nonconformities");
  await hand.link("NC-001");
}, [/Effectiveness|Effective/, "Closed"]);

await task("which clauses internal audits looked at, and when", async (hand) => {
  await hand.menu("For auditors");
  await hand.link("Coverage of audits");
}, ["7.5.3", "AUD-002 2026-09-24"]);

await task("what a management review was given and decided", async (hand) => {
  await hand.link("MR-002");
}, ["Inputs", "Audit results", "Decisions", "Half a post for monitoring"]);

await task("who can do what", async (hand) => {
  await hand.menu("Competence records");
}, ["Fairness testing", "Model Owner Lending Score", "Met"]);

await task("who approved a procedure, and by what evidence", async (hand) => {
  await hand.search("PRO-013");
  await hand.result("Supplier assessment");
  await hand.link("Change record");
}, ["Supplier assessment", /1\.2[\s\S]*Tobias Ashgrove[\s\S]*Signed approval record/, "Claimed", "Good signature by the key"]);

await task("the command that verifies an approval", async (hand, page) => {
  await hand.link("AI policy");
  await hand.link("Change record");
  hand.clicks += 1;
  await page.locator("summary", { hasText: "Commands that verify it" }).first().click();
}, ["ssh-keygen", /-Y verify/, "POL-001"]);

await task("what changed between two audits", async (hand, page) => {
  await hand.menu("For auditors");
  await hand.link("Tags, and what changed between them");
  await hand.link("documents", page.locator("main tr", { has: page.locator("th", { hasText: "v2026-audit" }) }));
}, ["From v2025-audit", "to v2026-audit", /\d+ documents with another text/, /IA-004[\s\S]{0,80}New/]);

await task("the statement of applicability as a spreadsheet", async (hand, page) => {
  await hand.menu("Statement of applicability");
  hand.clicks += 1;
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator("main a", { hasText: "soa.xlsx" }).first().click()]);
  if (file.suggestedFilename() !== "soa.xlsx") throw new Error(`gives ${file.suggestedFilename()}`);
}, ["As a file, with all columns"]);

await task("whether a document of mine is overdue", async (hand) => {
  await hand.menu("Reviews due");
  await hand.choose("Owner", "AI Officer");
}, [/PRO-009[\s\S]{0,300}Overdue/], { not: ["IA-003"] });

await task("what I have to do", async (hand) => {
  await hand.menu("People");
  await hand.link("Wilhelmina Drury");
}, ["PRO-013", "POL-005", /AIMS504|approval/]);

await task("what may be shown to a customer", async (hand) => {
  await hand.menu("All documents");
  await hand.choose("Class", "Public");
}, ["POL-001"]);

await task("a word wherever it stands", async (hand) => {
  await hand.search("fairness");
}, [/Documents/, /fairness/i]);

await task("one system from its purpose to its last incident", async (hand) => {
  await hand.menu("AI systems");
  await hand.link("SYS-001");
  await hand.link("story");
}, ["SYS-001", "IA-004", /Released|release/i]);

if (everybody) {
  await task("a customer: what is certified, and where to turn with a concern", async () => {},
    ["No record of a certification is published", /Turn to[\s\S]{0,40}ai@harrowmere\.example/], { where: path.join(everybody, "public") });
}

await browser.close();
for (const [name, clicks] of counted) console.log(`${String(clicks).padStart(6)}  ${name}`);
finish(told.passed, told.failed, told.problems);
