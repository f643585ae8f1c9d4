// What the checks in a browser share: which browser it is, and what goes wrong on a page that it shows.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const BROWSERS = [
  process.env.CHROME, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Starts the browser; without one the check ends. */
export function launch() {
  const executablePath = BROWSERS.find((name) => name && existsSync(name));
  if (!executablePath) {
    console.error("no Chromium found; install it, or name it in CHROME");
    process.exit(2);
  }
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** Gathers what goes wrong on a page while it loads; returns the list that fills. */
export function listen(page) {
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("requestfailed", (request) => {
    // A page that is left before all of it came is no fault of the page; a file that is not there fails with another word.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") problems.push(`not loaded: ${request.url()}`);
  });
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) problems.push(`leaves the disk: ${request.url()}`);
  });
  return problems;
}

/** Checks, each in a page of its own that is listened to, and what came of them. Problems begin with `about` and a name. */
export function checks(browser, about) {
  const told = { passed: 0, failed: 0, problems: [] };
  async function check(name, act, options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const wrong = listen(page);
    page.on("dialog", (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    await act(page, wrong).catch((error) => wrong.push(error.message.split("\n")[0]));
    await context.close();
    if (wrong.length === 0) told.passed += 1;
    else told.failed += 1;
    told.problems.push(...wrong.map((what) => `${about}, ${name}: ${what}`));
  }
  return { check, told };
}
