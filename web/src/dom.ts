/* Elements made in one call; text is always text, never markup. */

type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | ((event: never) => void) | undefined;

function fill(node: Element, attributes: Record<string, Value>, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value as EventListener);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) node.append(child);
}

export function el<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, Value> = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, Value> = {}, ...children: Child[]): SVGElementTagNameMap[K] {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(node, attributes, children);
  return node;
}

let unique = 0;
export function id(prefix: string): string { return `${prefix}-${++unique}`; }

/* Read out by a screen reader. */
export function say(words: string): void {
  const place = document.getElementById("said");
  if (place) place.textContent = words;
}

export function percent(x: number): string { return x > 0 && x < 0.01 ? "under 1\u00a0%" : `${Math.round(100 * x)}\u00a0%`; }

/* Between quotation marks, unless the words bring their own. */
export function quoted(text: string): string {
  const one = text.replace(/\s+/g, " ").trim();
  return /^["“”„«»‘'「『—–]/.test(one) ? one : `“${one}”`;
}

/* How many letters wide a text is: those of East Asia count twice. */
export function width(text: string): number {
  return [...text].reduce((sum, c) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(c) ? 2 : 1), 0);
}

/* At most `most` letters wide, cut at a word where one ends near. */
export function short(text: string, most: number): string {
  const one = text.replace(/\s+/g, " ").trim();
  if (one.length <= most / 2 || width(one) <= most) return one;
  let cut = "";
  let wide = 0;
  for (const c of one) {
    wide += width(c);
    if (wide > most - 1) break;
    cut += c;
  }
  const space = cut.lastIndexOf(" ");
  return `${space > most * 0.6 ? cut.slice(0, space) : cut}…`;
}

/* "A", "A and B", "A, B and C". */
export function inWords(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export function counted(n: number, one: string, more: string): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : more}`;
}
