/* Where the keyboard is. A swap replaces elements and a dialog comes and goes; whoever works without
   a mouse goes on where they were, or at what needs them. */
"use strict";
const focus = (() => {
  const asked = new Map();  /* what the last request came from, by view; "" outside of dialogs */
  let submitted = "";
  const viewOf = (element) => element?.closest(".view")?.id ?? "";
  const within = () => document.querySelector("dialog[open]") ?? document;
  const isLost = () => document.activeElement === document.body || !within().contains(document.activeElement);
  const field = () => document.querySelector("#reply") ?? document.querySelector("#message") ?? document.querySelector("#scroll");
  const firstField = (view) => view.querySelector("[autofocus]")
    ?? view.querySelector(".view-body :is(input:not([type=hidden]), textarea, select)");

  /* An element may be a group, or stand in a menu that has closed. */
  function inside(element) {
    const menu = element?.closest("details.menu:not([open])");
    if (menu) return menu.querySelector("summary");
    return element?.matches(".combo, .choices") ? element.querySelector("input:checked, input:not([type=hidden])") : element;
  }
  function same(gone) {
    const { actionId, blockId } = gone.dataset;
    if (document.getElementById(gone.id) || !actionId) return document.getElementById(gone.id);
    const alike = [...within().querySelectorAll(`[data-action-id="${CSS.escape(actionId)}"]`)];
    return alike.find((one) => one.dataset.blockId === blockId) ?? alike[0];
  }
  function standIn(gone) {
    if (!gone || gone.isConnected) return gone;
    const row = document.getElementById(gone.closest(".row")?.id ?? "");
    return same(gone) ?? row?.querySelector("button:not(.plain)");
  }
  function go(...choices) {
    for (const one of choices.map(inside)) {
      one?.focus();
      if (one && document.activeElement === one) return;
    }
  }
  return {
    /* A request leaves from here. */
    asks(element, path = "") {
      if (path.endsWith("/page/submit")) submitted = viewOf(element);
      else if (!path.endsWith("/page/opened")) asked.set(viewOf(element), element);
    },
    /* A view is shown: for the first time, or the one below after another has closed. */
    toView(view) { go(standIn(asked.get(view.id)), firstField(view), view.querySelector("#view-title")); },
    /* The last view has closed. */
    back() { asked.forEach((_, view) => { if (view) asked.delete(view); }); go(standIn(asked.get("")), field()); },
    /* To what is wrong with the form that was sent. */
    toError(view) {
      const wrong = submitted === view.id && view.querySelector(".wrong :is(input:not([type=hidden]), select, textarea)");
      if (wrong) { submitted = ""; wrong.focus(); }
    },
    /* A swap took away the element that had the focus. */
    kept(had) {
      if (had === document.body || had.isConnected || !isLost()) return;
      const dialog = document.querySelector("dialog[open]");
      go(standIn(had), dialog ? dialog.querySelector("#view-title") : field());
    },
  };
})();
