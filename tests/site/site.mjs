// What the checks share: where the site is, which files it has, and how a check reports.
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** The folder of the built site: the one argument of every check. */
export function siteFolder() {
  const folder = process.argv[2];
  if (!folder || !existsSync(path.join(folder, "index.html"))) {
    console.error(`usage: node ${path.basename(process.argv[1])} SITE, where SITE is a folder with an index.html`);
    process.exit(2);
  }
  return path.resolve(folder);
}

/** All HTML files below a folder, sorted, relative to it and with `/`. */
export function pagesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => name.split(path.sep).join("/"))
    .filter((name) => name.endsWith(".html") && statSync(path.join(folder, name)).isFile())
    .sort();
}

/** Prints at most `limit` problems, then the counts in the one form that tests/run reads, and ends the process. */
export function finish(passed, failed, problems, limit = 60) {
  for (const problem of problems.slice(0, limit)) console.log(problem);
  if (problems.length > limit) console.log(`… and ${problems.length - limit} more problems`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
