// SPDX-License-Identifier: GPL-3.0-or-later

import { base, signOut, whoIsSignedIn } from './api.js';
import { button, h, icon, showLoading, showProblem, unseen } from './dom.js';

// Goes on, without the page that led there: going back must not accept or sign in once more.
export function go(path) {
  location.replace(new URL(path, base));
}

// Only a page of ours is returned to.
export function nextPage() {
  const next = new URLSearchParams(location.search).get('next') ?? '';
  const app = new URL('app/', base);
  const url = new URL(/^[a-z0-9/-]*(#[a-z0-9-]*)?$/.test(next) ? next : '', app);

  return url.href.startsWith(app.href) ? url.href : app.href;
}

function signInPath(reason = '') {
  const here = location.pathname.slice(new URL('app/', base).pathname.length) + location.hash;

  return `app/sign-in?${reason}next=${encodeURIComponent(here)}`;
}

// For who has typed something when the session ends: it stays where it is meanwhile.
export function linkToSignIn() {
  return h('a', { href: new URL(signInPath(), base), target: '_blank', rel: 'noopener' },
    'Sign in in a new tab, then try again here.');
}

export function goToSignIn() {
  go(signInPath('ended&'));
}

// Who is signed in, as the header says it.
export function showName(profile) {
  document.getElementById('me').textContent = profile.full_name || profile.email;
}

function fillHeader(profile) {
  const leave = button('Sign Out', async () => {
    leave.disabled = true;
    try {
      await signOut();
      go('app/sign-in');
    } catch (error) {
      leave.disabled = false;
      showProblem(error, () => leave.click());
    }
  }, 'flat');

  document.getElementById('header').append(h('span', { class: 'space' }),
    h('a', { class: 'button flat', href: new URL('app/profile', base), },
      icon('person'), h('span', { id: 'me' }), unseen(', your account')), leave);
  showName(profile);
}

// Says that there is no connection, for as long as there is none.
function watchConnection() {
  const banner = h('div', { class: 'offline', role: 'status' });
  const update = () => banner.replaceChildren(...(navigator.onLine ? []
    : ['You are offline. What you see may be out of date.']));

  document.getElementById('header').after(banner);
  window.addEventListener('online', update);
  window.addEventListener('offline', update);
  update();
}

// Runs a page for whoever is signed in; others are asked to sign in and brought back.
export async function runSignedIn(page) {
  showLoading();
  try {
    const profile = await whoIsSignedIn();

    if (profile === null) {
      go(signInPath());
      return;
    }
    if (document.getElementById('header').querySelector('button') === null) {
      fillHeader(profile);
      watchConnection();
    }
    await page(profile);
  } catch (error) {
    if (error.type === 'signed-out')
      goToSignIn();
    else
      showProblem(error, () => runSignedIn(page));
  }
}
