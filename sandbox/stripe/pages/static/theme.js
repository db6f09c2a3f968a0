/* Light and dark: the system's choice until somebody switches, on this page or one beside it. */
"use strict";
const theme = document.documentElement.dataset;
if (localStorage.getItem("theme")) theme.theme = localStorage.getItem("theme");

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-theme-toggle]")) return;
  const dark = theme.theme ? theme.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  theme.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", theme.theme);
});
