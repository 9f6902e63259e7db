// SPDX-License-Identifier: GPL-3.0-or-later

import { base, call, whoIsSignedIn } from './api.js';
import { h, showLoading, showProblem } from './dom.js';

// Goes on, without the page that led there: going back must not accept or sign in once more.
export function go(path) {
  location.replace(new URL(path, base));
}

// Only a page of ours is returned to.
export function nextPage() {
  const next = new URLSearchParams(location.search).get('next') ?? '';
  const app = new URL('app/', base);
  const url = new URL(/^[a-z0-9/-]*$/.test(next) ? next : '', app);

  return url.href.startsWith(app.href) ? url.href : app.href;
}

export async function signOut() {
  await call('DELETE', 'web/session');
}

function fillHeader(profile) {
  const leave = h('button', { type: 'button', class: 'flat' }, 'Sign Out');

  leave.addEventListener('click', async () => {
    leave.disabled = true;
    try {
      await signOut();
      go('app/sign-in');
    } catch (error) {
      leave.disabled = false;
      showProblem(error, () => leave.click());
    }
  });
  document.getElementById('header').append(h('span', { class: 'space' }),
    h('a', { class: 'button flat', href: new URL('app/profile', base), title: 'Your Profile' },
      h('span', null, profile.full_name || 'Profile')), leave);
}

// Runs a page for whoever is signed in; others are asked to sign in and brought back.
export async function runSignedIn(page) {
  showLoading();
  try {
    const profile = await whoIsSignedIn();

    if (profile === null) {
      const here = location.pathname.slice(new URL('app/', base).pathname.length);

      go(`app/sign-in?next=${encodeURIComponent(here)}`);
      return;
    }
    if (document.getElementById('header').querySelector('button') === null)
      fillHeader(profile);
    await page(profile);
  } catch (error) {
    showProblem(error, () => runSignedIn(page));
  }
}
