// What a script adds to pages that work without one: evidence in its place, the count of ticks, and keys.
"use strict";

const changes = () => [...document.querySelectorAll(".hunk")];

async function showEvidence(details) {
  const from = details.dataset.from;
  if (!details.open || !from) return;
  delete details.dataset.from;
  try {
    const answer = await fetch(from);
    if (!answer.ok) throw new Error(answer.statusText);
    const body = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    details.querySelector("p").replaceWith(...body.childNodes);
  } catch {
    details.dataset.from = from; // the link to the page of its own stays, and opening it again tries again
  }
}

function countTicks() {
  const said = document.querySelector(".ticked");
  if (!said) return;
  const boxes = [...document.querySelectorAll("input[name=tick]")];
  const elsewhere = Number(said.textContent.replace(/\D/g, "")) - boxes.filter((box) => box.defaultChecked).length;
  const count = () => { said.textContent = elsewhere + boxes.filter((box) => box.checked).length; };
  boxes.forEach((box) => box.addEventListener("change", count));
  count(); // a browser that goes back may have ticked them anew
}

function step(by) {
  const all = changes();
  const at = all.indexOf(document.activeElement?.closest(".hunk"));
  const next = all[at < 0 && by < 0 ? all.length - 1 : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const here = () => document.activeElement?.closest(".hunk");

function filter() {
  const box = document.querySelector(".review .filter");
  if (!box) return;
  box.open = true;
  box.querySelector("input.first").focus();
}

function keys() {
  const box = document.getElementById("keys");
  box.open = !box.open;
  if (box.open) box.scrollIntoView({ block: "end" });
}

const does = {
  j: () => step(1),
  k: () => step(-1),
  " ": () => here()?.querySelector("input[name=tick]")?.click(),
  e: () => { const box = here()?.querySelector(".evidence"); if (box) box.open = !box.open; },
  "/": filter,
  "?": keys,
};

document.addEventListener("keydown", (event) => {
  const isTyped = event.target.closest("input, select, textarea, button, summary, a");
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in does)) return;
  if (isTyped && (event.key === " " || event.target.matches("input:not([type=checkbox]), select, textarea"))) return;
  if (event.key === " " && !here()) return; // it scrolls
  event.preventDefault();
  does[event.key]();
});

document.querySelectorAll("details.evidence").forEach((box) => box.addEventListener("toggle", () => showEvidence(box)));
document.getElementById("keys").hidden = false;
countTicks();
