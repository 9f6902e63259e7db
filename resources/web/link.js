// SPDX-License-Identifier: GPL-3.0-or-later

// Pages that a mailed link leads to: /i/, /r/ and /a/ with a token.

import { base } from './api.js';
import { h, show, statusPage } from './dom.js';

// The token leaves the address bar, so that it is in no screenshot and in no referrer.
export function takeToken(name) {
  const page = new URL(name, base);
  const token = location.pathname.slice(page.pathname.length).replaceAll('/', '');

  if (token === '')
    return history.state?.token ?? '';
  history.replaceState({ token }, '', page);
  return token;
}

// Used up: going back does not lead to it again.
export function dropToken() {
  history.replaceState(null, '');
}

export function pill(label, path, isSuggested) {
  return h('a', { class: `button pill ${isSuggested ? 'suggested' : ''}`,
    href: new URL(path, base) }, label);
}

// A way that few take.
export function sideway(label, path) {
  return h('p', { class: 'aside' }, h('a', { class: 'button pill flat link',
    href: new URL(path, base) }, label));
}

// Why a link cannot be used, and what to do next.
export function showDead([picture, title, text], ...actions) {
  show(title, statusPage(picture, title, h('p', null, text),
    h('div', { class: 'actions' }, actions)));
}
