// SPDX-License-Identifier: GPL-3.0-or-later

import { signIn, whoIsSignedIn } from './api.js';
import { h, show, showLoading, showProblem } from './dom.js';
import { Entry, makeForm, needed } from './forms.js';
import { sideway } from './link.js';
import { nextPage } from './shell.js';

const hasEnded = new URLSearchParams(location.search).has('ended');

function showSignIn() {
  const email = new Entry('Email Address', { type: 'email', name: 'email',
    autocomplete: 'username', inputmode: 'email' }, needed('Enter your e-mail address.'));
  const password = new Entry('Password', { type: 'password', name: 'password',
    autocomplete: 'current-password' }, needed('Enter your password.'));
  const form = makeForm([email, password], 'Sign In', async () => {
    await signIn(email.value.trim(), password.value);
    location.replace(nextPage());
  });

  show('Sign In', h('div', { class: 'page-head center' }, h('h1', null, 'Sign In'),
    h('p', { class: 'dim' }, hasEnded
      ? 'Your session has ended. Sign in to go on where you were.'
      : 'Welcome back. Sign in to see your POCs.')), form,
  sideway('Forgot Password?', 'app/forgot'),
  h('p', { class: 'hint center' },
    'No account yet? Open the link in your invitation mail to create one.'));
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
