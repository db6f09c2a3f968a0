/* An htmx swap for answers that hold parts of the page (data-part, by id): it leaves each element
   alone whose mark (data-sig) is the same, so that nobody loses what they type. Inside an element
   with data-keyed the children are compared one by one, by id; a child with data-kept stands for
   one that the page has, and where the page has lost it, the mark becomes "stale".
   It tells the document: keyed:moved (a part now shows another place), then keyed:swapped, with the
   element that had the focus. */
"use strict";
(() => {
  const asks = ({ attributes }) => [...attributes].filter(({ name }) => name.startsWith("hx-")).map(({ name, value }) => `${name}=${value}`).join();
  function sync(old, fresh, added) {
    const have = new Map([...old.children].map((one) => [one.id, one]));
    let at = old.firstElementChild;
    for (const next of [...fresh.children]) {
      const mine = have.get(next.id);
      have.delete(next.id);
      const nested = mine?.hasAttribute("data-keyed") && next.hasAttribute("data-keyed");
      if (mine && (nested || (next.dataset.sig && mine.dataset.sig === next.dataset.sig))) {
        if (mine.dataset.sig !== next.dataset.sig) sync(mine, next, added);
        if (next.dataset.sig === "stale") fresh.dataset.sig = "stale";
        if (mine === at) at = at.nextElementSibling;
        else old.insertBefore(mine, at);
      } else if (next.hasAttribute("data-kept")) {
        fresh.dataset.sig = "stale";
      } else {
        old.insertBefore(next, at);
        added.push(next);
        if (mine && mine === at) at = at.nextElementSibling;
        mine?.remove();
      }
    }
    have.forEach((gone) => gone.remove());
    const asked = asks(old);
    for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    if (asks(old) !== asked) htmx.process(old);  /* such as a window that has become a form */
  }
  function take(fresh, added) {
    const old = document.getElementById(fresh.id);
    if (!old || old.dataset.sig === fresh.dataset.sig) return;
    const moved = old.dataset.place !== fresh.dataset.place;
    if (fresh.hasAttribute("data-keyed")) sync(old, fresh, added);
    else {
      old.replaceWith(fresh);
      added.push(fresh);
    }
    if (moved) document.dispatchEvent(new CustomEvent("keyed:moved", { detail: fresh.id }));
  }
  htmx.defineExtension("keyed", {
    isInlineSwap: (style) => style === "keyed",
    handleSwap(style, target, fragment) {
      if (style !== "keyed") return false;
      const added = [], had = document.activeElement;
      fragment.querySelectorAll("[data-part]").forEach((part) => take(part, added));
      /* Later: htmx itself moves the focus at the end of a swap. */
      queueMicrotask(() => document.dispatchEvent(new CustomEvent("keyed:swapped", { detail: had })));
      return added;
    },
  });
})();
