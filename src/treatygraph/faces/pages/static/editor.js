// Starts the editor with the prefixes and the question library; without it, the plain form below does the same.
"use strict";
window.addEventListener("DOMContentLoaded", () => {
  const library = JSON.parse(document.getElementById("library").textContent);
  const plain = document.getElementById("plain");
  const examples = document.getElementById("examples");
  const field = plain.querySelector("textarea");
  let put = (query) => { field.value = query; };
  if (typeof Yasgui === "function") {
    const Y = Yasgui;
    Y.Yasqe.defaults.value = library.example;
    // No look-ups elsewhere: prefixes come from this page, not from a service.
    Y.Yasqe.defaults.autocompleters = ["variables"];
    const yasgui = new Y(document.getElementById("editor"), {
      requestConfig: { endpoint: new URL("/sparql", location.href).href, method: "POST" },
      copyEndpointOnNewTab: true,
      persistenceId: null,
      endpointCatalogueOptions: { getData: () => [] },
      yasqe: { value: library.example, persistenceId: null },
    });
    put = (query) => yasgui.getTab().setQuery(query);
    if (new URLSearchParams(location.search).has("query")) put(library.example);
    plain.hidden = true;
  }
  examples.addEventListener("change", () => {
    if (examples.value) put(library.questions[examples.value]);
  });
});
