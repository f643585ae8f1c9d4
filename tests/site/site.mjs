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

/** The words of tables that do not stand on one line, upright or not, on the page that this is evaluated in. File names and
 * addresses break where they must. */
export function brokenWords() {
  const range = document.createRange();
  const isBroken = (node, from, to, upright) => {
    range.setStart(node, from);
    range.setEnd(node, to);
    const lines = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    return new Set(lines.map((box) => Math.round(upright ? box.left : box.top))).size > 1;
  };
  const broken = new Set();
  for (const cell of document.querySelectorAll("main :is(th, td)")) {
    if (!cell.checkVisibility()) continue;
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node; (node = texts.nextNode());) {
      const around = node.parentElement;
      if (around.closest("code, .hidden") || !around.checkVisibility()) continue;
      const upright = getComputedStyle(around).writingMode !== "horizontal-tb";
      for (const { 0: word, index } of node.data.matchAll(/\p{L}{3,}/gu)) {
        if (isBroken(node, index, index + word.length, upright)) broken.add(word);
      }
    }
  }
  return [...broken];
}

/** Prints at most `limit` problems, then the counts in the one form that tests/run reads, and ends the process. */
export function finish(passed, failed, problems, limit = 60) {
  for (const problem of problems.slice(0, limit)) console.log(problem);
  if (problems.length > limit) console.log(`… and ${problems.length - limit} more problems`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
