// Small helps on top of plain forms; without this file every page still works.
(function () {
  "use strict";

  function upgradeMap(root) {
    var map = root.querySelector(".map");
    if (!map || map.dataset.ready) return;
    map.dataset.ready = "yes";
    map.hidden = false;
    var boxes = {};
    root.querySelectorAll('.spot-list input[name="spot"]').forEach(function (box) {
      boxes[box.value] = box;
      box.addEventListener("change", show);
    });
    var marked = document.getElementById("marked");
    map.querySelectorAll(".spot").forEach(function (path) {
      var box = boxes[path.dataset.spot];
      if (!box) return;
      path.setAttribute("role", "checkbox");
      path.setAttribute("tabindex", "0");
      path.setAttribute("aria-label", path.dataset.label);
      path.addEventListener("click", function () { toggle(box); });
      path.addEventListener("keydown", function (event) {
        if (event.key === " " || event.key === "Enter") { event.preventDefault(); toggle(box); }
      });
    });
    function toggle(box) { box.checked = !box.checked; show(); }
    function show() {
      var names = [];
      Object.keys(boxes).forEach(function (id) {
        if (boxes[id].checked) names.push(boxes[id].parentNode.textContent.trim().toLowerCase());
      });
      map.querySelectorAll(".spot").forEach(function (path) {
        var box = boxes[path.dataset.spot];
        path.setAttribute("aria-checked", box && box.checked ? "true" : "false");
      });
      marked.textContent = names.length ? "Marked: " + names.join(", ") + "." : "";
    }
    show();
  }

  function upgrade(root) {
    upgradeMap(root);
    root.querySelectorAll(".js-print").forEach(function (button) {
      if (button.dataset.ready) return;
      button.dataset.ready = "yes";
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
  }

  // A number that leads to a source opens the fold in which the source stands.
  function openTarget() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (var at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target) target.scrollIntoView();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    if (!link) return;
    var target = document.getElementById(link.getAttribute("href").slice(1));
    for (var at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  });
  document.addEventListener("DOMContentLoaded", function () { upgrade(document); openTarget(); });
  // After a step without a full load the reader of a screen reader is taken to what is new.
  document.addEventListener("htmx:afterSettle", function (event) {
    upgrade(document);
    if (event.target !== document.body && event.target.tagName !== "BODY") return;
    window.scrollTo(0, 0);
    var fault = document.getElementById("fault");
    var head = fault || document.querySelector("main h1, .banner h1");
    if (head) { head.setAttribute("tabindex", "-1"); head.focus({ preventScroll: !fault }); }
  });
  // A connection that is gone must not look like a button that does nothing.
  document.addEventListener("htmx:sendError", function () { location.reload(); });
})();
