/* aims: small helps for the reader. Everything on the site works without them.
   A classic script, loaded in <head> without defer, so that the chosen theme is set before the first paint. */
(function () {
  "use strict";
  var root = document.documentElement;
  var KEY = "aims-theme";
  /* words in the language of the site, by the English ones; {name} is a gap */
  var spoken = window.aimsWords || {};
  function say(text, gaps) {
    return (Object.prototype.hasOwnProperty.call(spoken, text) ? spoken[text] : text).replace(/\{(\w+)\}/g, function (all, name) { return gaps && name in gaps ? gaps[name] : all; });
  }
  window.aimsSay = say;

  function stored() { try { return localStorage.getItem(KEY); } catch (e) { return null; } }
  function store(v) { try { if (v) { localStorage.setItem(KEY, v); } else { localStorage.removeItem(KEY); } } catch (e) { /* private mode */ } }
  function apply(v) { if (v === "light" || v === "dark") { root.setAttribute("data-theme", v); } else { root.removeAttribute("data-theme"); } }
  if (stored()) { apply(stored()); }

  function el(name, attrs, text) {
    var n = document.createElement(name);
    Object.keys(attrs || {}).forEach(function (k) { n.setAttribute(k, attrs[k]); });
    if (text !== undefined) { n.textContent = text; }
    return n;
  }
  function each(sel, f, from) { Array.prototype.forEach.call((from || document).querySelectorAll(sel), f); }

  function sign(name, word) {
    var s = el("span", { "class": "sign is-" + name });
    s.textContent = word;
    return s;
  }

  /* ---- theme: as the device, light, dark */
  function theme() {
    var tools = document.querySelector("header.site .tools");
    if (!tools) { return; }
    var order = ["", "light", "dark"];
    var words = { "": say("Theme: as device"), light: say("Theme: light"), dark: say("Theme: dark") };
    var now = stored() || "";
    var b = el("button", { type: "button" });
    function show() {
      b.textContent = { "": "\u25d0", light: "\u25cb", dark: "\u25cf" }[now];
      b.setAttribute("aria-label", words[now]);
      b.title = words[now];
    }
    b.addEventListener("click", function () {
      now = order[(order.indexOf(now) + 1) % order.length];
      apply(now);
      store(now);
      show();
    });
    show();
    tools.appendChild(b);
  }

  /* ---- what lies open where there is room is opened in browsers without ::details-content; elsewhere Escape closes it */
  function menu() {
    var wide = window.matchMedia("(min-width: 75em)").matches;
    var can = window.CSS && CSS.supports && CSS.supports("selector(::details-content)");
    each(".menu > details, .body > .toc details", function (d) { if (wide && !can) { d.open = true; } });
    document.addEventListener("keydown", function (e) {
      if (e.key !== "Escape") { return; }
      each(".menu > details[open], .way > .toc details[open]" + (wide ? "" : ", .body > .toc details[open]"), function (d) {
        d.open = false;
        d.querySelector("summary").focus();
      });
    });
    each(".way > .toc a" + (wide ? "" : ", .body > .toc a"), function (a) { a.addEventListener("click", function () { a.closest("details").open = false; }); });
    var here = document.querySelector(".menu [aria-current=page], .menu [aria-current]");
    var box = document.querySelector(".menu .groups");
    function below(e) { return e.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop; }
    if (!(wide && here && box && below(here) > box.clientHeight - 80)) { return; }
    // A line that lies open at the top is whole: the nearest one above the middle begins there.
    var from = 0;
    each(".groups p, .groups li", function (line) { if (below(line) <= below(here) - box.clientHeight / 2) { from = below(line); } });
    box.scrollTop = from && from - 1;
  }

  /* ---- the contents of a long page tell which part is read, and keep it in sight */
  function follow() {
    var list = document.querySelector(".body > .toc ol");
    var links = list ? Array.prototype.slice.call(list.querySelectorAll('a[href^="#"]')) : [];
    var parts = links.map(function (a) {
      try { return document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1))); } catch (e) { return null; }
    });
    var waiting = false;
    function mark() {
      waiting = false;
      var here = null;
      parts.forEach(function (part, i) { if (part && part.getBoundingClientRect().top < 120) { here = links[i]; } });
      if (here && here.hasAttribute("aria-current")) { return; }
      links.forEach(function (a) { a.removeAttribute("aria-current"); });
      if (!here) { return; }
      here.setAttribute("aria-current", "true");
      var at = here.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (at < 0 || at > list.clientHeight - 40) { list.scrollTop += at - list.clientHeight / 3; }
    }
    if (!links.length) { return; }
    window.addEventListener("scroll", function () { if (!waiting) { waiting = true; requestAnimationFrame(mark); } }, { passive: true });
    mark();
  }

  /* ---- every heading can be linked to, and every page cited with the part that is open */
  function anchors() {
    each("main :is(h2, h3)[id]", function (h) {
      if (h.querySelector(".anchor")) { return; }
      h.appendChild(document.createTextNode(" "));
      h.appendChild(el("a", { "class": "anchor after", href: "#" + encodeURIComponent(h.id), "aria-label": say("Link to this part") }));
    });
  }
  function cite() {
    var p = document.querySelector(".cite");
    var words = p && p.querySelector("span");
    if (!words) { return; }
    var whole = words.textContent;
    function part() {
      var h = null;
      try { h = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { /* not ours */ }
      h = h && (/^H[2-6]$/.test(h.tagName) ? h : null);
      words.textContent = h ? "\u00a7 " + text(h).replace(/ $/, "") + ". " + whole : whole;
    }
    part();
    window.addEventListener("hashchange", part);
    if (!(navigator.clipboard && navigator.clipboard.writeText)) { return; }
    var b = el("button", { type: "button", "class": "no-print" }, say("Copy"));
    b.addEventListener("click", function () {
      navigator.clipboard.writeText(words.textContent).then(function () { b.textContent = say("Copied"); }, function () { b.remove(); });
    });
    p.appendChild(b);
  }

  /* ---- an old page must not lie */
  function iso(d) {
    return d.getFullYear() + "-" + ("0" + (d.getMonth() + 1)).slice(-2) + "-" + ("0" + d.getDate()).slice(-2);
  }
  function day(t) { return t.getAttribute("datetime") || t.textContent; }
  function builtOn() {
    var meta = document.querySelector('meta[name="aims-built"]');
    return meta ? meta.getAttribute("content").slice(0, 10) : "";
  }
  /* Marks the days that have come since the build, and tells how many have passed. */
  function overtaken(from, built, today) {
    var passed = 0;
    /* What a day has become: overdue, due soon, or neither yet. */
    function become(due, of) {
      if (due < today) { return "overdue"; }
      var lead = (new Date(due) - new Date(today)) / 864e5;
      return of.hasAttribute("data-soon") && lead <= Number(of.getAttribute("data-soon")) ? "due" : null;
    }
    var signs = 0;
    if (!built || !(today > built)) { return 0; }
    each(".sign[data-due]", function (s) {
      var due = s.getAttribute("data-due");
      var name = become(due, s);
      if (name === "overdue" && due >= built) { signs += 1; }
      if (!name || s.classList.contains("is-overdue") || s.classList.contains("is-" + name)) { return; }
      var late = name === "overdue";
      var word = s.closest(".signs") ? say(late ? "Review overdue" : "Review due soon") : say(late ? "Overdue" : "Due soon");
      s.parentNode.replaceChild(sign(name, word), s);
    }, from);
    each("time[data-due]", function (t) {
      var due = day(t).slice(0, 10);
      if (!due) { return; }
      var name = become(due, t);
      if (name === "overdue" && due >= built) { passed += 1; }
      if (!name) { return; }
      var box = t.closest("td, dd, li, p") || t.parentNode;
      var row = t.closest("tr") || box;
      var old = box.querySelector(".is-in-date, .is-due, .is-overdue, .is-undated") ||
        (row.querySelectorAll("time[data-due]").length === 1 && row.querySelector(".is-in-date, .is-due, .is-overdue"));
      if (old && (old.classList.contains("is-overdue") || (name === "due" && old.classList.contains("is-due")))) { return; }
      var fresh = sign(name, say(name === "due" ? "Due soon" : "Overdue"));
      if (old) { old.parentNode.replaceChild(fresh, old); } else { t.parentNode.insertBefore(fresh, t.nextSibling); t.parentNode.insertBefore(document.createTextNode(" "), fresh); }
    }, from);
    // A sign of a day that stands on the page is not counted beside it.
    return passed || signs;
  }
  function ageing() {
    var built = builtOn();
    var today = iso(new Date());
    if (!built || !(today > built)) { return; }
    var passed = overtaken(document, built, today);
    var main = document.getElementById("main");
    if (!main) { return; }
    var days = Math.round((new Date(today) - new Date(built)) / 864e5);
    var stamp = document.querySelector("header.site .stamp");
    if (stamp) { stamp.appendChild(document.createTextNode(say(days === 1 ? ", {n} day ago" : ", {n} days ago", { n: days }))); }
    // What nothing fell due on, and is not old, says so quietly at the top.
    if (!passed && days <= 30) { return; }
    var b = el("div", { "class": "banner screen-only " + (passed ? "is-overdue" : "is-note"), role: "status" });
    var p = el("p");
    var when = stamp && stamp.querySelector("time");
    var told = say(days === 1 ? "This page was built on {day}, {n} day ago. What changed since then is not in it." : "This page was built on {day}, {n} days ago. What changed since then is not in it.", { n: days }).split("{day}");
    p.appendChild(document.createTextNode(told[0]));
    p.appendChild(el("time", { datetime: built }, when ? when.textContent : built));
    p.appendChild(document.createTextNode(told[1] || ""));
    b.appendChild(p);
    if (passed) {
      b.appendChild(el("p", {}, say(passed === 1 ? "{n} date on it has passed since and is marked overdue below. Counts and rungs are those of the day it was built." : "{n} dates on it have passed since and are marked overdue below. Counts and rungs are those of the day it was built.", { n: passed })));
    }
    main.insertBefore(b, main.firstChild);
  }

  /* ---- what a reader chooses stands in the address, so that it can be sent to somebody, and goes along to the other
     pages of a list. Of a second list on a page the keys begin with `2.`, and so on; what comes from another page of a list
     has `list=` with its name, and is of that one. */
  function parameters() {
    var found = {};
    location.search.slice(1).split("&").forEach(function (pair) {
      var at = pair.indexOf("=");
      if (at < 1) { return; }
      try { found[decodeURIComponent(pair.slice(0, at))] = decodeURIComponent(pair.slice(at + 1).replace(/\+/g, " ")); } catch (e) { /* not ours */ }
    });
    return found;
  }
  var choices = [];
  var later = 0;
  function asked(key) {
    var found = parameters();
    return Object.prototype.hasOwnProperty.call(found, key) ? found[key] : "";
  }
  function choice(key, value) { choices.push({ key: key, value: value }); }
  function query() {
    var found = parameters();
    choices.forEach(function (c) { delete found[c.key]; });
    choices.forEach(function (c) { var v = c.value(); if (v) { found[c.key] = v; } });
    return Object.keys(found).map(function (k) { return encodeURIComponent(k) + "=" + encodeURIComponent(found[k]); }).join("&");
  }
  function carry(words) {
    each(".pages a[href]", function (a) {
      var to = a.getAttribute("data-to") || a.getAttribute("href");
      a.setAttribute("data-to", to);
      a.setAttribute("href", to + (words ? "?" + words : ""));
    });
  }
  function keep() {
    clearTimeout(later);
    later = setTimeout(function () {
      var words = query();
      try { history.replaceState(null, "", location.pathname + (words ? "?" + words : "") + location.hash); } catch (e) { /* some browsers refuse this for files */ }
      carry(words);
    }, 150);
  }
  function slug(title) { return title.toLowerCase().replace(/[^\w\u00c0-\uffff]+/g, "-").replace(/^-+|-+$/g, ""); }
  function prefix(n) { return n ? (n + 1) + "." : ""; }

  /* ---- filter and sort */
  function text(cell) { return cell ? cell.textContent.replace(/\s+/g, " ").trim() : ""; }
  function key(cell) {
    if (!cell) { return ""; }
    if (cell.hasAttribute("data-key")) { return cell.getAttribute("data-key"); }
    var t = cell.querySelector("time");
    return t ? day(t) : text(cell);
  }
  var order = new Intl.Collator(root.lang || undefined, { numeric: true, sensitivity: "base" });
  function compare(a, b) {
    if (a === "" || b === "") { return a === b ? 0 : a === "" ? 1 : -1; }
    return order.compare(a, b);
  }
  function headsOf(table) { return table.tHead ? Array.prototype.slice.call(table.tHead.rows[table.tHead.rows.length - 1].cells) : []; }
  function namesOf(table) { return headsOf(table).map(function (th) { return slug(text(th)); }); }

  /* ---- a script, loaded once, when somebody needs it */
  var scripts = Object.create(null);
  function load(src, then) {
    var s = scripts[src];
    function end() { s.done = true; }
    if (!s) {
      s = scripts[src] = el("script", { src: src });
      ["load", "error"].forEach(function (event) { s.addEventListener(event, end); });
      document.head.appendChild(s);
    }
    if (s.done) { then(); return; }
    ["load", "error"].forEach(function (event) { s.addEventListener(event, then); });
  }

  /* ---- a list of several pages: on the first, filter and order are of the rows of all, which scripts beside the other pages
     bring as soon as somebody chooses; the others lead there. What is shown at once is no more than a page has room for. */
  var SHOWN = 500;
  function several(list) {
    var nav = list.hasAttribute("data-total") && (list.closest(".scroll") || list).previousElementSibling;
    var first = nav && nav.matches(".pages") && nav.querySelector("li :is(a, b)");
    if (!first) { return null; }
    var here = first.tagName === "B";
    var ways = here ? Array.prototype.map.call(nav.querySelectorAll("a[href]"), function (a) { return a.getAttribute("href").replace(/html$/, "js"); }) : [];
    var stamp = document.querySelector("header.site .stamp code");
    var built = stamp ? text(stamp) : "";
    var waiting = null;
    var book = { total: list.getAttribute("data-total"), search: list.getAttribute("data-search"), home: here ? "" : first.getAttribute("href"), most: SHOWN, whole: false, failed: false, of: (ways[0] || location.pathname).replace(/^.*\/|-\d+\.(js|html)$/g, "") };
    function end() {
      var found = ways.map(function (src) { return scripts[src].aimsRows; });
      book.failed = found.some(function (rows) { return !rows || rows[0] !== built; });
      book.whole = !book.failed;
      if (book.whole) { found.forEach(function (rows) { take(list, rows[1]); }); }
      nav.hidden = book.whole;
      waiting.forEach(function (then) { then(); });
    }
    book.ready = function () { return !!book.home || book.whole || book.failed; };
    book.open = function (then) {
      if (book.ready()) { then(); return; }
      if (waiting) { waiting.push(then); return; }
      waiting = [then];
      var left = ways.length;
      ways.forEach(function (src) { load(src, function () { left -= 1; if (!left) { end(); } }); });
    };
    return book;
  }
  /* Puts the rows of another page at the end of a list: each cell in the column of its name, for a page leaves out columns in
     which it has nothing, and rows under the heading that they share with the last. */
  function take(list, html) {
    var t = el("template");
    t.innerHTML = html;
    var from = t.content.firstElementChild;
    overtaken(from, builtOn(), iso(new Date()));
    if (list.tagName !== "TABLE") {
      while (from.firstElementChild) { list.appendChild(from.firstElementChild); }
      return;
    }
    var there = namesOf(from);
    var places = namesOf(list).map(function (name) { return there.indexOf(name); });
    Array.prototype.slice.call(from.tBodies).forEach(function (body) {
      var last = list.tBodies[list.tBodies.length - 1];
      var head = body.querySelector("tr.group");
      var same = text(head) === text(last.querySelector("tr.group"));
      if (!same) { list.appendChild(body); }
      Array.prototype.slice.call(body.rows).forEach(function (row) {
        if (row === head) { row.cells[0].colSpan = places.length; return; }
        var cells = Array.prototype.slice.call(row.cells);
        cells.forEach(function (cell) { cell.remove(); });
        places.forEach(function (at) { row.appendChild(at < 0 ? el("td") : cells[at]); });
        if (same) { last.appendChild(row); }
      });
    });
  }

  function sortable(table, n, book) {
    var heads = headsOf(table);
    if (!heads.length) { return; }
    var names = namesOf(table);
    var chosen = "";
    function sort(i, down) {
      heads.forEach(function (o) { o.removeAttribute("aria-sort"); });
      heads[i].setAttribute("aria-sort", down ? "descending" : "ascending");
      chosen = (down ? "-" : "") + names[i];
      // An order of all rows leaves no groups.
      if (table.tBodies.length > 1) {
        each("tbody tr.group", function (g) { g.remove(); }, table);
        Array.prototype.slice.call(table.tBodies, 1).forEach(function (body) {
          while (body.rows.length) { table.tBodies[0].appendChild(body.rows[0]); }
          body.remove();
        });
      }
      Array.prototype.forEach.call(table.tBodies, function (body) {
        var rows = Array.prototype.filter.call(body.rows, function (r) { return !r.classList.contains("group"); });
        rows.map(function (r, n) { return [key(r.cells[i]), n, r]; })
          .sort(function (x, y) {
            var c = compare(x[0], y[0]);
            if (down && x[0] !== "" && y[0] !== "") { c = -c; }
            return c || x[1] - y[1];
          })
          .forEach(function (t) { body.appendChild(t[2]); });
      });
      if (book) { book.sorted = true; book.show(); }
    }
    function ask(i, down) {
      if (book) { book.sorted = true; book.show(); book.open(function () { sort(i, down); }); } else { sort(i, down); }
    }
    heads.forEach(function (th, i) {
      if (th.hasAttribute("data-nosort")) { return; }
      var b = el("button", { type: "button", "class": "sort" });
      // A link in a button would be neither.
      if (th.querySelector("a")) { th.textContent = th.textContent; }
      while (th.firstChild) { b.appendChild(th.firstChild); }
      th.appendChild(b);
      b.addEventListener("click", function () {
        ask(i, th.getAttribute("aria-sort") === "ascending");
        keep();
      });
    });
    var name = prefix(n) + "sort";
    choice(name, function () { return chosen; });
    var given = asked(name);
    var at = names.indexOf(given.replace(/^-/, ""));
    if (given && at >= 0) { ask(at, given.charAt(0) === "-"); }
  }

  function filterable(list, n, book) {
    var table = list.tagName === "TABLE";
    function all() { return Array.prototype.slice.call(list.querySelectorAll(table ? "tbody tr:not(.group)" : "[data-item]")); }
    var items = all();
    if (items.length < 2 && !book) { return; }
    var form = el("div", { "class": "filter", role: "search", "aria-label": list.getAttribute("data-filter") || say("Filter") });
    var label = el("label", {}, list.getAttribute("data-filter") || say("Filter"));
    var input = el("input", { type: "search", autocomplete: "off", spellcheck: "false", id: "filter-" + n });
    label.setAttribute("for", input.id);
    label.appendChild(input);
    form.appendChild(label);

    var facets = [];
    var taken = { q: true, sort: true };
    function facet(title, value) {
      var name = slug(title);
      var l = el("label", {}, title);
      var s = el("select");
      function fill(chosen) {
        var seen = {};
        items.forEach(function (it) { var v = value(it); if (v) { seen[v] = true; } });
        if (book && chosen) { seen[chosen] = true; }
        var words = Object.keys(seen).sort(compare);
        s.textContent = "";
        s.appendChild(el("option", { value: "" }, say("any")));
        words.forEach(function (w) { s.appendChild(el("option", { value: w }, w)); });
        s.value = chosen;
        if (s.selectedIndex < 0) { s.value = ""; }
        l.hidden = words.length < 2 && !s.value;
      }
      fill(name && !taken[name] ? asked(prefix(n) + name) : "");
      if (l.hidden && !(book && !book.home)) { return; }
      l.appendChild(s);
      form.appendChild(l);
      facets.push([s, value, fill]);
      s.addEventListener("change", act);
      if (!name || taken[name]) { return; }
      taken[name] = true;
      choice(prefix(n) + name, function () { return s.value; });
    }
    function fresh() {
      items = all();
      hay = null;
      facets.forEach(function (f) { f[2](f[0].value); });
      run();
    }
    function act() {
      if (book && !book.ready()) { book.open(fresh); }
      run();
      keep();
    }
    var count = el("p", { "class": "count", role: "status" });
    var hay = null;
    var clear = el("button", { type: "button" }, say("Clear"));
    clear.addEventListener("click", function () {
      input.value = "";
      if (book) { book.most = SHOWN; }
      facets.forEach(function (f) { f[0].value = ""; });
      run();
      keep();
      input.focus();
    });

    function chosen() { return !!input.value.trim() || facets.some(function (f) { return f[0].value; }); }
    function run() {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      if (book && book.whole) { items = all(); }
      hay = words.length ? hay || new Map() : hay;
      function has(it) {
        if (!hay.has(it)) { hay.set(it, text(it).toLowerCase()); }
        return words.every(function (w) { return hay.get(it).indexOf(w) >= 0; });
      }
      clear.hidden = !chosen();
      items.forEach(function (it) {
        var ok = (!words.length || has(it)) && facets.every(function (f) { return !f[0].value || f[1](it) === f[0].value; });
        if (ok) { shown += 1; }
        it.hidden = !ok || (book && shown > book.most);
      });
      if (table) {
        Array.prototype.forEach.call(list.tBodies, function (body) {
          var any = Array.prototype.some.call(body.rows, function (r) { return !r.classList.contains("group") && !r.hidden; });
          each("tr.group", function (g) { g.hidden = !any; }, body);
        });
      }
      tell(shown);
    }
    /* How many there are, of a list of several pages too. */
    function tell(shown) {
      var every = shown === items.length;
      count.textContent = every ? say("{n} in all", { n: shown }) : say("{n} of {all}", { n: shown, all: items.length });
      if (!book) { return; }
      function lead(href, words) {
        count.appendChild(document.createTextNode(" "));
        count.appendChild(el("a", { href: href }, words));
      }
      if (book.whole) {
        if (shown > book.most) {
          var more = el("button", { type: "button" }, say("Show {n} more of {all}", { n: Math.min(SHOWN, shown - book.most), all: shown }));
          more.addEventListener("click", function () { book.most += SHOWN; run(); });
          count.appendChild(document.createTextNode(" "));
          count.appendChild(more);
        }
        remeasure();
        return;
      }
      var choosing = chosen() || book.sorted;
      if (choosing && !book.home && !book.failed) { count.textContent = say("Looking through all of them"); return; }
      count.textContent = say("{shown} on this page; there are {all} on all of them.", { shown: every ? shown : count.textContent, all: book.total });
      if (choosing && book.home) { lead(book.home + "?list=" + book.of + "&" + query(), say("Look through all of them")); }
      if (choosing && book.failed) {
        count.textContent += " " + say("The others cannot be loaded.");
        lead(book.search + (input.value.trim() ? "?q=" + encodeURIComponent(input.value.trim()) : ""), say("Look through all of them"));
      }
    }
    if (book) { book.show = run; }

    if (table && list.tHead) {
      var heads = list.tHead.rows[list.tHead.rows.length - 1].cells;
      Array.prototype.forEach.call(heads, function (th, i) {
        if (th.hasAttribute("data-facet")) {
          facet(text(th), function (r) { return r.cells[i] ? r.cells[i].getAttribute("data-facet") || text(r.cells[i]) : ""; });
        }
      });
    } else {
      (list.getAttribute("data-facets") || "").split(",").filter(Boolean).forEach(function (name) {
        name = name.trim();
        var titles = { level: say("Level"), family: say("Family"), owner: say("Owner") };
        facet(Object.prototype.hasOwnProperty.call(titles, name) ? titles[name] : name, function (it) { return it.getAttribute("data-" + name) || ""; });
      });
    }
    form.appendChild(clear);
    form.appendChild(count);
    input.addEventListener("input", act);
    // What can be chosen is known before somebody chooses.
    if (book) {
      ["pointerover", "pointerdown", "keydown"].forEach(function (event) {
        form.addEventListener(event, function (e) { if (e.key !== "Tab" && !book.ready()) { book.open(fresh); } });
      });
    }
    var at = list.closest(".scroll") || list;
    at.parentNode.insertBefore(form, at);
    input.value = asked(prefix(n) + "q");
    choice(prefix(n) + "q", function () { return input.value.trim(); });
    run();
    if (book && chosen()) { book.open(fresh); }
  }

  /* ---- the commits of the whole record: a script for each year, loaded when somebody chooses among them */
  /* The pages with what fits, the newest first, as soon as all of these years are there; nothing where one cannot be had. */
  function everywhere(record, years, fits, then) {
    var left = years.length;
    function one() {
      left -= 1;
      if (left > 0) { return; }
      var found = [];
      if (years.some(function (year) { return !record.of[year] || record.of[year][0] !== record.build; })) { then(null); return; }
      years.forEach(function (year) {
        var pages = record.of[year][1];
        Object.keys(pages).forEach(function (page) {
          var month = page.slice(0, 7);
          var n = pages[page].filter(function (row) { return fits(row, month + "-" + ("0" + row[0]).slice(-2)); }).length;
          var last = found[found.length - 1];
          if (n && last && last.month === month) { last.n += n; } else if (n) { found.push({ month: month, page: page, n: n }); }
        });
      });
      then(found);
    }
    if (years.length) { years.forEach(function (year) { load("commits-" + year + ".js", one); }); } else { one(); }
  }
  /* The way to the months with what fits, called as the list of all months calls them. */
  function monthly(found) {
    var names = Object.create(null);
    each("#archive ~ .pages a", function (a) { names[a.getAttribute("data-to") || a.getAttribute("href")] = text(a); });
    var list = el("ol");
    found.forEach(function (of) {
      var li = el("li");
      li.appendChild(el("a", { href: of.page + ".html" }, names[of.month + ".html"] || of.month));
      li.appendChild(document.createTextNode(": " + of.n));
      list.appendChild(li);
    });
    return list;
  }

  /* ---- choose among entries: by what stands in their attributes, by period, by a day. It acts on the page at hand, and on
     the first page of the change record on all commits there are. */
  function choosable(box) {
    var entries = Array.prototype.slice.call(box.querySelectorAll("[data-entry]"));
    if (entries.length < 2) { return; }
    var commits = box.getAttribute("data-of") === "commits";
    var far = commits && box.closest("[data-commits]");
    var record = far && window.aimsCommits;
    var home = far && !far.getAttribute("data-commits");
    var whole = !commits ? say("Choose among the texts on this page") : home && record ? say("Choose among all commits") : say("Choose among the commits on this page");
    var form = el("div", { "class": "filter", role: "search", "aria-label": whole });
    function counted(n) {
      return commits ? say(n === 1 ? "{n} commit" : "{n} commits", { n: n }) : say(n === 1 ? "{n} text" : "{n} texts", { n: n });
    }
    function among(n) { return say(commits ? "{n} of {all} commits" : "{n} of {all} texts", { n: n, all: entries.length }); }
    var months = el("nav", { "class": "pages", "aria-label": say("Months with what was chosen") });
    var turn = 0;
    var fields = [];
    function values(entry, name) { return (entry.getAttribute(name) || "").split("\n").filter(Boolean); }
    function field(key, title, input, fits, fitsRow) {
      var label = el("label", {}, title);
      label.appendChild(input);
      form.appendChild(label);
      fields.push({ key: key, input: input, fits: fits, fitsRow: fitsRow });
      input.addEventListener("change", function () { run(); keep(); });
    }
    (box.getAttribute("data-choose") || "").split(";").filter(Boolean).forEach(function (spec) {
      var at = spec.indexOf("=");
      var name = spec.slice(0, at);
      var seen = Object.create(null);
      entries.forEach(function (entry) { values(entry, name).forEach(function (v) { seen[v] = (seen[v] || 0) + 1; }); });
      var key = name.replace("data-", "");
      var places = Object.create(null);
      var column = record ? Object.keys(record.values).indexOf(key) + 1 : 0;
      (record && record.values[key] || []).forEach(function (v, place) {
        places[v[0]] = place;
        // Where all are looked through, all can be chosen; elsewhere what stands there, and what was chosen before.
        if (home) { seen[v[0]] = v[1]; } else if (v[0] === asked(key) && !seen[v[0]]) { seen[v[0]] = 0; }
      });
      var words = Object.keys(seen).sort(compare);
      if (!words.length) { return; }
      var select = el("select");
      select.appendChild(el("option", { value: "" }, say("any")));
      words.forEach(function (w) { select.appendChild(el("option", { value: w }, w + " (" + seen[w] + ")")); });
      field(key, spec.slice(at + 1), select,
        function (entry, v) { return values(entry, name).indexOf(v) >= 0; },
        function (row, date, v) { return row[column].indexOf(places[v]) >= 0; });
    });
    var period = box.getAttribute("data-period");
    if (period) {
      field("from", say("From"), el("input", { type: "date" }),
        function (entry, v) { return (entry.getAttribute(period) || "") >= v; }, function (row, date, v) { return date >= v; });
      field("to", say("To"), el("input", { type: "date" }),
        function (entry, v) { return (entry.getAttribute(period) || "") <= v; }, function (row, date, v) { return date <= v; });
    }
    if (box.hasAttribute("data-on")) {
      var ends = ["data-from", "data-until"].map(function (mark) { return box.querySelector("th[" + mark + "]").cellIndex; });
      field("on", box.getAttribute("data-on"), el("input", { type: "date" }), function (entry, v) {
        var days = ends.map(function (at) { var t = entry.cells[at].querySelector("time"); return t ? day(t) : ""; });
        return days[0] <= v && (!days[1] || v <= days[1]);
      });
    }
    var clear = el("button", { type: "button" }, say("Clear"));
    clear.addEventListener("click", function () {
      fields.forEach(function (f) { f.input.value = ""; });
      run();
      keep();
      fields[0].input.focus();
    });
    var count = el("p", { "class": "count", role: "status", "aria-live": "polite" });
    form.appendChild(clear);
    form.appendChild(count);

    function run() {
      var chosen = fields.filter(function (f) { return f.input.value; });
      var shown = 0;
      entries.forEach(function (entry) {
        var fits = chosen.every(function (f) { return f.fits(entry, f.input.value); });
        entry.hidden = !fits;
        if (fits) { shown += 1; }
      });
      each("section", function (section) {
        // How many there are in all says nothing of those that are shown.
        each(".meta", function (meta) { meta.hidden = chosen.length > 0; }, section);
        section.hidden = !!section.querySelector("[data-entry]") && !section.querySelector("[data-entry]:not([hidden])");
      }, box);
      clear.hidden = !chosen.length;
      turn += 1;
      months.textContent = "";
      months.hidden = true;
      if (chosen.length && home && record) { beyondHere(chosen, shown); return; }
      var here = chosen.length ? among(shown) : counted(entries.length);
      var all = far && (home && record ? record.all : far.getAttribute("data-total"));
      count.textContent = all ? say("{shown} on this page; there are {all} on all of them.", { shown: here, all: all }) : say("{n} on this page", { n: here });
      if (far && !home && chosen.length) {
        count.appendChild(document.createTextNode(" "));
        count.appendChild(el("a", { href: far.getAttribute("data-commits") + "?" + query() }, say("Look through all commits")));
      }
    }
    function beyondHere(chosen, shown) {
      var mine = turn;
      function limit(key) { var of = chosen.filter(function (f) { return f.key === key; })[0]; return of ? of.input.value.slice(0, 4) : ""; }
      var from = limit("from");
      var to = limit("to");
      var years = record.years.filter(function (year) { return year >= from && (!to || year <= to); });
      count.textContent = say("Looking through all commits");
      everywhere(record, years, function (row, date) { return chosen.every(function (f) { return f.fitsRow(row, date, f.input.value); }); }, function (found) {
        if (mine !== turn) { return; }
        if (!found) { count.textContent = say("{n} on this page; the other commits cannot be loaded.", { n: among(shown) }); return; }
        var n = found.reduce(function (sum, of) { return sum + of.n; }, 0);
        count.textContent = say("{n} of {all} commits; {shown} of them on this page.", { n: n, all: record.all, shown: shown });
        if (n) { months.appendChild(monthly(found)); }
        months.hidden = !n;
        carry(query());
      });
    }
    fields.forEach(function (f) {
      f.input.value = asked(f.key);
      if (f.input.selectedIndex < 0) { f.input.value = ""; }
      choice(f.key, function () { return f.input.value; });
    });
    box.insertBefore(form, box.firstChild);
    if (home) { box.insertBefore(months, form.nextSibling); }
    run();
    // What the address leads to is shown, whatever is chosen.
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (target && target.hidden && box.contains(target)) { target.hidden = false; }
  }

  /* ---- wide tables: those that fit keep their head in sight; on a narrow screen every row of the others is a card */
  var LARGE = 3000;
  var remeasure = function () {};
  function cards(table, least) {
    var heads = headsOf(table);
    if (heads.length < least || table.querySelectorAll("tr:not([hidden])").length > LARGE) { return; }
    table.classList.add("cards");
    table.setAttribute("role", "table");
    Array.prototype.forEach.call(table.tBodies, function (body) {
      body.setAttribute("role", "rowgroup");
      Array.prototype.forEach.call(body.rows, function (row) {
        if (row.hidden) { return; }
        row.setAttribute("role", "row");
        Array.prototype.forEach.call(row.cells, function (cell, i) {
          cell.setAttribute("role", cell.tagName === "TH" ? "rowheader" : "cell");
          if (cell.tagName === "TD" && heads[i] && cell.firstChild) { cell.setAttribute("data-label", text(heads[i])); }
        });
      });
    });
  }
  function tables() {
    var narrow = window.matchMedia("(max-width: 40em)");
    var beside = window.matchMedia("(min-width: 75em)");
    function cut(box) { return box.scrollWidth > box.clientWidth + 1; }
    /* How narrow each column of a table can be: as its longest word is. */
    function least(table, heads) {
      table.style.width = "0";
      var widths = heads.map(function (head) { return head.getBoundingClientRect().width; });
      table.style.width = "";
      return widths;
    }
    function lay(table) { headsOf(table).forEach(function (head) { head.classList.remove("up"); }); }
    /* Heads that are wider than what is below them stand upright, as many as have to: those that take least room lie. */
    function turn(table, box) {
      var heads = headsOf(table);
      var lying = least(table, heads);
      heads.slice(1).forEach(function (head) {
        if (head.childNodes.length !== 1 || head.firstChild.nodeType !== 1) {
          var inner = document.createElement("span");
          while (head.firstChild) { inner.appendChild(head.firstChild); }
          head.appendChild(inner);
        }
        head.classList.add("up");
      });
      var upright = least(table, heads);
      var room = box.clientWidth - upright.reduce(function (sum, width) { return sum + width; }, 0);
      heads.map(function (head, i) { return { head: head, more: lying[i] - upright[i] }; })
        .sort(function (a, b) { return a.more - b.more; })
        .forEach(function (one) {
          if (one.more > Math.max(room, 0.5)) { return; }
          room -= Math.max(one.more, 0);
          one.head.classList.remove("up");
        });
    }
    /* A register that has no room is set closer, its heads stand upright, and closer again. What then has no room, or where the
       page is narrow, is a card a row. */
    function fit(box) {
      var table = box.querySelector(":scope > table:not(.matrix, .heat)");
      if (!table) { return; }
      table.classList.remove("close", "closer", "closest", "cards");
      lay(table);
      if (!table.classList.contains("register")) {
        if (cut(box) && !beside.matches && !table.querySelector("[colspan], [rowspan]")) { cards(table, 2); }
        return;
      }
      if (narrow.matches) {
        cards(table, cut(box) ? 2 : 3);
        return;
      }
      ["close", "closer", "closest"].slice(0, beside.matches ? 3 : 1).forEach(function (step) {
        if (!cut(box)) { return; }
        table.classList.add(step);
        lay(table);
        if (beside.matches && cut(box)) { turn(table, box); }
      });
      if (cut(box)) { cards(table, 2); }
    }
    function measure() {
      each(".scroll", function (box) {
        box.classList.remove("fits");
        fit(box);
        var fits = !cut(box);
        box.classList.toggle("fits", fits);
        var head = fits && box.querySelector(":scope > table:is(.register, .matrix) > thead");
        if (head) { box.style.setProperty("--head", head.offsetHeight + "px"); }
        // What does not scroll is no stop on the way of the Tab key.
        if (fits) { box.removeAttribute("tabindex"); } else { box.setAttribute("tabindex", "0"); }
      });
    }
    measure();
    var waiting = 0;
    // What was folded away had no width.
    document.addEventListener("toggle", measure, true);
    function again() { clearTimeout(waiting); waiting = setTimeout(measure, 100); }
    remeasure = again;
    window.addEventListener("resize", again);
    // Who sets letters wider apart makes tables wider in the same window.
    if (window.ResizeObserver) {
      var watch = new ResizeObserver(function (all) { if (all.some(function (of) { return of.target.closest(".fits") && cut(of.target.parentNode); })) { again(); } });
      each(".scroll > table", function (table) { watch.observe(table); });
    }
    if (document.fonts && document.fonts.ready) { document.fonts.ready.then(measure); }
  }

  /* ---- the thread of a name: of a control all of it, of a document what leads to it and on from it */
  function threads(svg) {
    var names = Array.prototype.slice.call(svg.querySelectorAll("a[data-of]"));
    var lines = Array.prototype.map.call(svg.querySelectorAll("path[data-from]"), function (p) {
      return { path: p, from: Number(p.getAttribute("data-from")), to: Number(p.getAttribute("data-to")), of: p.getAttribute("data-of").split(" ") };
    });
    function walk(at, from, to, of, lit) {
      lines.forEach(function (line) {
        if (line[from] !== at || lit.indexOf(line) >= 0 || !line.of.some(function (o) { return of.indexOf(o) >= 0; })) { return; }
        lit.push(line);
        walk(line[to], from, to, of, lit);
      });
    }
    function show(name) {
      var at = names.indexOf(name);
      var lit = [];
      if (at >= 0) {
        var of = name.getAttribute("data-of").split(" ");
        var back = [];
        walk(at, "from", "to", of, lit);
        walk(at, "to", "from", of, back);
        lit = lit.concat(back);
      }
      svg.classList.toggle("lit", lit.length > 0);
      lines.forEach(function (line) { line.path.classList.toggle("on", lit.indexOf(line) >= 0); });
      names.forEach(function (a, n) { a.classList.toggle("on", lit.some(function (line) { return line.from === n || line.to === n; })); });
    }
    ["mouseover", "focusin"].forEach(function (event) { svg.addEventListener(event, function (e) { show(e.target.closest("a")); }); });
    ["mouseleave", "focusout"].forEach(function (event) { svg.addEventListener(event, function () { show(null); }); });
  }

  document.addEventListener("DOMContentLoaded", function () {
    theme();
    menu();
    anchors();
    follow();
    cite();
    ageing();
    var n = 0;
    each("[data-filter], table[data-sortable]", function (list) {
      var book = list.hasAttribute("data-filter") ? several(list) : null;
      var at = !asked("list") ? n : book && book.of === asked("list") ? 0 : n + 1;
      if (list.hasAttribute("data-filter")) { filterable(list, at, book); }
      if (list.hasAttribute("data-sortable")) { sortable(list, at, book); }
      n += 1;
    });
    each("[data-choose]", choosable);
    // Where such a link leads, a script does what it says.
    each("[data-scripted]", function (e) { e.hidden = false; });
    each("svg.threads", threads);
    carry(query());
    tables();
  });
}());
