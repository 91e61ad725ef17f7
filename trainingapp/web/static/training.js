// The grids of attendance and results: one letter is a mark, and the next row follows. Every page works without it.
"use strict";

class Sitting {
  constructor(form) {
    this.form = form;
    this.rows = [...form.querySelectorAll("tbody tr[data-person]")].map((row) => [...row.querySelectorAll(".cell input")]);
    this.changed = false;
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("focusin", (event) => event.target.matches(".cell input") && event.target.select());
    form.addEventListener("submit", () => (this.leaving = true));
    addEventListener("beforeunload", (event) => {
      if (this.changed && !this.leaving) event.preventDefault();
    });
  }

  place(input) {
    const at = this.rows.findIndex((cells) => cells.includes(input));
    return at < 0 ? null : { at, column: this.rows[at].indexOf(input) };
  }

  move(at, column) {
    const next = this.rows[at]?.[column];
    next?.focus();
    return Boolean(next);
  }

  key(event) {
    const place = this.place(event.target);
    if (!place || event.isComposing || event.altKey || event.metaKey || event.ctrlKey) return;
    const { at, column } = place;
    const onwards = document.documentElement.dir === "rtl" ? -1 : 1;
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, onwards], ArrowLeft: [0, -onwards], Enter: [event.shiftKey ? -1 : 1, 0] };
    const step = steps[event.key];
    if (!step) return;
    const whole = event.target.selectionEnd - event.target.selectionStart === event.target.value.length;
    if (step[1] && !whole) return;
    event.preventDefault();
    this.move(at + step[0], column + step[1]);
  }

  typed(event) {
    const place = this.place(event.target);
    if (!place) return;
    this.changed = true;
    const { letters } = event.target.dataset;
    if (!letters || event.inputType !== "insertText") return;
    const same = { x: "p", 1: "p", "+": "p", 0: letters.includes("a") && !letters.includes("f") ? "a" : "f", "-": letters.includes("a") && !letters.includes("f") ? "a" : "f" };
    const letter = event.target.value.trim().toLowerCase();
    const meant = letters.includes(letter) ? letter : same[letter];
    if (letter.length !== 1 || !meant || !letters.includes(meant)) return;
    event.target.value = meant;
    if (!this.move(place.at + 1, place.column)) event.target.select();
  }
}

for (const form of document.querySelectorAll("[data-sitting]")) new Sitting(form);
