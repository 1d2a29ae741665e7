// Light, dark, or as the device wishes: a cookie, so that the next page comes in the right colours.
export function followThemeSwitch() {
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.addEventListener("click", () => {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    });
  }
}

function isDark() {
  return getComputedStyle(document.documentElement).colorScheme === "dark";
}
