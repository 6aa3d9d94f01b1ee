// Zoom, pan and drag over drawings that are already whole; what the pointer or the focus is on brings out its threads.
const { drag, select, zoom, zoomIdentity } = globalThis.d3;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const STEP = 1.4;
const ARROWS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

function number(element, name) {
  return Number(element.dataset[name]);
}

// The same curve as the server's (modules/living/drawing.py).
function curve(start, end, bend) {
  const x = (start.x + end.x) / 2 + (start.y - end.y) * bend;
  const y = (start.y + end.y) / 2 + (end.x - start.x) * bend;
  const edge = (node, distance) => {
    const far = Math.hypot(x - node.x, y - node.y) || 1;
    return `${Math.round(node.x + (x - node.x) * distance / far)} ${Math.round(node.y + (y - node.y) * distance / far)}`;
  };
  return `M${edge(start, start.r + 3)}Q${Math.round(x)} ${Math.round(y)} ${edge(end, end.r + 5)}`;
}

function nodesOf(svg) {
  const nodes = new Map();
  for (const group of svg.querySelectorAll("[data-noeud]")) {
    const [, x, y] = group.getAttribute("transform").match(/\((\S+) (\S+)\)/).map(Number);
    nodes.set(group.dataset.noeud, { group, x, y, r: number(group, "r") });
  }
  return nodes;
}

function zooming(svg) {
  const scene = svg.querySelector("[data-web-scene]");
  const picture = select(svg);
  let scale = 1;
  const { width, height } = svg.viewBox.baseVal;
  const behaviour = zoom()
    .scaleExtent([1, 6])
    .translateExtent([[0, 0], [width, height]])
    // The page keeps its scroll: the wheel zooms with Ctrl, one finger moves the drawing only once it is enlarged.
    .filter((event) => {
      if (event.type === "wheel") return event.ctrlKey || event.metaKey;
      if (event.type.startsWith("touch")) return event.touches.length > 1 || scale > 1;
      return !event.button;
    })
    .on("zoom", ({ transform }) => {
      scale = transform.k;
      scene.setAttribute("transform", transform);
      svg.classList.toggle("agrandie", scale > 1);
    });
  picture.call(behaviour).on("dblclick.zoom", null);
  const moved = () => (calm.matches ? picture : picture.transition().duration(250));
  return {
    in: () => behaviour.scaleBy(moved(), STEP),
    out: () => behaviour.scaleBy(moved(), 1 / STEP),
    reset: () => behaviour.transform(moved(), zoomIdentity),
    by: (x, y) => behaviour.translateBy(picture, x / scale, y / scale),
    show: (node) => scale > 1 && behaviour.translateTo(picture, node.x, node.y),
  };
}

function dragging(svg, nodes) {
  const links = [...svg.querySelectorAll(".lien")];
  const behaviour = drag()
    .filter((event) => event.type === "mousedown" && !event.button && !event.ctrlKey)
    .container(svg.querySelector("[data-web-scene]"))
    .clickDistance(4)
    .subject((event) => nodes.get(event.sourceEvent.target.closest("[data-noeud]").dataset.noeud))
    .on("drag", (event) => {
      const node = event.subject;
      Object.assign(node, { x: event.x, y: event.y });
      node.group.setAttribute("transform", `translate(${event.x} ${event.y})`);
      for (const link of links) {
        const [start, end] = [nodes.get(link.dataset.de), nodes.get(link.dataset.a)];
        if ((start === node || end === node) && start !== end) link.setAttribute("d", curve(start, end, number(link, "arc")));
      }
    });
  select(svg).selectAll("[data-noeud]").call(behaviour).on("dragstart", (event) => event.preventDefault());
}

function looking(web, svg) {
  const says = web.querySelector("[data-web-says]");
  const hint = says.textContent;
  const links = [...svg.querySelectorAll(".lien")];
  const look = (slug) => {
    const near = new Set([slug]);
    const told = [];
    for (const link of links) {
      const touches = link.dataset.de === slug || link.dataset.a === slug;
      link.classList.toggle("proche", touches);
      if (!touches) continue;
      near.add(link.dataset.de).add(link.dataset.a);
      told.push(link.querySelector("title").textContent);
    }
    for (const group of svg.querySelectorAll("[data-noeud]")) group.classList.toggle("proche", near.has(group.dataset.noeud));
    svg.classList.toggle("avec-regard", Boolean(slug) && told.length > 0);
    says.textContent = told.join(" ") || hint;
  };
  const found = (event) => event.target.closest?.("[data-noeud]")?.dataset.noeud ?? "";
  svg.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") look(found(event)); });
  svg.addEventListener("pointerleave", () => look(""));
  svg.addEventListener("focusin", (event) => look(found(event)));
  svg.addEventListener("focusout", () => look(""));
}

for (const web of document.querySelectorAll("[data-web]")) {
  const moves = new Map();
  for (const svg of web.querySelectorAll(".toile-dessin")) {
    const nodes = nodesOf(svg);
    const move = zooming(svg);
    moves.set(svg, move);
    dragging(svg, nodes);
    looking(web, svg);
    svg.addEventListener("focusin", (event) => move.show(nodes.get(event.target.closest("[data-noeud]")?.dataset.noeud) ?? {}));
  }
  const shown = () => moves.get([...moves.keys()].find((svg) => svg.getClientRects().length));
  const tools = web.querySelector("[data-web-tools]");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const asked = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (asked) shown()[asked]();
  });
  tools.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    shown().by(...arrow);
  });
  web.querySelector("[data-web-says]").hidden = false;
  web.dataset.webReady = "";
}
