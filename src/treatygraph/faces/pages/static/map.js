// A card beside what the pointer or the keyboard is on: the name, the status and since when, as the outline's title says.
"use strict";

for (const figure of document.querySelectorAll("figure.map")) {
  const map = figure.querySelector("svg");
  const card = figure.querySelector(".card");
  const places = [...map.querySelectorAll("a")].filter((place) => place.querySelector("title"));
  const told = (place) => place.querySelector("title").textContent;
  places.sort((a, b) => told(a).localeCompare(told(b), document.documentElement.lang));
  let current = -1;

  const show = (place) => {
    for (const other of map.querySelectorAll(".current")) other.classList.remove("current");
    place?.classList.add("current");
    card.textContent = place ? told(place) : "";
  };

  map.addEventListener("pointerover", (event) => show(event.target.closest("a")));
  map.addEventListener("pointerleave", () => show(null));
  if (places.length === 0) continue;

  // Who listens hears the card, one place at a time: the table says the same, and two hundred links more help nobody.
  for (const part of map.children) part.setAttribute("aria-hidden", "true");
  map.removeAttribute("aria-hidden");
  map.setAttribute("role", "application");
  map.setAttribute("aria-label", map.dataset.keys);
  map.setAttribute("tabindex", "0");
  map.addEventListener("focus", () => { card.textContent = map.dataset.keys; });
  map.addEventListener("blur", () => show(null));
  map.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      current = current < 0 && step < 0 ? places.length - 1 : (current + step + places.length) % places.length;
      show(places[current]);
      event.preventDefault();
    } else if (event.key === "Enter" && current >= 0) {
      location.assign(places[current].getAttribute("href"));
    }
  });
}
