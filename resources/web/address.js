// SPDX-License-Identifier: GPL-3.0-or-later

// Opening this page changes nothing: an address is confirmed, or a change undone, by the button.

import { call } from './api.js';
import { h, show, showLoading, showProblem, statusPage } from './dom.js';
import { makeForm } from './forms.js';
import { dropToken, pill, showDead, takeToken } from './link.js';

const deadLinks = {
  expired: ['clock', 'This Link Has Expired',
    'The address was not changed by it. Whoever asked for the change can ask again.'],
  used: ['done', 'This Link Was Already Used',
    'It works once, and it has done its work.'],
  unknown: ['problem', 'This Link Does Not Work',
    'Perhaps a later mail brought a newer one, or the mail program has cut it. Look for the '
    + 'newest mail and use the link in it.'],
};

const kinds = {
  confirm: {
    title: 'Confirm Your New Address',
    text: change => [`From now on you would sign in and get mail as `,
      h('strong', null, change.new_email), `, no longer as ${change.old_email}.`],
    button: 'Confirm Address',
    done: 'Your Address Is Changed',
    after: 'You were signed out everywhere. Sign in with your new address and the password that '
      + 'you have.',
  },
  undo: {
    title: 'Keep Your Old Address?',
    text: change => [`The address of your account was changed to ${change.new_email}. If that was `
      + 'not you, take it back: you sign in as ', h('strong', null, change.old_email), ' again.'],
    button: 'Undo the Change',
    done: 'The Change Is Undone',
    after: 'You were signed out everywhere. If somebody else has changed the address, choose a new '
      + 'password too.',
  },
};

const token = takeToken('a');
const path = `address-changes/${encodeURIComponent(token)}`;

function showDeadLink(error) {
  showDead(deadLinks[error.type] ?? deadLinks.unknown, pill('Sign In', 'app/sign-in'));
}

function showDone(kind) {
  show(kind.done, statusPage('done', kind.done, h('p', null, kind.after),
    h('div', { class: 'actions' }, pill('Sign In', 'app/sign-in', true),
      kind === kinds.undo && pill('Choose a New Password', 'app/forgot'))));
}

async function carryOut(kind) {
  try {
    await call('POST', path, {});
  } catch (error) {
    if (!(error.type in deadLinks))
      throw error;
    showDeadLink(error);
    return;
  }
  dropToken();
  showDone(kind);
}

function showChange(change) {
  const kind = kinds[change.kind];

  show(kind.title, statusPage('mail', kind.title, h('p', null, kind.text(change)),
    makeForm([], kind.button, () => carryOut(kind))));
}

async function run() {
  showLoading();
  try {
    showChange(await call('GET', path));
  } catch (error) {
    if (error.mayPass)
      showProblem(error, run);
    else
      showDeadLink(error);
  }
}

run();
