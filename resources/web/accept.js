// SPDX-License-Identifier: GPL-3.0-or-later

// Opening this page changes nothing. Accepting takes what only the person can give: a new
// password, or being signed in as the invited address and pressing the button.

import { base, call, whoIsSignedIn } from './api.js';
import { h, show, showLoading, showProblem, statusPage } from './dom.js';
import { Entry, makeForm, needed } from './forms.js';
import { go, signOut } from './shell.js';
import { formatMoment, maskAddress } from './words.js';

const PASSWORD_MIN = 10;

// Why a link cannot be used, and what to do next. The names are the server's.
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

// The token leaves the address bar, so that it is in no screenshot and no referrer.
function takeToken() {
  const page = new URL('i', base);
  const token = location.pathname.slice(page.pathname.length).replaceAll('/', '');

  if (token === '')
    return history.state?.token ?? '';
  history.replaceState({ token }, '', page);
  return token;
}

const token = takeToken();

async function showDeadLink(error) {
  const kind = error.type in deadLinks ? error.type : 'unknown';
  const [picture, title, text] = deadLinks[kind];
  const person = await whoIsSignedIn();
  const link = h('a', { class: 'button pill', href: new URL(person ? 'app/' : 'app/sign-in', base) },
    person ? 'My POCs' : 'Sign In');
  const open = kind === 'accepted' && person
    && makeForm([], 'Open the POC', acceptAsExisting);

  show(title, statusPage(picture, title, h('p', null, text), open,
    h('div', { class: 'actions' }, link)));
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

function openPoc(answer) {
  go(`app/pocs/${answer.poc_id}`);
}

function makeAddress(invitation) {
  return new Entry('Email Address', { type: 'email', name: 'email', autocomplete: 'username',
    readonly: true, value: invitation.email });
}

async function acceptAsNew(invitation, password) {
  const answer = await call('POST', 'poc-invitations/accept', { token, password });
  const poc = encodeURIComponent(`pocs/${answer.poc_id}`);

  history.replaceState(null, '');
  try {
    await call('POST', 'web/session', { email: invitation.email, password });
    go(`app/profile?welcome&next=${poc}`);
  } catch {
    // The account exists by now: from here on, signing in is the way.
    go(`app/sign-in?next=${poc}`);
  }
}

function showNewCustomer(invitation) {
  const address = makeAddress(invitation);
  const password = new Entry('New Password', { type: 'password', name: 'new-password',
    autocomplete: 'new-password' },
  value => ([...value].length < PASSWORD_MIN
    ? `Use at least ${PASSWORD_MIN} characters.` : null));
  const again = new Entry('Repeat Password', { type: 'password', name: 'repeat-password',
    autocomplete: 'new-password' },
  value => (value !== password.value ? 'The two passwords differ.' : null));

  show("You've Been Invited", makeIntroduction(invitation), h('section', null,
    h('h2', null, 'Create Your Password'),
    h('p', { class: 'dim' }, `At least ${PASSWORD_MIN} characters. Creating it accepts the `
      + 'invitation.'),
    makeForm([address, password, again], 'Accept Invitation',
      () => acceptAsNew(invitation, password.value))));
}

async function acceptAsExisting() {
  const answer = await call('POST', 'poc-invitations/accept-existing', { token });

  history.replaceState(null, '');
  openPoc(answer);
}

function showSignIn(invitation) {
  const address = makeAddress(invitation);
  const password = new Entry('Password', { type: 'password', name: 'password',
    autocomplete: 'current-password' }, needed('Enter your password.'));

  show("You've Been Invited", makeIntroduction(invitation), h('section', null,
    h('h2', null, 'Sign In to Accept'),
    h('p', { class: 'dim' }, 'You already have an account. Signing in adds this POC to yours.'),
    makeForm([address, password], 'Sign In and Accept', async () => {
      await call('POST', 'web/session', { email: invitation.email, password: password.value });
      await acceptAsExisting();
    })));
}

function showOneButton(invitation, person) {
  show("You've Been Invited", makeIntroduction(invitation), h('section', null,
    h('p', { class: 'dim' }, `You are signed in as ${person.email}.`),
    makeForm([], 'Accept Invitation', acceptAsExisting)));
}

function showWrongAccount(invitation, person) {
  show('Another Account Is Signed In', statusPage('people', 'Another Account Is Signed In',
    h('p', null, `This invitation is for ${maskAddress(invitation.email)}. `
      + `You are signed in as ${person.email}.`),
    makeForm([], 'Switch Account', async () => {
      await signOut();
      await run();
    }),
    h('a', { href: new URL('app/', base) }, 'Stay signed in and go to My POCs')));
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

async function run() {
  let invitation;

  showLoading();
  try {
    invitation = await call('GET', `poc-invitations/validate/${encodeURIComponent(token)}`);
  } catch (error) {
    if (error.status === 0 || error.status === 429 || error.status >= 500)
      showProblem(error, run);
    else
      await showDeadLink(error).catch(problem => showProblem(problem, run));
    return;
  }
  try {
    showInvitation(invitation, await whoIsSignedIn());
  } catch (error) {
    showProblem(error, run);
  }
}

run();
