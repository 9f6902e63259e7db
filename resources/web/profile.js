// SPDX-License-Identifier: GPL-3.0-or-later

import { call } from './api.js';
import { h, show } from './dom.js';
import { Entry, makeForm } from './forms.js';
import { nextPage, runSignedIn } from './shell.js';

const isWelcome = new URLSearchParams(location.search).has('welcome');

function showProfile(profile) {
  const first = new Entry('First Name', { name: 'first_name', autocomplete: 'given-name',
    maxlength: '100', value: profile.first_name ?? '' },
  () => (first.value.trim() + last.value.trim() === '' ? 'Enter your first or last name.' : null));
  const last = new Entry('Last Name', { name: 'last_name', autocomplete: 'family-name',
    maxlength: '100', value: profile.last_name ?? '' });
  const title = new Entry('Role/Title', { name: 'title', autocomplete: 'organization-title',
    maxlength: '255', value: profile.title ?? '' });
  const form = makeForm([first, last, title], isWelcome ? 'Continue' : 'Save', async () => {
    await call('PUT', 'web/profile', { first_name: first.value.trim(),
      last_name: last.value.trim(), title: title.value.trim() });
    location.replace(nextPage());
  });

  last.input.addEventListener('input', () =>
    first.element.classList.contains('invalid') && first.validate());
  show(isWelcome ? 'Complete Your Profile' : 'Your Profile',
    h('div', { class: 'page-head' },
      h('h1', null, isWelcome ? 'Complete Your Profile' : 'Your Profile'),
      h('p', { class: 'dim' }, isWelcome
        ? 'Your account is ready. This is how the people in your POC will see you.'
        : `Signed in as ${profile.email}. This is how the people in your POCs see you.`)),
    form);
}

runSignedIn(showProfile);
