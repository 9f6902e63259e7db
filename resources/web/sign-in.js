// SPDX-License-Identifier: GPL-3.0-or-later

import { call, whoIsSignedIn } from './api.js';
import { h, show, showLoading, showProblem } from './dom.js';
import { Entry, makeForm, needed } from './forms.js';
import { nextPage } from './shell.js';

function showSignIn() {
  const email = new Entry('Email Address', { type: 'email', name: 'email',
    autocomplete: 'username', inputmode: 'email' }, needed('Enter your e-mail address.'));
  const password = new Entry('Password', { type: 'password', name: 'password',
    autocomplete: 'current-password' }, needed('Enter your password.'));
  const form = makeForm([email, password], 'Sign In', async () => {
    await call('POST', 'web/session', { email: email.value.trim(), password: password.value });
    location.replace(nextPage());
  });

  show('Sign In', h('div', { class: 'page-head' }, h('h1', null, 'Sign In'),
    h('p', { class: 'dim' }, 'Welcome back. Sign in to see your POCs.')), form,
  h('p', { class: 'hint' }, 'No account yet? Open the link in your invitation mail to create one.'));
  email.input.focus();
}

async function run() {
  showLoading();
  try {
    if (await whoIsSignedIn() !== null)
      location.replace(nextPage());
    else
      showSignIn();
  } catch (error) {
    showProblem(error, run);
  }
}

run();
