import { s } from './dom';

/** Line drawings on a grid of 20. */
const paths = {
  fleet: ['M3 4h14v4H3zM3 12h14v4H3z'],
  statements: ['M5 2.5h7l4 4v11H5zM8 9.5h5M8 12.5h5M12 2.5v4h4'],
  unexplained: ['M7 3h6l4 4v6l-4 4H7l-4-4V7z', 'M8 8.2a2.1 2.1 0 1 1 3 1.9c-.7.4-1 .8-1 1.6M10 13.8v.2'],
  events: ['M3 5h2M8 5h9M3 10h2M8 10h9M3 15h2M8 15h9'],
  users: ['M10 3.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM3.5 17c.8-3.6 3.4-5 6.5-5s5.7 1.4 6.5 5'],
  leave: ['M8 3H3.5v14H8M8.5 10H17M13.5 6.5L17 10l-3.5 3.5'],
  mark: ['M10 2.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6zM10 0v6M10 14v6M0 10h6M14 10h6', 'M10 8.3a1.7 1.7 0 1 1 0 3.4 1.7 1.7 0 0 1 0-3.4z'],
  open: ['M7 5l5 5-5 5'],
} as const;
export type Icon = keyof typeof paths;

export function icon(name: Icon, size = 20): SVGElement {
  return s('svg', { class: `icon ${name}`, width: size, height: size, viewBox: '0 0 20 20', 'aria-hidden': 'true' }, paths[name].map((d) => s('path', { d })));
}
