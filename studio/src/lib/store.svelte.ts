// The one store: what is on screen, kept in step with the address.

import { parse, START, write, type Shown } from './url';

export const shown: Shown = $state({ ...START, ...parse(location.hash) });

let timer: ReturnType<typeof setTimeout> | undefined;
let written = location.hash;

function put(push: boolean): void {
  const next = write(shown);
  if (next === written) return;
  written = next;
  const address = location.pathname + location.search + next;
  if (push) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

/** Keep the address in step: a new view is a step back in the browser, a scrub is not. */
export function keepAddress(): void {
  let view = shown.view;
  $effect(() => {
    const now = write(shown);
    if (now === written) return;
    clearTimeout(timer);
    const push = shown.view !== view;
    view = shown.view;
    timer = setTimeout(() => put(push), 120);
  });
  $effect(() => {
    const back = () => {
      if (location.hash === written) return;
      written = location.hash;
      Object.assign(shown, parse(location.hash));
      view = shown.view;
    };
    addEventListener('hashchange', back);
    addEventListener('popstate', back);
    return () => {
      removeEventListener('hashchange', back);
      removeEventListener('popstate', back);
    };
  });
}
