'use strict';
// Everything works without this file; it adds copying and the choice between light and dark.
const root = document.documentElement;
const KEY = 'gatehouse-theme';

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

if (remembered()) {
  root.dataset.theme = remembered();
}

document.addEventListener('DOMContentLoaded', () => {
  const theme = document.getElementById('theme');
  if (theme) {
    theme.hidden = false;
    theme.addEventListener('click', () => {
      const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
      root.dataset.theme = dark ? 'light' : 'dark';
      try {
        localStorage.setItem(KEY, root.dataset.theme);
      } catch {
        // Then it lasts as long as the page.
      }
    });
  }
  for (const button of document.querySelectorAll('[data-copy]')) {
    if (!navigator.clipboard) {
      continue;
    }
    button.hidden = false;
    button.addEventListener('click', async () => {
      const what = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(what.textContent);
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(what);
        button.textContent = 'Selected';
      }
    });
  }
});
