// SPDX-License-Identifier: GPL-3.0-or-later

import { call } from './api.js';
import { button, h, icon, show, spinner, tag, toast } from './dom.js';
import { Entry, makeForm, makeNewPassword, needed, passwordHint } from './forms.js';
import { goToSignIn, nextPage, runSignedIn, showName } from './shell.js';
import { formatAge, formatMoment } from './words.js';

const isWelcome = new URLSearchParams(location.search).has('welcome');

async function saveProfile(first, last, title) {
  const profile = await call('PUT', 'web/profile', { first_name: first.value.trim(),
    last_name: last.value.trim(), title: title.value.trim() });

  if (isWelcome) {
    location.replace(nextPage());
    return;
  }
  showName(profile);
  toast('Your profile is saved.');
}

function makeProfile(profile) {
  const first = new Entry('First Name', { name: 'first_name', autocomplete: 'given-name',
    maxlength: '100', value: profile.first_name ?? '' },
  () => (first.value.trim() + last.value.trim() === '' ? 'Enter your first or last name.' : null));
  const last = new Entry('Last Name', { name: 'last_name', autocomplete: 'family-name',
    maxlength: '100', value: profile.last_name ?? '' });
  const title = new Entry('Role/Title', { name: 'title', autocomplete: 'organization-title',
    maxlength: '255', value: profile.title ?? '' });

  last.input.addEventListener('input', () =>
    first.element.classList.contains('invalid') && first.validate());
  return makeForm([first, last, title], isWelcome ? 'Continue' : 'Save',
    () => saveProfile(first, last, title));
}

function makePassword() {
  const old = new Entry('Current Password', { type: 'password', name: 'old_password',
    autocomplete: 'current-password' }, needed('Enter your current password.'));
  const [password, again] = makeNewPassword();
  const form = makeForm([old, password, again], 'Change Password', async () => {
    await call('POST', 'auth/change-password', { old_password: old.value,
      new_password: password.value });
    form.reset();
    toast('Your password is changed.');
  }, { hint: passwordHint, look: '' });

  password.input.name = 'new_password';
  return form;
}

function makeAddress(profile) {
  const email = new Entry('New Email Address', { type: 'email', name: 'email',
    autocomplete: 'off', inputmode: 'email' }, needed('Enter the new address.'));
  const password = new Entry('Password', { type: 'password', name: 'password',
    autocomplete: 'current-password' }, needed('Enter your password.'));
  const result = h('p', { class: 'hint', role: 'status' });
  const form = makeForm([email, password], 'Change Address', async () => {
    await call('PUT', 'auth/email', { email: email.value.trim(), password: password.value });
    result.textContent = `A link is on its way to ${email.value.trim()}. The new address counts `
      + 'when you have followed it; until then nothing changes.';
    form.reset();
  }, { look: '' });

  return [h('p', { class: 'dim' }, 'You sign in and get mail as ',
    h('strong', null, profile.email), '.'), form, result];
}

function makeDevice(session, reload) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const name = session.device || (session.kind === 'web' ? 'Browser' : 'POC Manager');
  const leave = button('Sign Out', async () => {
    leave.disabled = true;
    try {
      await call('DELETE', `auth/sessions/${session.id}`);
      toast(`${name} is signed out.`);
      await (session.is_current ? goToSignIn() : reload());
    } catch (error) {
      leave.disabled = false;
      problem.textContent = error.message;
    }
  });

  leave.setAttribute('aria-label', `Sign Out ${name}`);
  return h('li', { class: 'row' }, icon(session.kind === 'web' ? 'browser' : 'computer'),
    h('div', { class: 'grow' },
      h('div', { class: 'row-line' }, h('span', { class: 'title' }, name),
        session.is_current && tag('This Device', 'accent')),
      h('div', { class: 'subtitle' }, `Last used ${formatAge(session.last_used_at)}, signed in `
        + formatMoment(session.created_at)), problem),
    leave);
}

function makeDevices() {
  const list = h('div', null, spinner('Loading'));

  async function load() {
    try {
      const sessions = await call('GET', 'auth/sessions');

      list.replaceChildren(h('ul', { class: 'boxed-list' },
        sessions.map(session => makeDevice(session, load))));
    } catch (error) {
      list.replaceChildren(h('div', { class: 'card' },
        h('p', { class: 'problem', role: 'alert' }, error.message),
        h('div', { class: 'actions' }, button('Try Again', load))));
    }
  }
  load();
  return list;
}

function showWelcome(profile) {
  show('Complete Your Profile', h('div', { class: 'page-head' },
    h('h1', null, 'Complete Your Profile'),
    h('p', { class: 'dim' },
      'Your account is ready. This is how the people in your POC will see you.')),
  makeProfile(profile));
}

function showAccount(profile) {
  const section = (title, text, ...parts) => h('section', null, h('h2', null, title),
    text && h('p', { class: 'dim' }, text), parts);

  show('Your Account', h('div', { class: 'page-head' }, h('h1', null, 'Your Account')),
    section('Profile', 'This is how the people in your POCs see you.', makeProfile(profile)),
    section('Password', 'Your other devices are signed out when you change it.', makePassword()),
    section('Email Address', null, makeAddress(profile)),
    section('Devices', 'Where you are signed in.', makeDevices()));
}

runSignedIn(profile => (isWelcome ? showWelcome(profile) : showAccount(profile)));
