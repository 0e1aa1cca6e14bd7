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

  document.querySelectorAll("button[data-print]").forEach(function (item) {
    item.hidden = false;
    item.addEventListener("click", function () { window.print(); });
  });
  if (window.location.protocol === "file:") {
    document.querySelectorAll("[data-file]").forEach(function (item) { item.hidden = false; });
  }
})();
