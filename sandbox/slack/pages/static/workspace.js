/* The page's own script: live refresh, dialogs, the composer, and the search fields. Everything listens on the document, so parts may come and go. */
"use strict";
const root = document.documentElement;
const find = (query, within = document) => within.querySelector(query);
const all = (query, within = document) => [...within.querySelectorAll(query)];
const on = (event, handler, early = false) => document.addEventListener(event, handler, early);

/* Light and dark: the system's choice until somebody switches. */
if (localStorage.getItem("theme")) root.dataset.theme = localStorage.getItem("theme");
function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}

/* What follows a swap. */
on("keyed:swapped", ({ detail: had }) => {
  showView();
  focus.kept(had);
  if (find("[data-part][data-sig=stale]")) refresh();
});
on("keyed:moved", ({ detail: part }) => {
  if (part === "thread") find("#reply")?.focus();
  if (part !== "content") return;
  find("#scroll").scrollTop = 0;
  find("#notices").replaceChildren();
  toggleDrawer(false);
});
function redraw(inside) {
  for (let one = inside; one; one = one.parentElement?.closest("[data-sig]")) if (one.dataset.sig) one.dataset.sig = "stale";
  refresh();
}

/* The things to try: beside the conversation where there is room, else over it, and only when asked
   for. Closed, they stay closed for that person. */
const isWide = matchMedia("(min-width: 1101px)");
const tourClosed = () => `tour-closed ${root.dataset.as}`;
function showTour(shown) {
  if (!find("#tour")) return;
  find("#tour").hidden = !shown;
  find("[data-tour=toggle]").ariaExpanded = String(shown);
}
function toggleTour() {
  const shown = find("#tour").hidden;
  showTour(shown);
  localStorage.setItem(tourClosed(), shown ? "" : "yes");
  find(shown ? "[data-tour=close]" : "[data-tour=toggle]").focus();
}

/* Live refresh. A browser allows six connections to one address, so of all open pages only one
   holds the stream and tells the others. */
const others = new BroadcastChannel("workspace");
const refresh = () => htmx.ajax("GET", location.pathname + location.search, { source: "#live", target: "body", swap: "keyed" });
const offline = (is) => root.classList.toggle("offline", is);
function holdStream() {
  const stream = new EventSource("/page/stream");
  const tell = () => { others.postMessage("changed"); refresh(); };
  stream.addEventListener("hello", tell);
  stream.addEventListener("changed", tell);
  stream.onerror = () => offline(true);
  return new Promise(() => {});
}
function begin() {
  showView();
  showTour(isWide.matches && !localStorage.getItem(tourClosed()));
}
on("DOMContentLoaded", () => {
  begin();
  others.onmessage = refresh;
  navigator.locks.request("workspace-stream", holdStream);
});
on("htmx:historyRestore", begin);
on("visibilitychange", () => { if (!document.hidden) refresh(); });
on("htmx:configRequest", (event) => {
  const { parameters, headers, elt, path, verb } = event.detail;
  if (verb !== "get") focus.asks(elt, path);
  if (!/[?&]as=/.test(path)) parameters.as = root.dataset.as;
  headers["X-Visible"] = document.visibilityState;
  headers["X-Have"] = all("[data-part]").map((part) => `${part.id}=${part.dataset.sig}`).join(" ");
  if (elt.id === "live") {
    parameters.size = find("#content").dataset.size;
    elt.dataset.asked = location.search;
  }
  if (elt.dataset.min && elt.value.length < Number(elt.dataset.min)) event.preventDefault();
});
on("htmx:beforeSwap", ({ detail }) => {  /* an answer for a page that has been left */
  const { elt } = detail.requestConfig;
  if (elt.id === "live" && elt.dataset.asked !== location.search) detail.shouldSwap = false;
});
on("htmx:afterRequest", ({ detail }) => { if (detail.requestConfig.verb !== "get") refresh(); });
on("htmx:sendError", () => offline(true));
on("htmx:afterOnLoad", () => offline(false));

/* Dialogs: the app's modal, and the question before an action that asks for one. */
function showView() {
  const dialog = find("#modal"), form = find("form", dialog), isNew = dialog.dataset.shown !== form?.id;
  dialog.dataset.shown = form?.id ?? "";
  if (form && !dialog.open) dialog.showModal();
  if (!form && dialog.open) { dialog.close(); focus.back(); }
  if (form && isNew) focus.toView(form);
  if (form) focus.toError(form);
}
const closeView = () => find("#modal .view-foot [data-close-view]")?.dispatchEvent(new Event("leave"));
on("cancel", (event) => { if (event.target.id === "modal") { event.preventDefault(); closeView(); } }, true);
on("close", ({ target }) => { if (target.id === "modal") closeView(); }, true);
on("htmx:confirm", (event) => {
  const { elt, issueRequest } = event.detail, dialog = find("#ask");
  if (!elt.dataset.confirm) return;
  event.preventDefault();
  const { title, text, confirm, deny, style } = JSON.parse(elt.dataset.confirm);
  const words = { "#ask-title": title, "#ask-text": text, "#ask-yes": confirm, "#ask-no": deny };
  for (const [id, html] of Object.entries(words)) find(id).innerHTML = html;  /* escaped by the server */
  find("#ask-yes").className = `button ${style === "danger" ? "danger" : "primary"}`;
  dialog.returnValue = "no";
  dialog.onclose = () => { if (dialog.returnValue === "yes") issueRequest(true); else if (!elt.matches("button")) redraw(elt); };
  dialog.showModal();
});

/* The composer: Enter sends, Shift+Enter makes a line, "/" shows the commands. */
async function say(form) {
  const field = find("textarea", form), text = field.value, { channel, thread } = form.dataset;
  if (!text.trim()) return;
  focus.asks(field);
  typed(Object.assign(field, { value: "" }));
  find(thread ? "#thread-scroll" : "#scroll").scrollTop = 0;
  const body = new URLSearchParams({ as: root.dataset.as, channel, thread, text });
  await fetch("/page/say", { method: "POST", body }).catch(() => { offline(true); field.value ||= text; });
  refresh();
}
function typed(field) {
  const form = field.form, list = find(".completions", form), options = all("[role=option]", list);
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
  const [, word, rest] = /^(\/\S*)(\s.*)?$/s.exec(field.value) ?? [];
  options.forEach((one) => { one.hidden = !word || rest !== undefined || !one.dataset.command.startsWith(word); });
  show(list, field, options.some((one) => !one.hidden));
  const known = rest !== undefined && options.find((one) => one.dataset.command === word);
  find(".usage-hint", form).textContent = known ? `${word} ${known.dataset.hint}` : "";
}
function complete(option) {
  const field = find("textarea", option.closest("form") ?? find("#composer"));
  field.focus();
  typed(Object.assign(field, { value: `${option.dataset.command} ` }));
}

/* Lists under a field, for commands and for search fields alike. */
function show(list, field, shown) {
  list.hidden = !shown;
  if (field.role === "combobox") field.ariaExpanded = String(shown);
  if (shown && field.role === "combobox") place(list.parentElement, list);
  mark(list, field, shown ? find("[role=option]:not([hidden])", list) : null);
}
function mark(list, field, option) {
  all("[aria-selected]", list).forEach((one) => one.removeAttribute("aria-selected"));
  field.setAttribute("aria-activedescendant", option?.id ?? "");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
}
function inList(event, list, choose) {
  const options = all("[role=option]:not([hidden])", list), at = options.findIndex((one) => one.ariaSelected === "true");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (list.hidden || !options.length) return false;
  if (step) mark(list, event.target, options.at((at + step) % options.length));
  else if (event.key === "Escape") show(list, event.target, false);
  else if (["Enter", "Tab"].includes(event.key) && options[at]) choose(options[at]);
  else return false;
  event.preventDefault();
  return true;
}
function pick(option) {
  const combo = option.closest(".combo"), chips = find(".chips", combo), field = find("[role=combobox]", combo);
  const values = all("input", chips).map((one) => one.value), { label, value } = option.dataset;
  if (!combo.hasAttribute("data-many")) chips.replaceChildren();
  if (!values.includes(value) && values.length < Number(combo.dataset.max || Infinity)) {
    const chip = find("template", combo).content.firstElementChild.cloneNode(true);
    find("span", chip).textContent = label;
    Object.assign(find("input", chip), { name: combo.dataset.name, value });
    find("button", chip).ariaLabel = combo.dataset.remove.replace("{label}", label);
    chips.append(chip);
  }
  field.value = "";
  show(find("[role=listbox]", combo), field, false);
  combo.dispatchEvent(new Event("picked"));
}
on("htmx:afterSwap", ({ target }) => {
  const field = target.matches("[role=listbox]") && find("[role=combobox]", target.closest(".combo"));
  if (field) show(target, field, document.activeElement === field && Boolean(target.children.length));
});

/* What opens downwards and would end below the conversation opens upwards. */
function place(box, list) {
  box.classList.remove("flip");
  const limit = box.closest(".scroll")?.getBoundingClientRect().bottom ?? Infinity;
  box.classList.toggle("flip", list.getBoundingClientRect().bottom > limit);
}
on("toggle", ({ target }) => { if (target.matches("details.menu[open]")) place(target, find(".menu-items", target)); }, true);

/* Keys and clicks. */
on("keydown", (event) => {
  const { target, key } = event, form = target.form, writes = target.matches("[data-say] textarea");
  const exact = writes && find(`[data-command="${CSS.escape(target.value.trim())}"]`, form);
  if (target.role === "combobox" && inList(event, find("[role=listbox]", target.closest(".combo")), pick)) return;
  if (writes && !(key === "Enter" && exact) && inList(event, find(".completions", form), complete)) return;
  if (key === "Enter" && !event.isComposing) enter(event, writes);
  else if (key === "Escape") leave(target);
  else if (/^Arrow(Down|Up)$/.test(key) && target.closest("details.menu[open]")) throughMenu(event);
});
function enter(event, writes) {
  const { target } = event, form = target.form;
  if ((event.metaKey || event.ctrlKey) && target.closest(".view")) form.requestSubmit();
  else if ((writes || target.matches("textarea[data-enter]")) && !event.shiftKey) form.requestSubmit();
  else if (target.matches("input[data-dispatch]")) target.dispatchEvent(new Event("entered"));
  else if (target.role !== "combobox") return;
  event.preventDefault();
}
function leave(target) {
  const menu = target.closest("details.menu[open]");
  if (menu) { menu.open = false; find("summary", menu).focus(); }
  else if (document.body.classList.contains("drawer")) { toggleDrawer(false); find("[data-drawer]").focus(); }
  else if (target.closest(".edit")) redraw(target.closest(".row"));
  else if (target.closest("#tour")) toggleTour();
  else if (target.closest("#thread") && !target.value) find("[data-close-thread]").click();
}
function throughMenu(event) {
  const items = all("[role=menuitem]", event.target.closest("details.menu")), at = items.indexOf(document.activeElement);
  event.preventDefault();
  items.at(event.key === "ArrowDown" ? (at + 1) % items.length : Math.max(at, 0) - 1)?.focus();
}
function toggleDrawer(shown = !document.body.classList.contains("drawer")) {
  document.body.classList.toggle("drawer", shown);
  find("[data-drawer]").ariaExpanded = String(shown);
  if (shown) find("#rail a").focus();
}
on("click", ({ target }) => {
  const at = (query) => target.closest(query), menu = at("details.menu"), combo = at(".combo");
  all("details.menu[open]").forEach((one) => { if (one !== menu || at("[role=menuitem]")) one.open = false; });
  all("[role=listbox]:not([hidden])").forEach((list) => { if (!at(".combo, .composer")) list.hidden = true; });
  if (at("[data-theme-toggle]")) switchTheme();
  if (at("[data-drawer]")) toggleDrawer();
  else if (!at("#rail")) toggleDrawer(false);
  if (at("[data-tour]")) toggleTour();
  else if (!at("#tour") && !isWide.matches) showTour(false);
  if (at("[data-close-view]")) closeView();
  if (at("[data-cancel-edit]")) redraw(at(".row"));
  if (at("[data-command]")) complete(at("[data-command]"));
  if (at(".combo [role=option]")) pick(at("[role=option]"));
  if (at(".chip button")) { at(".chip").remove(); combo.dispatchEvent(new Event("picked")); }
  if (at("[data-url]")) window.open(at("[data-url]").dataset.url, "_blank", "noopener");
});
on("input", ({ target }) => { if (target.matches("[data-say] textarea")) typed(target); });
on("submit", (event) => {
  if (event.target.matches("[data-say]")) say(event.target);
  if (event.target.matches("[data-say], .blocks, .view:not([hx-post], [method])")) event.preventDefault();
});
