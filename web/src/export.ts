/* Pictures and tables to take away. */
import { el, say } from "./dom";

const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "font-size", "font-family", "font-weight", "text-anchor"];

function save(blob: Blob, name: string): void {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`${name} saved`);
}

/* The picture as a file of its own: what the style sheet says is written into it. */
export function standalone(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const before = [chart, ...chart.querySelectorAll<SVGElement>("*")];
  const after = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  before.forEach((node, i) => {
    const style = getComputedStyle(node);
    for (const name of KEPT) {
      const value = style.getPropertyValue(name);
      if (value) after[i]?.setAttribute(name, value);
    }
  });
  for (const hidden of copy.querySelectorAll(".cursor")) hidden.remove();
  const box = chart.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(box.width));
  copy.setAttribute("height", String(box.height));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

export function saveSvg(chart: SVGSVGElement, name: string): void {
  save(new Blob([standalone(chart)], { type: "image/svg+xml" }), `${name}.svg`);
}

export function savePng(chart: SVGSVGElement, name: string): void {
  const box = chart.viewBox.baseVal;
  const scale = 2;
  const picture = new Image();
  picture.onload = () => {
    const canvas = el("canvas", { width: box.width * scale, height: box.height * scale });
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && save(blob, name), "image/png");
  };
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(chart))}`;
}

function csvField(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value === "string" ? `'${text}` : text; // no formula in a spreadsheet
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/* `go`: a row's first cell leads somewhere. */
export interface Table { caption: string; head: string[]; rows: (string | number | null)[][]; go?: (row: number) => void }

export function csv(table: Table): string {
  return [table.head, ...table.rows].map((row) => row.map(csvField).join(",")).join("\r\n") + "\r\n";
}

/* A picture with its buttons and, folded, the table that it was drawn from. */
export function figure(name: string, chart: SVGSVGElement, table: Table, note?: string | Node, more?: Node | false): HTMLElement {
  return el("figure", { class: "figure" },
    el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": `${table.caption}, picture` }, chart),
    el("figcaption", {}, note ?? null,
      el("span", { class: "buttons" }, more ?? null,
        el("button", { type: "button", onclick: () => saveSvg(chart, name) }, "SVG"),
        el("button", { type: "button", onclick: () => savePng(chart, `${name}.png`) }, "PNG"))),
    tableView(name, table, true));
}

/* A folded table is filled when it is opened. */
export function tableView(name: string, table: Table, isFolded: boolean): HTMLElement {
  if (isFolded) {
    const place = el("details", { class: "table" }, el("summary", {}, "The same as a table"));
    place.addEventListener("toggle", () => place.append(tableView(name, table, false)), { once: true });
    return place;
  }
  const body = el("tbody");
  const most = 400;
  const addRows = (from: number, to: number): void => {
    table.rows.slice(from, to).forEach((row, k) =>
      body.append(el("tr", {}, ...row.map((v, i) => i === 0 ? el("th", { scope: "row" }, table.go ? el("button", { type: "button", class: "quiet", onclick: () => table.go?.(from + k) }, String(v ?? "")) : String(v ?? "")) : el("td", { class: typeof v === "number" ? "number" : undefined }, v === null ? "–" : typeof v === "number" ? v.toLocaleString("en") : v)))));
  };
  addRows(0, most);
  const left = table.rows.length - most;
  const more = left > 0 && el("button", { type: "button", onclick: () => { addRows(most, table.rows.length); (more as HTMLElement).remove(); } }, `Show ${left} more rows`);
  return el("div", {},
    el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": table.caption },
      el("table", {}, el("caption", {}, table.caption), el("thead", {}, el("tr", {}, ...table.head.map((h) => el("th", { scope: "col" }, h)))), body)),
    more,
    el("button", { type: "button", onclick: () => save(new Blob([csv(table)], { type: "text/csv" }), `${name}.csv`) }, "CSV"));
}
