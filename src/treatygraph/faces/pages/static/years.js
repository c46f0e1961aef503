// The links of the years become a slider: it names the year, and leads to its link when it is let go, or by Enter.
"use strict";

for (const nav of document.querySelectorAll("nav.years")) {
  const links = [...nav.querySelectorAll("a")];
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: links.length - 1, value: now < 0 ? links.length - 1 : now });
  slider.setAttribute("aria-label", nav.getAttribute("aria-label"));
  const chosen = document.createElement("a");
  const follow = () => {
    const link = links[slider.value];
    chosen.href = link.href;
    chosen.textContent = `${nav.dataset.show} ${link.textContent}`;
    slider.setAttribute("aria-valuetext", link.textContent);
  };
  slider.addEventListener("input", follow);
  slider.addEventListener("pointerup", () => { follow(); location.assign(chosen.href); });
  slider.addEventListener("keydown", (event) => { if (event.key === "Enter") location.assign(chosen.href); });
  follow();
  const first = document.createElement("span"), last = document.createElement("span");
  first.textContent = links[0].textContent;
  last.textContent = links.at(-1).textContent;
  nav.replaceChildren(first, slider, last, chosen);
}
