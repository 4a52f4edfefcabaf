import { s } from '../dom';

/** Hatches, once in the document: planned work, limited, and the dashes of what nobody observed are told apart by shape too. */
export function patterns(): SVGElement {
  const pattern = (id: string, size: number, turn: number, ...rects: [number, string][]): SVGElement =>
    s('pattern', { id, width: size, height: size, patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${turn})` }, rects.map(([width, name]) => s('rect', { width, height: size, class: name })));
  return s('svg', { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' },
    s('defs', {}, pattern('hatch-planned', 4, 45, [4, 'tile-fill'], [2, 'planned-fill']), pattern('hatch-limited', 4, -45, [4, 'limited-fill'], [1.3, 'tile-fill'])));
}
