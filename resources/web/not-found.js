// SPDX-License-Identifier: GPL-3.0-or-later

import { pill, showDead } from './link.js';

showDead(['problem', 'Page Not Found',
  'There is no such page here. The address may be mistyped, or the page was moved.'],
pill('My POCs', 'app/', true));
