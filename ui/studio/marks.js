// Icons and kinds made by scripts, the same as the macros of the templates make.
const SVG = "http://www.w3.org/2000/svg";

export function icon(say, name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${say.icons}#${name}`);
  svg.append(use);
  return svg;
}

export function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

export function kindMark(say, kind) {
  const mark = element("span", "kind", icon(say, kind), say.kinds[kind]);
  mark.dataset.kind = kind;
  return mark;
}
