// SPDX-License-Identifier: GPL-3.0-or-later

// Opening this page changes nothing: the link is used up by choosing a password.

import { call } from './api.js';
import { h, show, showLoading, showProblem, statusPage } from './dom.js';
import { makeForm, makeNewPassword, passwordHint } from './forms.js';
import { dropToken, pill, showDead, takeToken } from './link.js';

const deadLinks = {
  expired: ['clock', 'This Link Has Expired',
    'For your safety it works for an hour only. Ask for a new one: it takes a minute.'],
  used: ['done', 'This Link Was Already Used',
    'It works once. If it was you, sign in with the password that you have chosen. If not, ask '
    + 'for a new link and choose another password.'],
  unknown: ['problem', 'This Link Does Not Work',
    'Perhaps a later mail brought a newer one, or the mail program has cut it: look for the '
    + 'newest mail, or ask for a new link.'],
};

const token = takeToken('r');

function kindOf(error) {
  if (error.type in deadLinks)
    return error.type;
  if (/expired$/.test(error.message))
    return 'expired';
  return /already been used$/.test(error.message) ? 'used' : 'unknown';
}

function showDeadLink(error) {
  showDead(deadLinks[kindOf(error)], pill('Ask for a New Link', 'app/forgot', true),
    pill('Sign In', 'app/sign-in'));
}

function showChanged() {
  show('Your Password Is Changed', statusPage('done', 'Your Password Is Changed',
    h('p', null, 'You were signed out everywhere. Sign in with your new password.'),
    h('div', { class: 'actions' }, pill('Sign In', 'app/sign-in', true))));
}

async function reset(password) {
  try {
    await call('POST', 'auth/reset-password', { token, new_password: password });
  } catch (error) {
    if (error.status !== 400 && error.status !== 404)
      throw error;
    showDeadLink(error);
    return;
  }
  dropToken();
  showChanged();
}

function showReset() {
  const [password, again] = makeNewPassword();

  show('Choose a New Password', h('div', { class: 'page-head center' },
    h('h1', null, 'Choose a New Password'),
    h('p', { class: 'dim' }, 'All your devices are signed out when it is changed.')),
  makeForm([password, again], 'Change Password', () => reset(password.value),
    { hint: passwordHint }));
  password.input.focus();
}

async function run() {
  showLoading();
  try {
    await call('GET', `auth/validate-reset-token/${encodeURIComponent(token)}`);
    showReset();
  } catch (error) {
    if (error.mayPass)
      showProblem(error, run);
    else
      showDeadLink(error);
  }
}

run();
