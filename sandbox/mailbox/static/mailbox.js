/* The page's own script: new mail appears by itself, the filter, arrow keys, light and dark. */
"use strict";
const root = document.documentElement;
const find = (query, within = document) => within.querySelector(query);
const on = (event, handler) => document.addEventListener(event, handler);

/* Light and dark: the system's choice until somebody switches. */
if (localStorage.getItem("theme")) root.dataset.theme = localStorage.getItem("theme");
function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}

/* New mail. The open mail stays as it is; only what stands around it is brought up to date. */
const LIVE = ["#mails", "#list-head"];
async function refresh() {
  const answer = await fetch(document.body.dataset.here).catch(() => null);
  if (!answer) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  for (const query of LIVE) renew(find(query), find(query, page));
}
function renew(shown, now) {
  if (!shown || !now || shown.innerHTML === now.innerHTML) return;
  const focused = shown.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches("select")) return;  /* an open list of choices would close */
  shown.replaceChildren(...now.childNodes);
  if (focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
}

/* A browser allows six connections to one address, so of all open pages only one holds the stream
   and tells the others. */
const others = new BroadcastChannel("mailbox");
function holdStream() {
  const stream = new EventSource(document.body.dataset.stream);
  const tell = () => { offline(false); others.postMessage("changed"); refresh(); };
  stream.addEventListener("hello", tell);
  stream.addEventListener("changed", tell);
  stream.onerror = () => offline(true);
  return new Promise(() => {});
}
const offline = (is) => root.classList.toggle("offline", is);
others.onmessage = refresh;
navigator.locks.request("mailbox-stream", holdStream);
on("visibilitychange", () => { if (!document.hidden) refresh(); });

/* Arrow keys go through the list; Escape goes back to it. */
function step(event) {
  const rows = [...document.querySelectorAll(".row")], at = rows.indexOf(document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  rows[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
}
on("keydown", (event) => {
  if (["ArrowDown", "ArrowUp"].includes(event.key)) step(event);
  else if (event.key === "Escape" && !find("dialog[open]")) find(".row[aria-current]")?.focus();
});
on("change", ({ target }) => { if (target.matches("#to")) target.form.requestSubmit(); });
on("click", ({ target }) => {
  if (target.closest("[data-theme-toggle]")) switchTheme();
  const opener = target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens).showModal();
});
