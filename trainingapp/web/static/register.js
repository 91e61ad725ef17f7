// What pages can do better with a script. Every page works without it.
"use strict";

const said = () => document.getElementById("said");

/** Tell a screen reader, politely. */
function say(text) {
  const place = said();
  if (place) place.textContent = text;
}

/** After a refusal the keyboard starts at the list of problems. */
function focusProblems(within) {
  within.querySelector("[data-focus]")?.focus();
}

/** A button pressed twice is one request; the server's key holds even without this. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
  say(said()?.dataset.working ?? "");
});

/** Coming back to a page that the browser kept: its forms may be sent again. */
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
  }
});

/** Files may be dropped where they may be chosen. */
function readyDrop(place) {
  const input = place.querySelector("input[type=file]");
  const chosen = place.querySelector(".drop-chosen");
  if (!input || place.dataset.ready) return;
  place.dataset.ready = "yes";
  place.querySelector(".drop-text").hidden = false;
  const show = () => {
    const file = input.files[0];
    chosen.textContent = file ? `${file.name} (${(file.size / 1e6).toFixed(file.size < 1e6 ? 2 : 1)} MB)` : "";
  };
  input.addEventListener("change", show);
  for (const [name, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    place.addEventListener(name, (event) => {
      event.preventDefault();
      place.classList.toggle("drop-over", over);
      if (name === "drop" && event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        show();
      }
    });
  }
}

function ready(within) {
  within.querySelectorAll("[data-drop]").forEach(readyDrop);
  focusProblems(within);
}

document.addEventListener("DOMContentLoaded", () => ready(document));
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => say(said()?.dataset.failed ?? ""));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print], [data-copy]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  else navigator.clipboard?.writeText(button.dataset.copy).then(() => say(button.dataset.copied ?? ""));
});

/** The key of a field or a link leads to it, unless somebody is typing. */
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const field = [...document.querySelectorAll("[data-shortcut]")].find((one) => one.dataset.shortcut === event.key);
  if (!field) return;
  event.preventDefault();
  if (field.matches("a")) return field.click();
  field.focus();
  field.select?.();
});
