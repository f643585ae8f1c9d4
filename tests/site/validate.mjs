// Holds pages of a built site against the HTML standard: one check a page, problems as file:line:column.
//
// html-validate is used as a validator: what the standard forbids, and what makes a document one. Its opinions on
// style (void elements, attribute case, inline style, heading levels by taste) are left out. Behind the folder may stand how many
// are looked at of those that are made alike: of documents one differs from the next by what it says. Without that it is all.
import path from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { finish, pagesOf, siteFolder } from "./site.mjs";

const folder = siteFolder();
const most = Number(process.argv[3] ?? Infinity);
const alike = new Map();
/** How many pages came before that are made as this one. */
const before = (page) => {
  const type = page.replaceAll(/[A-Z]{2,4}-[0-9]+/g, "ID").replaceAll(/[0-9]+|c-[0-9a-f]+/g, "0").replace(/^(controls|clauses)\/[^/]+/, "$1/ID");
  alike.set(type, (alike.get(type) ?? 0) + 1);
  return alike.get(type) - 1;
};
const pages = pagesOf(folder).filter((page) => before(page) < most);
const loader = new StaticConfigLoader({
  root: true,
  extends: ["html-validate:standard", "html-validate:document"],
  rules: {
    // The standard wants these too; the preset leaves them to the accessibility one.
    "no-dup-id": "error",
    "no-missing-references": "error",
    "no-dup-attr": "error",
    "wcag/h37": "error",
    "no-dup-class": "off",
    "no-redundant-for": "off",
    // Templates put text from documents into attributes; how many characters a title has is no matter of HTML.
    "long-title": "off",
    // It wants subresource integrity, which `file://` forbids.
    "require-sri": "off",
  },
});
const validator = new HtmlValidate(loader);

const problems = [];
let failed = 0;
for (const page of pages) {
  const report = await validator.validateFile(path.join(folder, page));
  const errors = report.results.flatMap((result) => result.messages).filter((message) => message.severity === 2);
  if (errors.length > 0) failed += 1;
  for (const { line, column, ruleId, message } of errors) {
    problems.push(`${page}:${line}:${column}: ${message} (${ruleId})`);
  }
}
finish(pages.length - failed, failed, problems);
