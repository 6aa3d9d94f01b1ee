// Draws the map of départements when its panel is first opened; each shape is a link to the same filter as the list.
const SVG = "http://www.w3.org/2000/svg";

function link(path, name, covered, chosen) {
  const { code } = path.dataset;
  const anchor = document.createElementNS(SVG, "a");
  anchor.setAttribute("href", `?departement=${code}`);
  anchor.setAttribute("aria-label", name);
  if (covered.has(code)) anchor.classList.add("couvert");
  if (code === chosen) anchor.setAttribute("aria-current", "true");
  const title = document.createElementNS(SVG, "title");
  title.textContent = name;
  path.replaceWith(anchor);
  anchor.append(title, path);
}

async function draw(panel) {
  const response = await fetch(panel.dataset.mapSrc);
  if (!response.ok) return;
  const source = new DOMParser().parseFromString(await response.text(), "image/svg+xml");
  const map = document.importNode(source.documentElement, true);
  const select = document.querySelector("#id_departement");
  const names = new Map([...select.options].map((option) => [option.value, option.textContent.trim()]));
  const covered = new Set(panel.dataset.covered.split(" "));
  map.setAttribute("role", "group");
  map.setAttribute("aria-label", panel.dataset.label);
  for (const path of map.querySelectorAll("[data-code]")) {
    link(path, names.get(path.dataset.code) ?? path.dataset.code, covered, select.value);
  }
  panel.querySelector("[data-map-here]").append(map);
}

for (const panel of document.querySelectorAll("[data-directory-map]")) {
  panel.addEventListener("toggle", () => draw(panel), { once: true });
}
