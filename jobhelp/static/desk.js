// Keys for whoever works here all day. Every one of them only follows a link or goes to a field that is there.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

// The lines of the first list on the page: j and k go down and up, Enter opens (the browser's own doing).
const links = () => [...(document.querySelector(".tb")?.querySelectorAll("tbody tr:not(.grp)") ?? [])]
  .map((row) => row.querySelector("a")).filter(Boolean);

function step(by) {
  const all = links();
  if (!all.length) return;
  const row = document.activeElement.closest("tr");
  const here = all.findIndex((link) => link.closest("tr") === row);
  const now = here < 0 ? all.findIndex((link) => link.hasAttribute("aria-current")) : here;
  all[Math.min(all.length - 1, Math.max(0, now + by))].focus();
}

// The hints at the foot of the page are true only where this script runs.
const hints = document.getElementById("keys");
if (hints) hints.hidden = false;

const keys = {
  "/": () => document.getElementById("finder")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  o: () => document.querySelector("[data-key=open]")?.click(),
  n: () => document.querySelector("[data-key=next]")?.click(),
  b: () => document.querySelector("[data-key=back]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// One tick for all of a list.
for (const all of document.querySelectorAll("[data-all]")) all.closest("label").hidden = false;
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  for (const box of all.form.querySelectorAll(`input[type=checkbox][name=${all.dataset.all}]`)) box.checked = all.checked;
});
