// Comforts only: every page works without this file.
"use strict";

document.addEventListener("click", (event) => {
  const sample = event.target.closest("[data-fill]");
  if (!sample) return;
  event.preventDefault();
  for (const [id, value] of Object.entries(JSON.parse(sample.dataset.fill))) {
    const field = document.getElementById(id);
    const kept = field && field.hasAttribute("data-keep") && field.value;
    if (field && !kept) field.value = value;
    if (field) unmark(field);
  }
  sample.form.querySelector("[data-pay]").focus();
});

document.addEventListener("input", (event) => {
  unmark(event.target);
  const field = event.target;
  const group = GROUPS[field.dataset.group];
  if (group && field.selectionStart === field.value.length && event.inputType !== "deleteContentBackward") {
    field.value = group(field.value.replace(/\D/g, ""));
  }
});

const GROUPS = {
  card: (digits) => digits.replace(/(.{4})(?=.)/g, "$1 "),
  expiry: (digits) => (digits.length < 2 ? digits : `${digits.slice(0, 2)} / ${digits.slice(2, 4)}`),
};

function unmark(field) {
  if (!field.hasAttribute || !field.hasAttribute("aria-invalid")) return;
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}-wrong`)?.remove();
}

// The second of two quick clicks sends nothing.
document.addEventListener("submit", (event) => {
  if (event.target.classList.contains("sent")) event.preventDefault();
  else event.target.classList.add("sent");
});
window.addEventListener("pageshow", () => document.querySelectorAll("form.sent").forEach((form) => form.classList.remove("sent")));

// The payments page looks for news every few seconds while somebody sees it, and leaves the reader
// where they are.
const live = document.querySelector("[data-live]");

function renew(fresh) {
  const focused = document.activeElement?.getAttribute("href") ?? document.activeElement?.getAttribute("aria-labelledby");
  const scrolled = [...live.querySelectorAll(".table")].map((table) => [table.getAttribute("aria-labelledby"), table.scrollLeft]);
  live.replaceChildren(...fresh.childNodes);
  for (const [id, left] of scrolled) {
    const table = live.querySelector(`.table[aria-labelledby="${id}"]`);
    if (table) table.scrollLeft = left;
  }
  if (focused) live.querySelector(`[href="${CSS.escape(focused)}"], [aria-labelledby="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
  if (fresh && fresh.innerHTML !== live.innerHTML) renew(fresh);
}

if (live) setInterval(look, Number(live.dataset.live) * 1000);
