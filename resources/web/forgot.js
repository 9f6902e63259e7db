// SPDX-License-Identifier: GPL-3.0-or-later

import { call } from './api.js';
import { h, show, statusPage } from './dom.js';
import { Entry, makeForm } from './forms.js';
import { pill, sideway } from './link.js';

// The answer is the same whether there is such an account or not, and so is this page.
function showSent(address) {
  show('Look Into Your Mailbox', statusPage('mail', 'Look Into Your Mailbox',
    h('p', null, 'If there is an account for ', h('strong', null, address),
      ', a mail with a link is on its way. The link works once, for an hour.'),
    h('p', { class: 'dim' }, 'Nothing there after a few minutes? Look into the spam folder, and '
      + 'check that this is the address that you were invited with.'),
    h('div', { class: 'actions' }, pill('Back to Sign In', 'app/sign-in'))));
}

function showForgot() {
  const given = new URLSearchParams(location.search).get('email') ?? '';
  const email = new Entry('Email Address', { type: 'email', name: 'email', value: given,
    autocomplete: 'username', inputmode: 'email' },
  value => (/^\s*[^\s@]+@[^\s@]+\s*$/.test(value) ? null : 'Enter your e-mail address.'));

  show('Forgot Your Password?', h('div', { class: 'page-head center' },
    h('h1', null, 'Forgot Your Password?'),
    h('p', { class: 'dim' }, 'Enter your address, and we mail you a link with which you choose a '
      + 'new one.')),
  makeForm([email], 'Send Link', async () => {
    await call('POST', 'auth/forgot-password', { email: email.value.trim() });
    showSent(email.value.trim());
  }),
  sideway('Back to Sign In', 'app/sign-in'));
  email.input.focus();
}

showForgot();
