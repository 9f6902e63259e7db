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

export function pocStatus(status) {
  return pocStatuses[status] ?? [status ?? '', '', 'todo'];
}

export function taskStatus(status) {
  return taskStatuses[status] ?? [status ?? '', '', 'todo'];
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

export function formatDates(start, end) {
  if (start && end)
    return `${formatDate(start)} – ${formatDate(end)}`;
  if (start)
    return `Starts ${formatDate(start)}`;
  return end ? `Ends ${formatDate(end)}` : '';
}

// "12 days left", when that is worth saying.
export function timeLeft(end) {
  const now = new Date();
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const days = end ? Math.round((dayOf(end) - today) / 86400000) : -1;

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
