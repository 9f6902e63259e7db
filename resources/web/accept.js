// SPDX-License-Identifier: GPL-3.0-or-later

// Opening this page changes nothing. Accepting takes what only the person can give: a new
// password, or being signed in as the invited address and pressing the button.

import { call, signIn, signOut, whoIsSignedIn } from './api.js';
import { h, show, showLoading, showProblem, statusPage } from './dom.js';
import { Entry, makeForm, makeNewPassword, needed, passwordHint } from './forms.js';
import { dropToken, pill, showDead, sideway, takeToken } from './link.js';
import { go } from './shell.js';
import { formatMoment, maskAddress } from './words.js';

// The names are the server's.
const deadLinks = {
  expired: ['clock', 'This Invitation Has Expired',
    'For your safety an invitation works for a limited time only. Ask the person who invited you '
    + 'to send it again: you will get a mail with a new link.'],
  revoked: ['lock', 'This Invitation Was Cancelled',
    'The person who invited you has withdrawn it. If you think that this is a mistake, reply to '
    + 'the invitation mail and ask for a new one.'],
  accepted: ['done', 'This Invitation Was Already Accepted',
    'The link works once. You get to the POC with your e-mail address and your password.'],
  replaced: ['mail', 'There Is a Newer Invitation',
    'This link was replaced by one in a later mail. Look for the newest invitation in your '
    + 'mailbox, in the spam folder too, and use the link in it.'],
  removed: ['lock', 'Your Access Was Removed',
    'You took part in this POC, and your access has been taken away since. If you still need it, '
    + 'ask the person who invited you for a new invitation.'],
  unknown: ['problem', 'This Link Does Not Work',
    'It is not an invitation that we know. Mail programs sometimes cut long links: open it from '
    + 'the mail again, or copy all of it into the address bar. If that does not help, ask for a '
    + 'new invitation.'],
};

// What changes who may accept how, while the page is open.
const turns = [...Object.keys(deadLinks), 'user_exists', 'wrong_account'];

const token = takeToken('i');

async function showDeadLink(error) {
  const kind = error.type in deadLinks ? error.type : 'unknown';
  const person = await whoIsSignedIn();
  const others = person ? pill('My POCs', 'app/') : pill('Sign In', 'app/sign-in',
    kind === 'accepted');

  showDead(deadLinks[kind],
    kind === 'accepted' && person && makeForm([], 'Open the POC', openAccepted), others);
}

async function openAccepted() {
  try {
    await acceptAsExisting();
  } catch (error) {
    // Somebody else's invitation: whoever is signed in has POCs of their own.
    if (error.type !== 'accepted')
      throw error;
    go('app/');
  }
}

// Without a name of its own an invitation bears the address's first part, which is no greeting.
function nameOf(invitation) {
  const guess = invitation.email.slice(0, invitation.email.lastIndexOf('@'));

  return invitation.first_name || (invitation.full_name === guess ? '' : invitation.full_name);
}

function makeIntroduction(invitation) {
  const detail = (name, value) => (value ? [h('dt', null, name), h('dd', null, value)] : []);

  return [
    h('div', { class: 'page-head' },
      h('h1', null, nameOf(invitation) ? `Welcome, ${nameOf(invitation)}` : 'Welcome'),
      h('p', null, "You've been invited to participate in a Proof of Concept engagement.")),
    h('div', { class: 'card' },
      h('h2', { class: 'big' }, invitation.poc_title),
      h('dl', { class: 'details' },
        detail('Invited by', invitation.invited_by_name),
        detail('Organization', invitation.organization),
        detail('Valid until', formatMoment(invitation.expires_at))),
      invitation.personal_message
        && h('p', { class: 'quote lines' }, invitation.personal_message)),
  ];
}

function makeAddress(invitation) {
  return new Entry('Email Address', { type: 'email', name: 'email', autocomplete: 'username',
    readonly: true, value: invitation.email });
}

// What the server says now counts, not what it said when the page was opened.
function orTurn(action) {
  return async () => {
    try {
      await action();
    } catch (error) {
      if (!turns.includes(error.type))
        throw error;
      await run();
    }
  };
}

async function acceptAsNew(invitation, password) {
  const answer = await call('POST', 'poc-invitations/accept', { token, password });
  const poc = encodeURIComponent(`pocs/${answer.poc_id}`);

  dropToken();
  try {
    await signIn(invitation.email, password);
    go(`app/profile?welcome&next=${poc}`);
  } catch {
    // The account exists by now: from here on, signing in is the way.
    go(`app/sign-in?next=${poc}`);
  }
}

function showNewCustomer(invitation) {
  const [password, again] = makeNewPassword();

  show("You've Been Invited", makeIntroduction(invitation), h('section', null,
    h('h2', null, 'Create Your Password'),
    h('p', { class: 'dim' }, 'Creating it accepts the invitation.'),
    makeForm([makeAddress(invitation), password, again], 'Accept Invitation',
      orTurn(() => acceptAsNew(invitation, password.value)), { hint: passwordHint })));
}

async function acceptAsExisting() {
  const answer = await call('POST', 'poc-invitations/accept-existing', { token });

  dropToken();
  go(`app/pocs/${answer.poc_id}`);
}

function showSignIn(invitation) {
  const password = new Entry('Password', { type: 'password', name: 'password',
    autocomplete: 'current-password' }, needed('Enter your password.'));

  show("You've Been Invited", makeIntroduction(invitation), h('section', null,
    h('h2', null, 'Sign In to Accept'),
    h('p', { class: 'dim' }, 'You already have an account. Signing in adds this POC to yours.'),
    makeForm([makeAddress(invitation), password], 'Sign In and Accept', orTurn(async () => {
      await signIn(invitation.email, password.value);
      await acceptAsExisting();
    })),
    sideway('Forgot Password?',
      `app/forgot?email=${encodeURIComponent(invitation.email)}`)));
}

function showOneButton(invitation, person) {
  show("You've Been Invited", makeIntroduction(invitation), h('section', null,
    h('p', { class: 'dim center' }, `You are signed in as ${person.email}.`),
    makeForm([], 'Accept Invitation', orTurn(acceptAsExisting))));
}

function showWrongAccount(invitation, person) {
  show('Another Account Is Signed In', statusPage('people', 'Another Account Is Signed In',
    h('p', null, `This invitation is for ${maskAddress(invitation.email)}. `
      + `You are signed in as ${person.email}.`),
    makeForm([], 'Switch Account', async () => {
      await signOut();
      await run();
    }),
    pill('Stay and Go to My POCs', 'app/')));
}

const fold = address => address.normalize('NFC').toLowerCase();

function showInvitation(invitation, person) {
  if (person !== null && fold(person.email) !== fold(invitation.email))
    showWrongAccount(invitation, person);
  else if (person !== null)
    showOneButton(invitation, person);
  else if (invitation.user_exists)
    showSignIn(invitation);
  else
    showNewCustomer(invitation);
}

async function look() {
  try {
    const path = `poc-invitations/validate/${encodeURIComponent(token)}`;

    showInvitation(await call('GET', path), await whoIsSignedIn());
  } catch (error) {
    if (error.mayPass)
      throw error;
    await showDeadLink(error);
  }
}

async function run() {
  showLoading();
  await look().catch(error => showProblem(error, run));
}

run();
