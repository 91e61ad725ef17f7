// The grid of results typed by hand: keys, pasting, and keeping what is typed. Every page works without it.
"use strict";

const COLUMNS = ["result", "score", "day"];
/** Milliseconds after the last key at which what was typed is sent to be kept. */
const PAUSE = 700;

class Grid {
  constructor(form) {
    this.form = form;
    this.letters = JSON.parse(form.dataset.letters);
    this.words = JSON.parse(form.dataset.words);
    this.rows = [...form.querySelectorAll("tr[data-person]")];
    this.lost = document.getElementById("lost");
    this.waiting = new Set();
    this.keeping = null;
    form.addEventListener("keydown", (event) => this.key(event));
    form.addEventListener("input", (event) => this.typed(event));
    form.addEventListener("paste", (event) => this.paste(event));
    form.addEventListener("focusin", (event) => this.cell(event.target) && event.target.select());
    form.addEventListener("focusout", () => this.keepSoon(0));
    form.addEventListener("submit", (event) => this.submit(event), true);
    addEventListener("beforeunload", (event) => {
      if (this.waiting.size && !this.leaving) event.preventDefault();
    });
  }

  /** The place of a cell, or null when the element is none. */
  cell(element) {
    if (!element?.matches?.(".cell input")) return null;
    const row = element.closest("tr");
    const column = COLUMNS.findIndex((name) => element.id.startsWith(`cell-${name}-`));
    return { row, at: this.rows.indexOf(row), column, person: row.dataset.person };
  }

  input(at, column) {
    const row = this.rows[at];
    return row && document.getElementById(`cell-${COLUMNS[column]}-${row.dataset.person}`);
  }

  was(row) {
    return row.querySelector("input[type=hidden]");
  }

  // --- Keys ----------------------------------------------------------------------------------------------------------

  key(event) {
    const place = this.cell(event.target);
    if (!place || event.isComposing || event.altKey || event.metaKey) return;
    const { at, column } = place;
    const whole = event.target.selectionEnd - event.target.selectionStart === event.target.value.length;
    const rtl = document.documentElement.dir === "rtl";
    if (event.ctrlKey) {
      if (event.key.toLowerCase() === "d" && at > 0) {
        event.preventDefault();
        this.put(event.target, this.input(at - 1, column).value);
        this.move(at + 1, column) || event.target.select();
      }
      return;
    }
    if (event.key === "Enter") {
      event.preventDefault();
      if (event.shiftKey) this.move(at - 1, column);
      else if (!this.move(at + 1, column)) document.querySelector(".page-button[form=grid][value]:not([aria-current])")?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.move(at + 1, column);
    } else if (event.key === "ArrowUp") {
      event.preventDefault();
      this.move(at - 1, column);
    } else if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && !event.shiftKey) {
      const onwards = (event.key === "ArrowRight") !== rtl;
      const edge = onwards ? event.target.value.length : 0;
      if (whole || event.target.selectionStart === edge) {
        if (this.move(at, column + (onwards ? 1 : -1))) event.preventDefault();
      }
    }
  }

  move(at, column) {
    const next = column >= 0 && column < COLUMNS.length ? this.input(at, column) : null;
    next?.focus();
    return Boolean(next);
  }

  /** One letter is a result; the word says what was understood. */
  typed(event) {
    const place = this.cell(event.target);
    if (!place) return;
    const letter = event.target.value.trim().toLowerCase();
    if (place.column === 0 && event.inputType === "insertText" && this.letters[letter]) {
      event.target.value = this.words[this.letters[letter]];
      event.target.select();
    }
    this.waiting.add(place.row);
    this.keepSoon(PAUSE);
  }

  put(input, value) {
    input.value = value;
    this.waiting.add(input.closest("tr"));
    this.keepSoon(PAUSE);
  }

  // --- Pasting -------------------------------------------------------------------------------------------------------

  /** A block is read by the server, with the same readers as a file: it may go on beyond this page. */
  paste(event) {
    const place = this.cell(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!place || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    this.form.elements.anchor.value = `${COLUMNS[place.column]}-${place.person}`;
    this.form.elements.block.value = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    this.form.requestSubmit(this.form.querySelector("button[value=read]"));
  }

  // --- Keeping -------------------------------------------------------------------------------------------------------

  keepSoon(pause) {
    clearTimeout(this.timer);
    if (this.waiting.size) this.timer = setTimeout(() => this.keep(), pause);
  }

  /** Send the rows that were changed. Gives whether everything typed is kept. */
  async keep() {
    clearTimeout(this.timer);
    if (this.keeping) await this.keeping;
    if (!this.waiting.size) return true;
    this.keeping = this.send([...this.waiting]);
    const kept = await this.keeping;
    this.keeping = null;
    return kept;
  }

  async send(rows, again = true) {
    const body = new URLSearchParams({ csrf_token: this.form.elements.csrf_token.value });
    const sent = new Map();
    for (const row of rows) {
      const inputs = COLUMNS.map((name) => document.getElementById(`cell-${name}-${row.dataset.person}`));
      sent.set(row, inputs.map((input) => input.value));
      for (const input of inputs) body.set(input.name, input.value);
      body.set(this.was(row).name, this.was(row).value);
    }
    let answer;
    try {
      answer = await fetch(this.form.dataset.keep, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
    } catch {
      return this.cry("failed");
    }
    if (answer.ok) {
      this.understood(rows, sent, await answer.json());
      return true;
    }
    if (answer.status === 409) return this.cry("elsewhere");
    // The sign-in has ended, or a new one has begun in another window: then this page needs the new one's token.
    if (again && (await this.newToken())) return this.send(rows, false);
    return this.cry(answer.status === 503 || answer.status >= 500 ? "failed" : "ended");
  }

  async newToken() {
    try {
      const page = await fetch(location.href, { redirect: "follow" });
      const found = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("#grid input[name=csrf_token]");
      if (!page.ok || !found) return false;
      for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = found.value;
      return true;
    } catch {
      return false;
    }
  }

  cry(why) {
    this.lost.querySelector("[data-text]").textContent = this.lost.dataset[why];
    this.lost.hidden = false;
    return false;
  }

  /** Show how the server understood the rows; what was typed on meanwhile stays as it is. */
  understood(rows, sent, told) {
    this.lost.hidden = true;
    for (const row of rows) {
      const found = told.rows[row.dataset.person];
      const before = sent.get(row);
      const now = COLUMNS.map((name) => document.getElementById(`cell-${name}-${row.dataset.person}`));
      const typedOn = now.some((input, at) => input.value !== before[at]);
      if (!typedOn) this.waiting.delete(row);
      if (!found) continue;
      this.was(row).value = COLUMNS.map((name) => found.cells[name]).join("\t");
      row.dataset.state = found.state;
      COLUMNS.forEach((name, at) => {
        const input = now[at];
        if (input.value === before[at] && input.value !== found.cells[name] && input !== document.activeElement) input.value = found.cells[name];
        this.mark(input, name, row.dataset.person, found.said[name] ?? "");
      });
      const note = row.querySelector("[data-note]");
      note.textContent = found.said[""] ?? (found.state === "known" ? note.dataset.known : "");
    }
    const summary = document.getElementById("summary");
    if (summary.textContent !== told.summary) summary.textContent = told.summary;
    document.getElementById("record-good").hidden = !told.bad;
  }

  mark(input, name, person, sentence) {
    const place = document.getElementById(`said-${name}-${person}`);
    const text = place.querySelector("[data-said]");
    if (text.textContent !== sentence) text.textContent = sentence;
    place.hidden = !sentence;
    input.classList.toggle("cell-bad", Boolean(sentence));
    if (sentence) {
      input.setAttribute("aria-invalid", "true");
      return;
    }
    input.removeAttribute("aria-invalid");
    document.querySelector(`#mistakes li[data-for="${CSS.escape(input.id)}"]`)?.remove();
    const list = document.getElementById("mistakes");
    if (list && !list.querySelector("li")) list.remove();
  }

  // --- Leaving the page ----------------------------------------------------------------------------------------------

  /** First keep what is typed: a page that cannot be sent must stay, with everything on it. */
  submit(event) {
    if (this.leaving) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    // Even when nothing waits: the sign-in may have ended while the page lay open.
    this.waiting.add(this.rows[0]);
    if (!this.rows.length) this.waiting.clear();
    this.keep().then((kept) => {
      if (!kept) return;
      this.leaving = true;
      this.form.requestSubmit(button ?? undefined);
    });
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-grid]");
  if (!form) return;
  const grid = new Grid(form);
  addEventListener("pageshow", () => { grid.leaving = false; });
});
