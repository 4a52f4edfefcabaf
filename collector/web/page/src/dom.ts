/**
 * A small way to say what the page shows: `h` and `s` make nodes, `show` makes what is there equal to them, so that
 * focus, scroll and open selections outlive a new look at the data.
 */

type Handler = (event: Event) => void;
export type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | Handler;
export type Attributes = Record<string, Value>;

/** Handlers by event name; one listener per name looks them up, so that `show` can exchange them. */
const handlers = new WeakMap<Element, Map<string, Handler>>();
const svg_space = 'http://www.w3.org/2000/svg';

function hear(element: Element, name: string, handler: Handler): void {
  const own = handlers.get(element) ?? new Map<string, Handler>();
  handlers.set(element, own);
  if (!own.has(name)) listen(element, name);
  own.set(name, handler);
}

function listen(element: Element, name: string): void {
  element.addEventListener(name, (event) => handlers.get(element)?.get(name)?.(event));
}

/** `on…` hears an event, `$name` sets a CSS property (the page's policy allows no style attribute), the rest are attributes. */
function decorate(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') hear(element, name.slice(2), value);
    else if (name.startsWith('$')) (element as HTMLElement).style.setProperty(name.slice(1), String(value));
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

function fill(element: Element | DocumentFragment, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) fill(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false) element.append(String(child));
  }
}

export function h<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  decorate(element, attributes);
  fill(element, children);
  return element;
}

export function s(name: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS(svg_space, name) as SVGElement;
  decorate(element, attributes);
  fill(element, children);
  return element;
}

const key_of = (node: Node): string | null => (node instanceof Element ? node.getAttribute('data-key') : null);

function is_same(old: Node, next: Node): boolean {
  return old.nodeType === next.nodeType && old.nodeName === next.nodeName && key_of(old) === key_of(next);
}

function sync_handlers(old: Element, next: Element): void {
  const wanted = handlers.get(next);
  const present = handlers.get(old);
  for (const name of present?.keys() ?? []) if (!wanted?.has(name)) present?.set(name, () => undefined);
  for (const [name, handler] of wanted ?? []) hear(old, name, handler);
}

function sync_attributes(old: Element, next: Element): void {
  for (const { name } of [...old.attributes]) {
    if (name !== 'style' && !next.hasAttribute(name) && !(name === 'open' && old instanceof HTMLDialogElement)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (name !== 'style' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  sync_style((old as HTMLElement).style, (next as HTMLElement).style);
}

function sync_style(old: CSSStyleDeclaration, next: CSSStyleDeclaration): void {
  for (const name of [...old]) if (!next.getPropertyValue(name)) old.removeProperty(name);
  for (const name of next) if (old.getPropertyValue(name) !== next.getPropertyValue(name)) old.setProperty(name, next.getPropertyValue(name));
}

function sync(old: Node, next: Node): void {
  if (old instanceof Element && next instanceof Element) {
    sync_attributes(old, next);
    sync_handlers(old, next);
    sync_children(old, [...next.childNodes]);
  } else if (old.nodeValue !== next.nodeValue) {
    old.nodeValue = next.nodeValue;
  }
}

function sync_children(parent: Element, wanted: Node[]): void {
  const keyed = new Map<string, Node>();
  for (const child of parent.childNodes) {
    const key = key_of(child);
    if (key !== null) keyed.set(key, child);
  }
  wanted.forEach((next, at) => {
    const here = parent.childNodes[at];
    const key = key_of(next);
    const known = key === null ? here : keyed.get(key);
    if (known && known.parentNode === parent && is_same(known, next)) {
      if (known !== here) parent.insertBefore(known, here ?? null);
      sync(known, next);
    } else if (here && key === null && key_of(here) === null) {
      parent.replaceChild(next, here);
    } else {
      parent.insertBefore(next, here ?? null);
    }
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild?.remove();
}

/** Makes the children of `parent` equal to `children`; what is the same stays the same node. */
export function show(parent: Element, ...children: Child[]): void {
  const wanted = document.createDocumentFragment();
  fill(wanted, children);
  sync_children(parent, [...wanted.childNodes]);
}
