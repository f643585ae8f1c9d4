/* aims: the search. A classic script, as file:// allows no other; it runs on every page for the key `/`, and on
   search.html it looks through the index. The index is files that each call aimsSearch() with what is in them:

     search/index.js    which files there are
     search/words/N.js  words, each followed by where it stands; the files go by the alphabet
     search/texts/N.js  what is told of entries: id, title, note, link, headings, text
     search/near.js     words that somebody may have meant

   Entries are numbers. What stands in them comes from the team's documents, so it is only ever put in as text. */
(function () {
  "use strict";
  const say = window.aimsSay;
  const root = document.currentScript.src.replace(/search\.js([?#].*)?$/, "");

  /* ---- the key: off for those who asked for that, as somebody who speaks to the computer may type it unawares */
  const KEY = "aims-search-key";
  function stored() { try { return localStorage.getItem(KEY); } catch (e) { return null; } }
  function store(v) { try { if (v) { localStorage.setItem(KEY, v); } else { localStorage.removeItem(KEY); } } catch (e) { /* private mode */ } }
  function takesText(n) {
    return n && (n.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(n.tagName));
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || takesText(event.target) || stored() === "off") { return; }
    const field = document.querySelector("form[role=search] input[name=q]");
    if (!field) { return; }
    event.preventDefault();
    field.focus();
    field.select();
  });

  /* ---- files of the index */
  const loads = Object.create(null);
  const came = Object.create(null);
  let build = "";
  window.aimsSearch = function (name, of, value) { came[name] = { of: of, value: value }; };

  function load(name) {
    if (loads[name]) { return loads[name]; }
    loads[name] = new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      // A browser that keeps files must not mix those of two builds.
      script.src = root + "search/" + name + ".js" + (build ? "?" + build : "");
      script.onload = function () {
        script.remove();
        const file = came[name];
        if (file && (!build || file.of === build)) { resolve(file.value); } else { reject(new Error(name)); }
      };
      script.onerror = function () { script.remove(); reject(new Error(name)); };
      document.head.appendChild(script);
    });
    loads[name].catch(function () { delete loads[name]; });
    return loads[name];
  }

  /* ---- words: as src/base/folded.rs and src/site/search/words.rs take texts apart */
  const WORD = "\\p{Alphabetic}\\p{N}\\p{Mn}\\p{Mc}";
  const JOINT = "\\-._:/'’@";
  const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff" +
    "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{323af}";
  const CHUNKS = new RegExp("[" + WORD + JOINT + "]+", "gu");
  const OUTER = new RegExp("^[" + JOINT + "]+|[" + JOINT + "]+$", "gu");
  const JOINTS = new RegExp("[" + JOINT + "]+", "u");
  const RUNS = new RegExp("[" + UNSPACED + "]+|[^" + UNSPACED + "]+", "gu");
  const IS_WORD = new RegExp("[" + WORD + "]", "u");
  const IS_UNSPACED = new RegExp("[" + UNSPACED + "]", "u");
  const NOTHING = /[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/;
  const LONGEST = 40;
  const MOST_TERMS = 16;
  const letters = new Map();

  function foldedLetter(c) {
    let out = "";
    for (const small of c.toLowerCase()) {
      if (!NOTHING.test(small)) { out += letters.has(small) ? letters.get(small) : small; }
    }
    return out;
  }
  function folded(text) { return Array.from(text, foldedLetter).join(""); }
  function cut(word) { return Array.from(word).slice(0, LONGEST).join(""); }

  /* What somebody asks for: words that all have to be there. One that is optional only weighs. */
  function termsOf(query) {
    const terms = [];
    let letter = "";
    (folded(query).match(CHUNKS) || []).forEach(function (chunk) {
      chunk = chunk.replace(OUTER, "");
      if (!chunk) { return; }
      const parts = chunk.split(JOINTS);
      const before = /^\p{N}/u.test(chunk) ? letter : "";
      letter = /^[a-z]$/.test(chunk) ? chunk : "";
      if (before || (parts.length > 1 && /\p{N}/u.test(chunk))) {
        // Many write A 6.2.8, or A6.2.8, for A.6.2.8.
        if (before) { terms.pop(); }
        const term = { word: cut(before ? before + "." + chunk : chunk), begins: true, optional: chunk.length < 2, parts: parts.reduce(function (all, part) { return all.concat(termsOfPart(part)); }, []) };
        term.or = before ? chunk : chunk.replace(/^([a-z])(?=\p{N})/u, "$1.");
        terms.push(term);
      } else {
        parts.forEach(function (part) { terms.push.apply(terms, termsOfPart(part)); });
      }
    });
    terms.splice(MOST_TERMS);
    // As some write what others write with dots: Pruefung, and Prüfung where a text has Pruefung.
    const spelled = query.toLowerCase().replace(/[äöü]/g, function (c) { return { "ä": "ae", "ö": "oe", "ü": "ue" }[c]; });
    const others = spelled === query.toLowerCase() ? [] : folded(spelled).match(CHUNKS) || [];
    terms.forEach(function (term) {
      term.others = others.filter(function (other) { return other.replace(/([aou])e/g, "$1") === term.word.replace(/([aou])e/g, "$1"); });
      const plain = term.word.replace(/([aou])e/g, "$1");
      if (plain !== term.word) { term.others.push(plain); }
      if (term.or && term.or !== term.word) { term.others.push(term.or); }
    });
    return terms;
  }
  function termsOfPart(part) {
    const terms = [];
    (part.match(RUNS) || []).forEach(function (run) {
      const all = Array.from(run);
      if (!IS_UNSPACED.test(all[0])) {
        // Of a commit pages say ten digits.
        const word = /^(?=.*\d)[\da-f]{11,}$/.test(run) ? run.slice(0, 10) : cut(run);
        terms.push({ word: word, begins: all.length > 2, optional: all.length < 2 });
      } else if (all.length === 1) {
        terms.push({ word: run, begins: true });
      } else {
        for (let i = 0; i + 1 < all.length; i += 1) { terms.push({ word: all[i] + all[i + 1], begins: false }); }
      }
    });
    return terms;
  }

  /* ---- where words stand */
  const WEIGHTS = [1, 2, 6, 20, 100];  // in the text, again and again, in a heading, in the title, as the id
  const BEGINS = 0.6;
  const FILES = 12;

  function filesOf(head, word, begins) {
    let low = 0;
    let high = head.words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (head.words[middle] <= word) { low = middle + 1; } else { high = middle; }
    }
    const files = [Math.max(low - 1, 0)];
    for (let next = low; begins && next < head.words.length && files.length < FILES && head.words[next].startsWith(word); next += 1) { files.push(next); }
    return files;
  }
  function take(found, places, factor) {
    places.split(";").forEach(function (list, field) {
      let entry = 0;
      if (list) {
        list.split(",").forEach(function (step) {
          entry += parseInt(step, 36);
          found.set(entry, Math.max(found.get(entry) || 0, WEIGHTS[field] * factor));
        });
      }
    });
  }
  /* The entries of a word, with how much it weighs in each. */
  async function entriesOf(head, word, begins) {
    const files = await Promise.all(filesOf(head, word, begins).map(function (file) { return load("words/" + file); }));
    const found = new Map();
    files.forEach(function (file) {
      for (let i = 0; i < file.length; i += 2) {
        if (file[i] === word) { take(found, file[i + 1], 1); } else if (begins && file[i].startsWith(word)) { take(found, file[i + 1], BEGINS); }
      }
    });
    return found;
  }

  /* ---- words that are nearly the same: one letter more, less or other, or two changed about */
  function steps(a, b, most) {
    if (Math.abs(a.length - b.length) > most) { return most + 1; }
    let before = [];
    let last = Array.from({ length: b.length + 1 }, function (_, j) { return j; });
    for (let i = 1; i <= a.length; i += 1) {
      const now = [i];
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        let best = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) { best = Math.min(best, before[j - 2] + 1); }
        now.push(best);
        least = Math.min(least, best);
      }
      if (least > most) { return most + 1; }
      before = last;
      last = now;
    }
    return last[b.length];
  }
  async function nearTo(word) {
    let most = word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0;
    if (!most || !/^\p{L}+$/u.test(word)) { return []; }
    const told = await load("near");
    let near = [];
    let last = "";
    told.split(" ").forEach(function (step) {
      last = Array.from(last).slice(0, parseInt(step[0], 36)).join("") + step.slice(1);
      const far = steps(word, last, most);
      if (far < most) { near = []; most = far; }
      if (far <= most) { near.push(last); }
    });
    return near.slice(0, 6);
  }

  /* ---- one query */
  async function lookUp(head, term) {
    let found = await entriesOf(head, term.word, term.begins);
    term.stems = [term.word];
    for (let i = 0; !found.size && i < term.others.length; i += 1) {
      found = await entriesOf(head, term.others[i], true);
      term.stems = [term.others[i]];
    }
    if (!found.size && term.parts) {
      const parts = await Promise.all(term.parts.map(function (part) { return entriesOf(head, part.word, part.begins); }));
      found = allOf(parts.filter(function (part, i) { return !term.parts[i].optional; }));
      term.stems = term.parts.map(function (part) { return part.word; });
    }
    if (!found.size && !term.optional) {
      const near = await nearTo(term.word);
      const all = await Promise.all(near.map(function (word) { return entriesOf(head, word, false); }));
      all.forEach(function (of) { of.forEach(function (weight, entry) { found.set(entry, Math.max(found.get(entry) || 0, weight * BEGINS)); }); });
      term.stems = near;
      term.meant = near;
    }
    return found;
  }
  function allOf(maps) {
    const found = new Map();
    if (maps.length) {
      maps[0].forEach(function (_, entry) {
        if (maps.every(function (map) { return map.has(entry); })) {
          found.set(entry, maps.reduce(function (sum, map) { return sum + map.get(entry); }, 0));
        }
      });
    }
    return found;
  }
  /* The entries that have all words; where none has, those that have most of them. */
  function together(terms, maps) {
    const needed = maps.filter(function (_, i) { return !terms[i].optional; });
    const found = allOf(needed.length ? needed : maps);
    const some = !found.size && maps.length > 1;
    if (some) {
      maps.forEach(function (map) { map.forEach(function (weight, entry) { found.set(entry, (found.get(entry) || 0) + 1000 + weight); }); });
    } else {
      maps.forEach(function (map, i) { if (terms[i].optional && needed.length) { found.forEach(function (weight, entry) { found.set(entry, weight + (map.get(entry) || 0)); }); } });
    }
    return { found: found, some: some };
  }
  async function find(query) {
    const head = await load("index");
    if (!build) {
      build = came.index.of;
      const pairs = head.folded.split(" ");
      for (let i = 0; i < pairs.length; i += 2) { for (const c of pairs[i + 1]) { letters.set(c, pairs[i]); } }
    }
    const terms = termsOf(query);
    const maps = await Promise.all(terms.map(function (term) { return lookUp(head, term); }));
    const all = together(terms, maps);
    const groups = head.groups.map(function (group) { return { title: group[0], weight: group[3], entries: [], best: 0 }; });
    let from = 0;
    const ends = head.groups.map(function (group) { from += group[2]; return from; });
    const ranked = Array.from(all.found).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
    ranked.forEach(function (hit) {
      const group = groups[ends.findIndex(function (end) { return hit[0] < end; })];
      group.entries.push(hit[0]);
      group.best = Math.max(group.best, hit[1] * group.weight);
    });
    const shown = groups.filter(function (group) { return group.entries.length; });
    shown.sort(function (a, b) { return b.best - a.best; });
    return { head: head, terms: terms, groups: shown, some: all.some, count: ranked.length };
  }

  /* ---- what is told of an entry */
  function fileOf(head, entry) {
    let from = 0;
    for (let file = 0; file < head.texts.length; file += 1) {
      if (entry < from + head.texts[file]) { return { file: file, place: entry - from }; }
      from += head.texts[file];
    }
    return null;
  }
  /* The text with its letters folded, and for each of these where it came from. */
  function mapped(text) {
    let out = "";
    const from = [];
    let at = 0;
    for (const c of text) {
      const small = foldedLetter(c);
      for (let i = 0; i < small.length; i += 1) { from.push(at); }
      out += small;
      at += c.length;
    }
    from.push(at);
    return { folded: out, from: from };
  }
  /* Where words of a query begin and end in a text, in order, and which of them do. */
  function placesIn(text, terms) {
    const map = mapped(text);
    const places = [];
    const there = new Set();
    terms.forEach(function (term) {
      term.stems.forEach(function (stem) {
        for (let at = map.folded.indexOf(stem); at >= 0; at = map.folded.indexOf(stem, at + 1)) {
          if (at && IS_WORD.test(map.folded[at - 1]) && !IS_UNSPACED.test(map.folded[at])) { continue; }
          there.add(term);
          places.push([map.from[at], map.from[at + stem.length]]);
        }
      });
    });
    places.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return { places: places, terms: there };
  }
  const BEFORE = 100;
  const LENGTH = 260;

  /* The sentence around the first place, cut where it is long: its beginning and its end. */
  function sentence(text, place) {
    const ends = /[.!?]+\s+|[。！？]/g;
    let from = 0;
    let to = text.length;
    for (let end = ends.exec(text); end; end = ends.exec(text)) {
      if (ends.lastIndex <= place) { from = ends.lastIndex; } else { to = ends.lastIndex; break; }
    }
    if (place - from > BEFORE) { from = Math.max(text.lastIndexOf(" ", place - BEFORE / 2) + 1, place - BEFORE); }
    if (to - from > LENGTH) {
      to = text.lastIndexOf(" ", from + LENGTH);
      if (to <= place) { to = from + LENGTH; }
    }
    return [from, to];
  }

  function el(name, attributes, text) {
    const n = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { n.setAttribute(key, attributes[key]); });
    if (text !== undefined) { n.textContent = text; }
    return n;
  }
  /* Puts a piece of a text into an element, with the places marked. */
  function marked(into, text, from, to, places) {
    let at = from;
    places.forEach(function (place) {
      if (place[0] < at || place[1] > to) { return; }
      into.appendChild(document.createTextNode(text.slice(at, place[0])));
      into.appendChild(el("mark", {}, text.slice(place[0], place[1])));
      at = place[1];
    });
    into.appendChild(document.createTextNode(text.slice(at, to)));
    return into;
  }

  /* The block of a text in which, and in whose heading, most words of the query stand; the first of several. */
  function bestOf(headings, blocks, terms) {
    const above = headings.map(function (heading) { return placesIn(heading[1], terms); });
    let best = null;
    for (let i = 0; i < blocks.length; i += 2) {
      const found = placesIn(blocks[i + 1], terms);
      const all = new Set(Array.from(found.terms).concat(Array.from(above[blocks[i]].terms))).size;
      if (all && (!best || all > best.count || (all === best.count && !best.found.terms.size && found.terms.size && best.heading === headings[blocks[i]]))) {
        best = { heading: headings[blocks[i]], above: above[blocks[i]], text: blocks[i + 1], found: found, count: all };
      }
    }
    return best;
  }
  async function told(result, entry) {
    const at = fileOf(result.head, entry);
    const first = (await load("texts/" + at.file))[at.place];
    let best = bestOf(first[4], first[5], result.terms);
    // A long text goes on in the next files, of which no entry is the first.
    for (let next = at.file + 1; result.head.texts[next] === 0 && (!best || best.count < result.terms.length); next += 1) {
      const more = (await load("texts/" + next))[0];
      const other = bestOf(more[4], more[5], result.terms);
      if (other && (!best || other.count > best.count)) { best = other; }
    }
    const item = el("li", { "class": "result" });
    const p = item.appendChild(el("p", { "class": "head" }));
    const a = p.appendChild(el("a", { href: root + first[3] + (best && best.heading[0] ? "#" + encodeURIComponent(best.heading[0]) : "") }));
    if (first[0]) {
      marked(a.appendChild(el("span", { "class": "id" })), first[0], 0, first[0].length, placesIn(first[0], result.terms).places);
      a.appendChild(document.createTextNode(" "));
    }
    marked(a, first[1], 0, first[1].length, placesIn(first[1], result.terms).places);
    item.appendChild(el("p", { "class": "note" }, first[2]));
    if (best) {
      const range = sentence(best.text, best.found.places.length ? best.found.places[0][0] : 0);
      const words = el("p", { "class": "said" });
      const name = best.heading[1];
      if (name) {
        marked(words.appendChild(el("span", { "class": "quiet" })), name, 0, name.length, best.above.places);
        words.appendChild(document.createTextNode(": "));
      }
      if (range[0]) { words.appendChild(document.createTextNode("… ")); }
      marked(words, best.text, range[0], range[1], best.found.places);
      if (range[1] < best.text.length) { words.appendChild(document.createTextNode(" …")); }
      item.appendChild(words);
    } else if (first[5].length) {
      const text = first[5][1];
      item.appendChild(el("p", { "class": "said" }, text.length > LENGTH ? text.slice(0, LENGTH) + " …" : text));
    }
    return item;
  }

  /* ---- the page */
  const FIRST = 5;    // results of a group at first
  const AT_MOST = 18; // results at first
  const MORE = 20;

  function page(form) {
    const field = form.elements.q;
    const status = document.getElementById("told");
    const results = document.getElementById("results");
    const everything = document.getElementById("everything");
    let asked = 0;
    let shown = "";

    function links() { return Array.from(results.querySelectorAll("li.result a, button")); }
    function keep(query) {
      try { history.replaceState(null, "", location.pathname + (query ? "?q=" + encodeURIComponent(query) : "")); } catch (e) { /* some browsers refuse this for files */ }
    }
    function summary(result, query) {
      if (!result.terms.length) { return say("Type a word of two letters or more, or an id."); }
      const of = result.groups.map(function (group) { return group.title + " " + group.entries.length; }).join(", ");
      const meant = result.terms.filter(function (term) { return term.meant && term.meant.length; }).map(function (term) {
        return " " + say("There is no “{word}”; shown is what has {others}.", { word: term.word, others: term.meant.join(", ") });
      }).join("");
      if (!result.count) { return say("Nothing has “{query}”.", { query: query }); }
      if (result.some) { return say("Nothing has all of “{query}”; these have some of it: {groups}.", { query: query, groups: of }) + meant; }
      return say(result.count === 1 ? "{n} result: {groups}." : "{n} results: {groups}.", { n: result.count, groups: of }) + meant;
    }
    async function fill(list, result, entries) {
      const items = await Promise.all(entries.map(function (entry) { return told(result, entry); }));
      items.forEach(function (item) { list.appendChild(item); });
      return items[0];
    }
    async function section(result, group, number, room) {
      const box = el("section", { "aria-labelledby": "found-" + number });
      const heading = box.appendChild(el("h2", { id: "found-" + number }, group.title + " "));
      heading.appendChild(el("span", { "class": "quiet" }, String(group.entries.length)));
      const list = box.appendChild(el("ol", { "class": "results" }));
      let next = Math.min(room, group.entries.length);
      await fill(list, result, group.entries.slice(0, next));
      if (next < group.entries.length) {
        const more = box.appendChild(el("button", { type: "button" }));
        const name = function () { more.textContent = say("Show {n} more of {all}", { n: Math.min(MORE, group.entries.length - next), all: group.entries.length - next }); };
        name();
        more.addEventListener("click", async function () {
          const entries = group.entries.slice(next, next + MORE);
          next += entries.length;
          const first = await fill(list, result, entries).catch(failed);
          if (next < group.entries.length) { name(); } else { more.remove(); }
          if (first) { first.querySelector("a").focus(); }
        });
      }
      return box;
    }
    function failed() {
      status.textContent = say("A part of the index is not there, or is of another build of this site. Load the page again.");
    }
    async function run() {
      const query = field.value.trim();
      const turn = asked += 1;
      shown = query;
      everything.hidden = query !== "";
      if (!query) {
        results.textContent = "";
        status.textContent = "";
        return;
      }
      try {
        const result = await find(query);
        let room = AT_MOST;
        const boxes = await Promise.all(turn === asked ? result.groups.map(function (group, i) {
          const take = Math.min(FIRST, group.entries.length, room);
          room -= take;
          return section(result, group, i, take);
        }) : []);
        if (turn !== asked) { return; }
        results.textContent = "";
        boxes.forEach(function (box) { results.appendChild(box); });
        status.textContent = summary(result, query);
      } catch (e) {
        if (turn === asked) { failed(); }
      }
    }

    let waiting = 0;
    field.addEventListener("input", function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () { keep(field.value.trim()); run(); }, 150);
    });
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      keep(field.value.trim());
      if (shown !== field.value.trim()) { await run(); }
      if (links().length) { links()[0].focus(); }
    });
    document.addEventListener("keydown", function (event) {
      const all = links();
      const at = all.indexOf(document.activeElement);
      const inField = document.activeElement === field;
      if (event.ctrlKey || event.metaKey || event.altKey || (!inField && at < 0)) { return; }
      if (event.key === "Escape") {
        if (inField) { field.value = ""; keep(""); run(); } else { field.focus(); }
      } else if (event.key === "ArrowDown" && at + 1 < all.length) {
        all[at + 1].focus();
      } else if (event.key === "ArrowUp" && !inField) {
        (at ? all[at - 1] : field).focus();
      } else {
        return;
      }
      event.preventDefault();
    });

    const label = el("label", { "class": "key" });
    const box = label.appendChild(el("input", { type: "checkbox" }));
    box.checked = stored() !== "off";
    box.addEventListener("change", function () { store(box.checked ? "" : "off"); });
    label.appendChild(document.createTextNode(" " + say("The key / leads here from every page")));
    form.parentNode.insertBefore(label, form.nextSibling);

    const q = /[?&]q=([^&]*)/.exec(location.search);
    if (q) { try { field.value = decodeURIComponent(q[1].replace(/\+/g, " ")); } catch (e) { /* not ours */ } } else { field.focus(); }
    run();
  }
  document.querySelectorAll("form[role=search]").forEach(function (form) {
    if (form.hasAttribute("data-search")) { page(form); return; }
    // A browser may take a file for another place than the page's own, to which no form leads.
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      location.href = form.action + "?q=" + encodeURIComponent(form.elements.q.value.trim());
    });
  });
}());
