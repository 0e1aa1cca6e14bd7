// All that the site does with scripts; without it every link still works.
(function () {
  "use strict";
  var exits = document.querySelectorAll("a[data-leave]");
  var button = document.querySelector("a[data-leave][data-title]");
  var leaving = false;

  // The neutral page takes the place of this one in the history, and nothing is seen while it loads.
  function leave(event) {
    if (event) event.preventDefault();
    leaving = true;
    document.documentElement.classList.add("leaving");
    document.title = button.getAttribute("data-title");
    window.location.replace(button.href);
  }

  if (button) {
    exits.forEach(function (link) { link.addEventListener("click", leave); });
    var presses = [];
    var alone = false;
    document.addEventListener("keydown", function (event) {
      alone = event.key === "Shift";
      if (!alone) presses = [];
    });
    document.addEventListener("keyup", function (event) {
      if (event.key !== "Shift" || !alone) return;
      var now = event.timeStamp;
      presses = presses.filter(function (time) { return now - time < 3000; });
      presses.push(now);
      if (presses.length >= 3) leave();
    });
    // A browser may bring a left page back from its memory: leave it again.
    window.addEventListener("pageshow", function (event) {
      if (event.persisted && leaving) leave();
    });
  }

  // A visit is one entry of the history: a link within the site takes the place of the page it is on.
  // The country in the address goes along to the pages that show its numbers.
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.hasAttribute("download") || link.target) return;
    if (link.protocol !== window.location.protocol || link.host !== window.location.host) return;
    event.preventDefault();
    var country = /^#[A-Z]{2}$/.test(window.location.hash) ? window.location.hash : "";
    var shows = /\/(help|takedown)\.html$/.test(link.pathname);
    window.location.replace(country && shows && !link.hash ? link.href + country : link.href);
  });

  // Beside "I cannot go on" stands whom to call in the country of the address: its crisis line, or else its
  // emergency number and helpline.
  var near = document.querySelector("[data-near]");
  function bringNear() {
    var part = /^#[A-Z]{2}$/.test(window.location.hash) && document.querySelector(window.location.hash);
    if (!near || !part) return;
    var crisis = part.querySelectorAll(".crisis .way");
    var ways = crisis.length ? crisis : part.querySelectorAll("li:nth-child(-n+2) .way:first-child");
    var row = document.createElement("div");
    row.className = "ways";
    ways.forEach(function (way) { row.appendChild(way.cloneNode(true)); });
    if (ways.length) near.replaceChildren(row);
  }
  bringNear();
  window.addEventListener("hashchange", bringNear);

  document.querySelectorAll("button[data-print]").forEach(function (item) {
    item.hidden = false;
    item.addEventListener("click", function () { window.print(); });
  });

  // The choice of a country is narrowed while one types, in any of its writings.
  var field = document.querySelector("[data-find]");
  if (field) {
    field.hidden = false;
    field.querySelector("input").addEventListener("input", function (event) {
      var wanted = event.target.value.trim().toLowerCase();
      document.querySelectorAll("[data-search]").forEach(function (item) {
        item.hidden = wanted !== "" && item.getAttribute("data-search").indexOf(wanted) < 0;
      });
    });
  }

  var film = document.querySelector("video[data-captions]");
  if (film) {
    // A part of the film begins inside the page.
    document.querySelectorAll("a[data-seek]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        film.currentTime = Number(link.getAttribute("data-seek"));
        film.scrollIntoView({ block: "center" });
        film.play();
      });
    });
    // Opened from a file, browsers refuse caption files; a script beside the page brings the same cues.
    if (window.location.protocol === "file:") {
      window.sayNoCaptions = function (language, label, cues) {
        Array.prototype.forEach.call(film.textTracks, function (track) { track.mode = "disabled"; });
        var track = film.addTextTrack("captions", label, language);
        cues.forEach(function (cue) { track.addCue(new VTTCue(cue[0], cue[1], cue[2])); });
        track.mode = "showing";
      };
      var script = document.createElement("script");
      script.src = film.getAttribute("data-captions");
      document.head.appendChild(script);
    }
  }
})();
