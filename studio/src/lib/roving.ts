// One tab stop for many items: arrows move among them, by place on the screen.

export function roving(event: KeyboardEvent, selector: string): void {
  const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];
  if (!keys.includes(event.key)) return;
  const here = event.target as Element;
  const all = [...(event.currentTarget as Element).querySelectorAll(selector)];
  if (!all.includes(here)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === 'Home') return focus(all[0]);
  if (event.key === 'End') return focus(all[all.length - 1]);
  const from = middle(here);
  const across = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  const sign = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : -1;
  let best: Element | null = null;
  let least = Infinity;
  for (const other of all) {
    if (other === here) continue;
    const to = middle(other);
    const ahead = sign * (across ? to.x - from.x : to.y - from.y);
    const aside = Math.abs(across ? to.y - from.y : to.x - from.x);
    if (ahead <= 1) continue;
    const cost = ahead + 3 * aside;
    if (cost < least) [best, least] = [other, cost];
  }
  if (best) focus(best);
}

function middle(element: Element): { x: number; y: number } {
  const box = element.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function focus(element: Element): void {
  (element as SVGElement | HTMLElement).focus();
}
