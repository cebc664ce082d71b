// Small comforts. Every page is complete without them.
"use strict";

// After a refused form, take the keyboard and the screen reader to the list of what is wrong.
document.getElementById("errors")?.focus();

// A slow network invites a second press: one form is sent once in three seconds.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt || 0) < 3000) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  form.dataset.sentAt = String(now);
}, true);

// Printing, where the page offers it.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// A password may be looked at while it is typed; it is hidden again before it leaves.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  const word = button.firstChild;
  const turn = () => {
    field.type = field.type === "password" ? "text" : "password";
    [word.data, button.dataset.other] = [button.dataset.other, word.data];
  };
  button.hidden = false;
  button.addEventListener("click", turn);
  field.form.addEventListener("submit", () => { if (field.type === "text") turn(); });
}

// An application that is left half filled in (the phone rings, the browser closes) is kept for its writer.
for (const form of document.querySelectorAll("form[data-draft]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !changed) return;
    const typed = new FormData(form);
    typed.set("do", "quiet");
    changed = !navigator.sendBeacon(form.dataset.draft, typed);
  });
}

// Say when the network is gone, before somebody loses what they typed.
const offline = document.getElementById("offline");
const tell = () => { offline.hidden = navigator.onLine; };
if (offline) {
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
}
