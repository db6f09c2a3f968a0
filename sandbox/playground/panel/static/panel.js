/* The page's own script: what stands here stays true by itself, and a pressed button keeps the
   keyboard's place. Without it, each button loads the page anew. */
"use strict";
const root = document.documentElement;
const find = (query, within = document) => within.querySelector(query);

/* Only the sections that have changed are replaced; after a look, not the one that somebody is
   choosing or typing in. */
const writes = (section) => section.contains(document.activeElement) && document.activeElement.matches("input, select");
function renew(page, pressed) {
  const focused = document.activeElement.id;
  for (const fresh of page.querySelectorAll("main section")) {
    const shown = document.getElementById(fresh.id);
    if (shown.innerHTML !== fresh.innerHTML && (pressed || !writes(shown))) shown.replaceChildren(...fresh.childNodes);
  }
  if (pressed) tell(find("#said", page).textContent);
  if (document.activeElement === document.body && focused) go(focused);
}
let told = 0;
function tell(words) {
  find("#said").textContent = words;
  clearTimeout(told);
  told = setTimeout(() => { find("#said").textContent = ""; }, 4_000);
}
function go(id) {
  const same = document.getElementById(id), beside = { "take-back": "decline", clear: "queue", "end-debits": "panel" };
  (same ?? document.getElementById(beside[id]))?.focus({ preventScroll: true });
}
async function ask(address, sent) {
  const answer = await fetch(address, sent).catch(() => null);
  root.classList.toggle("offline", !answer);
  return answer && new DOMParser().parseFromString(await answer.text(), "text/html");
}
document.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target: form, submitter } = event;
  const body = new URLSearchParams(new FormData(form, submitter));
  const page = await ask(form.action, { method: "POST", body });
  if (!page) return;
  renew(page, true);
  find("[aria-invalid]")?.focus();
});
setInterval(async () => {
  if (document.hidden) return;
  const page = await ask(document.body.dataset.here);
  if (page) renew(page, false);
}, 2_000);
