import { h } from '../dom';
import type { Page } from '../page';
import { empty, top } from '../shell';

export function make_absent(): Page {
  return {
    title: () => 'No such page',
    rail: '',
    load: () => Promise.resolve(),
    draw: () => [top('No such page'), empty('There is nothing at this address', ['It may have been mistyped. ', h('a', { href: '/' }, 'To the fleet')])],
    cares: () => false,
  };
}
