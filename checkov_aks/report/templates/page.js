"use strict";
(() => {
  const form = document.getElementById("filters");
  const count = document.getElementById("count");
  const rows = [...document.querySelectorAll("tr[data-status]")].map((row) => {
    const check = row.closest(".check");
    return { row, check, text: `${check.querySelector(".about").textContent} ${row.textContent}`.toLowerCase() };
  });
  const checks = [...new Set(rows.map(({ check }) => check))];
  const folds = [...document.querySelectorAll("details.results")];

  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const text = wanted.text.trim().toLowerCase();
    let shown = 0;
    for (const item of rows) {
      const data = item.row.dataset;
      const fits = ["severity", "area", "subject", "status"].every((key) => !wanted[key] || wanted[key] === data[key]);
      item.row.hidden = !(fits && item.text.includes(text));
      shown += item.row.hidden ? 0 : 1;
    }
    for (const check of checks) {
      check.hidden = !check.querySelector("tr[data-status]:not([hidden])");
    }
    for (const fold of folds) {
      fold.hidden = !fold.querySelector(".check:not([hidden])");
      if (wanted.status === fold.dataset.status) fold.open = true;
    }
    count.textContent = `${shown} of ${rows.length} results shown`;
  };

  for (const name of ["input", "change"]) form.addEventListener(name, apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  for (const link of document.querySelectorAll("a.jump")) {
    link.addEventListener("click", () => {
      form.reset();
      form.elements.subject.value = link.dataset.subject ?? "";
      apply();
    });
  }
  form.hidden = false;
  apply();
})();
