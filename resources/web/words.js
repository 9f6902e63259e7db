// SPDX-License-Identifier: GPL-3.0-or-later

// How statuses, dates and people are written.

const pocStatuses = {
  draft: ['In Preparation', '', 'working'],
  active: ['Active', 'success', 'working'],
  completed: ['Completed', 'accent', 'done'],
  archived: ['Archived', '', 'lock'],
};

const taskStatuses = {
  not_started: ['Not Started', '', 'todo'],
  in_progress: ['In Progress', 'accent', 'working'],
  completed: ['Completed', 'success', 'done'],
  blocked: ['Blocked', 'warning', 'problem'],
  satisfied: ['Satisfied', 'success', 'done'],
  partially_satisfied: ['Partially Satisfied', 'warning', 'working'],
  not_satisfied: ['Not Satisfied', 'error', 'problem'],
};

const roles = {
  platform_admin: 'Administrator',
  tenant_admin: 'Administrator',
  administrator: 'Administrator',
  sales_engineer: 'Sales Engineer',
  account_executive: 'Account Executive',
  customer: 'Customer',
};

// What a person is in an organization.
export function roleName(role) {
  return roles[role] ?? '';
}

export function pocStatus(status) {
  return pocStatuses[status] ?? [status ?? '', '', 'todo'];
}

export function taskStatus(status) {
  return taskStatuses[status] ?? [status ?? '', '', 'todo'];
}

// A customer says whether such a task is done; the other statuses are the vendor's verdicts.
export function isOpen(task) {
  return task.status === 'not_started' || task.status === 'in_progress';
}

export function isDone(task) {
  return task.status === 'completed' || task.status === 'satisfied';
}

// A date is a day wherever it is read: it is never shifted by a time zone.
function dayOf(date) {
  const [year, month, day] = date.split('-').map(Number);

  return new Date(year, month - 1, day);
}

export function formatDate(date) {
  return dayOf(date).toLocaleDateString(undefined, { dateStyle: 'long' });
}

export function formatMoment(moment) {
  return new Date(moment).toLocaleString(undefined, { dateStyle: 'long', timeStyle: 'short' });
}

const spans = [['year', 31536000], ['month', 2592000], ['week', 604800], ['day', 86400],
  ['hour', 3600], ['minute', 60]];

// "5 minutes ago".
export function formatAge(moment) {
  const seconds = (Date.now() - new Date(moment)) / 1000;
  const [unit, length] = spans.find(([, span]) => seconds >= span) ?? [];

  if (!unit)
    return 'just now';
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
    .format(-Math.floor(seconds / length), unit);
}

export function formatDates(start, end) {
  if (start && end)
    return `${formatDate(start)} – ${formatDate(end)}`;
  if (start)
    return `Starts ${formatDate(start)}`;
  return end ? `Ends ${formatDate(end)}` : '';
}

// From today on; negative in the past.
function daysUntil(date) {
  const now = new Date();
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());

  return Math.round((dayOf(date) - today) / 86400000);
}

export function isPast(date) {
  return Boolean(date) && daysUntil(date) < 0;
}

// "12 days left", when that is worth saying.
export function timeLeft(end) {
  const days = end ? daysUntil(end) : -1;

  if (days < 0)
    return '';
  if (days === 0)
    return 'Last day';
  return days === 1 ? '1 day left' : `${days} days left`;
}

export function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : ''];

  return letters.map(word => [...word][0] ?? '').join('').toLocaleUpperCase();
}

// `j•••@globex.example`: its owner knows it, and nobody else learns it.
export function maskAddress(address) {
  const at = address.lastIndexOf('@');

  return `${[...address][0]}•••${address.slice(at)}`;
}
