// The lines to copy name the server that this page came from.
"use strict";

for (const code of document.querySelectorAll(".use code")) {
  code.textContent = code.textContent.replaceAll("http://127.0.0.1:8000", location.origin);
}
