/* aims: compares any two texts of a document, word by word. The texts come as a script beside the page, in blocks that are
   told once for all of them; it may be long, so it is loaded when a reader asks for it, or comes by an address that names
   two. Its name is always the same: a page can say that there is something to compare, and not what is run for that. What is
   shown is put there as text. The work is bounded: where two texts are too far apart to be told word by word, they are told
   in whole blocks. */
(function () {
  "use strict";
  var TEXTS = "texts.js";
  var all = null;
  var say = window.aimsSay;
  var box = document.querySelector("[data-compare]");
  if (!box) { return; }
  /* how many steps a comparison takes at most, how many words of one block are compared, and how many blocks are shown */
  var STEPS = 1500, WORDS = 3000, SHOWN = 400;

  function el(name, attrs, text) {
    var n = document.createElement(name);
    Object.keys(attrs || {}).forEach(function (k) { n.setAttribute(k, attrs[k]); });
    if (text !== undefined) { n.textContent = text; }
    return n;
  }

  /* ---- what is in one and not in the other, after Myers: a list of [how, from a, from b], how -1, 0 or 1 */
  function differ(a, b) {
    var start = 0, endA = a.length, endB = b.length, i;
    while (start < endA && start < endB && a[start] === b[start]) { start += 1; }
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA -= 1; endB -= 1; }
    var found = [];
    for (i = 0; i < start; i += 1) { found.push([0, i, i]); }
    var middle = path(a.slice(start, endA), b.slice(start, endB));
    if (!middle) {
      middle = [];
      for (i = start; i < endA; i += 1) { middle.push([-1, i - start, 0]); }
      for (i = start; i < endB; i += 1) { middle.push([1, 0, i - start]); }
      found.coarse = true;
    }
    middle.forEach(function (step) { found.push([step[0], step[1] + start, step[2] + start]); });
    for (i = 0; endA + i < a.length; i += 1) { found.push([0, endA + i, endB + i]); }
    return found;
  }
  function path(a, b) {
    var n = a.length, m = b.length, most = Math.min(n + m, STEPS), mid = most + 1;
    var v = new Int32Array(2 * most + 3), trace = [], d, k, x, y;
    for (d = 0; d <= most; d += 1) {
      /* as it was before this step: what stood at k stands at k + d + 1 */
      trace.push(v.slice(mid - d - 1, mid + d + 2));
      for (k = -d; k <= d; k += 2) {
        x = k === -d || (k !== d && v[mid + k - 1] < v[mid + k + 1]) ? v[mid + k + 1] : v[mid + k - 1] + 1;
        y = x - k;
        while (x < n && y < m && a[x] === b[y]) { x += 1; y += 1; }
        v[mid + k] = x;
        if (x >= n && y >= m) { return back(trace, n, m); }
      }
    }
    return null;
  }
  function back(trace, x, y) {
    var found = [], d, k, from, fromX, fromY;
    for (d = trace.length - 1; d >= 0; d -= 1) {
      var v = trace[d], mid = d + 1;
      k = x - y;
      from = k === -d || (k !== d && v[mid + k - 1] < v[mid + k + 1]) ? k + 1 : k - 1;
      fromX = d === 0 ? 0 : v[mid + from];
      fromY = d === 0 ? 0 : fromX - from;
      while (x > fromX && y > fromY) { x -= 1; y -= 1; found.push([0, x, y]); }
      if (d > 0) {
        if (x === fromX) { y -= 1; found.push([1, x, y]); } else { x -= 1; found.push([-1, x, y]); }
      }
    }
    return found.reverse();
  }

  /* ---- a text as numbers of its blocks, and a block as its words */
  function blocks(text) {
    var found = [];
    for (var i = 0; i + 1 < text.blocks.length; i += 2) {
      for (var n = 0; n < text.blocks[i + 1]; n += 1) { found.push(text.blocks[i] + n); }
    }
    return found;
  }
  function split(block) { return all.blocks[block].slice(1).split(/(\s+)/).filter(Boolean); }
  function count(block) { return split(block).filter(function (w) { return /\S/.test(w); }).length; }
  /* how much two blocks have in common, of 1 */
  function alike(a, b) {
    if (all.blocks[a].charAt(0) !== all.blocks[b].charAt(0)) { return 0; }
    var seen = Object.create(null), shared = 0, one = split(a), other = split(b);
    if (one.length > WORDS || other.length > WORDS) { return 0; }
    one.forEach(function (w) { seen[w] = (seen[w] || 0) + 1; });
    other.forEach(function (w) { if (seen[w] > 0) { seen[w] -= 1; shared += 1; } });
    return 2 * shared / (one.length + other.length);
  }

  /* ---- what is shown: a button at first, and what it brings in its place */
  var form = el("div", { "class": "filter", role: "group", "aria-label": say("Which two texts") });
  var out = el("div", { "class": "diff" });
  var told = el("p", { "class": "count", role: "status" });
  var paper = el("p", { "class": "print-only" });
  var from, to;
  function choice(title) {
    var label = el("label", {}, title);
    var select = el("select");
    all.texts.forEach(function (text) { select.appendChild(el("option", { value: text.key }, text.name)); });
    label.appendChild(select);
    form.appendChild(label);
    select.addEventListener("change", function () { run(); keep(); });
    return select;
  }
  function choices() {
    from = choice(say("From"));
    to = choice(say("To"));
    var swap = el("button", { type: "button" }, say("Swap"));
    swap.addEventListener("click", function () {
      var was = from.value;
      from.value = to.value;
      to.value = was;
      run();
      keep();
    });
    form.appendChild(swap);
    form.appendChild(told);
  }

  function paragraph(kind) {
    return el("p", kind === "c" || kind === "f" ? { "class": "as-written" } : {});
  }
  function piece(p, how, text) {
    if (how === 0) { p.appendChild(document.createTextNode(text)); } else { p.appendChild(el(how > 0 ? "ins" : "del", {}, text)); }
  }
  function whole(how, block) {
    var p = paragraph(all.blocks[block].charAt(0));
    piece(p, how, all.blocks[block].slice(1));
    return p;
  }
  function inWords(a, b, sums) {
    var one = split(a), other = split(b), p = paragraph(all.blocks[b].charAt(0));
    var same = "", gone = "", come = "";
    function flush() {
      if (gone) { piece(p, -1, gone); }
      if (come) { piece(p, 1, come); }
      gone = come = "";
    }
    differ(one, other).forEach(function (step) {
      var word = step[0] > 0 ? other[step[2]] : one[step[1]];
      if (step[0] === 0) { same += word; return; }
      if (/\S/.test(word)) { sums[step[0] > 0 ? 0 : 1] += 1; }
      /* a blank between two changes is part of both: words are told together, and not one by one */
      if (/\S/.test(same)) { flush(); piece(p, 0, same); } else if (gone || come) { gone += gone && same; come += come && same; } else if (same) { piece(p, 0, same); }
      same = "";
      if (step[0] > 0) { come += word; } else { gone += word; }
    });
    flush();
    if (same) { piece(p, 0, same); }
    return p;
  }

  /* the key of front matter that a line of it stands under, and none where it names one itself */
  function keyOf(block, before) {
    var key = /^f(?![\s#-])([^:=]+)[:=]/.exec(all.blocks[block]);
    return key ? key[1].trim() : all.blocks[block].charAt(0) === "f" ? before : null;
  }
  function under(block, key) {
    return all.blocks[block].charAt(0) !== "f" ? undefined : /^f(?![\s#-])/.test(all.blocks[block]) ? null : key;
  }

  function run() {
    var a = blocks(all.texts[from.selectedIndex]), b = blocks(all.texts[to.selectedIndex]);
    var steps = differ(a, b), sums = [0, 0], shown = 0, left = 0, heading = null, said = null, key = null;
    out.textContent = "";
    function put(p, key) {
      if (shown >= SHOWN) { left += 1; return; }
      var above = key === undefined ? heading : key;
      if (above !== said && above !== null) {
        var around = say("Under {heading}").split("{heading}");
        var line = el("p", { "class": "under" }, around[0]);
        line.appendChild(el("q", {}, above));
        line.appendChild(document.createTextNode(around[1] || ""));
        out.appendChild(line);
      }
      said = above;
      shown += 1;
      out.appendChild(p);
    }
    var at = 0;
    while (at < steps.length) {
      if (steps[at][0] === 0) {
        key = keyOf(b[steps[at][2]], key);
        if (all.blocks[b[steps[at][2]]].charAt(0) === "h") { heading = all.blocks[b[steps[at][2]]].slice(1); }
        at += 1;
        continue;
      }
      var gone = [], come = [], goneUnder = [], comeUnder = [], old = key;
      while (at < steps.length && steps[at][0] !== 0) {
        if (steps[at][0] < 0) {
          gone.push(a[steps[at][1]]);
          old = keyOf(a[steps[at][1]], old);
          goneUnder.push(under(a[steps[at][1]], old));
        } else {
          come.push(b[steps[at][2]]);
          key = keyOf(b[steps[at][2]], key);
          comeUnder.push(under(b[steps[at][2]], key));
        }
        at += 1;
      }
      /* what was removed is told beside what came in its place, in order, where the two are much alike; else before it */
      var next = 0;
      function near(block, among, from) {
        for (var i = from; i < among.length && i < from + 8; i += 1) { if (alike(among[i], block) > 0.4) { return i; } }
        return -1;
      }
      function removed(until) {
        for (; next < until; next += 1) { sums[1] += count(gone[next]); put(whole(-1, gone[next]), goneUnder[next]); }
      }
      come.forEach(function (block, i) {
        var found = near(block, gone, next);
        if (found < 0) {
          while (next < gone.length && near(gone[next], come, i) < 0) { removed(next + 1); }
          sums[0] += count(block);
          put(whole(1, block), comeUnder[i]);
          return;
        }
        removed(found);
        put(inWords(gone[found], block, sums), comeUnder[i]);
        next = found + 1;
      });
      removed(gone.length);
    }
    if (!shown) { out.appendChild(el("p", { "class": "quiet" }, say("The two say the same."))); }
    if (left) { out.appendChild(el("p", { "class": "quiet" }, say(left === 1 ? "{n} more place changed and is not shown." : "{n} more places changed and are not shown.", { n: left }))); }
    if (steps.coarse) { out.appendChild(el("p", { "class": "quiet" }, say("The two are far apart: whole blocks are told in the place of words."))); }
    told.textContent = say(sums[0] === 1 ? "{n} word added, {m} removed" : "{n} words added, {m} removed", { n: sums[0], m: sums[1] });
    paper.textContent = say("What changed from {from} to {to}", { from: name(from), to: name(to) }) + ": " + told.textContent;
  }
  function name(select) { return all.texts[select.selectedIndex].name; }
  function keep() {
    var query = "?from=" + encodeURIComponent(from.value) + "&to=" + encodeURIComponent(to.value);
    try { history.replaceState(null, "", location.pathname + query + "#_compare"); } catch (e) { /* some browsers refuse this for files */ }
  }
  function asked(name, select, otherwise) {
    select.selectedIndex = otherwise;
    var found = new RegExp("[?&]" + name + "=([^&]*)").exec(location.search), known = false;
    if (!found) { return true; }
    try {
      var key = decodeURIComponent(found[1].replace(/\+/g, " "));
      all.texts.forEach(function (text, i) { if (text.key === key) { select.selectedIndex = i; known = true; } });
    } catch (e) { /* not ours */ }
    return known;
  }

  /* ---- from the button to the two */
  function begin() {
    choices();
    var known = [asked("from", from, 1), asked("to", to, 0)];
    var heading = document.getElementById("_compare");
    if (!known[0] || !known[1]) { box.appendChild(el("p", {}, say("A text that the address names is not among those that can be chosen here."))); }
    if (all.older) { box.appendChild(el("p", { "class": "quiet" }, say(all.older === 1 ? "Of this many texts the newest are here: {n} older one cannot be chosen." : "Of this many texts the newest are here: {n} older ones cannot be chosen.", { n: all.older }))); }
    box.appendChild(paper);
    box.appendChild(out);
    run();
    /* what was chosen is printed, and nothing where nothing was */
    [box, heading].forEach(function (part) { if (part) { part.classList.remove("no-print"); } });
  }
  function load(done) {
    var script = el("script", { src: TEXTS });
    script.onload = function () {
      script.remove();
      all = window.aimsTexts;
      done(Boolean(all && all.texts.length > 1));
    };
    script.onerror = function () { script.remove(); done(false); };
    document.head.appendChild(script);
  }
  var open = el("button", { type: "button" }, say("Choose two texts"));
  var isLoading = false;
  var wrong = el("p", { role: "alert" });
  function start() {
    if (isLoading) { return; }
    isLoading = true;
    load(function (isThere) {
      var isHere = document.activeElement === open;
      isLoading = false;
      if (!isThere) {
        box.appendChild(wrong);
        wrong.textContent = say("The texts cannot be loaded.");
        return;
      }
      wrong.remove();
      open.remove();
      begin();
      if (isHere) { from.focus(); }
    });
  }
  open.addEventListener("click", start);
  form.appendChild(open);
  box.appendChild(form);
  if (/[?&](from|to)=/.test(location.search)) { start(); }

  /* the way to the table of every text opens it */
  function table() {
    var fold = document.getElementById("_texts");
    if (location.hash === "#_texts" && fold) { fold.open = true; }
  }
  table();
  window.addEventListener("hashchange", table);
}());
