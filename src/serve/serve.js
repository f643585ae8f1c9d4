/* aims serve: keeps an open page up to date, and tells at its foot what is found about it. Given to pages by the server
   alone; no built site has it. All that comes from a repository is put in as text. */
(function () {
  "use strict";
  var me = document.currentScript;
  var page = me.dataset.page;
  var state = "0";
  var working = false;
  var asks = null;
  var last = null;
  var lost = false;
  var KEY = "aims-serve-bar";

  function el(name, cls, text) {
    var n = document.createElement(name);
    if (cls) { n.className = cls; }
    if (text !== undefined) { n.textContent = text; }
    return n;
  }
  /* A sentence in which commands and names stand between backticks. */
  function prose(cls, text) {
    var p = el("p", cls);
    text.split("`").forEach(function (part, i, all) {
      p.appendChild(i % 2 && i + 1 < all.length ? el("code", "", part) : document.createTextNode(i % 2 ? "`" + part : part));
    });
    return p;
  }
  function stored() { try { return sessionStorage.getItem(KEY); } catch (e) { return null; } }
  function store(v) { try { sessionStorage.setItem(KEY, v); } catch (e) { /* private mode */ } }
  function number(n, noun) { return n + " " + noun + (n === 1 ? "" : "s"); }

  var bar = el("aside", "aims-bar no-print");
  bar.setAttribute("aria-label", "What aims finds about this page");
  var line = el("p", "aims-bar-line");
  line.setAttribute("role", "status");
  var body = el("div", "aims-bar-body");
  body.tabIndex = 0;
  var toggle = el("button", "aims-bar-toggle");
  toggle.type = "button";
  body.id = "aims-bar-body";
  toggle.setAttribute("aria-controls", body.id);
  var open = stored() !== "closed";
  toggle.addEventListener("click", function () {
    open = !open;
    store(open ? "open" : "closed");
    show();
  });

  function finding(f) {
    var li = el("li", "is-" + f.level);
    var head = el("p", "aims-bar-head");
    head.appendChild(el("span", "sign is-" + f.level, f.level));
    head.appendChild(document.createTextNode(" "));
    head.appendChild(el("code", "", f.path + ":" + f.line));
    head.appendChild(document.createTextNode(" "));
    head.appendChild(el("span", "quiet", f.code));
    li.appendChild(head);
    li.appendChild(prose("", f.message));
    if (f.help) { li.appendChild(prose("quiet", f.help)); }
    return li;
  }
  function list(findings) {
    var ul = el("ul");
    findings.forEach(function (f) { ul.appendChild(finding(f)); });
    return ul;
  }
  function counts(findings) {
    var words = ["error", "warning", "note"].map(function (level) {
      var n = findings.filter(function (f) { return f.level === level; }).length;
      return n ? number(n, level) : "";
    }).filter(Boolean);
    return words.length ? words.join(", ") : "nothing found";
  }

  function show() {
    var fault = last && last.fault;
    line.textContent = "";
    body.textContent = "";
    bar.className = "aims-bar no-print" + (lost || fault ? " is-stale" : "");
    if (lost) {
      line.appendChild(el("b", "", "Out of touch. "));
      line.appendChild(document.createTextNode("aims serve does not answer: what stands here may be out of date."));
    } else if (fault) {
      line.appendChild(el("b", "", page === "none" ? "Nothing to show. " : "Out of date. "));
      line.appendChild(document.createTextNode(page === "none" ? "The AIMS cannot be read." :
        "The AIMS cannot be read as it is now; this page is as it was before."));
      body.appendChild(prose("", fault.message));
      if (fault.hint) { body.appendChild(prose("quiet", fault.hint)); }
      body.appendChild(list(fault.findings));
    } else if (working) {
      line.appendChild(el("b", "", "At work. "));
      line.appendChild(document.createTextNode("Files changed; what that makes of this page is being worked out."));
    } else if (last) {
      line.appendChild(el("b", "", "This page: " + counts(last.findings) + ". "));
      line.appendChild(document.createTextNode("In all: "));
      var all = el("a", "", last.summary);
      all.href = "/findings.html";
      line.appendChild(all);
    }
    if (!fault && last) { body.appendChild(list(last.findings)); }
    var any = body.textContent !== "";
    toggle.hidden = !any;
    body.hidden = !any || !open;
    toggle.textContent = open ? "Hide" : "Show";
    toggle.setAttribute("aria-expanded", String(open));
    if (last || lost || working) { bar.hidden = false; }
    fit();
  }
  function fit() { document.body.style.paddingBottom = bar.hidden ? "" : bar.offsetHeight + "px"; }

  function hear(told) {
    lost = false;
    if (told.state === null) {
      working = told.working;
    } else {
      working = told.working;
      state = String(told.state);
      // Another page stands here now. Browsers keep the place when they load one anew.
      if (told.page !== page) { location.reload(); return; }
      last = told.working ? null : told;
    }
    show();
    ask();
  }
  function ask() {
    // A page that nobody looks at keeps no connection: browsers have few for one server.
    if (document.hidden || asks) { return; }
    var mine = new AbortController();
    asks = mine;
    var path = location.pathname.slice(1);
    try { path = decodeURIComponent(path); } catch (e) { /* as it stands */ }
    fetch("/.aims/wait?path=" + encodeURIComponent(path) + "&state=" + state + "&working=" + (working ? 1 : 0),
      { signal: mine.signal, cache: "no-store" })
      .then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      })
      .then(function (told) { if (asks === mine) { asks = null; hear(told); } },
        function () {
          if (asks !== mine) { return; }
          asks = null;
          lost = true;
          show();
          setTimeout(ask, 1000);
        });
  }
  document.addEventListener("visibilitychange", function () {
    if (document.hidden && asks) { var was = asks; asks = null; was.abort(); } else { ask(); }
  });
  window.addEventListener("resize", fit);

  bar.hidden = true;
  bar.appendChild(line);
  bar.appendChild(toggle);
  bar.appendChild(body);
  document.body.appendChild(bar);
  ask();
})();
