// Holds every page of a built site against the HTML standard: one check a page, problems as file:line:column.
//
// html-validate is used as a validator: what the standard forbids, and what makes a document one. Its opinions on
// style (void elements, attribute case, inline style, heading levels by taste) are left out. Behind the folder may stand of how
// many pages one is looked at: a site in another language has the same templates.
import path from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { finish, pagesOf, siteFolder } from "./site.mjs";

const folder = siteFolder();
const each = Number(process.argv[3] ?? 1);
const pages = pagesOf(folder).filter((_, at) => at % each === 0);
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
